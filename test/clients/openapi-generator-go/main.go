package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"reflect"
	"slices"

	"example.com/program/keyclient"
)

const greeting = "This is a secure endpoint"

func step(name string) {
	fmt.Println("step: " + name)
}

func must(err error) {
	if err != nil {
		log.Panic(err)
	}
}

func expect(found, wanted any) {
	if !reflect.DeepEqual(found, wanted) {
		log.Panicf("%#v instead of %#v", found, wanted)
	}
}

// with is a context in which requests carry these credentials, by the names of the security schemes.
func with(credentials map[string]string) context.Context {
	keys := map[string]keyclient.APIKey{}
	for scheme, value := range credentials {
		keys[scheme] = keyclient.APIKey{Key: value}
	}
	return context.WithValue(context.Background(), keyclient.ContextAPIKeys, keys)
}

// problemOf is what a call was refused with.
func problemOf(err error) keyclient.Problem {
	var refusal *keyclient.GenericOpenAPIError
	if !errors.As(err, &refusal) {
		log.Panicf("not refused, but %v", err)
	}
	problem, isProblem := refusal.Model().(keyclient.Problem)
	if !isProblem {
		log.Panicf("no problem: %s", refusal.Body())
	}
	return problem
}

func expectRefusal(err error, status int32, code string) {
	problem := problemOf(err)
	expect(problem.Status, status)
	expect(problem.Code, code)
}

func main() {
	host, secretKey := os.Getenv("BASE_URL"), os.Getenv("SECRET_KEY")
	// docs:start
	configuration := keyclient.NewConfiguration()
	configuration.Servers = keyclient.ServerConfigurations{{URL: host}}
	client := keyclient.NewAPIClient(configuration)
	// docs:end

	use := func(credentials map[string]string) error {
		answer, _, err := client.SampleAPI.GetSecure(with(credentials)).Execute()
		if err == nil {
			expect(answer.Message, greeting)
		}
		return err
	}

	_, _, err := client.AuthAPI.ListKeys(with(map[string]string{"SecretHeader": "wrong"})).Execute()
	expectRefusal(err, 403, "invalid_secret")
	step("wrong secret")

	// docs:start
	secret := map[string]keyclient.APIKey{"SecretHeader": {Key: secretKey}}
	admin := context.WithValue(context.Background(), keyclient.ContextAPIKeys, secret)
	created, _, err := client.AuthAPI.CreateKey(admin).
		KeyCreation(keyclient.KeyCreation{Name: keyclient.PtrString("reporting job"), Scopes: []string{"reports:read"}}).
		Execute()
	if err != nil {
		log.Fatal(err)
	}
	key := map[string]keyclient.APIKey{"ApiKeyHeader": {Key: created.Key}}
	job := context.WithValue(context.Background(), keyclient.ContextAPIKeys, key)
	answer, _, err := client.SampleAPI.GetSecure(job).Execute()
	// docs:end
	expect(created.GetName(), "reporting job")
	expect(created.Scopes, []string{"reports:read"})
	expect(created.Key[:len(created.Start)+1], created.Start+"_")
	step("create")
	must(err)
	expect(answer.Message, greeting)
	step("use by header")

	must(use(map[string]string{"ApiKeyQuery": created.Key}))
	step("use by query")
	must(use(map[string]string{"ApiKeyHeader": created.Key, "ApiKeyQuery": created.Key}))
	step("use by both")
	expectRefusal(use(map[string]string{"ApiKeyHeader": "made-up"}), 403, "invalid_api_key")
	step("refused")

	_, _, err = client.AuthAPI.CreateKey(admin).KeyCreation(keyclient.KeyCreation{Scopes: []string{"two words"}}).Execute()
	expectRefusal(err, 422, "invalid_request")
	expect(problemOf(err).Errors[0].Pointer, "/body/scopes/0")
	step("invalid")

	made := []string{created.Id}
	for number := range 4 {
		name := keyclient.PtrString(fmt.Sprintf("job %d", number))
		another, _, err := client.AuthAPI.CreateKey(admin).KeyCreation(keyclient.KeyCreation{Name: name}).Execute()
		must(err)
		made = append(made, another.Id)
	}
	var listed []string
	var sizes []int
	request := client.AuthAPI.ListKeys(admin).Limit(2).Sort(keyclient.KEYSORT_NAME_ASCENDING)
	for {
		page, _, err := request.Execute()
		must(err)
		sizes = append(sizes, len(page.Keys))
		for _, key := range page.Keys {
			listed = append(listed, key.Id)
		}
		if !page.HasNextCursor() {
			break
		}
		request = request.Cursor(page.GetNextCursor())
	}
	expect(sizes, []int{2, 2, 1})
	slices.Sort(made)
	slices.Sort(listed)
	expect(listed, made)
	step("list")

	rotation := keyclient.KeyRotation{OverlapSeconds: keyclient.PtrInt32(0)}
	rotated, _, err := client.AuthAPI.RotateKey(admin, created.Id).KeyRotation(rotation).Execute()
	must(err)
	expect(rotated.Id, created.Id)
	expectRefusal(use(map[string]string{"ApiKeyHeader": created.Key}), 403, "invalid_api_key")
	must(use(map[string]string{"ApiKeyHeader": rotated.Key}))
	step("rotate")

	revoked, _, err := client.AuthAPI.RevokeKey(admin, created.Id).Execute()
	must(err)
	expect(revoked.Status, keyclient.KEYSTATUS_REVOKED)
	expectRefusal(use(map[string]string{"ApiKeyHeader": rotated.Key}), 403, "invalid_api_key")
	step("revoke")

	usage, _, err := client.AuthAPI.GetKeyUsage(admin, created.Id).Interval(keyclient.USAGEINTERVAL_DAY).Execute()
	must(err)
	var queries int64
	for _, point := range usage.Points {
		queries += point.Queries
	}
	expect(queries, int64(4))
	step("usage")
}
