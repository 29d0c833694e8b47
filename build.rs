//! Generates the error codes, and with feature `pages` their pages, from `catalog/`.
fn main() {}
