//! Lists and counts of the whole catalog: codes per group, codes that share a status or
//! retryability, and previous and next pages. They are computed once, so the cost of a page doesn't
//! grow with the catalog.

use std::collections::BTreeMap;

use errbook_catalog::{Catalog, Entry};

use crate::facts::retryable;
use crate::page::Listing;

/// Maximum number of codes that a page lists.
pub(crate) const PART: usize = 300;

pub(crate) struct Lists {
    /// By group, in catalog order.
    pub(crate) counts: Vec<Count>,
    /// Codes directly in each group, sorted by code, retired ones last.
    groups: Vec<Vec<usize>>,
    /// Codes without a group, in the same order.
    top: Vec<usize>,
    /// Statuses with their codes, in the same order.
    statuses: Vec<(u16, Vec<usize>)>,
    /// Retryable codes, and non-retryable codes.
    retryable: [Vec<usize>; 2],
    /// The previous and the next entry of each entry.
    neighbours: Vec<[Option<usize>; 2]>,
}

/// Number of codes in a group, including its subgroups.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Count {
    pub(crate) all: usize,
    /// Without retired codes.
    pub(crate) live: usize,
}

impl Lists {
    pub(crate) fn new(catalog: &Catalog) -> Self {
        let groups: Vec<_> = catalog.groups().iter().map(|group| sorted(catalog, group.entries.clone())).collect();
        let entries = catalog.entries().iter().enumerate();
        let top = entries.filter(|(_, entry)| entry.segments.len() == 1).map(|(at, _)| at).collect();
        let top = sorted(catalog, top);
        let mut neighbours = vec![[None; 2]; catalog.entries().len()];
        for list in groups.iter().chain([&top]) {
            for pair in list.windows(2) {
                neighbours[pair[1]][0] = Some(pair[0]);
                neighbours[pair[0]][1] = Some(pair[1]);
            }
        }
        let retryable = [true, false].map(|value| with(catalog, |entry| retryable(entry, catalog) == Some(value)));
        Lists { counts: counts(catalog), groups, top, statuses: by_status(catalog), retryable, neighbours }
    }

    /// Codes directly in a list, sorted by code, retired ones last.
    pub(crate) fn codes(&self, of: Listing) -> &[usize] {
        match of {
            Listing::Catalog => &self.top,
            Listing::Group(at) => self.groups.get(at).map_or(&[], Vec::as_slice),
            Listing::Status(of) => {
                self.statuses.iter().find(|(status, _)| *status == of).map_or(&[], |(_, codes)| codes.as_slice())
            }
            Listing::Retryable(value) => &self.retryable[usize::from(!value)],
        }
    }

    /// Number of pages of a list, counting only the codes directly in it.
    pub(crate) fn parts(&self, of: Listing) -> usize {
        self.codes(of).len().div_ceil(PART).max(1)
    }

    /// All statuses of codes in the catalog.
    pub(crate) fn statuses(&self) -> impl Iterator<Item = u16> {
        self.statuses.iter().map(|(status, _)| *status)
    }

    /// Whether the catalog has retryable (or non-retryable) codes.
    pub(crate) fn has_retryable(&self, value: bool) -> bool {
        !self.retryable[usize::from(!value)].is_empty()
    }

    /// The previous and the next entry in the list of the entry's group.
    pub(crate) fn neighbours(&self, entry: usize) -> [Option<usize>; 2] {
        self.neighbours.get(entry).copied().unwrap_or_default()
    }
}

fn with(catalog: &Catalog, fits: impl Fn(&Entry) -> bool) -> Vec<usize> {
    let entries = catalog.entries().iter().enumerate();
    sorted(catalog, entries.filter(|(_, entry)| fits(entry)).map(|(at, _)| at).collect())
}

fn sorted(catalog: &Catalog, mut codes: Vec<usize>) -> Vec<usize> {
    codes.sort_by_key(|&at| (catalog.entries()[at].retired.is_some(), at));
    codes
}

fn by_status(catalog: &Catalog) -> Vec<(u16, Vec<usize>)> {
    let mut statuses: BTreeMap<u16, Vec<usize>> = BTreeMap::new();
    for (at, entry) in catalog.entries().iter().enumerate() {
        for status in entry.statuses() {
            statuses.entry(status).or_default().push(at);
        }
    }
    statuses.into_iter().map(|(status, codes)| (status, sorted(catalog, codes))).collect()
}

fn counts(catalog: &Catalog) -> Vec<Count> {
    let groups = catalog.groups();
    let mut counts = vec![Count::default(); groups.len()];
    // Groups come before their children, so in reverse, children are counted first.
    for at in (0..groups.len()).rev() {
        let entries = groups[at].entries.iter().map(|&entry| &catalog.entries()[entry]);
        let mut count = Count { all: entries.len(), live: entries.filter(|entry| entry.retired.is_none()).count() };
        for &child in &groups[at].children {
            count.all += counts[child].all;
            count.live += counts[child].live;
        }
        counts[at] = count;
    }
    counts
}
