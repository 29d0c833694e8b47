//! The sidebar of a page: the groups of the catalog, those above the page unfolded, with the codes
//! next to it. It stays small in a large catalog, because each page has one.

use super::list::top;
use crate::page::Listing;
use crate::paths::Spot;
use crate::plan::Plan;
use crate::view::SideView;

/// Up to this number of groups, the sidebar has them all. Otherwise, only those next to the open
/// ones.
const ALL_GROUPS: usize = 60;

/// Maximum number of codes next to a page.
const CODES: usize = 40;

/// The sidebar of the page at `path`, which is the page of `spot`.
pub(crate) fn sidebar(plan: &Plan<'_>, path: &str, spot: Option<Spot>) -> Vec<SideView> {
    let segments = plan.paths.segments(spot.unwrap_or(Spot::Index));
    let side = Side { plan, path, segments };
    let groups = side.groups(&top(plan.catalog));
    // On a list of codes, they would be listed twice.
    if groups.is_empty() && !segments.is_empty() { side.codes(Listing::Catalog) } else { groups }
}

struct Side<'a> {
    plan: &'a Plan<'a>,
    path: &'a str,
    /// The parts of the code or group of the page.
    segments: &'a [String],
}

impl Side<'_> {
    fn groups(&self, groups: &[usize]) -> Vec<SideView> {
        let shown = groups.iter().filter(|&&at| !self.plan.catalog.groups()[at].retired || self.is_open(at));
        shown.map(|&at| self.group(at)).collect()
    }

    fn group(&self, at: usize) -> SideView {
        let group = &self.plan.catalog.groups()[at];
        let open = self.is_open(at);
        let unfolds = open || self.plan.catalog.groups().len() <= ALL_GROUPS;
        let mut items = if unfolds { self.groups(&group.children) } else { Vec::new() };
        if open {
            items.extend(self.codes(Listing::Group(at)));
        }
        SideView { open, items, ..self.item(&group.title, &self.plan.paths.group(at, 0)) }
    }

    /// Whether the page is that of the group, or below it.
    fn is_open(&self, group: usize) -> bool {
        self.segments.starts_with(&self.plan.catalog.groups()[group].path)
    }

    /// The codes of a list around that of the page. Those that are groups too are among the groups.
    fn codes(&self, of: Listing) -> Vec<SideView> {
        let entries = self.plan.catalog.entries();
        let is_shown = |at: &usize| {
            let entry = &entries[*at];
            let is_current = entry.segments == self.segments;
            self.plan.paths.group_of(entry).is_none() && (entry.retired.is_none() || is_current)
        };
        let codes: Vec<usize> = self.plan.lists.codes(of).iter().copied().filter(is_shown).collect();
        let current = codes.iter().position(|&at| entries[at].segments == self.segments).unwrap_or_default();
        let around = codes.chunks(CODES).nth(current / CODES).unwrap_or_default();
        around.iter().map(|&at| self.item(&entries[at].name, &self.plan.paths.entry(&entries[at]))).collect()
    }

    fn item(&self, title: &str, to: &str) -> SideView {
        let href = self.plan.paths.href(self.path, to);
        SideView { title: title.to_owned(), href, current: to == self.path, open: false, items: Vec::new() }
    }
}
