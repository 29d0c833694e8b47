const { ApiError } = require("./errors");

module.exports = function find(id) {
  throw new ApiError("err:orders:not_found", `Order ${id} was not found`, 404);
};
