"""Handles err:orders:lost, which was retired: "err:orders:lost"."""
FRIENDLY = {"err:orders:not_found": "We can't find your order"}
PAIRS = [("err:orders:not_found", "We can't find your order")]
LISTS = {"err:orders:not_found": ("en", "We can't find your order")}


def client(e):
    # err:orders:lost
    if e.code == "err:orders:lost" or e.code in ("err:orders:lost", "err:orders:closed"):
        logger.error("err:orders:not_found", "a log text", 500)
        log.exception("x", extra={"code": "err:orders:not_found", "message": "a log text"})
        log_error("err:orders:not_found", "a log text", 500)
    match e.code:
        case "err:orders:lost":
            return "We lost it"
        case "err:orders:not_found" | "err:orders:lost":
            return "We can't find it"
    ApiError("err:orders:refused", "Payment failed", 502)
    ApiError("err:orders:refused", "Card was refused: no funds", 402)
    ApiError("err:orders:refused", f"Card {card} was refused by {issuer}", 402)
    ApiError("err:orders:refused", message, status)
    ApiError("err:orders:not_found", "id", 404)
    ApiError("err:orders:not_found", f"{what} was not found", 404)
    ApiError("err:orders:closed", "Closed", 409, retry_after=500)
    ApiError(b"err:orders:closed", b"a b c", 500)
    return FRIENDLY["err:orders:lost"]
