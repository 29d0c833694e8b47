"""A client of the shipped catalog.

`tests/exports.rs` checks it with mypy, together with the exported `errors.py`, and runs it with all
examples.
"""

import json
import sys

from errors import Code, UnkeyError, code_of, parse

with open(sys.argv[1], encoding="utf-8") as file:
    examples = json.load(file)
for example in examples:
    error = parse(example["body"], status=example["status"])
    assert error is not None, example["code"]
    assert error.code == example["code"] and isinstance(error.code, Code)
    assert error.retryable is example["retryable"], example["code"]
    assert error.info is not None and error.info.url is not None
    assert error.status == example["status"] and error.detail == example["detail"]
    for end in ("", "/"):
        assert code_of({"error": {"type": error.info.url + end}}) is error.code, end
    for end in ("//x", "?x", "#x"):
        assert code_of({"error": {"type": error.info.url + end}}) is None, end

newer = parse({"error": {"code": "err:unkey:data:invented_tomorrow", "message": ""}})
assert newer is not None and newer.code == "err:unkey:data:invented_tomorrow" and newer.info is None
assert code_of({"error": {"code": "err:unkey:bad_gateway:bad_gateway"}}) is Code.UPSTREAM_BAD_GATEWAY
others: list[object] = [None, 1, "x", [], {}, {"error": None}, {"error": {"type": "https://example.com/errors/a"}}]
for other in others:
    assert parse(other) is None, other


def advice(error: UnkeyError) -> str:
    match error.code:
        case Code.DATA_KEY_NOT_FOUND:
            return "look it up"
        case _:
            return str(error)


try:
    raise UnkeyError(Code.DATA_KEY_NOT_FOUND, detail="gone")
except UnkeyError as raised:
    assert advice(raised) == "look it up" and str(raised) == "gone (err:unkey:data:key_not_found)"
print(len(examples), "bodies")
