//! What each template sees at its top: the view of the page, and the view of what is on it.

use serde::Serialize;

use crate::view::catalog::CatalogView;
use crate::view::{EntryView, LinkView, ListView, NavView, OverviewView, PageView, RedirectView, TermView};

#[derive(Serialize)]
pub(crate) struct EntryPage {
    pub(crate) page: PageView,
    pub(crate) entry: EntryView,
}

#[derive(Serialize)]
pub(crate) struct IndexPage {
    pub(crate) page: PageView,
    pub(crate) overview: Option<OverviewView>,
    pub(crate) list: ListView,
}

#[derive(Serialize)]
pub(crate) struct ListPage {
    pub(crate) page: PageView,
    pub(crate) list: ListView,
}

#[derive(Serialize)]
pub(crate) struct GlossaryPage {
    pub(crate) page: PageView,
    pub(crate) terms: Vec<TermView>,
}

#[derive(Serialize)]
pub(crate) struct RedirectPage {
    pub(crate) page: PageView,
    pub(crate) to: LinkView,
}

#[derive(Serialize)]
pub(crate) struct ListedFile {
    pub(crate) page: PageView,
    pub(crate) nav: NavView,
    pub(crate) redirects: Vec<RedirectView>,
    pub(crate) catalog: Option<CatalogView>,
}
