def respond(code, id):
    match code:
        case "err:orders:not_found":
            return 404, f"Order {id} was not found"
        case _:
            return 500, "Internal error"


def status(code):
    match code:
        case "err:orders:not_found":
            return HTTPStatus.NOT_FOUND
    match code:
        case "err:orders:not_found":
            status = 404
            message = "Order {id} was not found"
    match code:
        case "err:orders:not_found":
            return {"status": 404, "message": f"Order {id} was not found"}
    match code:
        case "err:orders:not_found":
            raise HTTPException(404, f"Order {id} was not found")
    match code:
        case "err:orders:not_found":
            return Info(status=404, message=f"Order {id} was not found")
