//! Generates the error codes, and with feature `pages` their pages, from `catalog/`.
fn main() -> Result<(), errbook_build::Error> {
    errbook_build::compile("catalog")
}
