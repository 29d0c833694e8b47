package main

var code = "auth:token_¦old"
