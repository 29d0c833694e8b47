// A client that reads params. `tests/exports.rs` runs it with responses of the catalog of
// `crates/errbook/tests/service`.
package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"reflect"
	"strings"
	"time"

	shop "example.com/client/errors"
)

type example struct {
	Code   shop.Code
	Params [][]json.RawMessage
	Body   json.RawMessage
}

func main() {
	data, err := os.ReadFile(os.Args[1])
	check(err == nil, "the examples")
	var examples []example
	check(json.Unmarshal(data, &examples) == nil, "the examples")
	for _, example := range examples {
		found := shop.Parse(400, example.Body)
		check(found != nil && found.Code == example.Code, string(example.Body))
		params := reflect.ValueOf(found.Params()).Elem()
		check(params.NumField() == len(example.Params), string(example.Body))
		for index, param := range example.Params {
			var name, kind string
			check(json.Unmarshal(param[0], &name) == nil && json.Unmarshal(param[1], &kind) == nil, "the examples")
			tag := params.Type().Field(index).Tag.Get("json")
			check(strings.Split(tag, ",")[0] == name, tag)
			compare(params.Field(index).Interface(), param[2], string(example.Code)+" "+name+" "+string(example.Body))
		}
		if large, ok := found.Params().(*shop.ParamsOfOrderTooLarge); ok {
			check(*large.FileName == "cat.jpg" && large.MaxSize != nil, string(example.Body))
		}
	}
	fmt.Println(len(examples), "bodies")
}

// compare compares a field with the value in JSON.
func compare(field any, expected json.RawMessage, what string) {
	if string(expected) == "null" {
		check(reflect.ValueOf(field).IsNil(), what)
		return
	}
	check(!reflect.ValueOf(field).IsNil(), what+" is nil")
	switch value := field.(type) {
	case *time.Duration:
		var seconds float64
		check(json.Unmarshal(expected, &seconds) == nil, what)
		check(math.Abs(value.Seconds()-seconds) < 1e-9, what)
	default:
		// Integers and times compare exactly.
		other := reflect.New(reflect.TypeOf(field).Elem()).Interface()
		check(json.Unmarshal(expected, other) == nil && reflect.DeepEqual(field, other), fmt.Sprint(what, " is ", reflect.ValueOf(field).Elem()))
	}
}

func check(holds bool, what string) {
	if !holds {
		panic(what)
	}
}
