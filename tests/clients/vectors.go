// Runs conformance vectors: writes each response, and reads it. `tests/exports` runs it with the vectors of each catalog.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"time"

	errors "example.com/client/errors"
)

type vector struct {
	ID         string
	Code       string
	Profile    string
	Params     params
	Occurrence occurrence
	Accept     *string
	Response   response
	Read       read
}

type params map[string]value

// value is a param: its kind, and its value as text, a boolean, or a list.
type value struct {
	Kind  string
	Value json.RawMessage
}

type occurrence struct {
	RequestID  *string `json:"request_id"`
	Instance   *string
	RetryAfter *json.Number `json:"retry_after"`
	Errors     []fieldError
	Headers    [][2]string
}

type fieldError struct {
	Location string
	Message  string
	Fix      *string
}

type response struct {
	Status  int
	Headers [][2]string
	Body    string
}

type read struct {
	Code       *string
	RawCode    *string `json:"raw_code"`
	Status     int
	Title      *string
	Detail     *string
	RequestID  *string `json:"request_id"`
	RetryAfter *int64  `json:"retry_after"`
	Action     *string
	Fix        *string
	Retryable  *bool
	Errors     []fieldError
	Params     params
}

func main() {
	data, err := os.ReadFile(os.Args[1])
	check(err)
	var file struct{ Vectors []vector }
	check(json.Unmarshal(data, &file))
	written, failures := 0, []string{}
	for _, vector := range file.Vectors {
		if vector.Params != nil {
			written++
			if problem := vector.write(); problem != "" {
				failures = append(failures, vector.ID+" is written differently: "+problem)
			}
		}
		if problem := vector.read(); problem != "" {
			failures = append(failures, vector.ID+" is read differently: "+problem)
		}
	}
	if len(failures) > 0 {
		fmt.Println(strings.Join(failures, "\n"))
		os.Exit(1)
	}
	fmt.Println(written, "written,", len(file.Vectors), "read")
}

// write compares the response of a report with that of the vector.
func (v vector) write() string {
	report := raise(v.Code, v.Params)
	if report == nil {
		return "no service raises " + v.Code
	}
	of := v.Occurrence
	if of.RequestID != nil {
		report = report.WithRequestID(*of.RequestID)
	}
	if of.Instance != nil {
		report = report.WithInstance(*of.Instance)
	}
	if of.RetryAfter != nil {
		wait, err := time.ParseDuration(of.RetryAfter.String() + "s")
		check(err)
		report = report.WithRetryAfter(wait)
	}
	for _, one := range of.Errors {
		report = report.WithErrors(errors.FieldError{Location: one.Location, Message: one.Message, Fix: orEmpty(one.Fix)})
	}
	for _, header := range of.Headers {
		report = report.WithHeader(header[0], header[1])
	}
	sent := report.Response(errors.Profile(v.Profile), orEmpty(v.Accept))
	if sent.Status != v.Response.Status {
		return fmt.Sprint("status ", sent.Status)
	}
	if !reflect.DeepEqual(lines(sent.Header), lines(v.Response.header())) {
		return fmt.Sprint(lines(sent.Header), " instead of ", lines(v.Response.header()))
	}
	// An empty fix is none in Go.
	body := strings.ReplaceAll(v.Response.Body, `,"fix":""`, "")
	if !reflect.DeepEqual(decoded(string(sent.Body)), decoded(body)) {
		return string(sent.Body) + " instead of " + v.Response.Body
	}
	return ""
}

