"""Writes and reads all vectors: `python run.py vectors.json`. `glue.py` is generated."""

import json
import re
import sys
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import errors
from glue import CLASSES

NANOSECONDS = 10**9


def nanoseconds(text: str) -> int:
    return int(Decimal(text.removesuffix("s")) * NANOSECONDS)


def given(kind: str, value: Any) -> object:
    """A value of a vector as an argument."""
    match kind:
        case "integer" | "bytes":
            return int(value)
        case "decimal":
            return Decimal(value)
        case "timestamp":
            return datetime.fromisoformat(value)
        case "duration" | "go_duration":
            # A `timedelta` has microseconds. A nanosecond becomes one, which rounds up like it.
            return timedelta(microseconds=max(nanoseconds(value) // 1000, min(nanoseconds(value), 1)))
        case _:
            return value


def found(value: object) -> object:
    """A param as vectors have it."""
    if isinstance(value, datetime):
        text = value.astimezone(UTC).isoformat().removesuffix("+00:00")
        return (text.rstrip("0").removesuffix(".") if "." in text else text) + "Z"
    if isinstance(value, timedelta):
        whole, rest = divmod(value // timedelta(microseconds=1), 10**6)
        return f"{whole}.{rest:06}".rstrip("0").removesuffix(".") + "s"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def expected(param: dict[str, Any]) -> object:
    """A param without the nanoseconds that Python's types do not have."""
    if param["kind"] in ("duration", "go_duration"):
        return found(timedelta(microseconds=nanoseconds(param["value"]) // 1000))
    return re.sub(r"(\.\d{6})\d+", r"\1", param["value"]) if param["kind"] == "timestamp" else param["value"]


def shows_nanoseconds(vector: dict[str, Any]) -> bool:
    """Whether the message has nanoseconds, which no `timedelta` has."""
    spans = [param["value"] for param in vector["params"].values() if param["kind"] == "go_duration"]
    return any(nanoseconds(span) % 1000 for span in spans)


def write(vector: dict[str, Any]) -> None:
    new, attributes = CLASSES[vector["code"]]
    params = {attributes[name]: given(**param) for name, param in vector["params"].items()}
    error = new(**params)
    occurrence = vector["occurrence"]
    problems = [errors.FieldError(**problem) for problem in occurrence["errors"]]
    error.with_occurrence(**{**occurrence, "errors": problems})
    response = error.response(vector["profile"], accept=vector["accept"])
    wanted = vector["response"]
    compare(vector, "status", response.status, wanted["status"])
    compare(vector, "headers", by_name(response.headers), by_name(wanted["headers"]))
    compare(vector, "body", decoded(response.body.decode()), decoded(wanted["body"]))


def by_name(headers: Any) -> list[tuple[str, str]]:
    return sorted((name.lower(), value) for name, value in headers)


def decoded(body: str) -> object:
    """Integers of any size are exact, and objects are equal in any order of their members."""
    return json.loads(body) if body else None


def read(vector: dict[str, Any]) -> None:
    response, wanted = vector["response"], vector["read"]
    error = errors.read(response["status"], dict(response["headers"]), response["body"].encode())
    assert error is not None, vector["id"]
    for name in ("code", "raw_code", "status", "title", "detail", "request_id", "retry_after", "action", "fix", "retryable"):
        compare(vector, name, getattr(error, name) if name != "detail" else error.detail or None, wanted[name])
    problems = [{"location": of.location, "message": of.message, "fix": of.fix} for of in error.errors]
    compare(vector, "errors", problems, wanted["errors"])
    attributes = CLASSES[vector["code"]][1] if error.params is not None else {}
    params = {name: found(getattr(error.params, attribute)) for name, attribute in attributes.items()}
    read_params = {name: value for name, value in params.items() if value is not None}
    compare(vector, "params", read_params, {name: expected(param) for name, param in wanted["params"].items()})


FAILURES: list[str] = []


def compare(vector: dict[str, Any], what: str, actual: object, wanted: object) -> None:
    if actual != wanted:
        FAILURES.append(f"{vector['id']}: {what}\n  is     {actual!r}\n  wanted {wanted!r}")


with open(sys.argv[1], encoding="utf-8") as file:
    vectors = json.load(file)["vectors"]
written = [vector for vector in vectors if vector["params"] is not None]
writable = [vector for vector in written if not shows_nanoseconds(vector)]
for vector in writable:
    write(vector)
for vector in vectors:
    read(vector)
print("\n".join(FAILURES[:20]))
print(f"wrote {len(writable)}, left out {len(written) - len(writable)}, read {len(vectors)}, {len(FAILURES)} differ")
sys.exit(1 if FAILURES else 0)
