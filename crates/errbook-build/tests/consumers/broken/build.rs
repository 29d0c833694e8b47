//! The catalog has mistakes.
fn main() -> Result<(), errbook_build::Error> {
    errbook_build::compile("catalog")
}
