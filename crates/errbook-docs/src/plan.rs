//! Plans a site: which pages, files, and URLs exist. [`site`](crate::Site) renders them.

use std::collections::HashSet;
use std::sync::Arc;

use errbook_catalog::{Catalog, Theme};

mod conflicts;
#[cfg(feature = "targets")]
mod data_files;
mod redirects;

pub use conflicts::{Conflict, Owner};
pub use redirects::{FormerPage, Origin};

pub(crate) use conflicts::of_all_targets;

#[cfg(feature = "targets")]
pub(crate) use data_files::{FEED, LLMS, REGISTRY, has_feed};
pub(crate) use redirects::{Redirect, To, served};

use crate::editions::{self, Edition};
use crate::lists::Lists;
use crate::page::{Listing, Page, PageKind};
use crate::paths::Paths;
use crate::target::{Each, Target};
use crate::templates::Templates;

/// Path of the page for URLs that don't exist: GitHub Pages, Netlify, Cloudflare Pages, and Vercel
/// serve it.
const NOT_FOUND: &str = "404.html";

/// The pages of a catalog in one target.
pub(crate) struct Plan<'a> {
    pub(crate) catalog: &'a Catalog,
    pub(crate) paths: Paths<'a>,
    pub(crate) lists: Lists,
    pub(crate) redirects: Vec<Redirect>,
    /// Files of the templates that are copied unchanged.
    assets: Vec<String>,
    /// The plan of the Markdown versions.
    pub(crate) markdown_version: Option<Arc<Plan<'a>>>,
}

impl<'a> Plan<'a> {
    pub(crate) fn new(catalog: &'a Catalog, target: Target, templates: &Templates) -> Self {
        let markdown_version = target.markdown_version();
        let mut assets = templates.assets(&target);
        let has_menu = target.edition != Edition::Only;
        assets.retain(|name| has_menu || !editions::ASSETS.contains(&name.as_str()));
        // Hosts and search engines find the current pages. Earlier editions have no other URLs.
        let is_earlier = target.edition.name().is_some();
        let lists = Lists::new(catalog);
        let paths = Paths::new(catalog, target, &lists);
        let mut plan = Plan {
            catalog,
            lists,
            redirects: if is_earlier { Vec::new() } else { redirects::all(catalog, &paths) },
            paths,
            assets,
            markdown_version: markdown_version.map(|target| Arc::new(Plan::new(catalog, target, templates))),
        };
        plan.clear_redirects();
        plan
    }

    pub(crate) fn target(&self) -> &Target {
        self.paths.target()
    }

    /// Drops a redirect page if another page has the same path, such as the glossary, or a path
    /// that differs only in case. Its host rule stays. Only sites have redirect pages.
    fn clear_redirects(&mut self) {
        let mut redirects = std::mem::take(&mut self.redirects);
        if self.target().is_site() && redirects.iter().any(|redirect| redirect.path.is_some()) {
            let mut taken: HashSet<String> = self.pages().map(|page| page.path.to_lowercase()).collect();
            for redirect in &mut redirects {
                redirect.path = redirect.path.take().filter(|path| taken.insert(path.to_lowercase()));
            }
        } else {
            redirects.iter_mut().for_each(|redirect| redirect.path = None);
        }
        self.redirects = redirects;
    }

    /// All pages: lists first, then codes in their order, then the rest. Paths are unique.
    pub(crate) fn pages(&self) -> impl Iterator<Item = Page> {
        let pages = (!self.target().is_export()).then(|| self.own_pages()).into_iter().flatten().chain(self.listed());
        let markdown_versions = self.markdown_version.iter().flat_map(|plan| plan.own_pages());
        let pages = pages.chain(markdown_versions.map(|page| Page { markdown_version: true, ..page }));
        #[cfg(feature = "targets")]
        let pages = pages.chain(data_files::all(self));
        pages
    }

