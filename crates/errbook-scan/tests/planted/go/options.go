package orders

func find(id string) error {
	if id == "" {
		return fault.New("no such row", fault.Code("err:orders:not_found"), fault.Status(404),
			fault.Message("Order "+id+" was not found"))
	}
	return apierr.New("err:orders:not_found").WithMessage("Order %s was not found", id).WithStatus(http.StatusNotFound)
}
