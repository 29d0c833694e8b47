//! The Markdown page of each code, all in one text.

use errbook_catalog::Catalog;
use errbook_docs::{Error, Site, Target, Templates};

/// The pages one after the other.
pub(crate) struct Rendered {
    pub(crate) text: String,
    pub(crate) ends: Vec<usize>,
}

pub(crate) fn render(catalog: &Catalog) -> Result<Rendered, Error> {
    let templates = Templates::default();
    let site = Site::new(catalog, Target::markdown(), &templates)?;
    let mut rendered = Rendered { text: String::new(), ends: Vec::new() };
    for entry in catalog.entries() {
        if let Some(page) = site.page_of(&entry.code) {
            rendered.text.push_str(&site.render(&page)?);
        }
        rendered.ends.push(rendered.text.len());
    }
    Ok(rendered)
}
