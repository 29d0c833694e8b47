//! The tree of all pages of a site, for files that list them, such as the summary of a book. It
//! includes retired codes, because some tools only publish pages that are listed.

use std::collections::HashSet;

use super::list::top;
use crate::facts::{prefix, title};
use crate::page::Listing;
use crate::plan::Plan;
use crate::view::{NavPageView, NavView};

/// Builds the tree for a file that lists pages.
pub(crate) struct Navigator<'a> {
    pub(crate) plan: &'a Plan<'a>,
    /// Output path of the file.
    pub(crate) path: &'a str,
}

impl Navigator<'_> {
    /// The whole site.
    pub(crate) fn site(&self) -> NavView {
        let mut view = self.list(Listing::Catalog, title(self.plan.catalog), &top(self.plan.catalog));
        view.pages.extend(self.plan.glossary().map(|page| self.page("Glossary".to_owned(), None, &page.path, false)));
        view
    }

    /// A group and everything below it.
    pub(crate) fn group(&self, at: usize) -> NavView {
        let group = &self.plan.catalog.groups()[at];
        let view = self.list(Listing::Group(at), group.title.clone(), &group.children);
        let code = group.code.map(|at| &self.plan.catalog.entries()[at]);
        let retired = group.retired && code.is_none_or(|code| code.retired.is_some());
        NavView { code: prefix(group), retired, ..view }
    }

    fn list(&self, listing: Listing, title: String, groups: &[usize]) -> NavView {
        let further = 1..self.plan.lists.parts(listing);
        let further = further.map(|part| {
            self.page(format!("{title} ({})", part + 1), None, &self.plan.paths.list(listing, part), false)
        });
        // A code with codes below it is listed once, as their group.
        let listed: HashSet<usize> = groups.iter().filter_map(|&at| self.plan.catalog.groups()[at].code).collect();
        let codes = self.plan.lists.codes(listing).iter().filter(|code| !listed.contains(code)).map(|&at| {
            let entry = &self.plan.catalog.entries()[at];
            let code = Some(entry.code.clone());
            self.page(entry.name.clone(), code, &self.plan.paths.entry(entry), entry.retired.is_some())
        });
        let path = self.plan.paths.list(listing, 0);
        NavView {
            code: None,
            href: self.plan.paths.href(self.path, &path),
            id: self.plan.paths.id(&path),
            retired: false,
            pages: further.chain(codes).collect(),
            groups: groups.iter().map(|&at| self.group(at)).collect(),
            path,
            title,
        }
    }

    fn page(&self, title: String, code: Option<String>, path: &str, retired: bool) -> NavPageView {
        let (href, id) = (self.plan.paths.href(self.path, path), self.plan.paths.id(path));
        NavPageView { title, code, path: path.to_owned(), href, id, retired }
    }
}
