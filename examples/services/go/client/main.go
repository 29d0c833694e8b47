// Calls the shop, and prints what it reads from each error.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"

	"example.com/shop/shoperrors"
)

func main() {
	for _, request := range [][3]string{
		{"GET", "/orders/o-1"},
		{"POST", "/orders", `{"amount": 0}`},
		{"POST", "/payments"},
		{"GET", "/search"},
		{"GET", "/stock"},
	} {
		var found *shoperrors.Error
		err := call(request[0], os.Args[1]+request[1], strings.NewReader(request[2]))
		if !errors.As(err, &found) {
			log.Fatal(err)
		}
		// A map, because its keys are sorted in JSON.
		line, err := json.Marshal(map[string]any{
			"action":      found.Action,
			"code":        found.Code,
			"errors":      append([]shoperrors.FieldError{}, found.Errors...),
			"params":      params(found),
			"request_id":  found.RequestID,
			"retry_after": seconds(found),
			"retryable":   found.Retryable(),
			"status":      found.Status,
		})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(string(line))
	}
}

func call(method, url string, body io.Reader) error {
	request, err := http.NewRequest(method, url, body)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Request-Id", "req_1")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	return shoperrors.CheckResponse(response)
}

// params returns the params that the response has.
func params(err *shoperrors.Error) map[string]any {
	found := map[string]any{}
	switch params := err.Params().(type) {
	case *shoperrors.ParamsOfOrderNotFound:
		if params.Order != nil {
			found["order"] = *params.Order
		}
	case *shoperrors.ParamsOfCardDeclined:
		if params.Reason != nil {
			found["reason"] = *params.Reason
		}
	case *shoperrors.ParamsOfLimitExceeded:
		if params.Limit != nil {
			found["limit"] = strconv.FormatInt(*params.Limit, 10)
		}
		if params.Wait != nil {
			found["wait"] = int(params.Wait.Seconds())
		}
	}
	return found
}

func seconds(err *shoperrors.Error) any {
	if err.RetryAfter == nil {
		return nil
	}
	return int(err.RetryAfter.Seconds())
}
