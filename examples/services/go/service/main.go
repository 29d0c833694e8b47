// A shop that fails in five ways.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"example.com/shop/shoperrors"
)

// handler answers a request, or returns an error.
type handler func(w http.ResponseWriter, r *http.Request) error

func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := h(w, r); err != nil {
		shoperrors.WriteError(w, r, shoperrors.ProfileAPI, err)
		log.Printf("%s: %v", w.Header().Get("X-Request-Id"), err)
	}
}

func main() {
	http.Handle("/orders/", handler(getOrder))
	http.Handle("/orders", handler(createOrder))
	http.Handle("/payments", handler(pay))
	http.Handle("/search", handler(search))
	http.Handle("/stock", handler(stock))
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Getenv("PORT"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("listening on http://%s\n", listener.Addr())
	log.Fatal(http.Serve(listener, nil))
}

func getOrder(_ http.ResponseWriter, r *http.Request) error {
	return shoperrors.NewOrderNotFound(strings.TrimPrefix(r.URL.Path, "/orders/"))
}

func createOrder(w http.ResponseWriter, r *http.Request) error {
	var order struct {
		Item   *string
		Amount float64
	}
	if err := json.NewDecoder(r.Body).Decode(&order); err != nil {
		problem := shoperrors.FieldError{Location: "body", Message: "is not valid JSON"}
		return shoperrors.NewOrderInvalid().WithErrors(problem).WithCause(err)
	}
	var problems []shoperrors.FieldError
	if order.Item == nil {
		problems = append(problems, shoperrors.FieldError{Location: "body.item", Message: "is missing", Fix: "send an item"})
	}
	if order.Amount <= 0 {
		problems = append(problems, shoperrors.FieldError{Location: "body.amount", Message: "must be positive"})
	}
	if problems != nil {
		return shoperrors.NewOrderInvalid().WithErrors(problems...)
	}
	w.WriteHeader(http.StatusCreated)
	_, err := w.Write([]byte("{}"))
	return err
}

func pay(http.ResponseWriter, *http.Request) error {
	return shoperrors.NewCardDeclined("4242", "insufficient funds")
}

func search(http.ResponseWriter, *http.Request) error {
	return shoperrors.NewLimitExceeded(9007199254740993, 30*time.Second)
}

func stock(http.ResponseWriter, *http.Request) error {
	err := errors.New("connection to db-7 refused")
	return fmt.Errorf("read the stock: %w", shoperrors.NewStockUnavailable().WithCause(err))
}