    /// The pages in the target's format, and the files that they need.
    fn own_pages(&self) -> impl Iterator<Item = Page> {
        let groups = (0..self.catalog.groups().len()).map(Listing::Group);
        let lists = std::iter::once(Listing::Catalog).chain(groups).chain(self.filters());
        let parts = |of: Listing| usize::from(self.is_code(of))..self.lists.parts(of);
        let lists = lists.flat_map(move |of| parts(of).map(move |part| self.list(of, part)));
        let entries = (0..self.catalog.entries().len()).map(|entry| self.entry(entry));
        let redirects = self.redirects.iter().enumerate();
        let redirects =
            redirects.filter_map(|(redirect, of)| Some(Page::new(of.path.clone()?, PageKind::Redirect { redirect })));
        let assets = self.assets.iter().map(|name| Page::new(self.paths.asset(name), PageKind::Asset));
        lists
            .chain(entries)
            .chain(self.glossary())
            .chain(self.not_found())
            .chain(redirects)
            .chain(assets)
            .chain(self.theme_files())
    }

    /// Files of the target that are not pages.
    fn listed(&self) -> impl Iterator<Item = Page> {
        let files = self.target().description.files.iter().enumerate();
        files.flat_map(move |(file, rule)| {
            let groups: Vec<Option<usize>> = match rule.each {
                Each::Catalog => vec![None],
                Each::Group => (0..self.catalog.groups().len()).map(Some).collect(),
            };
            let page = move |group| Page::new(self.paths.file(&rule.path, group), PageKind::Listed { file, group });
            groups.into_iter().map(page)
        })
    }

    /// The lists by status, retryability, and fields, in targets that have them.
    fn filters(&self) -> impl Iterator<Item = Listing> {
        let retryable = [true, false].into_iter().filter(|value| self.lists.has_retryable(*value));
        let all = self
            .lists
            .statuses()
            .map(Listing::Status)
            .chain(retryable.map(Listing::Retryable))
            .chain(self.lists.by_field());
        all.filter(|_| self.target().has_filters())
    }

    fn theme_files(&self) -> impl Iterator<Item = Page> {
        let files = self.theme().filter(|_| self.target().is_site()).map_or(&[][..], |theme| &theme.files);
        let files = files.iter().enumerate();
        files.map(|(file, of)| Page::new(self.paths.theme(&of.path), PageKind::File { file }))
    }

    pub(crate) fn theme(&self) -> Option<&'a Theme> {
        self.catalog.manifest().site.as_ref().map(|site| &site.theme)
    }

    /// Whether the page of a code has the first part of the list.
    fn is_code(&self, of: Listing) -> bool {
        matches!(of, Listing::Group(at) if self.catalog.groups()[at].code.is_some())
    }

    pub(crate) fn list(&self, of: Listing, part: usize) -> Page {
        if let Listing::Group(at) = of
            && let Some(entry) = self.catalog.groups()[at].code.filter(|_| part == 0)
        {
            return self.entry(entry);
        }
        Page::new(self.paths.list(of, part), PageKind::List { of, part })
    }

    pub(crate) fn entry(&self, entry: usize) -> Page {
        Page::new(self.paths.entry(&self.catalog.entries()[entry]), PageKind::Entry { entry })
    }

    /// The glossary, if the catalog has terms.
    pub(crate) fn glossary(&self) -> Option<Page> {
        let terms = &self.catalog.manifest().glossary;
        (!terms.is_empty()).then(|| Page::new(self.paths.glossary(), PageKind::Glossary))
    }

    /// The page for URLs that don't exist. Hosts look for it at the root.
    pub(crate) fn not_found(&self) -> Option<Page> {
        let is_current = self.target().edition.name().is_none();
        (self.target().is_site() && is_current).then(|| Page::new(NOT_FOUND.to_owned(), PageKind::NotFound))
    }

    /// The Markdown version of a page, if it has one.
    pub(crate) fn markdown_version_of(&self, kind: PageKind) -> Option<Page> {
        let plan = self.markdown_version.as_ref()?;
        match kind {
            PageKind::List { of, part } => Some(plan.list(of, part)),
            PageKind::Entry { entry } => Some(plan.entry(entry)),
            PageKind::Glossary => plan.glossary(),
            _ => None,
        }
    }
}
