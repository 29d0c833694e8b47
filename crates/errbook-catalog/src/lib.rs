//! Reads an errbook catalog: turns YAML files into a valid [`Catalog`], or into diagnostics for all
//! of them.
//!
//! The stages are modules: `source` finds and reads files, `yaml` parses them into a tree with
//! spans, `decode` and `raw` give values their types, `parsed` combines these steps for one file,
//! and `resolve` validates and completes the whole. The result is a [`Snapshot`], which becomes a
//! `Catalog` if it has no errors. Each stage reports mistakes to one list and continues with the
//! rest, so one run reports all of them. Nothing here prints or exits.
#![doc = ""]
#![doc = include_str!("../FORMAT.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

use std::path::{Path, PathBuf};

mod casing;
mod catalog;
mod decode;
mod diagnostic;
mod diagnostics;
mod document;
pub mod file_name;
mod heading;
mod incremental;
mod jobs;
#[cfg(feature = "registry")]
mod join;
mod json;
#[cfg(feature = "schema")]
mod json_schema;
mod keys;
mod layout;
mod outline;
pub mod param_name;
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
pub use document::Document;
pub use heading::HeadingIds;
pub use incremental::Reader;
pub use jobs::Jobs;
#[cfg(feature = "registry")]
pub use join::BrokenDependency;
pub use json::Json;
use keys::Table as _;
pub use keys::{Key, NoticedBy, WrittenText};
pub use layout::{Quoting, Written};
pub use path::PathStep;
pub use percent::{percent_decoded, percent_normalized, without_suffix};
pub use resolve::{
    MOST_LEVELS, essence, is_code_text, is_header_value, is_of_type, is_since, is_web_url, may_set_header,
    problem_of_errors, problem_of_field_name,
};
pub use rule::Rule;
pub use snapshot::Snapshot;
pub use source::{Sources, dependency_path};
pub use status::reason_phrase;

/// Reads the catalog in `dir`, the folder of `catalog.yaml`.
///
/// ```
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let catalog = errbook_catalog::load("shop".as_ref())?;
/// let entry = catalog.entry("err:orders:not_paid").expect("an entry");
/// assert_eq!(entry.name, "Order not paid");
/// # Ok::<(), errbook_catalog::Diagnostics>(())
/// ```
///
/// # Errors
/// The report, if it has errors.
pub fn load(dir: &Path) -> Result<Catalog, Diagnostics> {
    let (catalog, report) = read(dir);
    catalog.ok_or(report)
}

/// Reads the catalog in `dir` and returns it with the report. There is a catalog exactly if the
/// report has no errors.
///
/// ```
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let (catalog, report) = errbook_catalog::read("mistakes".as_ref());
/// assert!(catalog.is_none());
/// for diagnostic in report.diagnostics() {
///     assert!(report.short(diagnostic).starts_with("mistakes/"));
/// }
/// ```
pub fn read(dir: &Path) -> (Option<Catalog>, Diagnostics) {
    Snapshot::read(dir).into_parts()
}

/// Like [`read`], for a catalog whose files are in memory, or were read by [`Sources::read`].
///
/// ```
/// use errbook_catalog::{Sources, read_sources};
///
/// let files = [
///     ("catalog.yaml", "name: shop\ncodes: {prefix: err, levels: [{name: code}]}\nprofiles: {api: rfc9457}\n"),
///     ("sold_out.yaml", "status: 409\nmessage: The item is sold out\n"),
/// ];
/// let sources = Sources::from_texts(files.map(|(path, text)| (path.to_owned(), text.to_owned())));
/// let (catalog, report) = read_sources(sources);
/// assert_eq!(report.errors(), 0, "{report}");
/// assert_eq!(catalog.expect("no errors").entries()[0].code, "err:sold_out");
/// ```
pub fn read_sources(sources: Sources) -> (Option<Catalog>, Diagnostics) {
    Snapshot::from_sources(sources).into_parts()
}

/// The keys that an entry inherits from its groups.
pub fn group_keys() -> &'static [&'static str] {
    raw::RawGroup::GIVEN
}

/// The keys of an entry, in canonical order.
///
/// ```
/// let keys = errbook_catalog::entry_keys();
/// assert_eq!(keys[0].name, "name");
/// ```
pub fn entry_keys() -> &'static [Key] {
    raw::RawEntry::KEYS
}

/// The keys of profiles, groups, stages, and fields in the manifest, in canonical order.
pub fn shared_keys() -> [(&'static str, &'static [Key]); 4] {
    [
        ("profiles", raw::RawProfile::KEYS),
        ("groups", raw::RawGroup::KEYS),
        ("stages", raw::RawStage::KEYS),
        ("fields", raw::RawField::KEYS),
    ]
}

/// Finds the folder of the nearest manifest: `catalog.yaml` or `catalog/catalog.yaml` in `from` or
/// one of its parents.
///
/// ```
/// use std::path::Path;
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// assert_eq!(errbook_catalog::find(Path::new("shop/orders")), Some("shop".into()));
/// assert_eq!(errbook_catalog::find(Path::new("elsewhere")), None);
/// ```
pub fn find(from: &Path) -> Option<PathBuf> {
    let folders = from.ancestors().flat_map(|folder| [folder.to_owned(), folder.join("catalog")]);
    folders.into_iter().find(|folder| folder.join(source::MANIFEST).is_file())
}

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
