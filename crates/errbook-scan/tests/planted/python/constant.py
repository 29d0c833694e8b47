MISSING = "err:orders:not_found"
TEXT = "Order %s was not found"
STATUS = 404


class Codes(str, Enum):
    GONE = "err:orders:not_found"


def find(id):
    if id:
        raise ApiError(MISSING, TEXT % id, STATUS)
    raise ApiError(Codes.GONE.value, f"Order {id} was not found", 404)
