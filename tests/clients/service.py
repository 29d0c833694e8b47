"""Services of the catalog of `crates/errbook/tests/service`: FastAPI and WSGI, and what must not happen in them.

`tests/exports/python.rs` checks it with mypy and pyright, and runs it.
"""

import asyncio
import copy
import json
import logging
import pickle
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, assert_never
from wsgiref.types import StartResponse, WSGIEnvironment
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import fastapi
import httpx
from errors import (
    CardBusy,
    CardRevealed,
    Code,
    ErrorMiddleware,
    FieldError,
    OrderNotFound,
    OrderTooLarge,
    OrderTooLargeParams,
    ServiceInternal,
    ServiceUnexpected,
    ShopError,
    ShopException,
    UnknownCode,
    VaultLocked,
    WsgiErrorMiddleware,
    exception_handler,
    parse,
    read,
    read_response,
    responses,
)

SECRET = "4242424242"
INTERNAL = "connection to db-7 refused"
TIME = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)


def revealed() -> CardRevealed:
    return CardRevealed(
        text=SECRET,
        number=int(SECRET),
        price=Decimal(SECRET),
        link=f"https://shop.example/{SECRET}",
        flag=True,
        at=TIME,
        wait=timedelta(seconds=1.5),
        names=[SECRET],
    )


def advice(code: Code | UnknownCode | None) -> str:
    """A `match` over all codes. The type checkers find one that is missing, and a newer code has its own case."""
    match code:
        case Code.CARD_DECLINED | Code.CARD_REFUSED | Code.CARD_REVEALED | Code.CARD_SECRET | Code.CARD_BUSY:
            return "use another card"
        case Code.ORDER_ALREADY_PAID | Code.ORDER_INVALID | Code.ORDER_NOT_FOUND | Code.ORDER_NOTED:
            return "look at the order"
        case Code.ORDER_EVERY_TYPE | Code.ORDER_TOO_LARGE:
            return "send less"
        case Code.SERVICE_INTERNAL | Code.SERVICE_OVERLOADED | Code.SERVICE_UNEXPECTED | Code.UPSTREAM_UNREACHABLE:
            return "wait"
        case Code.VAULT_CODE_WRONG | Code.VAULT_LOCKED | Code.VAULT_SEALED:
            return "ask"
        case UnknownCode() | None:
            return "update"
        case _:
            assert_never(code)


