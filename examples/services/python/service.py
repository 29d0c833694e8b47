"""A shop that answers with the errors of the catalog. It runs until it is stopped: `PORT=8000 python service.py`."""

import os
import socket
from datetime import timedelta

import uvicorn
from errors import (
    CardDeclined,
    ErrorMiddleware,
    FieldError,
    LimitExceeded,
    OrderInvalid,
    OrderNotFound,
    StockUnavailable,
    responses,
)
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel

app = FastAPI(title="Shop")
app.add_middleware(ErrorMiddleware, unexpected=lambda error: StockUnavailable())


@app.exception_handler(RequestValidationError)
def reject(_: Request, error: RequestValidationError) -> None:
    """Answers requests that FastAPI rejects, which it would do in a format of its own."""
    problems = [FieldError(".".join(map(str, problem["loc"])), problem["msg"]) for problem in error.errors()]
    raise OrderInvalid().with_occurrence(errors=problems) from error


class Order(BaseModel):
    item: str | None = None
    amount: int = 0


@app.get("/orders/{order}", responses=responses(OrderNotFound))
def get_order(order: str) -> None:
    raise OrderNotFound(order=order)


@app.post("/orders", status_code=201, responses=responses(OrderInvalid))
def create_order(order: Order) -> dict[str, str]:
    problems: list[FieldError] = []
    if order.item is None:
        problems.append(FieldError("body.item", "is missing", "send an item"))
    if order.amount <= 0:
        problems.append(FieldError("body.amount", "must be positive"))
    if problems:
        raise OrderInvalid().with_occurrence(errors=problems)
    return {}


@app.post("/payments", responses=responses(CardDeclined))
def pay() -> None:
    raise CardDeclined(card="4242", reason="insufficient funds")


@app.get("/search", responses=responses(LimitExceeded))
def search() -> None:
    raise LimitExceeded(limit=9007199254740993, wait=timedelta(seconds=30))


@app.get("/stock", responses=responses(StockUnavailable))
def stock() -> None:
    try:
        raise ConnectionError("connection to db-7 refused")
    except ConnectionError as error:
        raise StockUnavailable() from error


def main() -> None:
    listener = socket.create_server(("127.0.0.1", int(os.environ.get("PORT", "0"))))
    print(f"listening on http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run([listener])


if __name__ == "__main__":
    main()
