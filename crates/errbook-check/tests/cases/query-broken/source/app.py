raise failure("err:data:thing")
