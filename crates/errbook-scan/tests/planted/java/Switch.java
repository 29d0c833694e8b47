class Switch {
  int status(String code) {
    switch (code) {
      case "err:orders:not_found":
        return 404;
      default:
        return 500;
    }
  }

  Info info(String code) {
    String message = null;
    int status = 500;
    switch (code) {
      case "err:orders:not_found":
        status = HttpServletResponse.SC_NOT_FOUND;
        message = "Order %s was not found";
        break;
    }
    switch (code) {
      case "err:orders:not_found":
        throw new HttpException(404, "Order %s was not found");
    }
    var other = switch (code) {
      case "err:orders:not_found" -> 404;
      default -> 500;
    };
    return switch (code) {
      case "err:orders:not_found" -> new Info(404, "Order %s was not found");
      default -> null;
    };
  }
}
