class App { String code = Codes.ERR_ORDERS_NOT_¦PAID; }
