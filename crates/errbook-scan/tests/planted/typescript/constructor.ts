export function find(id: string) {
  if (id === "") throw new ApiError("err:orders:not_found", `Order ${id} was not found`, 404);
  if (id === "1") throw new ApiError(404, "err:orders:not_found", "Order " + id + " was not found");
  if (id === "2") throw failure("err:orders:not_found", HttpStatus.NOT_FOUND, `Order ${id} was not found`);
  if (id === "3") throw new ApiError("err:orders:not_found", { message: `Order ${id} was not found`, status: 404 });
  if (id === "4") throw new ApiError({ code: 'err:orders:not_found', message: `Order ${id} was not found`, statusCode: 404 });
  if (id === "5") return Promise.reject(new ShopException("err:orders:not_found", `Order '${id}' was not found`));
  if (id === "6") throw new HttpException({ code: "err:orders:not_found", message: "Order {id} was not found" }, HttpStatus.NOT_FOUND);
  return apiError("err:orders:not_found").message(`Order ${id} was not found`).status(404);
}

export const notFound = (id: string) => createError("err:orders:not_found", `Order ${id} was not found`, StatusCodes.NOT_FOUND);
