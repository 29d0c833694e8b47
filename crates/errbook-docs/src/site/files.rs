//! Files that are not pages: those of the target, and those for programs.

use std::collections::BTreeSet;

use errbook_catalog::registry::Registry;

use super::{Site, foreign};
use crate::comparison::Comparison;
use crate::compose::{self, Navigator};
use crate::data::{editions, feed, hosts, llms, sitemap};
use crate::error::Error;
use crate::export;
use crate::json;
use crate::observed::Report;
use crate::page::{DataFile, Page, PageKind};
use crate::plan::REGISTRY;
use crate::prose::{CodeHref, Scope};
use crate::search;
use crate::templates::{Markup, View};
use crate::view::{MovedView, NavView, RedirectView};

/// What the output folder has besides the pages of a site, by output path.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// Other files. Redirects that would hide one are left out.
    pub files: BTreeSet<String>,
    /// Pages of earlier builds that are removed.
    pub removed: BTreeSet<String>,
}

impl Site<'_> {
    /// What the target merges into a document of the user, as input for [`merge`](crate::merge()).
    /// `None` if it merges nothing.
    ///
    /// # Errors
    /// A template that fails.
    pub fn partial(&self, around: &Surroundings) -> Result<Option<String>, Error> {
        let Some(template) = &self.plan.target().description.merge else { return Ok(None) };
        let page = Page::new(template.clone(), PageKind::Asset);
        self.file_of_target(template, &page, None, around).map(Some)
    }

    /// A page about what services were seen to send. It isn't part of the site: it includes the
    /// style sheets, and has the URLs of pages. Only the target `html` has its template.
    ///
    /// # Errors
    /// A template that fails.
    pub fn observed(&self, report: &Report) -> Result<String, Error> {
        let css = self.style_sheets()?.iter().map(|css| inlined(css)).collect();
        self.template("observed", &[("observed", &compose::observed(report, &self.plan, css))])
    }

    /// A page about what changed between two states of the catalog, of which this is the site of the
    /// later one. Like [`observed`](Self::observed), it isn't part of the site.
    ///
    /// # Errors
    /// A template that fails.
    pub fn comparison(&self, comparison: &Comparison) -> Result<String, Error> {
        let css = self.style_sheets()?.iter().map(|css| inlined(css)).collect();
        let plan = &*self.plan;
        let page = |text: &str| {
            let code = || Some(&plan.catalog.entry(text)?.code);
            comparison.pages.get(text).or_else(|| comparison.pages.get(code()?)).cloned()
        };
        let resolve = |text: &str| page(text).map(|href| CodeHref { href, own: false });
        let scope = Scope::new(&plan.target().description, &resolve, &self.glossary, None);
        let mut scope = scope.with_language(plan.catalog.manifest().fences.as_deref()).with_headings_at(4);
        let view = compose::comparison(comparison, plan, &mut scope, css);
        self.template("comparison", &[("comparison", &view)])
    }

    /// The style sheets of all pages: the site's own, and those of the theme.
    fn style_sheets(&self) -> Result<Vec<String>, Error> {
        let own = self.asset(&Page::new("style.css".to_owned(), PageKind::Asset))?;
        let theme = self.plan.theme();
        let files = theme.iter().flat_map(|theme| theme.css.iter().map(|path| (path, &theme.files)));
        let of_theme = files.filter_map(|(path, files)| files.iter().find(|file| file.path == *path));
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(std::iter::once(own).chain(of_theme.map(|file| text(&file.bytes))).collect())
    }

    /// A file of the target.
    pub(super) fn listed(&self, page: &Page, file: usize, group: Option<usize>) -> Result<String, Error> {
        let rule = self.plan.target().description.files.get(file).ok_or_else(|| foreign(page))?;
        let text = self.file_of_target(&rule.template, page, group, &Surroundings::default())?;
        Ok(if rule.path.ends_with(".json") { json::indent(&text) + "\n" } else { text })
    }

    fn file_of_target(
        &self,
        template: &str,
        page: &Page,
        group: Option<usize>,
        around: &Surroundings,
    ) -> Result<String, Error> {
        let navigator = Navigator { plan: &self.plan, path: &page.path };
        let nav = group.map_or_else(|| navigator.site(), |group| navigator.group(group));
        let page = self.page_view(page, nav.title.clone(), String::new(), None);
        // Templates of groups don't need these. Building the views for each group would take
        // quadratic time.
        let whole = group.is_none();
        let hides = |from: &str| self.plan.paths.files_at(from).iter().any(|file| around.files.contains(file));
        let redirects = whole.then(|| self.plan.published_redirects()).into_iter().flatten();
        let redirects = redirects.filter(|(from, _)| !hides(from));
        let redirects: Vec<_> = redirects.map(|(from, to)| RedirectView { from, to }).collect();
        let imports = self.templates.imports(self.plan.target());
        let exported = || export::catalog(self.plan.catalog, imports, &self.reserved);
        let catalog = whole.then(|| self.exported.get_or_init(exported));
        let (moved, gone) = if whole { self.unlisted(&nav, around) } else { Default::default() };
        let values: [(&'static str, &dyn View); 6] = [
            ("page", &page),
            ("nav", &nav),
            ("redirects", &redirects),
            ("catalog", &catalog),
            ("moved", &moved),
            ("gone", &gone),
        ];
        self.template(template, &values)
    }

    /// The pages that moved, and the IDs of those that a navigation must not list: retired ones, and
    /// those that are removed.
    fn unlisted(&self, nav: &NavView, around: &Surroundings) -> (Vec<MovedView>, BTreeSet<String>) {
        let mut gone: BTreeSet<String> = around.removed.iter().map(|page| self.plan.paths.id(page)).collect();
        retired(nav, nav.retired, &mut gone);
        let moved = self.plan.moved().filter(|(from, _)| !around.files.contains(from));
        let moved = moved.map(|(from, to)| MovedView { from: self.plan.paths.id(&from), to: self.plan.paths.id(&to) });
        let (retired, moved): (Vec<_>, Vec<_>) = moved.partition(|page| gone.contains(&page.to));
        gone.extend(retired.into_iter().map(|page| page.from));
        (moved, gone)
    }

    pub(super) fn data_count(&self, file: DataFile) -> usize {
        match file {
            // The head, then one piece per code.
            DataFile::LlmsFull => 1 + self.plan.catalog.entries().len(),
            DataFile::Registry => Registry::blocks(self.plan.catalog),
            _ => 1,
        }
    }

    pub(super) fn data(&self, page: &Page, file: DataFile, piece: usize) -> Result<String, Error> {
        let (plan, catalog) = (&*self.plan, self.plan.catalog);
        Ok(match file {
            DataFile::Llms => llms::index(plan, &page.path),
            DataFile::LlmsFull => match piece.checked_sub(1) {
                None => llms::full_head(catalog),
                Some(entry) => {
                    let site = self.markdown_version.as_ref().ok_or_else(|| foreign(page))?;
                    llms::full_piece(
                        plan,
                        entry,
                        &site.piece(&Page::new(page.path.clone(), PageKind::Entry { entry }), 0)?,
                    )
                }
            },
            DataFile::Registry => Registry::json_block(catalog, piece)
                .map_err(|error| Error::message(format!("cannot write `{REGISTRY}`: {error}")))?,
            DataFile::Schema => Registry::JSON_SCHEMA.to_owned(),
            DataFile::Feed => feed::atom(plan),
            DataFile::Sitemap => sitemap::xml(plan),
            DataFile::Headers => hosts::headers(plan),
            DataFile::Redirects => hosts::lines(plan),
            DataFile::Vercel => hosts::vercel(plan),
            DataFile::RedirectList => hosts::list(plan),
            DataFile::Pages => editions::pages(plan.pages()),
            DataFile::Search(file) => {
                let index = self.search.get_or_init(|| search::Index::new(catalog));
                index.file(plan, file)
            }
        })
    }
}

/// Collects the IDs of retired pages.
fn retired(nav: &NavView, all: bool, into: &mut BTreeSet<String>) {
    let own = all.then_some(&nav.id).into_iter();
    let pages = nav.pages.iter().filter(|page| all || page.retired).map(|page| &page.id);
    into.extend(own.chain(pages).cloned());
    nav.groups.iter().for_each(|group| retired(group, all || group.retired, into));
}

/// A style sheet as the content of a `style` element. In its strings, `\/` is the same as `/`.
fn inlined(css: &str) -> Markup {
    Markup(css.replace("</", "<\\/"))
}
