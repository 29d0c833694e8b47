package orders

const (
	CodeMissing      = "err:orders:not_found"
	CodeOther   Code = "err:orders:closed"
)

const missingText = "Order %s was not found"

func find(id string) error {
	return NewError(CodeMissing, fmt.Sprintf(missingText, id), http.StatusNotFound)
}
