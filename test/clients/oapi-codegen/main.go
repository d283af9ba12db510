package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"slices"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/securityprovider"

	"example.com/client/api"
)

var (
	ctx       = context.Background()
	baseURL   = os.Getenv("BASE_URL")
	secretKey = os.Getenv("SECRET_KEY")
)

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func expect[Value comparable](actual, expected Value) {
	if actual != expected {
		log.Output(2, fmt.Sprintf("expected %v, got %v", expected, actual))
		os.Exit(1)
	}
}

// expectProblem takes what the client read from an answer with the expected status: nil when the status was another.
func expectProblem(problem *api.Problem, code string) {
	if problem == nil {
		log.Output(2, "expected a problem with the code "+code)
		os.Exit(1)
	}
	expect(problem.Code, code)
}

// newClient makes a client that passes the value in each of the places: header or query.
func newClient(name, value string, places ...string) *api.ClientWithResponses {
	var options []api.ClientOption
	for _, place := range places {
		credential, err := securityprovider.NewSecurityProviderApiKey(place, name, value)
		must(err)
		options = append(options, api.WithRequestEditorFn(credential.Intercept))
	}
	client, err := api.NewClientWithResponses(baseURL, options...)
	must(err)
	return client
}

func use(key string, places ...string) *api.GetSecureResponse {
	answer, err := newClient("api-key", key, places...).GetSecureWithResponse(ctx)
	must(err)
	return answer
}

func expectAccepted(answer *api.GetSecureResponse) {
	expect(answer.StatusCode(), 200)
	expect(answer.JSON200.Message, "This is a secure endpoint")
}

func main() {
	log.SetFlags(log.Lshortfile)

	stranger := newClient("secret-key", "not-the-secret", "header")
	wrong, err := stranger.CreateKeyWithResponse(ctx, api.KeyCreation{})
	must(err)
	expectProblem(wrong.ApplicationproblemJSON403, "invalid_secret")
	fmt.Println("step: wrong secret")

	// docs:start
	credential, err := securityprovider.NewSecurityProviderApiKey("header", "secret-key", secretKey)
	must(err)
	admin, err := api.NewClientWithResponses(baseURL, api.WithRequestEditorFn(credential.Intercept))
	must(err)
	name, scopes := "reporting job", []string{"reports:read"}
	created, err := admin.CreateKeyWithResponse(ctx, api.KeyCreation{Name: &name, Scopes: &scopes})
	must(err)
	if created.JSON201 == nil {
		log.Fatalf("%s: %s", created.Status(), created.Body)
	}
	key := created.JSON201.Key
	// docs:end
	id, start := created.JSON201.Id, created.JSON201.Start
	expect(*created.JSON201.Name, "reporting job")
	expect(slices.Equal(created.JSON201.Scopes, scopes), true)
	expect(key[:len(start)+1], start+"_")
	fmt.Println("step: create")

	expectAccepted(use(key, "header"))
	fmt.Println("step: use by header")

	expectAccepted(use(key, "query"))
	fmt.Println("step: use by query")

	expectAccepted(use(key, "header", "query"))
	fmt.Println("step: use by both")

	expectProblem(use("made-up", "header").ApplicationproblemJSON403, "invalid_api_key")
	fmt.Println("step: refused")

	twoWords := api.Scopes{"two words"}
	invalid, err := admin.CreateKeyWithResponse(ctx, api.KeyCreation{Scopes: &twoWords})
	must(err)
	expectProblem(invalid.ApplicationproblemJSON422, "invalid_request")
	expect((*invalid.ApplicationproblemJSON422.Errors)[0].Pointer, "/body/scopes/0")
	fmt.Println("step: invalid")

	made := map[string]bool{}
	for number := range 5 {
		name := fmt.Sprintf("listed %d", number+1)
		listed, err := admin.CreateKeyWithResponse(ctx, api.KeyCreation{Name: &name})
		must(err)
		expect(listed.StatusCode(), 201)
		made[listed.JSON201.Id] = true
	}
	named, limit := "listed", 2
	filter := api.ListKeysParams{Name: &named, Limit: &limit}
	for pages := 1; ; pages++ {
		listed, err := admin.ListKeysWithResponse(ctx, &filter)
		must(err)
		expect(listed.StatusCode(), 200)
		for _, key := range listed.JSON200.Keys {
			expect(made[key.Id], true)
			delete(made, key.Id)
		}
		if listed.JSON200.NextCursor == nil {
			expect(pages, 3)
			break
		}
		filter.Cursor = listed.JSON200.NextCursor
	}
	expect(len(made), 0)
	fmt.Println("step: list")

	rotated, err := admin.RotateKeyWithResponse(ctx, id, api.KeyRotation{})
	must(err)
	expect(rotated.StatusCode(), 201)
	expect(rotated.JSON201.Id, id)
	expectProblem(use(key, "header").ApplicationproblemJSON403, "invalid_api_key")
	expectAccepted(use(rotated.JSON201.Key, "header"))
	fmt.Println("step: rotate")

	revoked, err := admin.RevokeKeyWithResponse(ctx, id)
	must(err)
	expect(revoked.StatusCode(), 200)
	expect(revoked.JSON200.Status, api.KeyStatusRevoked)
	expectProblem(use(rotated.JSON201.Key, "header").ApplicationproblemJSON403, "invalid_api_key")
	fmt.Println("step: revoke")

	usage, err := admin.GetKeyUsageWithResponse(ctx, id, &api.GetKeyUsageParams{})
	must(err)
	expect(usage.StatusCode(), 200)
	var uses int64
	for _, point := range usage.JSON200.Points {
		uses += point.Queries
	}
	expect(uses, 4)
	fmt.Println("step: usage")
}
