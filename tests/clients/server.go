// A service that raises errors. `tests/exports` runs it with the catalog of `crates/errbook/tests/service`. Conformance
// vectors check the responses of all codes.
package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	shop "example.com/client/errors"
)

func main() {
	wraps()
	hides()
	copies()
	answers()
	ids()
	fmt.Println("answers")
}

func wraps() {
	err := fmt.Errorf("get: %w", shop.NewOrderNotFound("ord_1").WithCause(io.ErrUnexpectedEOF))
	var report *shop.Report
	check(errors.As(err, &report) && report.Code() == shop.CodeOrderNotFound, "As")
	check(errors.Is(err, shop.CodeOrderNotFound) && errors.Is(err, io.ErrUnexpectedEOF), "Is")
	check(errors.Is(err, shop.Code("err:shop:orders:missing")), "a former code")
	check(!errors.Is(err, shop.CodeOrderNoted) && !errors.Is(err, shop.Code("")), "another code")
	is(err.Error(), "get: The order `ord_1` was not found (err:shop:order:not_found): unexpected EOF")
	is(shop.NewServiceInternal("nightly").Error(), "The job nightly stopped (err:shop:service:internal)")
}

func hides() {
	report := shop.NewCardRefused(shop.ArgsOfCardRefused{Holder: "Ann Secret", Contact: "Bob Secret", Bank: "ACME"})
	codeWrong := shop.NewVaultCodeWrong("alice", "Secret 0000")
	for _, format := range []string{"%v", "%+v", "%s", "%q", "%#v", "%d", "%x"} {
		for _, one := range []any{report, *report, codeWrong, *codeWrong, fmt.Errorf("pay: %w", report), struct{ Report *shop.Report }{report}} {
			check(!strings.Contains(fmt.Sprintf(format, one), "Secret"), format)
		}
	}
	check(strings.Contains(string(report.Response(shop.ProfileFull, "").Body), "Ann Secret"), "a revealed param")
	check(!strings.Contains(string(report.Response(shop.ProfileProblem, "").Body), "Bob Secret"), "a sensitive param")
	is(codeWrong.Error(), "The vault of alice does not accept the code *** (err:shop:vault:code_wrong)")
	check(!strings.Contains(string(codeWrong.Response(shop.ProfileAPI, "").Body), "alice"), "a redacted param")
}

// copies checks that a report can be shared.
func copies() {
	shared := shop.NewOrderInvalid()
	one := shared.WithErrors(shop.FieldError{Location: "body.a", Message: "is empty"}).WithHeader("X-A", "1")
	two := one.WithErrors(shop.FieldError{Location: "body.b", Message: "is empty"}).WithHeader("X-B", "2")
	three := one.WithErrors(shop.FieldError{Location: "body.c", Message: "is empty"}).WithHeader("X-C", "3")
	_ = shared.WithCause(io.EOF).WithRequestID("req_1").WithInstance("/a").WithRetryAfter(time.Second)
	body := func(report *shop.Report) string { return string(report.Response(shop.ProfileAPI, "").Body) }
	instance := shop.NewOrderNoted("x").WithInstance("urn:a").Response(shop.ProfileProblem, "")
	is(shop.Parse(instance.Status, instance.Body).Instance, "urn:a")
	check(!strings.Contains(body(shared), "body.") && !strings.Contains(body(shared), "req_1"), "the shared report")
	check(strings.Contains(body(two), "body.b") && !strings.Contains(body(two), "body.c"), body(two))
	check(strings.Contains(body(three), "body.a") && strings.Contains(body(three), "body.c"), body(three))
	check(two.Response(shop.ProfileAPI, "").Header.Get("X-C") == "", "a header of a copy")
	tags := []string{"a", "b"}
	list := shop.NewOrderTooLarge(shop.ArgsOfOrderTooLarge{PlanNames: tags, RetryIn: -time.Second})
	tags[0] = "changed"
	check(strings.Contains(list.Error(), "limit of 0 B for a, b resets in 0s"), list.Error())
	odd := shared.WithHeader("Content-Length", "1").WithHeader("a b", "1").WithHeader("", "1").WithHeader("X-Line", " a\r\nSet-Cookie: b\x7f ")
	header := odd.Response(shop.ProfileAPI, "").Header
	check(len(header) == 2 && header.Get("X-Line") == "a  Set-Cookie: b", fmt.Sprint(header))
}

