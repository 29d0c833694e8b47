package app

func find(id string) error {
	return fail("err:orders:not_found", id)
}