// read compares what a client reads with that of the vector.
func (v vector) read() string {
	got := errors.ReadResponse(&http.Response{
		StatusCode: v.Response.Status,
		Header:     v.Response.header(),
		Body:       io.NopCloser(strings.NewReader(v.Response.Body)),
	})
	expected := v.Read
	var wait *int64
	if got.RetryAfter != nil {
		seconds := int64(*got.RetryAfter / time.Second)
		wait = &seconds
	}
	list := []fieldError{}
	for _, one := range got.Errors {
		list = append(list, fieldError{one.Location, one.Message, optional(one.Fix)})
	}
	// Go also has the time in the catalog.
	if info, _ := got.Code.Info(); expected.RetryAfter == nil && info.RetryAfter > 0 {
		seconds := int64(info.RetryAfter / time.Second)
		expected.RetryAfter = &seconds
	}
	for at, one := range expected.Errors {
		expected.Errors[at].Fix = optional(orEmpty(one.Fix))
	}
	retryable := expected.Retryable != nil && *expected.Retryable
	pairs := [][3]any{
		{"code", string(got.Code), orEmpty(expected.Code)},
		{"raw_code", string(got.RawCode), orEmpty(expected.RawCode)},
		{"status", got.Status, expected.Status},
		{"title", got.Title, orEmpty(expected.Title)},
		{"detail", got.Detail, orEmpty(expected.Detail)},
		{"request_id", got.RequestID, orEmpty(expected.RequestID)},
		{"retry_after", shown(wait), shown(expected.RetryAfter)},
		{"action", string(got.Action), orEmpty(expected.Action)},
		{"fix", got.Fix, orEmpty(expected.Fix)},
		{"retryable", got.Retryable(), retryable},
		{"errors", shown(list), shown(append([]fieldError{}, expected.Errors...))},
	}
	for _, pair := range pairs {
		if !reflect.DeepEqual(pair[1], pair[2]) {
			return fmt.Sprintf("%s %q instead of %q", pair[0], fmt.Sprint(pair[1]), fmt.Sprint(pair[2]))
		}
	}
	return compare(paramsOf(got), expected.Params)
}

// compare compares the params of an error with those of a vector.
func compare(got any, expected params) string {
	left := params{}
	for name, value := range expected {
		left[name] = value
	}
	if got != nil {
		fields := reflect.ValueOf(got).Elem()
		for at := 0; at < fields.NumField(); at++ {
			name := strings.Split(fields.Type().Field(at).Tag.Get("json"), ",")[0]
			value, has := left[name]
			delete(left, name)
			switch field := fields.Field(at); {
			case field.IsNil() && has:
				return name + " is missing"
			case !field.IsNil() && !has:
				return fmt.Sprintf("%s should be missing: %v", name, field.Elem())
			case has && !reflect.DeepEqual(field.Elem().Interface(), value.any()):
				return fmt.Sprintf("%s %v instead of %v", name, field.Elem(), value.any())
			}
		}
	}
	if len(left) > 0 {
		return fmt.Sprint("missing: ", left)
	}
	return ""
}

func (v value) text() string {
	var text string
	check(json.Unmarshal(v.Value, &text))
	return text
}

func (v value) integer() int64 {
	number, err := strconv.ParseInt(v.text(), 10, 64)
	check(err)
	return number
}

func (v value) boolean() bool { return string(v.Value) == "true" }

func (v value) time() time.Time {
	at, err := time.Parse(time.RFC3339Nano, v.text())
	check(err)
	return at.UTC()
}

func (v value) duration() time.Duration {
	duration, err := time.ParseDuration(v.text())
	check(err)
	return duration
}

func (v value) list() []string {
	var list []string
	check(json.Unmarshal(v.Value, &list))
	return list
}

func (v value) any() any {
	switch v.Kind {
	case "integer", "bytes":
		return v.integer()
	case "boolean":
		return v.boolean()
	case "timestamp":
		return v.time()
	case "duration", "go_duration":
		return v.duration()
	case "list", "joined":
		return v.list()
	}
	return v.text()
}

func (r response) header() http.Header {
	header := http.Header{}
	for _, of := range r.Headers {
		header.Add(of[0], of[1])
	}
	return header
}

func lines(header http.Header) []string {
	lines := []string{}
	for name, values := range header {
		for _, value := range values {
			lines = append(lines, http.CanonicalHeaderKey(name)+": "+value)
		}
	}
	sort.Strings(lines)
	return lines
}

// decoded reads JSON, with all digits of numbers.
func decoded(text string) any {
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.UseNumber()
	var value any
	if text != "" {
		check(decoder.Decode(&value))
	}
	return value
}

func shown(value any) string {
	text, err := json.Marshal(value)
	check(err)
	return string(text)
}

func orEmpty(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