// answers sends errors over HTTP.
func answers() {
	internal := errors.New("connection to db-7 refused")
	for _, one := range []struct {
		err     error
		profile shop.Profile
		status  int
		media   string
	}{
		{fmt.Errorf("stock: %w", shop.NewServiceOverloaded().WithCause(internal)), shop.ProfileAPI, 503, "application/json"},
		{shop.NewUpstreamUnreachable(), shop.ProfileGateway, 502, "application/vnd.shop+json"},
		// Errors that no client sees.
		{internal, shop.ProfileAPI, 500, ""},
		{shop.NewServiceInternal("nightly").WithCause(internal), shop.ProfileAPI, 500, ""},
		{shop.NewServiceOverloaded(), shop.Profile("other"), 500, ""},
		{(*shop.Report)(nil), shop.ProfileAPI, 500, ""},
		{nil, shop.ProfileAPI, 500, ""},
	} {
		response, body := get(one.profile, one.err, http.Header{"Accept": {"text/html", "application/vnd.shop+json;q=0.5, application/json;q=0.4"}})
		check(response.StatusCode == one.status && response.Header.Get("Content-Type") == one.media, fmt.Sprint(response.Header))
		check(!strings.Contains(body, "db-7") && (body == "") == (one.media == ""), body)
		check(response.Header.Get("Content-Encoding") == "", "a header of the body that was not sent")
		var found *shop.Error
		err := shop.CheckResponse(&http.Response{StatusCode: one.status, Header: response.Header, Body: io.NopCloser(strings.NewReader(body))})
		check(errors.As(err, &found) && (one.media == "" || errors.Is(one.err, found.Code)), body)
	}
	response, _ := get(shop.ProfileAPI, shop.NewServiceOverloaded().WithRetryAfter(1500*time.Millisecond), nil)
	is(response.Header.Get("Retry-After"), "2")
	is(response.Header.Get("X-Shop-State"), "busy")
}

// ids checks that a response has the ID of its request, in its header and its body.
func ids() {
	send := func(report *shop.Report, sent string) string {
		response, body := get(shop.ProfileAPI, report, http.Header{"X-Request-Id": {sent}})
		id := response.Header.Get("X-Request-Id")
		check(strings.Contains(body, `"requestId":"`+id+`"`), body)
		return id
	}
	report := shop.NewServiceOverloaded()
	is(send(report, "req_1"), "req_1")
	is(send(report.WithRequestID("req_own"), "req_1"), "req_own")
	for _, odd := range []string{"", "a b", strings.Repeat("a", 201), "é"} {
		id := send(report, odd)
		check(strings.HasPrefix(id, "req_") && len(id) == 28 && id != send(report, odd), id)
	}
}

// get sends an error from a real server.
func get(profile shop.Profile, err error, header http.Header) (*http.Response, string) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "1000000")
		w.Header().Set("Content-Encoding", "br")
		shop.WriteError(w, r, profile, err)
	}))
	defer server.Close()
	request, failure := http.NewRequest("GET", server.URL, nil)
	check(failure == nil, "a request")
	if header != nil {
		request.Header = header
	}
	response, failure := server.Client().Do(request)
	check(failure == nil, "a response")
	defer response.Body.Close()
	body, failure := io.ReadAll(response.Body)
	check(failure == nil, "a body")
	return response, string(body)
}

func is(got, expected string) {
	check(got == expected, got+" instead of "+expected)
}

func check(holds bool, what string) {
	if !holds {
		panic(what)
	}
}
