TABLE = {
    "err:orders:not_found": (404, "Order {id} was not found"),
}
NAMED = {"err:orders:not_found": {"status": 404, "message": "Order {id} was not found"}}
MADE = {"err:orders:not_found": Info(HTTPStatus.NOT_FOUND, "Order {id} was not found")}
KEYED = {"err:orders:not_found": Info(status=404, message="Order {id} was not found")}
STATUSES = {"err:orders:not_found": 404}
ROWS = [
    ("err:orders:not_found", 404, "Order {id} was not found"),
    {"code": "err:orders:not_found", "status": 404, "message": "Order {id} was not found"},
]


class Errors(Enum):
    MISSING = ("err:orders:not_found", 404, "Order %(id)s was not found")
    ABSENT = "err:orders:not_found", 404, "Order %s was not found"
