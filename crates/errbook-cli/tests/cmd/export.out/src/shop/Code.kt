enum class Code(val code: String) {
    ORDERS_NOT_FOUND("err:orders:not_found");
}
