//! Generates the same catalogs twice: with errors that derive `thiserror::Error`, and with errors
//! that read the tables.
fn main() -> Result<(), errbook_build::Error> {
    for (prefix, derive) in [("derived", true), ("tables", false)] {
        for (catalog, suffix) in [("catalog", ""), ("nothing", "_nothing")] {
            let (catalog, file) = (catalog.into(), format!("{prefix}{suffix}.rs"));
            errbook_build::Config { catalog, file, derive_error: Some(derive), ..Default::default() }.compile()?;
        }
    }
    Ok(())
}
