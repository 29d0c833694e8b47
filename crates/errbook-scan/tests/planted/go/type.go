package orders

type NotFound struct{ ID string }

func (e *NotFound) Code() string { return "err:orders:not_found" }

func (e *NotFound) Error() string {
	return fmt.Sprintf("Order %s was not found", e.ID)
}

func (e *NotFound) HTTPStatus() int { return http.StatusNotFound }
