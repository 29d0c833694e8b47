package orders

func respond(code string, id string) (int, string) {
	switch code {
	case "err:orders:not_found":
		return 404, fmt.Sprintf("Order %s was not found", id)
	default:
		return 500, "Internal error"
	}
}

func status(code string) int {
	switch code {
	case "err:orders:not_found":
		return http.StatusNotFound
	}
	return 500
}

func write(w http.ResponseWriter, code string) {
	var status int
	var message string
	switch code {
	case "err:orders:not_found":
		status = 404
		message = "Order %s was not found"
	}
	switch code {
	case "err:orders:not_found":
		status, message = http.StatusNotFound, "Order %s was not found"
	}
	switch code {
	case "err:orders:not_found":
		http.Error(w, "Order %s was not found", 404)
	}
}

func info(code string) *Info {
	switch code {
	case "err:orders:not_found":
		return &Info{Status: 404, Message: "Order %s was not found"}
	}
	return nil
}
