class Table {
  static final Map<String, Info> ALL = Map.of("err:orders:not_found", new Info(404, "Order %s was not found"));
  static final Map<String, Integer> STATUSES = Map.of("err:orders:not_found", 404);
  static final Map<String, Info> ENTRIES = Map.ofEntries(Map.entry("err:orders:not_found", new Info(HttpStatus.NOT_FOUND, "Order %s was not found")));
  static final Object[][] ROWS = {{"err:orders:not_found", 404, "Order %s was not found"}};

  static {
    table.put("err:orders:not_found", new Info(404, """
        Order {} was not found"""));
  }
}

enum Errors {
  MISSING("err:orders:not_found", HttpStatus.NOT_FOUND, "Order %s was not found"),
  GONE(404, "err:orders:not_found", "Order {id} was not found");
}
