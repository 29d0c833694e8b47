export function respond(code: string, id: string) {
  switch (code) {
    case "err:orders:not_found":
      return { status: 404, message: `Order ${id} was not found` };
    default:
      return { status: 500, message: "Internal error" };
  }
}
export function status(code: string) {
  switch (code) {
    case "err:orders:not_found":
      return 404;
  }
  switch (code) {
    case "err:orders:not_found": {
      return [StatusCodes.NOT_FOUND, `Order ${id} was not found`];
    }
  }
  let status = 500, message = "";
  switch (code) {
    case "err:orders:not_found":
      status = 404;
      message = "Order {id} was not found";
      break;
  }
  switch (code) {
    case "err:orders:not_found":
      throw new HttpError(404, `Order ${id} was not found`);
  }
  switch (code) {
    case "err:orders:not_found":
      return errorResponse(404, `Order ${id} was not found`);
  }
  return status;
}
