var want = "err:shop:orders:not_found"
