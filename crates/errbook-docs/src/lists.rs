//! Lists and counts of the whole catalog: codes per group, codes that share a status, retryability,
//! or a field, and previous and next pages. They are computed once, so the cost of a page doesn't
//! grow with the catalog.

use std::collections::{BTreeMap, HashSet};

use errbook_catalog::{Catalog, Entry, Field, FieldType, FieldValue, file_name};

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
    /// The fields with `list_by`.
    pub(crate) fields: Vec<ByField>,
    /// The previous and the next entry of each entry.
    neighbours: Vec<[Option<usize>; 2]>,
}

/// The codes by their values of a field.
pub(crate) struct ByField {
    pub(crate) name: String,
    pub(crate) title: String,
    /// What the field says, as Markdown.
    pub(crate) about: Option<String>,
    pub(crate) is_list: bool,
    pub(crate) values: Vec<ByValue>,
}

/// The codes with a value of a field.
pub(crate) struct ByValue {
    pub(crate) value: String,
    /// File stem of its page.
    pub(crate) stem: String,
    codes: Vec<usize>,
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
        let fields = catalog.fields().filter(|field| field.list_by).map(|field| by_field(catalog, field)).collect();
        Lists { counts: counts(catalog), groups, top, statuses: by_status(catalog), retryable, fields, neighbours }
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
            Listing::Field { field, value } => self.value(field, value).map_or(&[], |(_, of)| of.codes.as_slice()),
        }
    }

    /// A value of a field, and its field.
    pub(crate) fn value(&self, field: usize, value: usize) -> Option<(&ByField, &ByValue)> {
        let of = self.fields.get(field)?;
        Some((of, of.values.get(value)?))
    }

    /// The lists by field.
    pub(crate) fn by_field(&self) -> impl Iterator<Item = Listing> {
        let fields = self.fields.iter().enumerate();
        fields.flat_map(|(field, of)| (0..of.values.len()).map(move |value| Listing::Field { field, value }))
    }

    /// The list of a value of a field.
    pub(crate) fn list_of(&self, name: &str, value: &str) -> Option<Listing> {
        let field = self.fields.iter().position(|of| of.name == name)?;
        let value = self.fields[field].values.iter().position(|of| of.value == value)?;
        Some(Listing::Field { field, value })
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

/// The codes by the values of a field: those of an enum in its order, others sorted.
fn by_field(catalog: &Catalog, field: &Field) -> ByField {
    let mut codes: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
    for (at, entry) in catalog.entries().iter().enumerate() {
        for value in entry.fields.get(field).map(FieldValue::items).unwrap_or_default() {
            let place = field.values.iter().position(|of| *of == value).unwrap_or_default();
            let codes = codes.entry((place, value)).or_default();
            if codes.last() != Some(&at) {
                codes.push(at);
            }
        }
    }
    let mut stems = HashSet::new();
    let values = codes.into_iter().map(|((_, value), codes)| {
        let stem = stem(&value, &mut stems);
        ByValue { value, stem, codes: sorted(catalog, codes) }
    });
    ByField {
        name: field.name.clone(),
        title: field.title.clone(),
        about: field.about.clone(),
        is_list: field.ty == FieldType::List,
        values: values.collect(),
    }
}

/// A file name for a value, which is the same in any case on any system, and not in `taken` yet.
fn stem(value: &str, taken: &mut HashSet<String>) -> String {
    const LONGEST: usize = 60;
    let words = value.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut name = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
    name.truncate(LONGEST);
    if name.is_empty() || file_name::problem(&name).is_some() {
        name.insert_str(0, "value-");
    }
    let numbered = (2..).map(|number: usize| format!("{name}-{number}"));
    let free = std::iter::once(name.clone()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or(name.clone());
    taken.insert(free.clone());
    free
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
