//! `pages.js`: which pages an edition has. The menu of editions runs it as a script, which works from disk.

use crate::page::{Page, PageKind};
use crate::text;

/// The pages that a reader can be on, the home page first, and redirects to them.
pub(crate) fn pages(pages: impl Iterator<Item = Page>) -> String {
    let is_page = |page: &Page| {
        let kinds = matches!(
            page.kind,
            PageKind::List { .. } | PageKind::Entry { .. } | PageKind::Glossary | PageKind::Redirect { .. }
        );
        kinds && !page.markdown_version
    };
    let paths: Vec<String> = pages.filter(is_page).map(|page| text::json(&page.path)).collect();
    format!("errbookPages = [{}];\n", paths.join(","))
}
