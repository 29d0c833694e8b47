//! Reads an errbook catalog: YAML text to a valid [`Catalog`], or all diagnostics of all files at once.
//!
//! The stages, each a module: `source` finds and reads files, `yaml` parses them to a tree that knows its bytes, `decode` and `raw` give values
//! their types, `parsed` is all of that for one file, `resolve` judges and completes the whole; a [`Snapshot`] is what could be made of the files, and a `Catalog`
//! is one in which nothing is wrong. Every stage adds
//! to one list of diagnostics and goes on with what is right, so that one run tells all mistakes. Nothing here prints or exits.
#![doc = ""]
#![doc = include_str!("../FORMAT.md")]

use std::path::{Path, PathBuf};

mod catalog;
mod decode;
mod diagnostic;
mod diagnostics;
mod heading;
mod incremental;
mod jobs;
mod json;
#[cfg(feature = "schema")]
mod json_schema;
mod keys;
mod layout;
mod parsed;
mod path;
mod percent;
mod raw;
#[cfg(feature = "registry")]
pub mod registry;
mod resolve;
mod rule;
#[cfg(feature = "schema")]
pub mod schema;
mod snapshot;
mod source;
mod status;
pub mod suggest;
mod values;
mod yaml;

pub use catalog::*;
pub use decode::KeyOrder;
pub use diagnostic::{Diagnostic, FileId, Label, Severity, Span};
pub use diagnostics::Diagnostics;
pub use heading::HeadingIds;
pub use incremental::Reader;
pub use jobs::Jobs;
pub use json::Json;
use keys::Table as _;
pub use keys::{Key, NoticedBy, WrittenText};
pub use layout::{Quoting, Written};
pub use path::PathStep;
pub use percent::{percent_decoded, percent_normalized};
pub use rule::Rule;
pub use snapshot::{Document, Snapshot};
pub use source::Sources;
pub use status::reason_phrase;

/// Reads the catalog in `dir`, the folder of `catalog.yaml`.
///
/// # Errors
/// The report of everything that is wrong with it, when anything is.
pub fn load(dir: &Path) -> Result<Catalog, Diagnostics> {
    let (catalog, report) = read(dir);
    catalog.ok_or(report)
}

/// Reads the catalog in `dir` and tells what was found on the way: there is a catalog exactly when the report has no error.
pub fn read(dir: &Path) -> (Option<Catalog>, Diagnostics) {
    Snapshot::read(dir).into_parts()
}

/// Like [`read`], for a catalog whose files are in memory: texts, or what [`Sources::read`] found.
pub fn read_sources(sources: Sources) -> (Option<Catalog>, Diagnostics) {
    Snapshot::from_sources(sources).into_parts()
}

/// The keys of an entry, in the order of the format.
pub fn entry_keys() -> &'static [Key] {
    raw::RawEntry::KEYS
}

/// Finds the folder of the nearest manifest: `catalog.yaml` or `catalog/catalog.yaml` in `from` or a folder above it.
pub fn find(from: &Path) -> Option<PathBuf> {
    let folders = from.ancestors().flat_map(|folder| [folder.to_owned(), folder.join("catalog")]);
    folders.into_iter().find(|folder| folder.join(source::MANIFEST).is_file())
}