def get(app: fastapi.FastAPI, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
    async def answer() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop") as client:
            return await client.get(path, headers=headers)

    return asyncio.run(answer())


def codes() -> None:
    body = {"error": {"code": "err:edge:upstream:invented_tomorrow", "message": "x"}}
    newer = parse(body, 502)
    assert newer is not None and isinstance(newer.code, UnknownCode) and advice(newer.code) == "update"
    assert newer.code == newer.raw_code == "err:edge:upstream:invented_tomorrow" and newer.retryable is True
    alias = parse({"error": {"code": "err:shop:orders:missing", "message": "x"}})
    assert alias is not None and alias.code is Code.ORDER_NOT_FOUND and alias.raw_code == "err:shop:orders:missing"
    assert advice(alias.code) == "look at the order"


def bodies_without_a_code() -> None:
    bodies = [b"", b"<html>", b"null", b"[]", b"{}", b"\xff", b"1" * 5000, b"[" * 100_000, b'{"error": 1}']
    for body in bodies:
        for status, retryable in ((404, None), (503, True), (429, True)):
            error = read(status, {"content-type": "text/html"}, body)
            assert error is not None and error.code is None and error.raw_code is None, body
            assert error.status == status and error.retryable is retryable and str(error) == f"status {status}"
            assert advice(error.code) == "update" and error.params is None
        assert read(200, {}, body) is None
    later = read(404, {"RETRY-AFTER": " 7 "}, b"")
    assert later is not None and later.retry_after == 7 and later.retryable is True
    for value in ("", "-1", "1.5", "Sun, 06 Nov 1994 08:49:37 GMT", "9" * 40, "٣"):
        error = read(404, {"Retry-After": value}, b"")
        assert error is not None and error.retry_after is None, value


def errors_are_exceptions() -> None:
    received = read(404, {}, b"")
    assert received is not None
    raised = OrderNotFound(order="o").with_occurrence(request_id="r", errors=[FieldError("a", "b")])
    for error in (received, raised):
        assert {error: 1}[error] == 1 and hash(error) == hash(error) and error != copy.copy(error)
        for other in (copy.copy(error), copy.deepcopy(error), pickle.loads(pickle.dumps(error))):
            assert type(other) is type(error) and str(other) == str(error)
            assert other.params == error.params and other.request_id == error.request_id
    assert hash(raised.params) == hash(OrderNotFound(order="o").params) and raised.params.order == "o"


def logs_have_no_sensitive_value() -> None:
    error = revealed().with_occurrence(request_id="r")
    answer = error.response("api")
    assert SECRET in answer.body.decode(), "it is revealed to the client"
    received = read(answer.status, dict(answer.headers), answer.body)
    assert received is not None and received.code is Code.CARD_REVEALED and SECRET in str(received.detail)
    for of in (error, received):
        for text in (str(of), repr(of), f"{of}", repr(of.params), repr([of]), repr(of.args)):
            assert SECRET not in text, text
    assert str(error) == "Revealed: *** *** *** *** *** *** *** *** (err:shop:card:revealed)", str(error)
    redacted = VaultLocked(owner="alice", key="0000").response("problem").body.decode()
    assert "alice" not in redacted and "0000" not in redacted and "[redacted]" in redacted


def values_are_exact() -> None:
    error = OrderTooLarge(
        file_name='"\\\0\n\u2028é👩\ud800',
        file_size=2**53 + 1,
        max_size=-(2**63),
        plan_names=[],
        retry_in=timedelta(days=-1),
        reset_at=TIME.replace(tzinfo=None),
    )
    body = json.loads(error.response("full").body)
    assert body["params"]["fileSize"] == 2**53 + 1 and body["params"]["maxSize"] == -(2**63)
    assert body["params"]["retryIn"] == 0 and body["params"]["planNames"] == []
    assert body["params"]["resetAt"] == "2026-01-31T09:30:00Z", "a time without a zone is in UTC"
    assert body["params"]["fileName"] == '"\\\0\n\u2028é👩?', "JSON can't have half a character"
    assert isinstance(error.params, OrderTooLargeParams) and error.params.file_size == 2**53 + 1
    busy = CardBusy(wait=timedelta(seconds=1.5), until=TIME, realm='a"\r\nSet-Cookie: x=1\\')
    extra = [("X-Kind", "b\r\nc"), ("Content-Length", "1"), ("a b", "1"), ("X-é", "1"), ("X-More", "é")]
    headers = dict(busy.with_occurrence(headers=extra).response("api").headers)
    assert headers["Retry-After"] == "2" and headers["X-Kind"] == "b  c" and headers["X-More"] == "é"
    assert headers["WWW-Authenticate"] == 'Bearer realm="a\\"  Set-Cookie: x=1\\\\"', headers
    assert not {"Content-Length", "a b", "X-é"} & headers.keys()
    for delay, sent in ((1.2, "2"), (timedelta(milliseconds=1), "1"), (-5, "0"), (0, "0"), (float("inf"), "2")):
        given = CardBusy(wait=timedelta(seconds=1.5), until=TIME, realm="r").with_occurrence(retry_after=delay)
        assert dict(given.response("api").headers)["Retry-After"] == sent, delay
    unsent = ServiceInternal(job="j").response("api")
    assert (unsent.status, unsent.headers, unsent.body) == (500, (), b"")


def fastapi_answers(logged: list[logging.LogRecord]) -> None:
    app = fastapi.FastAPI()
    app.add_middleware(ErrorMiddleware, profile="api", unexpected=lambda error: ServiceUnexpected())

    @app.get("/fails")
    def fails() -> None:
        raise RuntimeError(INTERNAL)

    @app.get("/caused", responses=responses(OrderNotFound, Code.ORDER_INVALID))
    def caused(request: fastapi.Request) -> None:
        assert request.state.request_id
        raise OrderNotFound(order="o") from RuntimeError(INTERNAL)

    @app.get("/works")
    def works() -> dict[str, str]:
        return {}

    @app.get("/starts")
    def starts() -> fastapi.responses.StreamingResponse:
        def chunks() -> Iterator[bytes]:
            yield b"{"
            raise RuntimeError(INTERNAL)

        return fastapi.responses.StreamingResponse(chunks())

    failed = get(app, "/fails", {"X-Request-Id": "req_1"})
    assert INTERNAL not in failed.text and failed.headers["X-Request-Id"] == "req_1"
    error = read_response(failed)
    assert error is not None and error.code is Code.SERVICE_UNEXPECTED and error.request_id == "req_1"
    record = logged[-1]
    cause = record.exc_info[1].__cause__ if record.exc_info and record.exc_info[1] else None
    assert record.levelname == "ERROR" and str(cause) == INTERNAL
    answer = get(app, "/caused", {"X-Request-Id": "bad id\x01"})
    generated = answer.headers["X-Request-Id"]
    assert answer.status_code == 404 and INTERNAL not in answer.text and generated.startswith("req_")
    assert logged[-1].levelname == "INFO" and logged[-1].getMessage().endswith("(err:shop:order:not_found)")
    assert answer.json()["meta"]["requestId"] == generated
    assert get(app, "/works").headers["X-Request-Id"].startswith("req_")
    try:
        get(app, "/starts")
        raise AssertionError("a response that has started can't become another one")
    except RuntimeError:
        pass
    documented = app.openapi()["paths"]["/caused"]["get"]["responses"]
    content = documented["404"]["content"]["application/json"]
    assert "err:shop:order:not_found" in content["examples"] and documented["400"]["content"]


def fastapi_handles_exceptions() -> None:
    app = fastapi.FastAPI()
    app.add_exception_handler(ShopException, exception_handler("gateway"))
    app.add_exception_handler(RuntimeError, exception_handler(unexpected=lambda _: ServiceUnexpected()))

    @app.get("/unsent")
    def unsent() -> None:
        raise OrderNotFound(order="o")

    @app.get("/fails")
    def fails() -> None:
        raise RuntimeError(INTERNAL)

    assert get(app, "/unsent").status_code == 500 and get(app, "/unsent").content == b""
    failed = read_response(get(app, "/fails"))
    assert failed is not None and failed.code is Code.SERVICE_UNEXPECTED


def wsgi_answers() -> None:
    def raises(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        raise OrderNotFound(order="é") from RuntimeError(INTERNAL)

    def fails_late(environ: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        if environ["REQUEST_METHOD"] != "DELETE":
            raise RuntimeError(INTERNAL)
        yield b""

    def works(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"a", b"b"]

    for app, expected in ((raises, Code.ORDER_NOT_FOUND), (fails_late, Code.SERVICE_UNEXPECTED), (works, None)):
        for method in ("GET", "HEAD"):
            middleware = validator(WsgiErrorMiddleware(app, unexpected=lambda error: ServiceUnexpected()))
            environ: dict[str, Any] = {"REQUEST_METHOD": method, "HTTP_X_REQUEST_ID": "req_1", "QUERY_STRING": ""}
            setup_testing_defaults(environ)
            started: list[tuple[str, dict[str, str]]] = []

            def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None, /) -> Any:
                started.append((status, dict(headers)))
                return bytearray().extend

            chunks = middleware(environ, start)
            body = b"".join(chunks)
            getattr(chunks, "close")()
            status, headers = started[-1]
            assert headers["X-Request-Id"] == "req_1"
            if expected is None:
                assert body == b"ab" and status == "200 OK"
            elif method == "HEAD":
                assert body == b""
            else:
                error = read(int(status[:3]), headers, body)
                assert error is not None and error.code is expected and error.request_id == "req_1"
                assert INTERNAL.encode() not in body


def main() -> None:
    logged: list[logging.LogRecord] = []
    logger = logging.getLogger("errors")
    logger.setLevel(logging.DEBUG)

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            logged.append(record)

    logger.addHandler(Handler())
    codes()
    bodies_without_a_code()
    errors_are_exceptions()
    logs_have_no_sensitive_value()
    values_are_exact()
    fastapi_answers(logged)
    fastapi_handles_exceptions()
    wsgi_answers()
    assert issubclass(ShopError, Exception) and logged
    print("answered")


main()
