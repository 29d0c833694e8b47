//! Generates the error codes from `catalog/`, and their pages with feature `pages`.
fn main() -> Result<(), errbook_build::Error> {
    errbook_build::compile("catalog")
}
