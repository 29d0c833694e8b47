throw new Failure(`err:orders:not_¦paid`)
