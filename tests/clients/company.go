// A gateway that raises and reads the errors of the catalogs that its own depends on. `tests/exports` runs it with those
// of `examples/company`.
package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"time"

	gateway "example.com/company/gatewayerrors"
	payments "example.com/company/paymentserrors"
	platform "example.com/company/platformerrors"
	shipping "example.com/company/shippingerrors"
)

func main() {
	declined := payments.NewCardDeclined("4242")
	for _, err := range []error{
		platform.NewAuthTokenMissing(),
		fmt.Errorf("pay: %w", declined),
		shipping.NewAddressUnknown("Atlantis"),
		gateway.NewUpstreamDown("shipping"),
		platform.NewLimitsTooManyRequests(7 * time.Second).WithRequestID("req_own"),
		// What led to an error is not for clients.
		platform.NewAuthTokenMissing().WithCause(declined),
		gateway.NewUpstreamDown("payments").WithCause(declined),
		declined.WithCause(io.EOF),
		io.EOF,
		(*payments.Report)(nil),
	} {
		show(answer(err))
	}
	reads()
	passesOn()
}

func answer(err error) *http.Response {
	recorder := httptest.NewRecorder()
	request := httptest.NewRequest("GET", "/", nil)
	request.Header.Set("X-Request-Id", "req_1")
	gateway.WriteError(recorder, request, gateway.ProfileAPI, err)
	return recorder.Result()
}

func show(response *http.Response) {
	body, _ := io.ReadAll(response.Body)
	header := response.Header
	fmt.Println(response.StatusCode, header.Get("X-Request-Id"), header.Get("Retry-After"), header.Get("X-Gateway"), header.Get("X-Wait"), header.Get("X-Wait-Ms"), string(body))
}

func reads() {
	limited := gateway.ReadResponse(answer(platform.NewLimitsTooManyRequests(7 * time.Second)))
	check(errors.Is(limited, platform.CodeLimitsTooManyRequests) && !errors.Is(limited, gateway.CodeUpstreamDown), "the code")
	check(limited.Action == gateway.ActionWait && *limited.RetryAfter == 7*time.Second, "the action of the platform")
	params, ok := limited.Params().(*platform.ParamsOfLimitsTooManyRequests)
	check(ok && *params.Wait == 7*time.Second, "the params of the platform")

	declined := gateway.ReadResponse(answer(payments.NewCardDeclined("4242")))
	check(errors.Is(declined, payments.CodeCardDeclined) && !declined.Retryable(), "the code of payments")
	check(*declined.Params().(*payments.ParamsOfCardDeclined).Card == "4242", "the params of payments")

	down := gateway.ReadResponse(answer(gateway.NewUpstreamDown("shipping")))
	check(errors.Is(down, gateway.CodeUpstreamDown) && *down.RetryAfter == 5*time.Second, "an own code")
	check(*down.Params().(*gateway.ParamsOfUpstreamDown).Service == "shipping", "own params")

	for _, newer := range []string{"err:gateway:stolen", "SHIP-999"} {
		parsed := gateway.Parse(400, []byte(`{"error": {"code": "`+newer+`", "message": "x"}}`))
		check(parsed.RawCode == gateway.Code(newer) && parsed.Params() == nil, newer)
	}
	check(gateway.Parse(400, []byte(`{"error": {"code": "OTHER-1", "message": "x"}}`)).Code == "", "another catalog")
	page := gateway.Parse(401, []byte(`{"error": {"docs": "https://docs.example.com/platform/platform/auth/token_missing"}}`))
	check(errors.Is(page, platform.CodeAuthTokenMissing), "the page of a code")
}

// passesOn checks that each service reads the responses of another one.
func passesOn() {
	recorder := httptest.NewRecorder()
	payments.WriteError(recorder, httptest.NewRequest("GET", "/", nil), payments.ProfileAPI, platform.NewAuthTokenExpired(time.Unix(0, 0)))
	read := payments.ReadResponse(recorder.Result())
	params := read.Params().(*platform.ParamsOfAuthTokenExpired)
	check(errors.Is(read, platform.CodeAuthTokenExpired) && params.ExpiredAt.Equal(time.Unix(0, 0)), "problem details")
	fmt.Println(recorder.Body.String())
}

func check(is bool, what string) {
	if !is {
		panic(what)
	}
}
