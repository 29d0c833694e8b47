//! A site: the pages of a catalog in one target. It lists their paths and renders one when asked, so that nobody holds all of them.

use std::borrow::Cow;
use std::collections::HashSet;
#[cfg(feature = "html")]
use std::sync::OnceLock;

use errbook_catalog::{Catalog, Theme};
use serde::Serialize;

use crate::compose::{self, Desk, Listing, Lists, Navigator};
use crate::context::{EntryPage, GlossaryPage, IndexPage, ListPage, ListedFile, RedirectPage};
#[cfg(feature = "html")]
use crate::data;
use crate::error::Error;
#[cfg(feature = "html")]
use crate::links;
use crate::links::relative;
use crate::page::{Page, PageKind};
use crate::paths::{Paths, Spot};
use crate::prose::{CodeHref, Glossary, Scope};
use crate::redirects::{self, Redirect, To, redirects};
#[cfg(feature = "html")]
use crate::search;
use crate::target::{Each, Target};
use crate::templates::{Engine, Templates};
use crate::view::{LinkView, PageView};

/// What one thread renders in one go: a page, or a piece of one, and the pieces of other pages that repeat it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What [`Site::run`] renders, in this order.
    pub parts: Vec<Part>,
}

/// A piece of one of several pages; most pages are a single piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Index of the page.
    pub page: usize,
    /// Which piece of the page, from 0.
    pub piece: usize,
    /// Whether it is the last piece of the page.
    pub last: bool,
}

/// All pages of a catalog in one target.
pub struct Site<'a> {
    pub(crate) catalog: &'a Catalog,
    pub(crate) target: Target,
    templates: &'a Templates,
    pub(crate) engine: Engine,
    pub(crate) paths: Paths<'a>,
    glossary: Glossary,
    pub(crate) lists: Lists,
    pub(crate) redirects: Vec<Redirect>,
    /// The same pages as Markdown.
    pub(crate) markdown_version: Option<Box<Site<'a>>>,
    /// Whether a page can be rendered before its place is known: a template of somebody's own may do with links what it likes.
    #[cfg(feature = "html")]
    movable: bool,
    #[cfg(feature = "html")]
    search: OnceLock<search::Index>,
}

impl<'a> Site<'a> {
    /// The site of `catalog` in `target`.
    ///
    /// # Errors
    /// A template that cannot be parsed, or that uses what does not exist.
    pub fn new(catalog: &'a Catalog, target: Target, templates: &'a Templates) -> Result<Self, Error> {
        let paths = Paths::new(catalog, target.clone());
        let redirects = if target.is_site() { redirects(catalog, &paths) } else { Vec::new() };
        let mut site = Site {
            catalog,
            templates,
            engine: Engine::new(templates, &target, &compose::site(catalog, &target, &paths))?,
            paths,
            glossary: Glossary::new(&catalog.manifest().glossary),
            lists: Lists::new(catalog),
            redirects,
            markdown_version: target
                .markdown_version()
                .map(|markdown_version| Site::new(catalog, markdown_version, templates))
                .transpose()?
                .map(Box::new),
            #[cfg(feature = "html")]
            movable: templates.are_shipped(&target),
            target,
            #[cfg(feature = "html")]
            search: OnceLock::new(),
        };
        site.clear_pages();
        Ok(site)
    }

    /// Takes the page of a former URL away where another page has its file, such as the glossary, or would have where upper and lower case are
    /// the same.
    fn clear_pages(&mut self) {
        if self.redirects.iter().all(|redirect| redirect.path.is_none()) {
            return;
        }
        let pages = self.own_pages().filter(|page| !matches!(page.kind, PageKind::Redirect { .. }));
        let mut taken: HashSet<String> = pages.chain(self.listed()).map(|page| page.path.to_lowercase()).collect();
        for redirect in &mut self.redirects {
            redirect.path = redirect.path.take().filter(|path| taken.insert(path.to_lowercase()));
        }
    }

