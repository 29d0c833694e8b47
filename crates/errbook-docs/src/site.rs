//! A site: the pages of a catalog in one target. It lists them (`plan`) and renders them one by
//! one, so they are never all in memory.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use errbook_catalog::Catalog;
#[cfg(feature = "targets")]
use errbook_catalog::{Entry, percent_decoded};

#[cfg(feature = "targets")]
mod files;
mod render;
mod steps;

#[cfg(feature = "targets")]
pub use files::Surroundings;
pub use steps::{Part, Step};

use crate::checks::Checks;
use crate::compose;
use crate::error::Error;
#[cfg(feature = "targets")]
use crate::links;
use crate::page::{Listing, Page, PageKind};
use crate::plan::{self, Conflict, FormerPage, Plan};
use crate::prose::Glossary;
#[cfg(feature = "targets")]
use crate::prose::{CodeHref, Scope};
use crate::search;
use crate::target::Target;
use crate::templates::{Engine, Templates};
use crate::view::catalog::CatalogView;

/// The conflicts in the output of every target, layout, and base. Each pair of causes is listed
/// once.
///
/// ```
/// use errbook_docs::{Templates, conflicts};
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let catalog = errbook_catalog::load("shop".as_ref())?;
/// assert!(conflicts(&catalog, &Templates::default()).is_empty());
/// # Ok::<(), errbook_catalog::Diagnostics>(())
/// ```
pub fn conflicts(catalog: &Catalog, templates: &Templates) -> Vec<Conflict> {
    plan::of_all_targets(catalog, templates)
}

/// The pages of some codes as Markdown, in their order, each on its own: links are the URLs of pages, if
/// the manifest says where these are.
///
/// ```
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let catalog = errbook_catalog::load("shop".as_ref())?;
/// let pages = errbook_docs::markdown(&catalog, catalog.entry("err:orders:not_found"))?;
/// assert!(pages[0].contains("There is no order"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Like [`Site::render`]. An entry of another catalog has no page.
#[cfg(feature = "targets")]
pub fn markdown<'e>(catalog: &Catalog, entries: impl IntoIterator<Item = &'e Entry>) -> Result<Vec<String>, Error> {
    let templates = Templates::default();
    let site = Site::new(catalog, Target::html(), &templates)?;
    let render = |entry: &Entry| {
        let page = site.page_of(&entry.code).ok_or_else(|| Error::message(format!("`{}` has no page", entry.code)))?;
        site.alone(page.kind)
    };
    entries.into_iter().map(render).collect()
}

/// Prose of a catalog as part of another Markdown document: headings start at `level`, raw HTML is
/// text, nothing stays open, and links to codes lead to what `page` returns.
///
/// ```
/// let prose = "# Use [v2](err:orders:paid)\n\n```sh\nshop pay";
/// let url = |code: &str| (code == "err:orders:paid").then(|| "https://shop.example/paid".to_owned());
/// let text = errbook_docs::excerpt(prose, 4, url);
/// assert_eq!(text, "#### Use [v2](https://shop.example/paid)\n\n```sh\nshop pay\n```");
/// ```
#[cfg(feature = "targets")]
pub fn excerpt(prose: &str, level: usize, page: impl Fn(&str) -> Option<String>) -> String {
    let (target, glossary) = (Target::markdown(), Glossary::new(&[]));
    let resolve = |text: &str| page(text).map(|href| CodeHref { href, own: false });
    Scope::new(&target.description, &resolve, &glossary, None).with_headings_at(level).block(prose)
}

/// All pages of a catalog in one target.
///
/// ```
/// use errbook_docs::{Site, Target, Templates};
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let catalog = errbook_catalog::load("shop".as_ref())?;
/// let templates = Templates::default();
/// let site = Site::new(&catalog, Target::markdown(), &templates)?;
/// let page = site.page_of("err:orders:not_paid").expect("a page");
/// assert_eq!(page.path(), "orders/not_paid.md");
/// assert!(site.render(&page)?.starts_with("# Order not paid"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Site<'a> {
    plan: Arc<Plan<'a>>,
    templates: &'a Templates,
    engine: Engine,
    glossary: Glossary,
    /// The same pages as Markdown.
    markdown_version: Option<Box<Site<'a>>>,
    checks: Option<&'a Checks>,
    /// Built when it is first used.
    search: OnceLock<search::Index>,
    /// The words that names in exports can't be.
    reserved: Vec<String>,
    /// The whole catalog for files, built when it is first used.
    exported: OnceLock<CatalogView>,
}

impl<'a> Site<'a> {
    /// The site of `catalog` in `target`.
    ///
    /// # Errors
    /// A template that can't be parsed, or that uses an unknown template, filter, or component.
    pub fn new(catalog: &'a Catalog, target: Target, templates: &'a Templates) -> Result<Self, Error> {
        Site::of(Arc::new(Plan::new(catalog, target, templates)), templates)
    }

    /// Shows on the pages of codes when they were checked.
    #[must_use]
    pub fn with_checks(self, checks: &'a Checks) -> Self {
        let markdown_version = self.markdown_version.map(|site| Box::new(site.with_checks(checks)));
        Site { markdown_version, checks: Some(checks), ..self }
    }

