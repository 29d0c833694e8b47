"""A client that reads params.

`tests/exports.rs` runs it with responses of the catalog of `crates/errbook/tests/service`.
"""

import dataclasses
import json
import sys
from datetime import timedelta

from errors import OrderTooLargeParams, parse

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
        if kind in ("duration", "go_duration") and expected is not None:
            expected = timedelta(seconds=expected)
        assert getattr(params, field.name) == expected, (name, getattr(params, field.name), example)
    match params:
        case OrderTooLargeParams(file_name=str(name), max_size=int()):
            assert name == "cat.jpg", name
print(len(examples), "bodies")
