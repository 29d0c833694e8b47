//! What was observed: counts, and deviations with the places where they were seen. Observations of
//! parts of an input merge into the same result for any split.

use std::collections::{BTreeMap, BTreeSet};

use crate::deviation::Deviation;
use crate::exchange::Unchecked;

/// Different deviations beyond this number are only counted. Those that sort last are dropped, so
/// the result doesn't depend on the order in which they are seen.
const MOST_DEVIATIONS: usize = 10_000;

/// Different sent texts of one deviation that are kept.
pub(crate) const MOST_TEXTS: usize = 20;

/// Different operations of a code that are counted apart. An input may name them by their paths,
/// IDs included.
const MOST_OPERATIONS: usize = 1000;

/// Different operations that are kept of a sent text.
const MOST_OF_TEXT: usize = 50;

/// An input, as reports name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Lines of this file.
    Lines(String),
    /// Entries of this file.
    Entries(String),
    /// Requests to a proxy.
    Proxy,
}

/// Where an exchange was seen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// Index of the input, in the order of the inputs.
    pub input: usize,
    /// Number of the line, the entry, or the request, from 1.
    pub number: u64,
    /// The request, such as `POST /v2/keys.getKey`. May be empty.
    pub request: String,
}

/// What was observed.
#[derive(Debug, Default)]
pub struct Observation {
    /// Number of lines, entries, or requests.
    pub exchanges: u64,
    /// Number of errors in them.
    pub errors: u64,
    /// Number of exchanges that couldn't be checked.
    pub unchecked: BTreeMap<Unchecked, u64>,
    /// Counts by position in [`Snapshot::codes`](errbook_catalog::Snapshot::codes), profile, and
    /// operation.
    pub(crate) seen: BTreeMap<(usize, Option<usize>), BTreeMap<Option<String>, u64>>,
    pub(crate) deviations: BTreeMap<Key, Seen>,
    /// Wordings that were sent by operations that they don't list, by the position of the code and
    /// the index of the wording.
    pub(crate) unlisted: BTreeSet<(usize, usize, String)>,
    /// Deviations that were only counted.
    pub dropped: u64,
}

/// What makes two deviations the same.
pub(crate) type Key = (&'static str, Option<usize>, String);

/// A deviation, and where it was seen.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) deviation: Deviation,
    pub(crate) count: u64,
    pub(crate) first: Origin,
    /// What differed each time, with the sent text, the operation, and the first place of each.
    pub(crate) details: BTreeMap<String, (Detail, Origin)>,
}

/// One way in which a deviation was seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Detail {
    pub(crate) text: Option<String>,
    /// Where the text was seen. Has `None` if that wasn't always known, or in too many operations.
    pub(crate) operations: BTreeSet<Option<String>>,
    pub(crate) status: Option<u16>,
}

impl Observation {
    pub(crate) fn saw(&mut self, position: usize, profile: Option<usize>, operation: Option<&str>, count: u64) {
        let operations = self.seen.entry((position, profile)).or_default();
        add(operations.entry(operation.map(str::to_owned)).or_default(), count);
        if operations.len() > MOST_OPERATIONS
            && let Some((_, count)) = operations.pop_last()
        {
            add(operations.entry(None).or_default(), count);
        }
    }

    pub(crate) fn unchecked(&mut self, why: Unchecked) {
        self.unchecked_times(why, 1);
    }

    /// Counts exchanges that couldn't be checked.
    pub fn unchecked_times(&mut self, why: Unchecked, count: u64) {
        if count > 0 {
            add(self.unchecked.entry(why).or_default(), count);
        }
    }

    pub(crate) fn has(&self, rule: &'static str, position: Option<usize>, message: &str) -> bool {
        self.deviations.contains_key(&(rule, position, message.to_owned()))
    }

    pub(crate) fn deviates(&mut self, mut deviation: Deviation, origin: &Origin, operation: Option<&str>, count: u64) {
        let key = (deviation.rule, deviation.position, deviation.message.clone());
        if let (Some(position), Some(wording), Some(operation)) = (deviation.position, deviation.wording, operation) {
            self.unlisted(position, wording, operation.to_owned());
        }
        let detail = deviation.detail.take();
        let operations = BTreeSet::from([operation.map(str::to_owned)]);
        let one = Detail { text: deviation.text.take(), operations, status: deviation.status.take() };
        let details = detail.map(|detail| (detail, (one, origin.clone()))).into_iter().collect();
        self.add(key, Seen { deviation, count, first: origin.clone(), details });
    }

    fn unlisted(&mut self, position: usize, wording: usize, operation: String) {
        self.unlisted.insert((position, wording, operation));
        if self.unlisted.len() > MOST_DEVIATIONS {
            self.unlisted.pop_last();
        }
    }

    fn add(&mut self, key: Key, seen: Seen) {
        match self.deviations.get_mut(&key) {
            Some(known) => known.merge(seen),
            None => drop(self.deviations.insert(key, seen)),
        }
        if self.deviations.len() > MOST_DEVIATIONS
            && let Some((_, seen)) = self.deviations.pop_last()
        {
            add(&mut self.dropped, seen.count);
        }
    }

    /// Adds the observation of another part.
    pub fn merge(&mut self, other: Observation) {
        add(&mut self.exchanges, other.exchanges);
        add(&mut self.errors, other.errors);
        add(&mut self.dropped, other.dropped);
        other.unchecked.into_iter().for_each(|(why, count)| self.unchecked_times(why, count));
        for ((position, profile), operations) in other.seen {
            operations.iter().for_each(|(operation, count)| self.saw(position, profile, operation.as_deref(), *count));
        }
        other.unlisted.into_iter().for_each(|(position, wording, of)| self.unlisted(position, wording, of));
        other.deviations.into_iter().for_each(|(key, seen)| self.add(key, seen));
    }
}

impl Seen {
    fn merge(&mut self, other: Seen) {
        add(&mut self.count, other.count);
        self.first = self.first.clone().min(other.first);
        for (detail, (one, origin)) in other.details {
            match self.details.get_mut(&detail) {
                Some(known) => merge(known, one, origin),
                None => drop(self.details.insert(detail, (one, origin))),
            }
        }
        // Keeps the first ones, so the result doesn't depend on the order of merging.
        while self.details.len() > MOST_TEXTS {
            let last = self.details.iter().max_by_key(|(_, (_, origin))| origin).map(|(detail, _)| detail.clone());
            last.and_then(|last| self.details.remove(&last));
        }
    }
}

/// Keeps what was seen first, and all operations.
fn merge(known: &mut (Detail, Origin), mut other: Detail, origin: Origin) {
    let (one, first) = known;
    one.operations.append(&mut other.operations);
    while one.operations.len() > MOST_OF_TEXT {
        one.operations.pop_last();
        one.operations.insert(None);
    }
    if origin < *first {
        other.operations = std::mem::take(&mut one.operations);
        *known = (other, origin);
    }
}

fn add(to: &mut u64, count: u64) {
    *to = to.saturating_add(count);
}
