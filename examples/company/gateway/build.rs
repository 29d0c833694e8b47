//! Generates the errors of the catalog.

fn main() -> Result<(), errbook_build::Error> {
    errbook_build::compile("catalog")
}
