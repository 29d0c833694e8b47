//! Files that are not pages: those of the target, and those for programs.

use errbook_catalog::registry::Registry;

use super::{Site, foreign};
use crate::compose::{self, Navigator};
use crate::data::{hosts, llms, sitemap};
use crate::error::Error;
use crate::export;
use crate::json;
use crate::observed::Report;
use crate::page::{DataFile, Page, PageKind};
use crate::plan::REGISTRY;
use crate::search;
use crate::templates::Markup;
use crate::view::RedirectView;

impl Site<'_> {
    /// What the target merges into a document of the user, as input for [`merge`](crate::merge()).
    /// `None` if it merges nothing.
    ///
    /// # Errors
    /// A template that fails.
    pub fn partial(&self) -> Result<Option<String>, Error> {
        let Some(template) = &self.plan.target().description.merge else { return Ok(None) };
        let page = Page::new(template.clone(), PageKind::Asset);
        self.file_of_target(template, &page, None).map(Some)
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
        let text = self.file_of_target(&rule.template, page, group)?;
        Ok(if rule.path.ends_with(".json") { json::indent(&text) + "\n" } else { text })
    }

    fn file_of_target(&self, template: &str, page: &Page, group: Option<usize>) -> Result<String, Error> {
        let navigator = Navigator { plan: &self.plan, path: &page.path };
        let nav = group.map_or_else(|| navigator.site(), |group| navigator.group(group));
        let page = self.page_view(page, nav.title.clone(), String::new(), None);
        // Templates of groups don't need these. Building the views for each group would take
        // quadratic time.
        let whole = group.is_none();
        let redirects = whole.then(|| self.plan.published_redirects()).into_iter().flatten();
        let redirects: Vec<_> = redirects.map(|(from, to)| RedirectView { from, to }).collect();
        let catalog = whole.then(|| export::catalog(self.plan.catalog));
        self.template(template, &[("page", &page), ("nav", &nav), ("redirects", &redirects), ("catalog", &catalog)])
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
                    llms::full_piece(&site.piece(&Page::new(page.path.clone(), PageKind::Entry { entry }), 0)?)
                }
            },
            DataFile::Registry => Registry::json_block(catalog, piece)
                .map_err(|error| Error::message(format!("cannot write `{REGISTRY}`: {error}")))?,
            DataFile::Schema => Registry::JSON_SCHEMA.to_owned(),
            DataFile::Sitemap => sitemap::xml(plan),
            DataFile::Redirects => hosts::lines(plan),
            DataFile::Vercel => hosts::vercel(plan),
            DataFile::RedirectList => hosts::list(plan),
            DataFile::Search(file) => {
                let index = self.search.get_or_init(|| search::Index::new(catalog));
                index.file(catalog, plan.paths.entry_end(), file)
            }
        })
    }
}

/// A style sheet as the content of a `style` element. In its strings, `\/` is the same as `/`.
fn inlined(css: &str) -> Markup {
    Markup(css.replace("</", "<\\/"))
}
