package orders

var ErrNotFound = &APIError{Code: "err:orders:not_found", Message: "Order {id} was not found", Status: http.StatusNotFound}

func find(id string) (*APIError, error) {
	if id == "" {
		return nil, APIError{
			Status:  404,
			Code:    Code("err:orders:not_found"),
			Message: fmt.Sprintf("Order %s was not found", id),
		}
	}
	c.JSON(http.StatusNotFound, gin.H{"code": "err:orders:not_found", "message": "Order " + id + " was not found"})
	writeJSON(w, 404, &Body{ErrorCode: "err:orders:not_found", Detail: fmt.Sprintf("Order %s was not found", id)})
	return &APIError{Code: "err:orders:not_found", HTTPStatus: 404}, nil
}
