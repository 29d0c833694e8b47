"""Prints the errors of a shop, one a line: `python client.py http://127.0.0.1:8000`."""

import dataclasses
import json
import sys
from datetime import timedelta

import httpx
from errors import ShopError, read_response


def shown(error: ShopError) -> str:
    params = {} if error.params is None else dataclasses.asdict(error.params)
    line = {
        "action": error.action,
        "code": error.code,
        "errors": [shown_problem(dataclasses.asdict(problem)) for problem in error.errors],
        "params": {name: shown_value(value) for name, value in params.items() if value is not None},
        "request_id": error.request_id,
        "retry_after": error.retry_after,
        "retryable": error.retryable,
        "status": error.status,
    }
    return json.dumps(line, sort_keys=True)


def shown_problem(problem: dict[str, str | None]) -> dict[str, str]:
    return {name: text for name, text in problem.items() if text is not None}


def shown_value(value: object) -> object:
    if isinstance(value, timedelta):
        return value // timedelta(seconds=1)
    return str(value) if isinstance(value, int) else value


def main() -> None:
    with httpx.Client(base_url=sys.argv[1], headers={"X-Request-Id": "req_1"}) as client:
        answers = [
            client.get("/orders/o-1"),
            client.post("/orders", json={"amount": 0}),
            client.post("/payments"),
            client.get("/search"),
            client.get("/stock"),
        ]
    for answer in answers:
        if error := read_response(answer):
            print(shown(error))


if __name__ == "__main__":
    main()
