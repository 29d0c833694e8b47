/** Handles err:orders:lost, which was retired: "err:orders:lost". */
class Clean {
  static final Map<String, String> FRIENDLY = Map.of("err:orders:not_found", "We can't find your order");
  static final Object[][] PAIRS = {{"err:orders:not_found", "We can't find your order"}};

  String client(String code) {
    if (code.equals("err:orders:lost") || "err:orders:lost".equals(code) || code == "err:orders:lost") {
      logger.error("err:orders:not_found", "a log text", 500);
      logError("err:orders:not_found", "a log text", 500);
      metrics.record("err:orders:not_found", 500);
    }
    switch (code) {
      case "err:orders:lost":
        return "We lost it";
      case "err:orders:not_found":
        return "We can't find it";
    }
    new ApiException("err:orders:refused", "Payment failed", 502);
    new ApiException("err:orders:refused", "Card was refused: no funds", 402);
    new ApiException("err:orders:refused", "Card " + card + " was refused by " + issuer, 402);
    new ApiException("err:orders:refused", message, status);
    new ApiException("err:orders:not_found", "id", 404);
    new ApiException("err:orders:not_found", what + " was not found", 404);
    new ApiException("err:orders:closed", "Closed", 409, Duration.ofMillis(500));
    new StatusException(Status.NOT_FOUND, "err:orders:closed");
    return FRIENDLY.get("err:orders:lost");
  }
}
