"""A client of a catalog whose responses have the action. `tests/exports.rs` checks and runs it."""

from errors import INFO, ActionKind, Code, parse


def action(body: object) -> tuple[ActionKind | None, bool | None, str | None]:
    error = parse(body)
    assert error is not None
    return error.action, error.retryable, error.fix


known = {"code": "SHOP-orders-not_found", "do": "contact", "fix": "Ask"}
assert action({"error": known}) == ("contact", False, "Ask"), "the response takes precedence"
assert action({"error": {"code": "SHOP-orders-not_found"}}) == ("fix_request", False, None), "the catalog knows it"
assert action({"error": {"code": "SHOP-orders-new", "do": "retry"}}) == ("retry", True, None), "a newer code"
assert action({"error": {"code": "SHOP-orders-new", "do": "dance"}}) == (None, None, None), "a newer kind"
told = INFO[Code.ORDERS_NOT_FOUND].action
assert told is not None and told.by == "caller" and told.reason == "An order does not appear by itself."
assert INFO[Code.PAYMENTS_DECLINED_EXPIRED].parent is Code.PAYMENTS_DECLINED, "its parent"
assert INFO[Code.PAYMENTS_DECLINED].parent is None, "no parent"
print("actions")
