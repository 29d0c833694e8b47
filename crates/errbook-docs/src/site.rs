//! A site: the pages of a catalog in one target. It lists their paths and renders one when asked, so that nobody holds all of them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use errbook_catalog::{Catalog, Link, Look};
use serde::Serialize;

use crate::compose::{self, Desk, Listing, Lists};
use crate::error::Error;
use crate::paths::{Paths, Spot, relative};
use crate::prose::{self, CodeHref, Glossary, Scope};
use crate::target::Target;
use crate::templates::{Engine, Markup, Templates};
use crate::view::{EntryView, LinkView, ListView, LogoView, OverviewView, PageView, SiteView, TermView};

/// All pages of a catalog in one target.
pub struct Site<'a> {
    catalog: &'a Catalog,
    target: Target,
    templates: &'a Templates,
    engine: Engine,
    paths: Paths<'a>,
    glossary: Glossary,
    lists: Lists,
    redirects: Vec<Redirect>,
}

/// A page of a site: where it goes, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    path: String,
    kind: PageKind,
}

/// What a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageKind {
    /// The first page, or another part of it where it lists too many codes for one.
    Index {
        /// From 0.
        part: usize,
    },
    /// The page of a group, or another part of it.
    Group {
        /// Index into [`Catalog::groups`].
        group: usize,
        /// From 0.
        part: usize,
    },
    /// All codes with one HTTP status, or a part of them.
    Status {
        /// Which one.
        status: u16,
        /// From 0.
        part: usize,
    },
    /// All codes that can be retried, or all that cannot, or a part of them.
    Retryable {
        /// Which of the two.
        value: bool,
        /// From 0.
        part: usize,
    },
    /// The page of a code.
    Entry {
        /// Index into [`Catalog::entries`].
        entry: usize,
    },
    /// The terms of the manifest.
    Glossary,
    /// A former URL, which leads on.
    Redirect {
        /// Which one.
        redirect: usize,
    },
    /// A file of the templates that is copied as it is, such as the script.
    Asset,
    /// A file of the catalog that is copied as it is, such as its logo.
    File {
        /// Index into [`Look::files`](errbook_catalog::Look::files).
        file: usize,
    },
}

impl Page {
    /// Path below the output folder, with slashes.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What it is.
    pub fn kind(&self) -> PageKind {
        self.kind
    }
}

/// A former URL and where it leads.
#[derive(Debug)]
struct Redirect {
    path: String,
    title: String,
    to: To,
}

#[derive(Debug)]
enum To {
    Spot(Spot),
    Url(String),
}

impl<'a> Site<'a> {
    /// The site of `catalog` in `target`.
    ///
    /// # Errors
    /// A template that cannot be parsed, or that uses what does not exist.
    pub fn new(catalog: &'a Catalog, target: Target, templates: &'a Templates) -> Result<Self, Error> {
        let paths = Paths::new(catalog, target);
        let redirects = if target.redirects() { redirects(catalog, &paths) } else { Vec::new() };
        Ok(Site {
            catalog,
            target,
            templates,
            engine: Engine::new(templates, &target, &site_view(catalog, &target, &paths))?,
            paths,
            glossary: Glossary::new(&catalog.manifest().glossary),
            lists: Lists::new(catalog),
            redirects,
        })
    }

    /// All pages: lists first, then codes in their order, then the rest. No path comes twice.
    pub fn pages(&self) -> impl Iterator<Item = Page> {
        let groups = (0..self.catalog.groups().len()).map(Listing::Group);
        let lists = std::iter::once(Listing::Catalog).chain(groups).chain(self.filters());
        let lists = lists.flat_map(|listing| self.list(listing));
        let entries = (0..self.catalog.entries().len()).map(|entry| self.entry(entry));
        let redirects = self
            .redirects
            .iter()
            .enumerate()
            .map(|(redirect, of)| Page { path: of.path.clone(), kind: PageKind::Redirect { redirect } });
        let assets = self
            .templates
            .assets(&self.target)
            .into_iter()
            .map(|name| Page { path: self.paths.asset(&name), kind: PageKind::Asset });
        lists.chain(entries).chain(self.glossary()).chain(redirects).chain(assets).chain(self.files())
    }

