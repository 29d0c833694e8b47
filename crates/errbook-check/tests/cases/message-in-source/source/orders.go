package orders

func find(id string) error {
	if id == "" {
		return NewError("err:data:quiet", "no id", 404)
	}
	return NewError("err:data:thing", "no thing "+id, 404)
}
