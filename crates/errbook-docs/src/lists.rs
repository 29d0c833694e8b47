//! What is known of a whole catalog before any page is made: how many codes groups have, which codes share a status or a retry, and which
//! page stands before and after another. Made once, so that no page costs more in a larger catalog.

use std::collections::BTreeMap;

use errbook_catalog::{Catalog, Entry};

use crate::facts::retryable;
use crate::page::Listing;

/// How many codes a page lists at most.
pub(crate) const PART: usize = 300;

/// Lists and counts of a catalog.
pub(crate) struct Lists {
    /// By group, in the order of the catalog.
    pub(crate) counts: Vec<Count>,
    /// Codes right below each group: by code, retired ones last.
    groups: Vec<Vec<usize>>,
    /// Codes of one level, in the same order.
    top: Vec<usize>,
    /// Statuses with their codes, in the same order.
    statuses: Vec<(u16, Vec<usize>)>,
    /// Codes that can be retried, and those that cannot.
    retryable: [Vec<usize>; 2],
    /// The entry before and the one after each.
    neighbours: Vec<[Option<usize>; 2]>,
}

/// How many codes a group has, here and below.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Count {
    pub(crate) all: usize,
    /// Without retired ones.
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

    /// The codes right below a list: by code, retired ones last.
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

    /// How many pages a list takes, counting only codes right below it.
    pub(crate) fn parts(&self, of: Listing) -> usize {
        self.codes(of).len().div_ceil(PART).max(1)
    }

    /// The statuses that codes of the catalog have.
    pub(crate) fn statuses(&self) -> impl Iterator<Item = u16> {
        self.statuses.iter().map(|(status, _)| *status)
    }

    /// Whether there are codes that a retry helps (or does not help).
    pub(crate) fn has_retryable(&self, value: bool) -> bool {
        !self.retryable[usize::from(!value)].is_empty()
    }

    /// The entry before and the one after in the list of their group.
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
    // A group stands before its children.
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
