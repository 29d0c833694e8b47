//! Turns the catalog into the views of a page. [`Scope`] renders the prose in the target's format.

use errbook_catalog::{Catalog, CodeRef, Entry};

use crate::checks::Checks;
use crate::clients::{CLIENTS, Client};
use crate::facts::{mark, retryable};
use crate::lists::Lists;
use crate::paths::Paths;
use crate::prose::Scope;
use crate::target::Clients;
use crate::templates::Markup;
use crate::view::CodeView;

#[cfg(feature = "targets")]
mod comparison;
mod entry;
mod list;
mod manifest;
mod nav;
#[cfg(feature = "targets")]
mod observed;
mod overview;
#[cfg(feature = "targets")]
mod pieces;
mod response;
mod service;
mod sidebar;
mod structured;

#[cfg(feature = "targets")]
pub(crate) use comparison::comparison;
pub(crate) use entry::{ask, entry};
pub(crate) use list::terms;
pub(crate) use manifest::site;
pub(crate) use nav::Navigator;
#[cfg(feature = "targets")]
pub(crate) use observed::observed;
pub(crate) use overview::overview;
pub(crate) use response::{body, headers};
pub(crate) use sidebar::sidebar;
pub(crate) use structured::article;

/// Context for composing one page.
pub(crate) struct Desk<'a, 's> {
    pub(crate) catalog: &'a Catalog,
    pub(crate) lists: &'a Lists,
    pub(crate) paths: &'a Paths<'a>,
    /// Output path of the page.
    pub(crate) path: &'a str,
    pub(crate) checks: Option<&'a Checks>,
    pub(crate) scope: Scope<'s>,
}

impl Desk<'_, '_> {
    fn href(&self, to: &str) -> String {
        self.paths.href(self.path, to)
    }

    /// All clients, or only the first if the target has no tabs.
    fn clients(&self) -> &'static [Client] {
        if self.paths.target().description.clients == Clients::All { CLIENTS } else { &CLIENTS[..1] }
    }

    fn code(&self, entry: &Entry) -> CodeView {
        CodeView {
            code: entry.code.clone(),
            name: entry.name.clone(),
            summary: entry.summary.clone(),
            href: self.paths.entry_href(self.path, entry).unwrap_or_default(),
            statuses: entry.statuses(),
            retryable: retryable(entry, self.catalog),
            retired: entry.retired.is_some(),
            deprecated: entry.deprecated.is_some(),
            draft: entry.draft,
            mark: mark(entry, self.catalog),
            from: entry.dependency.map(|at| self.catalog.manifest().depends[at].title.clone()),
        }
    }

    /// A code of this catalog, or of a dependency.
    fn code_at(&self, of: CodeRef) -> Option<CodeView> {
        if let CodeRef::Own(at) = of {
            return Some(self.code(&self.catalog.entries()[at]));
        }
        let (dependency, code) = self.catalog.manifest().outside(of)?;
        Some(CodeView {
            code: code.code.clone(),
            name: code.name.clone(),
            href: code.url.clone().unwrap_or_default(),
            retired: code.retired,
            mark: code.retired.then_some("retired"),
            from: Some(dependency.title.clone()),
            ..CodeView::default()
        })
    }

    fn block(&mut self, text: &str) -> Option<Markup> {
        (!text.trim().is_empty()).then(|| Markup(self.scope.block(text)))
    }

    fn inline(&mut self, text: &str) -> Markup {
        Markup(self.scope.inline(text))
    }

    fn optional_inline(&mut self, text: Option<&String>) -> Option<Markup> {
        text.map(|text| self.inline(text))
    }
}
