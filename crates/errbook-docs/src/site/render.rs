//! Renders pages and composes the views of their templates.

use errbook_catalog::Catalog;

use super::Site;
use crate::compose::{self, Desk};
use crate::error::Error;
use crate::facts::{description, title};
use crate::links::relative;
use crate::page::{Listing, Page, PageKind};
use crate::paths::Spot;
use crate::plan::To;
use crate::prose::{CodeHref, Scope};
use crate::templates::View;
use crate::theme;
use crate::view::{LinkView, PageView};

impl Site<'_> {
    pub(super) fn entry(&self, page: &Page, at: usize) -> Result<String, Error> {
        let entry = &self.plan.catalog.entries()[at];
        self.with_desk(page, |desk| {
            let view = compose::entry(entry, desk);
            let is_current = self.plan.target().edition.name().is_none();
            let structured = (self.plan.target().is_site() && is_current).then(|| compose::article(desk, at)).flatten();
            let page = self.page_view(page, entry.name.clone(), description(entry), Some(Spot::Entry(at)));
            let page = PageView { structured, ask: compose::ask(entry, desk), ..page };
            self.template("page", &[("page", &page), ("entry", &view)])
        })
    }

    pub(super) fn list(&self, page: &Page, of: Listing, part: usize) -> Result<String, Error> {
        let (title, description) = of.heading(self.plan.catalog, &self.plan.lists);
        let (spot, template) = match of {
            Listing::Catalog => (Some(Spot::Index), "index"),
            Listing::Group(at) => (Some(Spot::Group(at)), "group"),
            _ if self.plan.target().markdown_version => (None, "group"),
            Listing::Status(_) | Listing::Retryable(_) | Listing::Field { .. } => (None, "filter"),
        };
        self.with_desk(page, |desk| {
            let overview = (of == Listing::Catalog && part == 0).then(|| compose::overview(desk));
            let list = of.view(part, desk);
            let mut page = self.page_view(page, title, description, spot);
            // Later parts of a list are not copies of the first one.
            page.canonical = page.canonical.filter(|_| part == 0);
            match of {
                Listing::Catalog => {
                    self.template(template, &[("page", &page), ("overview", &overview), ("list", &list)])
                }
                _ => self.template(template, &[("page", &page), ("list", &list)]),
            }
        })
    }

    pub(super) fn terms(&self, page: &Page) -> Result<String, Error> {
        self.with_desk(page, |desk| {
            let terms = compose::terms(desk, &self.glossary);
            let page = self.page_view(page, "Glossary".to_owned(), String::new(), None);
            self.template("glossary", &[("page", &page), ("terms", &terms)])
        })
    }

    /// The page for URLs that don't exist. It can be shown at any URL, so its links start at the root.
    pub(super) fn not_found(&self, page: &Page) -> Result<String, Error> {
        let page = Page::new(self.plan.paths.asset(&page.path), page.kind);
        let mut view = self.page_view(&page, "Page not found".to_owned(), String::new(), Some(Spot::Index));
        view.canonical = None;
        view.place_below(&self.plan.paths.root_path());
        self.template("not_found", &[("page", &view)])
    }

    pub(super) fn redirect(&self, page: &Page, at: usize) -> Result<String, Error> {
        let redirect = &self.plan.redirects[at];
        let (href, canonical) = match &redirect.to {
            To::Spot(spot) => (relative(&page.path, &self.plan.paths.of(*spot)), self.plan.paths.canonical(*spot)),
            To::Url(url) => (url.clone(), Some(url.clone())),
        };
        let mut view = self.page_view(page, redirect.title.clone(), String::new(), None);
        view.canonical = canonical;
        let to = LinkView { title: redirect.title.clone(), href };
        self.template("redirect", &[("page", &view), ("to", &to)])
    }

    /// A file of the templates, unchanged. The style sheet also gets the theme's colors.
    pub(super) fn asset(&self, page: &Page) -> Result<String, Error> {
        let name = page.path.rsplit('/').next().unwrap_or_default();
        let text = self.templates.asset(self.plan.target(), name);
        let text = text.ok_or_else(|| Error::message(format!("file `{name}` not found in the templates")))?;
        let accent = self.plan.theme().and_then(|theme| theme.accent.as_ref()).filter(|_| name == "style.css");
        Ok(text.to_owned() + &accent.map(theme::css).unwrap_or_default())
    }

    /// Renders a template with `views`, which it can use by their names.
    pub(super) fn template(&self, name: &str, views: &[(&'static str, &dyn View)]) -> Result<String, Error> {
        self.engine.render(name, views, self.templates)
    }

    /// Calls `compose` with a desk for the page.
    fn with_desk<T>(&self, page: &Page, compose: impl FnOnce(&mut Desk<'_, '_>) -> T) -> T {
        let (catalog, paths) = (self.plan.catalog, &self.plan.paths);
        let resolve = |text: &str| {
            let Some(at) = catalog.position(text) else { return outside(catalog, text) };
            let href = paths.entry_href(&page.path, &catalog.entries()[at])?;
            Some(CodeHref { href, own: page.kind == PageKind::Entry { entry: at } })
        };
        let glossary = self.glossary_href(page).filter(|_| page.kind != PageKind::Glossary);
        let target = self.plan.target();
        let scope = Scope::new(&target.description, &resolve, &self.glossary, glossary);
        let scope = scope.with_language(catalog.manifest().fences.as_deref());
        compose(&mut Desk { catalog, lists: &self.plan.lists, paths, path: &page.path, checks: self.checks, scope })
    }

    /// A page in Markdown, which says where programs find all others.
    #[cfg(feature = "targets")]
    pub(super) fn below_index_note(&self, path: &str, text: &str) -> String {
        let index = crate::plan::LLMS;
        let url = self.plan.paths.url(index).unwrap_or_else(|| relative(path, index));
        format!(
            "> ## Documentation Index\n> Fetch the complete documentation index at: {url}\n\
             > Use this file to discover all available pages before exploring further.\n\n{text}"
        )
    }

    /// A page in Markdown. Without targets, there is no list of all pages.
    #[cfg(not(feature = "targets"))]
    pub(super) fn below_index_note(&self, _: &str, text: &str) -> String {
        text.to_owned()
    }

    /// The view of the page, which all templates have.
    pub(super) fn page_view(&self, page: &Page, title: String, description: String, spot: Option<Spot>) -> PageView {
        let paths = &self.plan.paths;
        let is_site = self.plan.target().is_site();
        PageView {
            path: page.path.clone(),
            base: relative(&page.path, &paths.asset("")),
            title,
            description,
            canonical: spot.and_then(|spot| paths.canonical(spot)),
            current: self.current(page, spot),
            markdown: self.plan.markdown_version_of(page.kind).map(|version| relative(&page.path, &version.path)),
            home: paths.href(&page.path, &paths.index(0)),
            glossary: self.glossary_href(page),
            trail: self.trail(page, spot),
            ask: Vec::new(),
            structured: None,
            sidebar: if is_site { compose::sidebar(&self.plan, &page.path, spot) } else { Vec::new() },
        }
    }

    /// The link from a page of an earlier edition to the same page of the current one, or to its home page
    /// if that may not have the page.
    fn current(&self, page: &Page, spot: Option<Spot>) -> Option<String> {
        self.plan.target().edition.name()?;
        let to = self.plan.paths.of(spot.unwrap_or(Spot::Index));
        Some(self.plan.paths.current(&page.path, &to))
    }

    fn glossary_href(&self, page: &Page) -> Option<String> {
        self.plan.glossary().map(|glossary| self.plan.paths.href(&page.path, &glossary.path))
    }

    fn trail(&self, page: &Page, spot: Option<Spot>) -> Vec<LinkView> {
        let paths = &self.plan.paths;
        if spot == Some(Spot::Index) {
            return Vec::new();
        }
        let segments = paths.segments(spot.unwrap_or(Spot::Index));
        let home = LinkView { title: title(self.plan.catalog), href: paths.href(&page.path, &paths.index(0)) };
        let groups = paths.groups_above(segments).map(|(at, group)| LinkView {
            title: group.title.clone(),
            href: paths.group_href(&page.path, at).unwrap_or_default(),
        });
        std::iter::once(home).chain(groups).collect()
    }
}

/// A code of a dependency whose page is elsewhere.
fn outside(catalog: &Catalog, code: &str) -> Option<CodeHref> {
    let mut depends = catalog.manifest().depends.iter();
    let href = depends.find_map(|of| of.codes[of.position(code)?].url.clone())?;
    Some(CodeHref { href, own: false })
}
