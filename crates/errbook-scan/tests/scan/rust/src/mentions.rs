//! Mentions of codes that don't raise them: err:shop:orders:closed.

use shop_errors::shop::orders::CLOSED;
use shop_errors::{Code, Error};

/// See `err:shop:stock:sold_out` and [`Code::StockSoldOut`].
fn handles(error: &Error) -> bool {
    match error.code() {
        Code::OrdersNotFound | CLOSED => true,
        code if code == Code::StockSoldOut || Code::StockNotFound != code => false,
        _ => matches!(error, Error::TypeUnknown { .. }),
    }
}

fn is_closed(code: &str) -> bool {
    assert_ne!(code, "err:shop:stock:sold_out");
    if let Error::OrdersClosed = error {}
    code == "err:shop:orders:closed"
}
