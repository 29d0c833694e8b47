package app

var x = err:¦
