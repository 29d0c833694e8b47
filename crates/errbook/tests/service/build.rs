//! Generates the codes.

fn main() -> Result<(), errbook_build::Error> {
    errbook_build::compile("catalog")
}
