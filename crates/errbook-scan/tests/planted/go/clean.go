package orders

import "example.com/shop/shoperrors"

// err:orders:lost was retired, "err:orders:lost" too.
func client(code string, err error) (string, error) {
	if code == "err:orders:lost" || "err:orders:lost" != code {
		slog.Error("err:orders:not_found", "text", "what the log says")
		log.NewError("err:orders:not_found", "what the log says", 500)
		logger.Warn("failed", zap.Any("e", map[string]any{"code": "err:orders:not_found", "message": "a text"}))
	}
	switch code {
	case "err:orders:lost":
		return "We lost your order", nil
	case "err:orders:not_found":
		return "We can't find it", nil
	}
	if errors.Is(err, shoperrors.Code("err:orders:lost")) {
		metrics.Count("err:orders:not_found", "many words here", 1)
	}
	friendly := map[string]string{"err:orders:not_found": "We can't find your order"}
	_ = map[string][]string{"err:orders:not_found": {"en", "We can't find your order"}}
	_ = []Info{{"err:orders:not_found", "We can't find your order"}}
	_ = handleError("err:orders:not_found", "the caller is told", 500)
	_ = NewError("err:orders:refused", "Payment failed", 502)
	_ = NewError("err:orders:refused", "Card was refused: no funds", 402)
	_ = NewError("err:orders:refused", fmt.Sprintf("Card %s was refused by %s", card, issuer), 402)
	_ = NewError("err:orders:refused", message, status)
	_ = NewError("err:orders:not_found", "order.id", 404)
	_ = NewError("err:orders:not_found", describe(id)+" was not found", 404)
	_ = NewError("err:orders:not_found", "title of it", "and a detail")
	_ = APIError{Code: "err:orders:closed", Message: "Closed", Status: 409, RetryAfter: 500}
	return friendly[code], nil
}
