//! Reads an errbook catalog: YAML text to a valid [`Catalog`], or all diagnostics of all files at once.
#![doc = include_str!("../FORMAT.md")]

use std::path::{Path, PathBuf};

mod catalog;
mod diagnostic;
mod json;

pub use catalog::*;
pub use diagnostic::{Diagnostic, FileId, Label, Report, Severity, Span};
pub use json::Json;

/// Reads the catalog in `dir`, the folder of `catalog.yaml`.
///
/// # Errors
/// The report of everything that is wrong with it, when anything is.
pub fn load(dir: &Path) -> Result<Catalog, Report> {
    match read(dir) {
        (Some(catalog), _) => Ok(catalog),
        (None, report) => Err(report),
    }
}

/// Reads the catalog in `dir` and tells what was found on the way: a catalog exactly when the report has no error.
pub fn read(_dir: &Path) -> (Option<Catalog>, Report) {
    unimplemented!()
}

/// Finds the folder of the nearest manifest: `catalog.yaml` or `catalog/catalog.yaml` in `from` or a folder above it.
pub fn find(from: &Path) -> Option<PathBuf> {
    from.ancestors()
        .flat_map(|folder| [folder.to_owned(), folder.join("catalog")])
        .find(|folder| folder.join("catalog.yaml").is_file())
}
