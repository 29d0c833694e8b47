//! The pages of the rules: an errbook catalog of its own, embedded as text and read when it is asked for.

use errbook_catalog::{Catalog, Diagnostics, Sources, read_sources};

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// The catalog of all rules, those of `errbook-catalog` too: the code of an entry is the id of a rule.
///
/// # Errors
/// The report, if the embedded catalog is wrong; a test holds that it is not.
pub fn pages() -> Result<Catalog, Diagnostics> {
    let (catalog, report) =
        read_sources(Sources::from_texts(PAGES.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))));
    catalog.ok_or(report)
}
