//! Generates the codes of an awkward catalog: with errors that derive `thiserror::Error`, and with
//! errors that read the tables. `empty` has no codes, and `letters` has codes named like types.
fn main() -> Result<(), errbook_build::Error> {
    for (prefix, derive) in [("derived", true), ("tables", false)] {
        for (catalog, suffix) in [("catalog", ""), ("empty", "_empty"), ("letters", "_letters")] {
            let (catalog, file) = (catalog.into(), format!("{prefix}{suffix}.rs"));
            errbook_build::Config { catalog, file, derive_error: Some(derive), ..Default::default() }.compile()?;
        }
    }
    Ok(())
}
