class OrderNotFound(ApiError):
    """An order that is not there."""

    code = "err:orders:not_found"
    status_code: int = 404
    message = "Order {id} was not found"


class OrderMissing(APIException):
    default_code = "err:orders:not_found"
    default_detail = _("Order {id} was not found")
    status_code = status.HTTP_404_NOT_FOUND


class OrderGone(ApiError):
    def __init__(self, id):
        super().__init__("err:orders:not_found", f"Order {id} was not found", 404)


class OrderAbsent(ApiError):
    code = "err:orders:not_found"
    status = HTTPStatus.NOT_FOUND

    def __init__(self, id):
        super().__init__(f"Order {id} was not found")


class OrderOff(Exception):
    def __init__(self, id):
        self.code = "err:orders:not_found"
        self.message = f"Order {id} was not found"
        self.status = 404


class OrderNone(Problem):
    @property
    def code(self):
        return "err:orders:not_found"

    @property
    def status(self):
        return 404

    def __str__(self):
        return f"Order {self.id} was not found"
