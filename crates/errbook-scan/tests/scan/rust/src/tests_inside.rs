use shop_errors::Code;

fn not_a_test() -> Code {
    Code::OrdersClosed
}

#[cfg(not(test))]
fn not_in_tests() -> Code {
    Code::StockSoldOut
}

#[tokio::test]
async fn a_test() {
    assert_eq!(get().await, Code::StockNotFound);
}

#[cfg(all(test, feature = "x"))]
mod tests {
    fn helper() -> Code {
        Code::TypeUnknown
    }
}