    /// All pages: lists first, then codes in their order, then the rest. No path comes twice.
    pub fn pages(&self) -> impl Iterator<Item = Page> {
        let pages = (!self.target.is_export()).then(|| self.own_pages()).into_iter().flatten().chain(self.listed());
        #[cfg(feature = "html")]
        let pages = pages.chain(self.companions());
        pages
    }

    /// The pages in the format of the target, and what they need.
    fn own_pages(&self) -> impl Iterator<Item = Page> {
        let groups = (0..self.catalog.groups().len()).map(Listing::Group);
        let lists = std::iter::once(Listing::Catalog).chain(groups).chain(self.filters());
        let lists = lists.flat_map(|listing| self.list(listing));
        let entries = (0..self.catalog.entries().len()).map(|entry| self.entry(entry));
        let redirects = self.redirects.iter().enumerate();
        let redirects =
            redirects.filter_map(|(redirect, of)| Some(Page::new(of.path.clone()?, PageKind::Redirect { redirect })));
        let assets = self.templates.assets(&self.target).into_iter();
        let assets = assets.map(|name| Page::new(self.paths.asset(&name), PageKind::Asset));
        lists.chain(entries).chain(self.glossary()).chain(redirects).chain(assets).chain(self.files())
    }

    /// The files of the target that are no pages.
    fn listed(&self) -> impl Iterator<Item = Page> {
        let files = self.target.description.files.iter().enumerate();
        files.flat_map(move |(file, rule)| {
            let groups: Vec<Option<usize>> = match rule.each {
                Each::Catalog => vec![None],
                Each::Group => (0..self.catalog.groups().len()).map(Some).collect(),
            };
            let page = move |group| Page::new(self.paths.file(&rule.path, group), PageKind::Listed { file, group });
            groups.into_iter().map(page)
        })
    }

    /// The Markdown versions and the files for programs.
    #[cfg(feature = "html")]
    fn companions(&self) -> impl Iterator<Item = Page> {
        let markdown_versions = self.markdown_version.iter().flat_map(|markdown_version| {
            markdown_version.own_pages().map(|page| Page { markdown_version: true, ..page })
        });
        let files = self.target.is_site().then(|| data::files(self)).into_iter().flatten();
        markdown_versions.chain(files.map(|(path, file)| Page::new(path, PageKind::Data { file })))
    }

    /// Former URLs, as paths from the output folder that are encoded as in URLs, and where a host that knows rules leads each: another such path,
    /// or a URL. Those that are names of files have pages too.
    #[cfg(feature = "html")]
    pub fn former_urls(&self) -> impl Iterator<Item = (String, String)> {
        data::former_urls(self)
    }

    /// The first page.
    pub fn home(&self) -> Page {
        Page::new(self.paths.index(0), PageKind::Index { part: 0 })
    }

    /// The page of a code, or of the code that this is a former name of.
    pub fn page_of(&self, code: &str) -> Option<Page> {
        self.catalog.position(code).map(|entry| self.entry(entry))
    }

    /// The pages of a list.
    fn list(&self, listing: Listing) -> impl Iterator<Item = Page> {
        (0..compose::parts(&self.lists, listing)).map(move |part| {
            let kind = match listing {
                Listing::Catalog => PageKind::Index { part },
                Listing::Group(group) => PageKind::Group { group, part },
                Listing::Status(status) => PageKind::Status { status, part },
                Listing::Retryable(value) => PageKind::Retryable { value, part },
            };
            Page::new(self.paths.list(listing, part), kind)
        })
    }

    /// The lists of codes that share something, in targets that have them.
    fn filters(&self) -> impl Iterator<Item = Listing> {
        let retryable = [true, false].into_iter().filter(|value| self.lists.has_retryable(*value));
        let all = self.lists.statuses().map(Listing::Status).chain(retryable.map(Listing::Retryable));
        all.filter(|_| self.target.has_filters())
    }

