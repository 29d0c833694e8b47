//! Files that are no pages: those of the target, and those for programs.

use super::{Site, foreign};
use crate::compose::Navigator;
use crate::data;
use crate::error::Error;
use crate::export;
use crate::json;
use crate::page::{DataFile, Page, PageKind};
use crate::search;
use crate::view::RedirectView;

impl Site<'_> {
    /// What the target puts into a document of the user's, as [`merge`](crate::merge()) takes it; `None` where it has nothing for one.
    ///
    /// # Errors
    /// A template that fails.
    pub fn partial(&self) -> Result<Option<String>, Error> {
        let Some(template) = &self.plan.target().description.merge else { return Ok(None) };
        let page = Page::new(template.clone(), PageKind::Asset);
        self.file_of_target(template, &page, None).map(Some)
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
        // Programs and rules are of the whole catalog, and making their views for each group would cost the square of its size.
        let whole = group.is_none();
        let redirects = whole.then(|| self.plan.published_redirects()).into_iter().flatten();
        let redirects: Vec<_> = redirects.map(|(from, to)| RedirectView { from, to }).collect();
        let catalog = whole.then(|| export::catalog(self.plan.catalog));
        self.template(template, &[("page", &page), ("nav", &nav), ("redirects", &redirects), ("catalog", &catalog)])
    }

    /// A piece of a file for programs.
    pub(super) fn data(&self, page: &Page, file: DataFile, piece: usize) -> Result<String, Error> {
        let catalog = self.plan.catalog;
        match (file, piece.checked_sub(1)) {
            (DataFile::Search(file), _) => {
                let index = self.search.get_or_init(|| search::Index::new(catalog));
                Ok(index.file(catalog, self.plan.paths.entry_end(), file))
            }
            (DataFile::LlmsFull, None) => Ok(data::full_head(catalog)),
            (DataFile::LlmsFull, Some(entry)) => {
                let site = self.markdown_version.as_ref().ok_or_else(|| foreign(page))?;
                let text = site.text(&Page::new(page.path.clone(), PageKind::Entry { entry }), 0)?;
                Ok(data::full_piece(&text))
            }
            _ => data::piece(&self.plan, &page.path, file, piece),
        }
    }
}
