// Calls a guarded endpoint: API_URL=http://127.0.0.1:8080/secure API_KEY=kss_... go run main.go
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"strconv"
	"time"
)

func main() {
	log.SetFlags(0)
	request, err := http.NewRequest(http.MethodGet, os.Getenv("API_URL"), nil)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("api-key", os.Getenv("API_KEY"))
	client := http.Client{Timeout: 10 * time.Second}
	for attempt := 0; ; attempt++ {
		answer, err := client.Do(request)
		if err != nil {
			log.Fatal(err)
		}
		var body struct{ Message, Code, Detail string }
		err = json.NewDecoder(answer.Body).Decode(&body)
		answer.Body.Close()
		if err != nil {
			log.Fatal(err)
		}
		if answer.StatusCode == http.StatusOK {
			if sunset := answer.Header.Get("Sunset"); sunset != "" {
				log.Print("This key ends at ", sunset)
			}
			fmt.Println(body.Message)
			return
		}
		if answer.StatusCode != http.StatusServiceUnavailable || attempt == 4 {
			log.Fatalf("%s: %s", body.Code, body.Detail)
		}
		seconds, _ := strconv.Atoi(answer.Header.Get("Retry-After"))
		time.Sleep(time.Duration(seconds) * time.Second)
	}
}
