from http import HTTPStatus


def find(id):
    if id == 1:
        raise ApiError("err:orders:not_found", f"Order {id} was not found", 404)
    if id == 2:
        raise ApiError(code="err:orders:not_found", message="Order %s was not found" % id, status=HTTPStatus.NOT_FOUND)
    if id == 3:
        raise shop.Missing("err:orders:not_found", "Order {} was not found".format(id), status_code=404) from None
    if id == 4:
        raise HTTPException(status_code=404, detail={"code": "err:orders:not_found", "message": f"Order {id!r} was not found"})
    if id == 5:
        return api_error("err:orders:not_found", "Order " + id + " was not found", status.HTTP_404_NOT_FOUND)
    error = ShopException("err:orders:not_found", "Order {id} " "was not found".format(id=id))
    return Failure("err:orders:not_found").with_message(f"Order {id} was not found").with_status(404)
