"""A client that reads params.

`tests/exports.rs` runs it with responses of the catalog of `crates/errbook/tests/service`.
"""

import dataclasses
import json
import sys
from datetime import datetime, timedelta
from decimal import Decimal
from typing import cast

from errors import OrderTooLargeParams, parse


def in_json(value: object) -> object:
    """The value as the examples have it."""
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, Decimal):
        return str(value)
    return [*cast("tuple[str, ...]", value)] if isinstance(value, tuple) else value


with open(sys.argv[1], encoding="utf-8") as file:
    examples = json.load(file)
for example in examples:
    error = parse(example["body"])
    assert error is not None and error.code == example["code"], example
    params = error.params
    assert params is not None, example
    fields = dataclasses.fields(params)
    assert len(fields) == len(example["params"]), example
    for field, (name, kind, expected) in zip(fields, example["params"]):
        found = in_json(getattr(params, field.name))
        assert found == expected, (name, kind, found, example)
    match params:
        case OrderTooLargeParams(file_name=str(name), max_size=int()):
            assert name == "cat.jpg", name
        case _:
            pass
print(len(examples), "bodies")
