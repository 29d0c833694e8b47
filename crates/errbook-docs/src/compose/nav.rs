//! All pages of a site as a tree: for files that list them, such as a book's summary. Nothing is left out, so that a tool that only takes
//! what is listed has every page that was ever published.

use errbook_catalog::Catalog;

use super::list::{Listing, top};
use super::{Lists, parts, title};
use crate::paths::Paths;
use crate::view::{NavPageView, NavView};

/// Where a file that lists pages stands, and what it lists.
pub(crate) struct Navigator<'a> {
    pub(crate) catalog: &'a Catalog,
    pub(crate) lists: &'a Lists,
    pub(crate) paths: &'a Paths<'a>,
    /// Output path of the file.
    pub(crate) path: &'a str,
    /// Output path of the glossary, where there is one.
    pub(crate) glossary: Option<&'a str>,
}

impl Navigator<'_> {
    /// Everything.
    pub(crate) fn site(&self) -> NavView {
        let mut view = self.list(Listing::Catalog, title(self.catalog), &top(self.catalog));
        view.pages.extend(self.glossary.map(|path| self.page("Glossary".to_owned(), None, path, false)));
        view
    }

    /// A group and what is below it.
    pub(crate) fn group(&self, at: usize) -> NavView {
        let group = &self.catalog.groups()[at];
        let view = self.list(Listing::Group(at), group.title.clone(), &group.children);
        NavView { code: Some(self.catalog.manifest().scheme.code(&group.path)), retired: group.retired, ..view }
    }

    fn list(&self, listing: Listing, title: String, groups: &[usize]) -> NavView {
        let further = 1..parts(self.lists, listing);
        let further = further
            .map(|part| self.page(format!("{title} ({})", part + 1), None, &self.paths.list(listing, part), false));
        let codes = listing.codes(self.lists).iter().map(|&at| {
            let entry = &self.catalog.entries()[at];
            let code = Some(entry.code.clone());
            self.page(entry.name.clone(), code, &self.paths.entry(entry), entry.retired.is_some())
        });
        let path = self.paths.list(listing, 0);
        NavView {
            code: None,
            href: self.paths.href(self.path, &path),
            id: self.paths.id(&path),
            retired: false,
            pages: further.chain(codes).collect(),
            groups: groups.iter().map(|&at| self.group(at)).collect(),
            path,
            title,
        }
    }

    fn page(&self, title: String, code: Option<String>, path: &str, retired: bool) -> NavPageView {
        let (href, id) = (self.paths.href(self.path, path), self.paths.id(path));
        NavPageView { title, code, path: path.to_owned(), href, id, retired }
    }
}
