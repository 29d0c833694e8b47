interface Names {
  String GONE = "err:orders:not_found";
}

class Constant {
  private static final String MISSING = "err:orders:not_found";
  private static final String TEXT = "Order %s was not found";

  void find(String id) {
    if (id.isEmpty()) throw new ApiException(MISSING, String.format(TEXT, id), 404);
    throw new ApiException(Names.GONE, "Order " + id + " was not found", 404);
  }
}

enum ErrorCode {
  ABSENT("err:orders:not_found");

  static void raise(String id) {
    throw new ApiException(ErrorCode.ABSENT, "Order " + id + " was not found", 404);
  }
}
