//! What is known of a whole catalog before any page is made: how many codes groups have, which codes share a status or a retry, and which
//! page stands before and after another. Made once, so that no page costs more in a larger catalog.

use std::collections::BTreeMap;

use errbook_catalog::{Catalog, Entry};

/// Lists and counts of a catalog.
pub(crate) struct Lists {
    /// By group, in the order of the catalog.
    pub(super) counts: Vec<Count>,
    /// Codes right below each group: by code, retired ones last.
    pub(super) groups: Vec<Vec<usize>>,
    /// Codes of one level, in the same order.
    pub(super) top: Vec<usize>,
    /// Statuses with their codes, in the same order.
    pub(super) statuses: Vec<(u16, Vec<usize>)>,
    /// Codes that can be retried, and those that cannot.
    pub(super) retryable: [Vec<usize>; 2],
    /// The entry before and the one after each.
    neighbours: Vec<[Option<usize>; 2]>,
}

/// How many codes a group has, here and below.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Count {
    pub(super) all: usize,
    /// Without retired ones.
    pub(super) live: usize,
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

    /// The statuses that codes of the catalog have.
    pub(crate) fn statuses(&self) -> impl Iterator<Item = u16> {
        self.statuses.iter().map(|(status, _)| *status)
    }

    /// Whether there are codes that a retry helps (or does not help).
    pub(crate) fn has_retryable(&self, value: bool) -> bool {
        !self.retryable[usize::from(!value)].is_empty()
    }

    /// The entry before and the one after in the list of their group.
    pub(super) fn neighbours(&self, entry: usize) -> [Option<usize>; 2] {
        self.neighbours.get(entry).copied().unwrap_or_default()
    }
}

/// Whether a retry can help; `None` where nobody says so, or where no client is ever sent the code.
pub(crate) fn retryable(entry: &Entry, catalog: &Catalog) -> Option<bool> {
    let sent = entry.reserved.is_none() && !is_internal(entry, catalog);
    entry.retryable.as_ref().filter(|_| sent).map(|retryable| retryable.value)
}

/// Whether no client ever receives the code, although it is finished and not retired: `profiles: []`. Where there are no profiles, codes have no
/// responses either, and that says nothing.
pub(crate) fn is_internal(entry: &Entry, catalog: &Catalog) -> bool {
    entry.responses.is_empty() && entry.raisable() && !catalog.manifest().profiles.is_empty()
}

/// What lists say of an entry in a word, the gravest first.
pub(crate) fn mark(entry: &Entry, catalog: &Catalog) -> Option<&'static str> {
    match entry {
        Entry { retired: Some(_), .. } => Some("retired"),
        Entry { deprecated: Some(_), .. } => Some("deprecated"),
        Entry { draft: true, .. } => Some("draft"),
        Entry { reserved: Some(_), .. } => Some("reserved"),
        _ => is_internal(entry, catalog).then_some("internal"),
    }
}

pub(super) fn is_retired(entry: &Entry) -> bool {
    entry.retired.is_some()
}

fn with(catalog: &Catalog, fits: impl Fn(&Entry) -> bool) -> Vec<usize> {
    let entries = catalog.entries().iter().enumerate();
    sorted(catalog, entries.filter(|(_, entry)| fits(entry)).map(|(at, _)| at).collect())
}

fn sorted(catalog: &Catalog, mut codes: Vec<usize>) -> Vec<usize> {
    codes.sort_by_key(|&at| (is_retired(&catalog.entries()[at]), at));
    codes
}

fn by_status(catalog: &Catalog) -> Vec<(u16, Vec<usize>)> {
    let mut statuses: BTreeMap<u16, Vec<usize>> = BTreeMap::new();
    for (at, entry) in catalog.entries().iter().enumerate() {
        for status in super::statuses(entry) {
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
        let mut count = Count { all: entries.len(), live: entries.filter(|entry| !is_retired(entry)).count() };
        for &child in &groups[at].children {
            count.all += counts[child].all;
            count.live += counts[child].live;
        }
        counts[at] = count;
    }
    counts
}
