pub fn find(id: &str) -> Result<(), codes::Error> {
    Err(codes::Error::OrdersNotFound { order: id.to_owned() })
}
