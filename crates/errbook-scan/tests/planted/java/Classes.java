class OrderNotFound extends ApiException {
  OrderNotFound(String id) {
    super("err:orders:not_found", "Order " + id + " was not found", 404);
  }
}

class OrderMissing extends RuntimeException {
  public static final String CODE = "err:orders:not_found";
  public static final int STATUS = 404;

  OrderMissing(String id) {
    super(String.format("Order %s was not found", id));
  }
}

class OrderGone extends RuntimeException {
  @Override
  public String getCode() {
    return "err:orders:not_found";
  }

  @Override
  public int getStatus() {
    return 404;
  }

  @Override
  public String getMessage() {
    return "Order " + id + " was not found";
  }
}

class OrderAbsent extends RuntimeException {
  OrderAbsent(String id) {
    super("Order " + id + " was not found");
    this.code = "err:orders:not_found";
    this.status = HttpStatus.NOT_FOUND;
  }
}

@ErrorInfo(code = "err:orders:not_found", status = 404, message = "Order {id} was not found")
class OrderOff extends RuntimeException {}
