package main

var code = "auth:¦"
