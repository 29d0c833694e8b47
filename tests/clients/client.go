// A client of the shipped catalog. `tests/exports.rs` runs Go vet on it together with the exported
// package, and runs it with the examples of all codes.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

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
		check(errors.As(err, &found) && found.Code == example.Code && found.RawCode == example.Code, string(example.Code))
		check(errors.Is(err, example.Code) && !errors.Is(err, unkey.Code("err:none:of:these")), string(example.Code))
		check(found.Retryable() == (example.Retryable != nil && *example.Retryable), string(example.Code))
		check(found.Detail == example.Detail && found.Status == example.Status, string(example.Code))
		info, known := found.Code.Info()
		check(known && info.URL != "", string(example.Code))
		for end, isPage := range map[string]bool{"": true, "/": true, "//x": false, "?x": false, "#x": false} {
			body := []byte(`{"error": {"type": "` + info.URL + end + `"}}`)
			check((unkey.Parse(404, body).Code == example.Code) == isPage && (unkey.Parse(404, body).Code != "") == isPage, info.URL+end)
		}
		both := unkey.Parse(404, []byte(`{"type": "https://www.unkey.com/docs/errors/other", "error": {"code": "`+example.Code+`"}}`))
		check(both.Code == example.Code, "a code and a page")
	}
	checkResponses()
	newer := unkey.Parse(404, []byte(`{"error": {"code": "err:unkey:data:invented_tomorrow"}}`))
	check(newer != nil && newer.Code == "err:unkey:data:invented_tomorrow" && !newer.Retryable(), "a newer code")
	old := unkey.Code("err:unkey:bad_gateway:bad_gateway")
	former := unkey.Parse(502, []byte(`{"error": {"code": "err:unkey:bad_gateway:bad_gateway"}}`))
	check(former.Code == unkey.CodeUpstreamBadGateway && former.RawCode == old && old.Current() == former.Code, "a former code")
	check(errors.Is(former, old) && errors.Is(former, unkey.CodeUpstreamBadGateway), "a former code is the current one")
	for _, other := range []string{``, `null`, `1`, `[]`, `{}`, `{"error": null}`, `{"error": {"type": "https://example.com/errors/a"}}`, `{"a`, `{} {}`} {
		missing, busy := unkey.Parse(404, []byte(other)), unkey.Parse(503, []byte(other))
		check(missing.Code == "" && missing.Status == 404 && !missing.Retryable() && missing.Error() == "status 404 Not Found", other)
		check(busy.Retryable() && !errors.Is(busy, unkey.Code("")), other)
	}
	fmt.Println(len(examples), "bodies of", len(unkey.Codes), "codes")
}

// checkResponses reads responses of HTTP, with their headers.
func checkResponses() {
	const date, later = "Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:50:07 GMT"
	for _, one := range []struct {
		status      int
		wait, date  string
		seconds     time.Duration
		isRetryable bool
	}{
		{429, "7", "", 7, true},
		{404, " 0 ", "", 0, true},
		{503, later, date, 30, true},
		{503, date, later, 0, true},
		{503, later, "", -1, true},
		{404, "-1", "", -1, false},
		{404, "1.5", "", -1, false},
		{404, "99999999999999999999", "", -1, false},
	} {
		header := http.Header{"Retry-After": {one.wait}, "Date": {one.date}}
		err := unkey.CheckResponse(&http.Response{StatusCode: one.status, Header: header, Body: http.NoBody})
		var found *unkey.Error
		check(errors.As(err, &found) && found.Status == one.status && found.Retryable() == one.isRetryable, one.wait)
		if one.seconds < 0 {
			check(found.RetryAfter == nil, one.wait)
		} else {
			check(*found.RetryAfter == one.seconds*time.Second, one.wait)
		}
	}
	check(unkey.CheckResponse(&http.Response{StatusCode: 204}) == nil, "a success")
	check(unkey.CheckResponse(&http.Response{StatusCode: 500}) != nil, "a response without a body")
}

func request(example example) error {
	return fmt.Errorf("request: %w", unkey.Parse(example.Status, example.Body))
}

func check(holds bool, what string) {
	if !holds {
		panic(what)
	}
}
