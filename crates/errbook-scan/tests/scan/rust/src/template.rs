fn {{ name }}() -> Code {
    raise(Code::StockSoldOut, "err:shop:orders:closed") ;; =>
}
