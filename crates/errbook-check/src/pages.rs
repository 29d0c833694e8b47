//! Embeds the catalog of the rules' pages, which is read on demand.

use errbook_catalog::{Catalog, Diagnostics, Sources, read_sources};

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// The URL of the folder of the rules' pages.
pub const PAGES_URL: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/crates/errbook-check/rules/");

/// The catalog of all rules, including those of `errbook-catalog`. The code of an entry is a rule
/// ID.
///
/// ```
/// let rules = errbook_check::pages()?;
/// assert!(rules.entry("unknown-key").is_some());
/// # Ok::<(), errbook_catalog::Diagnostics>(())
/// ```
///
/// # Errors
/// The report, if the embedded catalog is invalid, which a test rules out.
pub fn pages() -> Result<Catalog, Diagnostics> {
    let (catalog, report) =
        read_sources(Sources::from_texts(PAGES.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))));
    catalog.ok_or(report)
}
