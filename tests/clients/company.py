"""A gateway that raises and reads the errors of the catalogs that its own depends on. `tests/exports` runs it with those
of `examples/company`."""

import asyncio
import json
import logging
from collections.abc import MutableMapping
from datetime import UTC, datetime, timedelta
from typing import Any

import gateway_errors as gateway
import payments_errors as payments
import platform_errors as platform
import shipping_errors as shipping

logging.disable()


def sent(error: Exception | None) -> list[MutableMapping[str, Any]]:
    """What the middleware of the gateway sends if an application raises an error."""
    messages: list[MutableMapping[str, Any]] = []

    async def app(scope: object, receive: object, send: object) -> None:
        if error is not None:
            raise error

    async def receive() -> MutableMapping[str, Any]:
        return {}

    async def send(message: MutableMapping[str, Any]) -> None:
        messages.append(message)

    middleware = gateway.ErrorMiddleware(app)
    scope = {"type": "http", "method": "GET", "headers": [(b"x-request-id", b"req_1")]}
    try:
        asyncio.run(middleware(scope, receive, send))
    except EOFError:
        pass
    return messages


def show(error: Exception | None) -> None:
    messages = sent(error)
    if not messages:
        # Other exceptions are for the server, which sends a 500.
        print(500, "req_1", "", "", "", "", "")
        return
    headers = {name.decode(): value.decode() for name, value in messages[0]["headers"]}
    shown = [headers.get(name, "") for name in ["x-request-id", "retry-after", "x-gateway", "x-wait", "x-wait-ms"]]
    print(messages[0]["status"], *shown, messages[1]["body"].decode())


def received(error: Exception) -> gateway.GatewayError:
    start, body = sent(error)
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    read = gateway.read(start["status"], headers, body["body"])
    assert read is not None
    return read


def name(error: gateway.GatewayError) -> str:
    """A type checker knows all codes."""
    code = error.code
    if code is None or isinstance(code, gateway.UnknownCode):
        return "unknown"
    if isinstance(code, platform.Code):
        return "platform"
    if isinstance(code, payments.Code):
        return "payments"
    if isinstance(code, shipping.Code):
        return "shipping"
    return is_own(code)


def is_own(code: gateway.Code) -> str:
    return "gateway"


def because(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


def reads() -> None:
    limited = received(platform.LimitsTooManyRequests(wait=timedelta(seconds=7)))
    assert limited.code is platform.Code.LIMITS_TOO_MANY_REQUESTS and name(limited) == "platform"
    assert limited.action == "wait" and limited.retry_after == 7 and limited.retryable
    assert limited.params == platform.LimitsTooManyRequestsParams(wait=timedelta(seconds=7))
    assert limited.info is platform.INFO[platform.Code.LIMITS_TOO_MANY_REQUESTS]

    declined = received(payments.CardDeclined(card="4242"))
    assert declined.params == payments.CardDeclinedParams("4242") and declined.retryable is False
    assert name(declined) == "payments" and str(declined) == "The card 4242 was declined (err:payments:card_declined)"

    down = received(gateway.UpstreamDown(service="shipping"))
    assert down.code is gateway.Code.UPSTREAM_DOWN and down.params == gateway.UpstreamDownParams("shipping")

    for newer in ["err:gateway:stolen", "SHIP-999"]:
        assert gateway.code_of({"error": {"code": newer, "message": "x"}}) == gateway.UnknownCode(newer)
    assert gateway.code_of({"error": {"code": "OTHER-1", "message": "x"}}) is None
    page = {"error": {"docs": "https://docs.example.com/platform/platform/auth/token_missing"}}
    assert gateway.code_of(page) is platform.Code.AUTH_TOKEN_MISSING


def passes_on() -> None:
    """Each service reads the responses of another one."""
    expired = platform.AuthTokenExpired(expired_at=datetime.fromtimestamp(0, UTC))

    class Request:
        scope = {"type": "http", "headers": list[tuple[bytes, bytes]]()}

    async def handle() -> payments.ErrorResponse:
        response = await payments.exception_handler()(Request(), expired)
        assert isinstance(response, payments.ErrorResponse)
        return response

    response = asyncio.run(handle())
    read = payments.parse(json.loads(response.body), response.status)
    assert read is not None and read.params == platform.AuthTokenExpiredParams(datetime.fromtimestamp(0, UTC))
    print(response.body.decode())

    # A text that payments adds to a code of the platform.
    slow = {"code": "err:platform:limits:too_many_requests", "detail": "The card 4242 was tried too often", "status": 429}
    limited = payments.parse(slow)
    assert limited is not None and str(limited) == slow["code"]


def documents() -> None:
    """The document of an API has the responses with codes of all catalogs."""
    wait = platform.LimitsTooManyRequests
    responses = gateway.responses(platform.Code.AUTH_TOKEN_MISSING, wait, payments.CardDeclined, gateway.UpstreamDown)
    assert list(responses) == [401, 429, 402, 503]
    assert responses[401]["description"] == "Unauthorized"
    assert list(responses[401]["headers"]) == ["X-Gateway"] and list(responses[503]["headers"]) == ["Retry-After", "X-Gateway"]
    assert list(responses[429]["headers"]) == ["Retry-After", "X-Gateway", "X-Wait", "X-Wait-Ms"]
    for status, url in [(429, platform.INFO[wait.code].url), (402, payments.INFO[payments.CardDeclined.code].url)]:
        media = responses[status]["content"]["application/json"]
        members = media["schema"]["oneOf"][0]["properties"]["error"]["properties"]
        assert members["docs"] == {"const": url} and members["message"] == {"type": "string"}
    assert list(responses[503]["content"]["application/json"]["examples"]) == ["err:gateway:upstream_down"]


end_of_file = EOFError("end of file")
card_declined = payments.CardDeclined(card="4242")
for raised in [
    platform.AuthTokenMissing(),
    card_declined,
    shipping.AddressUnknown(city="Atlantis"),
    gateway.UpstreamDown(service="shipping"),
    platform.LimitsTooManyRequests(wait=timedelta(seconds=7)).with_occurrence(request_id="req_own"),
    # What led to an error is not for clients.
    because(platform.AuthTokenMissing(), card_declined),
    because(gateway.UpstreamDown(service="payments"), card_declined),
    because(payments.CardDeclined(card="4242"), end_of_file),
    end_of_file,
    None,
]:
    show(raised)
reads()
documents()
passes_on()
