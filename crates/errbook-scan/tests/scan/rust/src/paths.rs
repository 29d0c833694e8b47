//! Ways to refer to a code in Rust.

use shop_errors::shop::{self, orders, stock as warehouse};
use shop_errors::{Code, Error as ShopError};
use shop_errors::shop::orders::CLOSED;
use shop_errors::shop::stock::*;
use shop_errors::user::r#type;

type Short = shop_errors::Error;

fn variants() {
    raise(ShopError::OrdersNotFound { id: 1 });
    raise(Short::StockNotFound);
    raise(Code::OrdersClosed);
    raise(shop_errors::Code::TypeUnknown);
    raise(OrdersGetError::OrdersNotFound);
}

fn constants() {
    raise(orders::NOT_FOUND);
    raise(warehouse::NOT_FOUND);
    raise(shop::stock::SOLD_OUT);
    raise(CLOSED);
    raise(SOLD_OUT);
    raise(r#type::UNKNOWN);
    raise(shop_errors::user::r#type::UNKNOWN);
}

fn in_macros() {
    bail!(ShopError::StockNotFound);
    bail!("what: {}", Code::OrdersClosed, x = warehouse::NOT_FOUND);
    bail! { if x { vec![CLOSED] } }
    bail!("err:shop:orders:closed");
}

fn as_text() -> &'static str {
    "err:shop:stock:sold_out"
}

#[error(code = Code::TypeUnknown)]
struct WithAttribute;
