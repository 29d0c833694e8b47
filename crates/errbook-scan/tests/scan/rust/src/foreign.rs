//! Enums with the names of generated enums.

use tonic::Code;

enum Error {
    OrdersNotFound,
    Other,
}

fn local() -> Error {
    if true { Error::OrdersNotFound } else { Error::Other }
}

fn of_another_crate() -> Code {
    if true { Code::OrdersClosed } else { Code::DeadlineExceeded }
}

mod elsewhere {
    use other::orders;
    const NOT_FOUND: u32 = 5;
    fn nothing() -> u32 {
        NOT_FOUND + orders::NOT_FOUND
    }
}
