export class OrderNotFound extends ApiError {
  constructor(id: string) {
    super("err:orders:not_found", `Order ${id} was not found`, 404);
  }
}

export class OrderMissing extends Error {
  readonly code = "err:orders:not_found";
  static readonly status = 404;
  constructor(readonly id: string) {
    super(`Order ${id} was not found`);
  }
}

class OrderGone extends Error {
  constructor(id: string) {
    super(`Order ${id} was not found`);
    this.code = "err:orders:not_found";
    this.status = HttpStatus.NOT_FOUND;
  }
}

class OrderAbsent extends Problem {
  get code() {
    return "err:orders:not_found";
  }
  get statusCode() {
    return 404;
  }
  get message() {
    return `Order ${this.id} was not found`;
  }
}
