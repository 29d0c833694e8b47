package orders

var table = map[string]Info{
	"err:orders:not_found": {404, "Order %s was not found"},
}

var byCode = map[Code]*Info{
	"err:orders:not_found": {Status: http.StatusNotFound, Message: "Order %s was not found"},
}

var more = map[Code]*Info{
	"err:orders:not_found": &Info{Message: "Order {} was not found", StatusCode: 404},
}

var statuses = map[string]int{
	"err:orders:not_found": http.StatusNotFound,
}

var rows = []Row{
	{"err:orders:not_found", 404, "Order %s was not found"},
	{Code: "err:orders:not_found", Status: 404, Message: "Order %s was not found"},
}
