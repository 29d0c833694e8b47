//! Generates the codes of awkward catalogs: with errors that derive `thiserror::Error`, and with
//! errors that read the tables. `empty` has no codes, `letters` has codes named like types, and
//! `numbers` and `states` have codes with digits.
fn main() -> Result<(), errbook_build::Error> {
    for (prefix, derive) in [("derived", true), ("tables", false)] {
        for catalog in ["catalog", "empty", "letters", "numbers", "states"] {
            let file = format!("{prefix}_{catalog}.rs");
            let catalog = catalog.into();
            errbook_build::Config { catalog, file, derive_error: Some(derive), ..Default::default() }.compile()?;
        }
    }
    Ok(())
}
