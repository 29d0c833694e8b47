// A client of a catalog whose responses have the action. `tests/exports.rs` vets and runs it.
package main

import (
	"fmt"

	shop "example.com/client/errors"
)

func main() {
	known := shop.Parse(404, []byte(`{"error": {"code": "SHOP-orders-not_found", "do": "contact", "fix": "Ask"}}`))
	check(known.Action == shop.ActionContact && known.Fix == "Ask" && !known.Retryable(), "the response takes precedence")
	older := shop.Parse(404, []byte(`{"error": {"code": "SHOP-orders-not_found"}}`))
	check(older.Action == shop.ActionFixRequest && older.Fix == "", "the catalog knows it")
	newer := shop.Parse(404, []byte(`{"error": {"code": "SHOP-orders-new", "do": "retry"}}`))
	check(newer.Action == shop.ActionRetry && newer.Retryable(), "a newer code")
	info, _ := older.Code.Info()
	check(info.Action.By == "caller" && info.Action.Reason == "An order does not appear by itself.", "the catalog")
	child, _ := shop.CodePaymentsDeclinedExpired.Info()
	parent, _ := child.Parent.Info()
	check(child.Parent == shop.CodePaymentsDeclined && parent.Parent == "", "its parent")
	fmt.Println("actions")
}

func check(holds bool, what string) {
	if !holds {
		panic(what)
	}
}
