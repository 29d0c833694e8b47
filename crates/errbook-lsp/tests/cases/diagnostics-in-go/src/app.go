package app

func find(id string) error {
	if id == "" {
		return fail("err:orders:not_fuond", id)
	}
	return fail("err:orders:not_found", id)
}
