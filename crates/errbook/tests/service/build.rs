//! Generates the codes.

fn main() -> Result<(), errbook_build::Error> {
    errbook_build::compile("catalog")?;
    // The same errors as large catalogs have them, without thiserror.
    let tables = errbook_build::Config { file: "tables.rs".into(), derive_error: Some(false), ..Default::default() };
    tables.compile()
}
