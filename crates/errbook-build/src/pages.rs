//! Renders the Markdown pages of all codes into one string.

use errbook_catalog::Catalog;
use errbook_docs::{Error, Site, Target, Templates};

/// The pages, joined, and the end offset of each.
pub(crate) fn render(catalog: &Catalog) -> Result<(String, Vec<usize>), Error> {
    let templates = Templates::default();
    let site = Site::new(catalog, Target::markdown(), &templates)?;
    let (mut text, mut ends) = (String::new(), Vec::new());
    for entry in catalog.entries() {
        if let Some(page) = site.page_of(&entry.code) {
            text.push_str(&site.render(&page)?);
        }
        ends.push(text.len());
    }
    Ok((text, ends))
}