    /// The first page.
    pub fn home(&self) -> Page {
        Page { path: self.paths.index(0), kind: PageKind::Index { part: 0 } }
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
            Page { path: self.paths.list(listing, part), kind }
        })
    }

    /// The lists of codes that share something, in targets that have them.
    fn filters(&self) -> impl Iterator<Item = Listing> {
        let retryable = [true, false].into_iter().filter(|value| self.lists.has_retryable(*value));
        let all = self.lists.statuses().map(Listing::Status).chain(retryable.map(Listing::Retryable));
        all.filter(|_| self.target.filters())
    }

    fn files(&self) -> impl Iterator<Item = Page> {
        let files = self.look().filter(|_| self.target.filters()).map_or(&[][..], |look| &look.files);
        let files = files.iter().enumerate();
        files.map(|(at, file)| Page { path: self.paths.look(&file.path), kind: PageKind::File { file: at } })
    }

    fn look(&self) -> Option<&'a Look> {
        self.catalog.manifest().site.as_ref().map(|site| &site.look)
    }

    fn entry(&self, entry: usize) -> Page {
        Page { path: self.paths.entry(&self.catalog.entries()[entry]), kind: PageKind::Entry { entry } }
    }

    fn glossary(&self) -> Option<Page> {
        (self.glossary.len() > 0).then(|| Page { path: self.paths.glossary(), kind: PageKind::Glossary })
    }

    /// What a file of this site holds: the text of a page, or the bytes of a file of the catalog.
    ///
    /// # Errors
    /// Those of [`render`](Self::render).
    pub fn content(&self, page: &Page) -> Result<Cow<'a, [u8]>, Error> {
        match page.kind {
            PageKind::File { file } => match self.look().and_then(|look| look.files.get(file)) {
                Some(file) => Ok(Cow::Borrowed(&file.bytes)),
                None => Err(Error::message(format!("`{}` is no page of this site", page.path))),
            },
            _ => self.render(page).map(|text| Cow::Owned(text.into_bytes())),
        }
    }

    /// Renders a page of this site.
    ///
    /// # Errors
    /// A template that fails, with its place and what it could have used; a page of another site; a file of the catalog, which
    /// [`content`](Self::content) gives.
    pub fn render(&self, page: &Page) -> Result<String, Error> {
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
            _ => Err(Error::message(format!("`{}` is no page of this site", page.path))),
        };
        rendered.map_err(|error| Error { page: Some(page.path.clone()), ..error })
    }

    fn render_entry(&self, page: &Page, at: usize) -> Result<String, Error> {
        let entry = &self.catalog.entries()[at];
        self.with_desk(page, |desk| {
            let view = compose::entry(entry, desk);
            let page = self.page_view(page, entry.name.clone(), compose::description(entry), Some(Spot::Entry(at)));
            self.template("page", &EntryPage { page, entry: view })
        })
    }

    fn render_list(&self, page: &Page, listing: Listing, part: usize) -> Result<String, Error> {
        let manifest = self.catalog.manifest();
        let (title, description, spot, template) = match listing {
            Listing::Catalog => (self.title(), manifest.description.clone(), Some(Spot::Index), "index"),
            Listing::Group(at) => {
                let group = &self.catalog.groups()[at];
                (group.title.clone(), compose::first_paragraph(group), Some(Spot::Group(at)), "group")
            }
            Listing::Status(status) => {
                let title = compose::status_title(self.catalog, status);
                let description = format!("All errors that services answer with HTTP status {title}.");
                (title, description, None, "filter")
            }
            Listing::Retryable(value) => {
                let title = format!("{} errors", compose::retryable_title(value));
                let description = if value {
                    "The same request can succeed when it is sent again."
                } else {
                    "The same request gets the same answer until something else changes."
                };
                (title, description.to_owned(), None, "filter")
            }
        };
        self.with_desk(page, |desk| {
            let overview = (spot == Some(Spot::Index) && part == 0).then(|| compose::overview(desk));
            let list = listing.view(part, desk);
            let page = self.page_view(page, title, description, spot);
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

    fn asset(&self, page: &Page) -> Result<String, Error> {
        let name = page.path.rsplit('/').next().unwrap_or_default();
        let text = self.templates.asset(&self.target, name);
        let text = text.ok_or_else(|| Error::message(format!("there is no file `{name}` among the templates")))?;
        #[cfg(feature = "html")]
        if let Some(accent) = self.look().and_then(|look| look.accent.as_ref()).filter(|_| name == "style.css") {
            return Ok(text.to_owned() + &crate::look::css(accent));
        }
        Ok(text.to_owned())
    }

    fn template(&self, name: &str, view: &impl Serialize) -> Result<String, Error> {
        self.engine.render(&format!("{name}.{}", self.target.extension()), view, self.templates)
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
            Some(CodeHref { href: relative(&page.path, &to), own: own == Some(at) })
        };
        let glossary = match page.kind {
            PageKind::Glossary => None,
            _ => self.glossary().map(|glossary| relative(&page.path, &glossary.path)),
        };
        let scope = Scope::new(self.target.format, &resolve, &self.glossary, glossary);
        compose(&mut Desk { catalog: self.catalog, lists: &self.lists, paths: &self.paths, path: &page.path, scope })
    }

    fn page_view(&self, page: &Page, title: String, description: String, spot: Option<Spot>) -> PageView {
        let asset = relative(&page.path, &self.paths.asset("x"));
        PageView {
            path: page.path.clone(),
            base: asset.strip_suffix('x').unwrap_or_default().to_owned(),
            title,
            description,
            canonical: spot.and_then(|spot| self.paths.canonical(spot)),
            home: relative(&page.path, &self.paths.index(0)),
            glossary: self.glossary().map(|glossary| relative(&page.path, &glossary.path)),
            trail: self.trail(page, spot),
        }
    }

    fn trail(&self, page: &Page, spot: Option<Spot>) -> Vec<LinkView> {
        let segments: &[String] = match spot {
            Some(Spot::Entry(entry)) => &self.catalog.entries()[entry].segments,
            Some(Spot::Group(group)) => &self.catalog.groups()[group].path,
            _ => &[],
        };
        let home = LinkView { title: self.title(), href: relative(&page.path, &self.paths.index(0)) };
        let groups = self.paths.groups_above(segments).map(|(at, group)| LinkView {
            title: group.title.clone(),
            href: relative(&page.path, &self.paths.group(at, 0)),
        });
        if spot == Some(Spot::Index) { Vec::new() } else { std::iter::once(home).chain(groups).collect() }
    }

    fn title(&self) -> String {
        title(self.catalog)
    }
}

#[derive(Serialize)]
struct EntryPage {
    page: PageView,
    entry: EntryView,
}

#[derive(Serialize)]
struct IndexPage {
    page: PageView,
    overview: Option<OverviewView>,
    list: ListView,
}

#[derive(Serialize)]
struct ListPage {
    page: PageView,
    list: ListView,
}

#[derive(Serialize)]
struct GlossaryPage {
    page: PageView,
    terms: Vec<TermView>,
}

#[derive(Serialize)]
struct RedirectPage {
    page: PageView,
    to: LinkView,
}

fn title(catalog: &Catalog) -> String {
    let manifest = catalog.manifest();
    manifest.site.as_ref().map_or_else(|| format!("{} errors", manifest.name), |site| site.title.clone())
}

fn site_view(catalog: &Catalog, target: &Target, paths: &Paths<'_>) -> SiteView {
    let manifest = catalog.manifest();
    let levels: Vec<&str> = manifest.scheme.levels.iter().map(|level| level.name.as_str()).collect();
    let look = manifest.site.as_ref().map(|site| &site.look);
    // Each page puts its own way to this folder before them.
    let file = |path: &String| relative(&paths.asset("x"), &paths.look(path));
    SiteView {
        name: manifest.name.clone(),
        title: title(catalog),
        description: manifest.description.clone(),
        code_format: manifest.scheme.code(&levels),
        codes: catalog.entries().len(),
        logo: look
            .and_then(|look| look.logo.as_ref())
            .map(|logo| LogoView { light: file(&logo.light), dark: file(&logo.dark) }),
        links: look.map(|look| look.links.iter().map(link).collect()).unwrap_or_default(),
        footer: look.and_then(|look| look.footer.as_deref()).map(|text| footer(text, target)),
        css: look.map(|look| look.css.iter().map(file).collect()).unwrap_or_default(),
    }
}

fn link(link: &Link) -> LinkView {
    LinkView { title: link.title.clone(), href: link.url.clone() }
}

/// The footer's Markdown. It is the same on all pages, so that it links to none of them.
fn footer(text: &str, target: &Target) -> Markup {
    let glossary = Glossary::new(&[]);
    Markup(Scope::new(target.format, &|_| None, &glossary, None).block(text))
}

/// The pages of all former URLs, by path. Where two become one file, that of a code wins over that of a group and of the manifest.
fn redirects(catalog: &Catalog, paths: &Paths<'_>) -> Vec<Redirect> {
    let mut redirects = BTreeMap::new();
    let mut add = |from: &str, title: &str, to: To| {
        if let Some(path) = paths.redirect(from) {
            redirects.entry(path).or_insert((title.to_owned(), to));
        }
    };
    for (at, entry) in catalog.entries().iter().enumerate() {
        entry.redirects.iter().for_each(|from| add(from, &entry.name, To::Spot(Spot::Entry(at))));
    }
    for (at, group) in catalog.groups().iter().enumerate() {
        group.redirects.iter().for_each(|from| add(from, &group.title, To::Spot(Spot::Group(at))));
    }
    for redirect in &catalog.manifest().redirects {
        let (title, to) = manifest_target(catalog, paths, &redirect.to);
        if !matches!(&to, To::Url(url) if !prose::is_safe(url)) {
            add(&redirect.from, &title, to);
        }
    }
    redirects.into_iter().map(|(path, (title, to))| Redirect { path, title, to }).collect()
}

fn manifest_target(catalog: &Catalog, paths: &Paths<'_>, to: &str) -> (String, To) {
    let named = |title: &str, spot| (title.to_owned(), To::Spot(spot));
    match to.starts_with('/').then(|| paths.spot(to)).flatten() {
        Some(Spot::Index) => named(&title(catalog), Spot::Index),
        Some(Spot::Group(at)) => named(&catalog.groups()[at].title, Spot::Group(at)),
        Some(Spot::Entry(at)) => named(&catalog.entries()[at].name, Spot::Entry(at)),
        None => {
            let root =
                catalog.manifest().site.as_ref().filter(|_| to.starts_with('/')).map_or("", |site| site.root.as_str());
            (to.to_owned(), To::Url(format!("{root}{to}")))
        }
    }
}
