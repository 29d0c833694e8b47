class Closed(ApiError):
    code = "err:data:closed"
    status = HTTPStatus.GONE