    fn files(&self) -> impl Iterator<Item = Page> {
        let files = self.theme().filter(|_| self.target.is_site()).map_or(&[][..], |theme| &theme.files);
        let files = files.iter().enumerate();
        files.map(|(at, file)| Page::new(self.paths.theme(&file.path), PageKind::File { file: at }))
    }

    fn theme(&self) -> Option<&'a Theme> {
        self.catalog.manifest().site.as_ref().map(|site| &site.theme)
    }

    fn entry(&self, entry: usize) -> Page {
        Page::new(self.paths.entry(&self.catalog.entries()[entry]), PageKind::Entry { entry })
    }

    fn glossary(&self) -> Option<Page> {
        (self.glossary.len() > 0).then(|| Page::new(self.paths.glossary(), PageKind::Glossary))
    }

    /// Renders a page of this site.
    ///
    /// # Errors
    /// A template that fails, with its place and what it could have used; a page of another site; a file of the catalog, which may be no
    /// text.
    pub fn render(&self, page: &Page) -> Result<String, Error> {
        (0..self.count(page)).map(|piece| self.piece(page, piece)).collect()
    }

    /// What a file of this site holds, in pieces: the text of a page, or the bytes of a file of the catalog. Most are one piece; a file that
    /// holds all codes is never in memory as a whole. The errors are those of [`render`](Self::render).
    pub fn pieces<'p>(&'p self, page: &'p Page) -> impl Iterator<Item = Result<Cow<'p, [u8]>, Error>> {
        (0..self.count(page)).map(|piece| self.bytes(page, piece))
    }

    /// All pieces of `pages`, which are the pages of this site, by what is best rendered together: the page of a code as Markdown, and what a
    /// file that holds all codes says of it. Steps can run in any order and on any thread. The pieces of a page come in their order, so that
    /// whoever puts a page together appends its pieces in the order of the steps.
    pub fn steps(&self, pages: &[Page]) -> Vec<Step> {
        #[cfg(feature = "html")]
        let steps = data::steps(self, pages);
        #[cfg(not(feature = "html"))]
        let steps = pages.iter().enumerate().flat_map(|(index, page)| self.steps_of(index, page)).collect();
        steps
    }

    /// The steps of one page, by itself.
    pub(crate) fn steps_of(&self, index: usize, page: &Page) -> impl Iterator<Item = Step> {
        let count = self.count(page);
        (0..count).map(move |piece| Step { parts: vec![Part { page: index, piece, last: piece + 1 == count }] })
    }

    /// Renders the parts of a step of [`steps`](Self::steps); `pages` are the same as there. Returns what each part holds.
    ///
    /// # Errors
    /// Those of [`render`](Self::render).
    pub fn run<'p>(&'p self, pages: &'p [Page], step: &Step) -> Result<Vec<Cow<'p, [u8]>>, Error> {
        let part = |part: &Part| {
            let page = pages.get(part.page).ok_or_else(|| Error::message("a step of other pages"))?;
            Ok((page, part.piece))
        };
        let parts = step.parts.iter().map(part).collect::<Result<Vec<_>, Error>>()?;
        #[cfg(feature = "html")]
        if let [(Page { kind: PageKind::Entry { entry }, markdown_version: true, .. }, _), _, ..] = parts[..]
            && let Some(markdown_version) = self.markdown_version.as_ref().filter(|of| of.movable)
        {
            let text = markdown_version.unplaced_entry(*entry)?;
            let placed = parts.into_iter().map(|(page, piece)| match page.kind {
                PageKind::Entry { .. } => Ok(Cow::Owned(links::place(&text, &page.path).into_bytes())),
                _ if piece > 0 => Ok(Cow::Owned(data::full_piece(&links::place(&text, &page.path)).into_bytes())),
                _ => self.bytes(page, piece),
            });
            return placed.collect();
        }
        parts.into_iter().map(|(page, piece)| self.bytes(page, piece)).collect()
    }

    fn bytes<'p>(&'p self, page: &'p Page, piece: usize) -> Result<Cow<'p, [u8]>, Error> {
        match page.kind {
            PageKind::File { file } => self.file(page, file).map(Cow::Borrowed),
            _ => self.piece(page, piece).map(|text| Cow::Owned(text.into_bytes())),
        }
    }

    fn file(&self, page: &Page, file: usize) -> Result<&'a [u8], Error> {
        let file = self.theme().and_then(|theme| theme.files.get(file));
        file.map(|file| file.bytes.as_slice())
            .ok_or_else(|| Error::message(format!("`{}` is no page of this site", page.path)))
    }

    fn count(&self, page: &Page) -> usize {
        match page.kind {
            #[cfg(feature = "html")]
            PageKind::Data { file } => data::pieces(self, file),
            _ => 1,
        }
    }

    #[cfg_attr(
        not(feature = "html"),
        allow(clippy::only_used_in_recursion, reason = "only files of the html target have several pieces")
    )]
    fn piece(&self, page: &Page, piece: usize) -> Result<String, Error> {
        if page.markdown_version {
            let foreign = || Error::message(format!("`{}` is no page of this site", page.path));
            let markdown_version = self.markdown_version.as_ref().ok_or_else(foreign)?;
            return markdown_version.piece(&Page { markdown_version: false, ..page.clone() }, piece);
        }
        let rendered = match page.kind {
            PageKind::Index { part } => self.render_list(page, Listing::Catalog, part),
            PageKind::Group { group, part } if group < self.catalog.groups().len() => {
                self.render_list(page, Listing::Group(group), part)
            }
            PageKind::Status { status, part } => self.render_list(page, Listing::Status(status), part),
            PageKind::Retryable { value, part } => self.render_list(page, Listing::Retryable(value), part),
            PageKind::Entry { entry } if entry < self.catalog.entries().len() => self.render_entry(page, entry),
            PageKind::Glossary => self.render_glossary(page),
            PageKind::Redirect { redirect } if redirect < self.redirects.len() => self.render_redirect(page, redirect),
            PageKind::Asset => self.asset(page),
            PageKind::Listed { file, group } => self.render_listed(page, file, group),
            #[cfg(feature = "html")]
            PageKind::Data { file } => data::piece(self, &page.path, file, piece),
            _ => Err(Error::message(format!("`{}` is no page of this site", page.path))),
        };
        rendered.map_err(|error| Error { page: Some(page.path.clone()), ..error })
    }

    /// The page of a kind, unless it is one that has no Markdown version.
    #[cfg(feature = "html")]
    pub(crate) fn page_at(&self, kind: PageKind) -> Option<Page> {
        match kind {
            PageKind::Index { part } => Some(Page::new(self.paths.index(part), kind)),
            PageKind::Group { group, part } => Some(Page::new(self.paths.group(group, part), kind)),
            PageKind::Status { status, part } => Some(Page::new(self.paths.list(Listing::Status(status), part), kind)),
            PageKind::Retryable { value, part } => {
                Some(Page::new(self.paths.list(Listing::Retryable(value), part), kind))
            }
            PageKind::Entry { entry } => Some(self.entry(entry)),
            PageKind::Glossary => self.glossary(),
            _ => None,
        }
    }

    /// The page of a code as it is at another path than its own.
    #[cfg(feature = "html")]
    pub(crate) fn entry_at(&self, entry: usize, path: &str) -> Result<String, Error> {
        self.render(&Page::new(path.to_owned(), PageKind::Entry { entry }))
    }

    /// The page of a code before its place is known; [`links::place`] gives it one.
    #[cfg(feature = "html")]
    fn unplaced_entry(&self, entry: usize) -> Result<String, Error> {
        let text = self.entry_at(entry, links::NOWHERE);
        text.map_err(|error| Error { page: Some(self.entry(entry).path), ..error })
    }

    /// The search index, made when first asked for.
    #[cfg(feature = "html")]
    pub(crate) fn search(&self) -> &search::Index {
        self.search.get_or_init(|| search::Index::new(self.catalog))
    }

    fn render_entry(&self, page: &Page, at: usize) -> Result<String, Error> {
        self.template("page", &self.entry_page(page, at))
    }

    /// What the template of a code's page sees.
    pub(crate) fn entry_page(&self, page: &Page, at: usize) -> EntryPage {
        let entry = &self.catalog.entries()[at];
        self.with_desk(page, |desk| {
            let view = compose::entry(entry, desk);
            let page = self.page_view(page, entry.name.clone(), compose::description(entry), Some(Spot::Entry(at)));
            EntryPage { page, entry: view }
        })
    }

    fn render_list(&self, page: &Page, listing: Listing, part: usize) -> Result<String, Error> {
        let (title, description) = listing.heading(self.catalog);
        let (spot, template) = match listing {
            Listing::Catalog => (Some(Spot::Index), "index"),
            Listing::Group(at) => (Some(Spot::Group(at)), "group"),
            Listing::Status(_) | Listing::Retryable(_) if self.target.markdown_version => (None, "group"),
            Listing::Status(_) | Listing::Retryable(_) => (None, "filter"),
        };
        self.with_desk(page, |desk| {
            let overview = (spot == Some(Spot::Index) && part == 0).then(|| compose::overview(desk));
            let list = listing.view(part, desk);
            let mut page = self.page_view(page, title, description, spot);
            // A further part is no copy of the first one.
            page.canonical = page.canonical.filter(|_| part == 0);
            match spot {
                Some(Spot::Index) => self.template(template, &IndexPage { page, overview, list }),
                _ => self.template(template, &ListPage { page, list }),
            }
        })
    }

    fn render_glossary(&self, page: &Page) -> Result<String, Error> {
        self.with_desk(page, |desk| {
            let terms = compose::terms(desk, &self.glossary);
            let page = self.page_view(page, "Glossary".to_owned(), String::new(), None);
            self.template("glossary", &GlossaryPage { page, terms })
        })
    }

    fn render_redirect(&self, page: &Page, at: usize) -> Result<String, Error> {
        let redirect = &self.redirects[at];
        let (href, canonical) = match &redirect.to {
            To::Spot(spot) => (relative(&page.path, &self.paths.of(*spot)), self.paths.canonical(*spot)),
            To::Url(url) => (url.clone(), Some(url.clone())),
        };
        let mut view = self.page_view(page, redirect.title.clone(), String::new(), None);
        view.canonical = canonical;
        self.template("redirect", &RedirectPage { page: view, to: LinkView { title: redirect.title.clone(), href } })
    }

    fn render_listed(&self, page: &Page, file: usize, group: Option<usize>) -> Result<String, Error> {
        let foreign = || Error::message(format!("`{}` is no page of this site", page.path));
        let rule = self.target.description.files.get(file).ok_or_else(foreign)?;
        let text = self.template(&rule.template, &self.listed_file(page, group))?;
        Ok(if rule.path.ends_with(".json") { crate::json::indent(&text) + "\n" } else { text })
    }

    /// What the target puts into a document of the user's, as [`merge`](crate::merge()) takes it; `None` where it has nothing for one.
    ///
    /// # Errors
    /// A template that fails.
    #[cfg(feature = "targets")]
    pub fn partial(&self) -> Result<Option<String>, Error> {
        let Some(template) = &self.target.description.merge else { return Ok(None) };
        let page = Page::new(template.clone(), PageKind::Asset);
        self.template(template, &self.listed_file(&page, None)).map(Some)
    }

    fn listed_file(&self, page: &Page, group: Option<usize>) -> ListedFile {
        let glossary = self.glossary();
        let navigator = Navigator {
            catalog: self.catalog,
            lists: &self.lists,
            paths: &self.paths,
            path: &page.path,
            glossary: glossary.as_ref().map(|glossary| glossary.path.as_str()),
        };
        let nav = group.map_or_else(|| navigator.site(), |group| navigator.group(group));
        // Programs and rules are of the whole catalog, and making their views for each group would cost the square of its size.
        let whole = group.is_none();
        ListedFile {
            page: self.page_view(page, nav.title.clone(), String::new(), None),
            nav,
            redirects: if whole { redirects::views(self.catalog, &self.paths) } else { Vec::new() },
            #[cfg(feature = "targets")]
            catalog: whole.then(|| crate::export::catalog(self.catalog)),
        }
    }

    fn asset(&self, page: &Page) -> Result<String, Error> {
        let name = page.path.rsplit('/').next().unwrap_or_default();
        let text = self.templates.asset(&self.target, name);
        let text = text.ok_or_else(|| Error::message(format!("there is no file `{name}` among the templates")))?;
        #[cfg(feature = "html")]
        if let Some(accent) = self.theme().and_then(|theme| theme.accent.as_ref()).filter(|_| name == "style.css") {
            return Ok(text.to_owned() + &crate::theme::css(accent));
        }
        Ok(text.to_owned())
    }

    fn template(&self, name: &str, view: &impl Serialize) -> Result<String, Error> {
        self.engine.render(name, view, self.templates)
    }

    /// Calls `compose` with a desk for the page.
    fn with_desk<T>(&self, page: &Page, compose: impl FnOnce(&mut Desk<'_, '_>) -> T) -> T {
        let own = match page.kind {
            PageKind::Entry { entry } => Some(entry),
            _ => None,
        };
        let resolve = |text: &str| {
            let at = self.catalog.position(text)?;
            let to = self.paths.entry(&self.catalog.entries()[at]);
            Some(CodeHref { href: self.paths.href(&page.path, &to), own: own == Some(at) })
        };
        let glossary = match page.kind {
            PageKind::Glossary => None,
            _ => self.glossary().map(|glossary| self.paths.href(&page.path, &glossary.path)),
        };
        let scope =
            Scope::new(self.target.format(), &self.target.description.style, &resolve, &self.glossary, glossary);
        compose(&mut Desk { catalog: self.catalog, lists: &self.lists, paths: &self.paths, path: &page.path, scope })
    }

    fn page_view(&self, page: &Page, title: String, description: String, spot: Option<Spot>) -> PageView {
        PageView {
            path: page.path.clone(),
            base: relative(&page.path, &self.paths.asset("")),
            title,
            description,
            canonical: spot.and_then(|spot| self.paths.canonical(spot)),
            markdown: self.markdown_version_href(page),
            home: self.paths.href(&page.path, &self.paths.index(0)),
            glossary: self.glossary().map(|glossary| self.paths.href(&page.path, &glossary.path)),
            trail: self.trail(page, spot),
        }
    }

    /// Link to the Markdown version of a page.
    fn markdown_version_href(&self, page: &Page) -> Option<String> {
        #[cfg(feature = "html")]
        let markdown_version =
            self.markdown_version.as_ref().and_then(|markdown_version| markdown_version.page_at(page.kind));
        #[cfg(not(feature = "html"))]
        let markdown_version: Option<Page> = None;
        markdown_version.map(|markdown_version| relative(&page.path, &markdown_version.path))
    }

    fn trail(&self, page: &Page, spot: Option<Spot>) -> Vec<LinkView> {
        let segments: &[String] = match spot {
            Some(Spot::Entry(entry)) => &self.catalog.entries()[entry].segments,
            Some(Spot::Group(group)) => &self.catalog.groups()[group].path,
            _ => &[],
        };
        let home = LinkView { title: self.title(), href: self.paths.href(&page.path, &self.paths.index(0)) };
        let groups = self.paths.groups_above(segments).map(|(at, group)| LinkView {
            title: group.title.clone(),
            href: self.paths.href(&page.path, &self.paths.group(at, 0)),
        });
        if spot == Some(Spot::Index) { Vec::new() } else { std::iter::once(home).chain(groups).collect() }
    }

    fn title(&self) -> String {
        compose::title(self.catalog)
    }
}
