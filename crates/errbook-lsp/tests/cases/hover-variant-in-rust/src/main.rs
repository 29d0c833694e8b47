fn main() { codes::Error::OrdersNotP¦aid; }
