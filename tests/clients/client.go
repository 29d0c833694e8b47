// A client of the shipped catalog. `tests/exports.rs` runs Go vet on it together with the exported
// package, and runs it with the examples of all codes.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	unkey "example.com/client/errors"
)

type example struct {
	Code      unkey.Code
	Status    int
	Retryable *bool
	Detail    string
	Body      json.RawMessage
}

func main() {
	data, err := os.ReadFile(os.Args[1])
	check(err == nil, "the examples")
	var examples []example
	check(json.Unmarshal(data, &examples) == nil, "the examples")
	for _, example := range examples {
		err := request(example)
		var found *unkey.Error
		check(errors.As(err, &found) && found.Code == example.Code, string(example.Code))
		check(errors.Is(err, example.Code) && !errors.Is(err, unkey.Code("err:none:of:these")), string(example.Code))
		check(found.Retryable() == (example.Retryable != nil && *example.Retryable), string(example.Code))
		check(found.Detail == example.Detail && found.Status == example.Status, string(example.Code))
		info, known := found.Code.Info()
		check(known && info.URL != "", string(example.Code))
	}
	newer := unkey.Parse(404, []byte(`{"error": {"code": "err:unkey:data:invented_tomorrow"}}`))
	check(newer != nil && newer.Code == "err:unkey:data:invented_tomorrow" && !newer.Retryable(), "a newer code")
	former := unkey.Parse(502, []byte(`{"error": {"code": "err:unkey:bad_gateway:bad_gateway"}}`))
	check(former != nil && former.Code == unkey.CodeUpstreamBadGateway, "a former code")
	for _, other := range []string{``, `null`, `1`, `[]`, `{}`, `{"error": null}`, `{"error": {"type": "https://example.com/errors/a"}}`, `{"a`} {
		check(unkey.Parse(500, []byte(other)) == nil, other)
	}
	fmt.Println(len(examples), "bodies of", len(unkey.Codes), "codes")
}

func request(example example) error {
	return fmt.Errorf("request: %w", unkey.Parse(example.Status, example.Body))
}

func check(holds bool, what string) {
	if !holds {
		panic(what)
	}
}
