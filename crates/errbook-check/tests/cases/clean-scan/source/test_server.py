assert error.code == "err:data:other"
