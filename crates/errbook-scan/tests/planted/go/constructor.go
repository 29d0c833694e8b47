package orders

func find(id string) error {
	if id == "" {
		return NewError("err:orders:not_found", "Order "+id+" was not found", 404)
	}
	if id == "1" {
		return apierr.New("err:orders:not_found", http.StatusNotFound, fmt.Sprintf("Order %s was not found", id))
	}
	if id == "2" {
		return newAPIError(404, "err:orders:not_found", "Order %q was not found", id)
	}
	return shop.NotFoundError(
		"err:orders:not_found",
		// The reader knows the id.
		fmt.Sprintf("Order %v was not found", id),
	)
}