    fn of(plan: Arc<Plan<'a>>, templates: &'a Templates) -> Result<Self, Error> {
        let markdown_version = plan.markdown_version.clone().map(|plan| Site::of(plan, templates));
        let reserved = templates.reserved(plan.target(), plan.catalog);
        Ok(Site {
            templates,
            engine: Engine::new(templates, plan.target(), &compose::site(&plan), &reserved)?,
            glossary: Glossary::new(&plan.catalog.manifest().glossary),
            markdown_version: markdown_version.transpose()?.map(Box::new),
            checks: None,
            search: OnceLock::new(),
            reserved,
            exported: OnceLock::new(),
            plan,
        })
    }

    /// All pages: lists first, then codes in their order, then the rest. No path comes twice.
    pub fn pages(&self) -> impl Iterator<Item = Page> {
        self.plan.pages()
    }

    /// All redirects, for hosts with redirect rules: from a URL-encoded path relative to the output
    /// folder, to another such path or a URL. If the old path is a valid file name, the site also
    /// has a redirect page.
    pub fn former_urls(&self) -> impl Iterator<Item = (String, String)> {
        self.plan.former_urls()
    }

    /// The pages that had other URLs, unless this is a site of its own, which has pages there.
    pub fn former_pages(&self) -> impl Iterator<Item = FormerPage<'_>> {
        self.plan.former_pages()
    }

    /// Files that can't all be written, and redirects that would hide a file. Check this before
    /// writing any page.
    pub fn conflicts(&self) -> Vec<Conflict> {
        self.plan.conflicts()
    }

    /// The home page.
    pub fn home(&self) -> Page {
        self.plan.list(Listing::Catalog, 0)
    }

    /// The page of a code or an alias.
    pub fn page_of(&self, code: &str) -> Option<Page> {
        self.plan.catalog.position(code).map(|entry| self.plan.entry(entry))
    }

    /// The Markdown version of a page, outside of the site.
    #[cfg(feature = "targets")]
    fn alone(&self, kind: PageKind) -> Result<String, Error> {
        let Some(pages) = &self.markdown_version else { return Err(Error::message("this site has no Markdown")) };
        let text = pages.piece(&Page::new(links::NOWHERE.to_owned(), kind), 0)?;
        let url = |to: &str| pages.plan.paths.page_url(&percent_decoded(to)?);
        Ok(links::complete(&text, |to| url(to).unwrap_or_else(|| to.to_owned())))
    }

    /// Renders a page of this site.
    ///
    /// # Errors
    /// A template that fails, a page of another site, or a file of the catalog, which may not be
    /// text.
    pub fn render(&self, page: &Page) -> Result<String, Error> {
        (0..self.count(page)).map(|piece| self.piece(page, piece)).collect()
    }

    /// The content of a file of this site, in pieces: the text of a page, or the bytes of a file of
    /// the catalog. Most files are one piece. A file with all codes is never in memory as a whole.
    /// The errors are those of [`render`](Self::render).
    pub fn pieces<'p>(&'p self, page: &'p Page) -> impl Iterator<Item = Result<Cow<'p, [u8]>, Error>> {
        (0..self.count(page)).map(|piece| self.bytes(page, piece))
    }

    /// Number of pieces of a page.
    fn count(&self, page: &Page) -> usize {
        match page.kind {
            #[cfg(feature = "targets")]
            PageKind::Data { file } => self.data_count(file),
            _ => 1,
        }
    }

    fn bytes<'p>(&'p self, page: &'p Page, piece: usize) -> Result<Cow<'p, [u8]>, Error> {
        match page.kind {
            PageKind::File { file } => {
                let file = self.plan.theme().and_then(|theme| theme.files.get(file));
                file.map(|file| Cow::Borrowed(file.bytes.as_slice())).ok_or_else(|| foreign(page))
            }
            _ => self.piece(page, piece).map(|text| Cow::Owned(text.into_bytes())),
        }
    }

    #[cfg_attr(
        not(feature = "targets"),
        expect(clippy::only_used_in_recursion, reason = "only the data of targets has pieces")
    )]
    fn piece(&self, page: &Page, piece: usize) -> Result<String, Error> {
        if page.markdown_version {
            let markdown_version = self.markdown_version.as_ref().ok_or_else(|| foreign(page))?;
            let text = markdown_version.piece(&Page { markdown_version: false, ..page.clone() }, piece)?;
            return Ok(self.below_index_note(&page.path, &text));
        }
        let rendered = match page.kind {
            PageKind::List { of: Listing::Group(at), .. } if at >= self.plan.catalog.groups().len() => {
                Err(foreign(page))
            }
            PageKind::List { of, part } => self.list(page, of, part),
            PageKind::Entry { entry } if entry < self.plan.catalog.entries().len() => self.entry(page, entry),
            PageKind::Glossary => self.terms(page),
            PageKind::NotFound => self.not_found(page),
            PageKind::Redirect { redirect } if redirect < self.plan.redirects.len() => self.redirect(page, redirect),
            PageKind::Asset => self.asset(page),
            #[cfg(feature = "targets")]
            PageKind::Listed { file, group } => self.listed(page, file, group),
            #[cfg(feature = "targets")]
            PageKind::Data { file } => self.data(page, file, piece),
            _ => Err(foreign(page)),
        };
        rendered.map_err(|error| Error { page: Some(page.path.clone()), ..error })
    }
}

fn foreign(page: &Page) -> Error {
    Error::message(format!("`{}` is not a page of this site", page.path))
}
