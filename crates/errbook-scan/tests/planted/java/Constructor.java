class Orders {
  Found find(String id) {
    if (id.isEmpty()) throw new ApiException("err:orders:not_found", "Order " + id + " was not found", 404);
    if (id.equals("1")) throw new ApiException(HttpStatus.NOT_FOUND, "err:orders:not_found", String.format("Order %s was not found", id));
    if (id.equals("2")) throw new ApiException("err:orders:not_found", "Order %s was not found".formatted(id), HttpStatus.NOT_FOUND.value());
    if (id.equals("3")) throw Failures.missing("err:orders:not_found", String.format(Locale.ROOT, "Order %s was not found", id));
    if (id.equals("4")) throw apiError("err:orders:not_found", "Order {0} was not found", Response.Status.NOT_FOUND);
    throw ApiException.builder().code("err:orders:not_found").message("Order " + id + " was not found").status(404).build();
  }

  ResponseEntity<ErrorBody> respond(String id) {
    if (id.isEmpty()) return ResponseEntity.status(404).body(new ErrorBody("err:orders:not_found", "Order " + id + " was not found"));
    return new ResponseEntity<>(new ErrorBody("err:orders:not_found", "Order " + id + " was not found"), HttpStatus.NOT_FOUND);
  }
}
