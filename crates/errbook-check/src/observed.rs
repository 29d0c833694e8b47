//! Holds which codes services were seen to send: the content of `observed.json`.
//!
//! `format` reads and writes the file's contents. Nothing here touches the disk.

use std::collections::{BTreeMap, HashMap};

use errbook_catalog::{Entry, Snapshot};

use crate::finding::{Finding, Place};

mod format;

pub use format::{ReadError, VERSION};

/// What services were seen to send.
///
/// ```
/// use errbook_catalog::Snapshot;
/// use errbook_check::observed::Observed;
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let snapshot = Snapshot::read("shop".as_ref());
/// let mut observed = Observed::new("shop");
/// observed.add("err:orders:not_paid", Some("api"), None, 3);
/// let coverage = observed.coverage(&snapshot);
/// assert_eq!((coverage.seen, coverage.all), (1, 4));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed {
    catalog: String,
    codes: BTreeMap<String, Seen>,
}

/// How often a code was seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Seen {
    /// How often in total.
    pub count: u64,
    /// How often in each profile. The total is less than `count` if the profile wasn't always known.
    pub profiles: BTreeMap<String, u64>,
    /// How often in each operation, if it was known.
    pub operations: BTreeMap<String, u64>,
    /// The last commit of the service whose responses were as the catalog says.
    pub checked: Option<Checked>,
}

/// A commit of the service, and the day on which its responses were checked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Checked {
    /// `YYYY-MM-DD`.
    pub date: String,
    /// As `errbook observe --commit` was told.
    pub commit: String,
}

/// A number of things, and how many of them were seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ratio {
    /// Those that were seen.
    pub seen: usize,
    /// All.
    pub all: usize,
}

impl Ratio {
    /// Counts things, each with whether it was seen.
    pub fn of(items: impl Iterator<Item = bool>) -> Ratio {
        items.fold(Ratio::default(), |ratio, is_seen| Ratio {
            seen: ratio.seen + usize::from(is_seen),
            all: ratio.all + 1,
        })
    }

    /// The percentage, rounded down. 100 if there is nothing to see.
    pub fn percent(self) -> usize {
        (self.seen * 100).checked_div(self.all).unwrap_or(100)
    }
}

impl Observed {
    /// Has no codes yet, for the catalog with this name.
    pub fn new(catalog: impl Into<String>) -> Observed {
        Observed { catalog: catalog.into(), codes: BTreeMap::new() }
    }

    /// The name of the catalog, as its manifest has it.
    pub fn catalog(&self) -> &str {
        &self.catalog
    }

    /// Counts a code that was seen `count` times, with its profile and operation if they are known.
    pub fn add(&mut self, code: &str, profile: Option<&str>, operation: Option<&str>, count: u64) {
        if count == 0 {
            return;
        }
        let seen = self.codes.entry(code.to_owned()).or_default();
        seen.count = seen.count.saturating_add(count);
        profile.into_iter().for_each(|profile| increase(&mut seen.profiles, profile, count));
        operation.into_iter().for_each(|operation| increase(&mut seen.operations, operation, count));
    }

    /// Notes for a code that was seen that all its responses were as the catalog says.
    pub fn check(&mut self, code: &str, checked: Checked) {
        if let Some(seen) = self.codes.get_mut(code) {
            seen.checked = Some(checked);
        }
    }

    /// Adds everything that `other` has, including codes that no catalog has. The caller checks
    /// that both are of the same [`catalog`](Self::catalog).
    pub fn merge(&mut self, other: Observed) {
        for (code, seen) in other.codes {
            self.codes.entry(code).or_default().merge(&seen);
        }
    }

    /// The codes as they were written, sorted. Some may be aliases by now, or unknown.
    pub fn codes(&self) -> impl Iterator<Item = (&str, &Seen)> {
        self.codes.iter().map(|(code, seen)| (code.as_str(), seen))
    }

    /// What was seen of the codes of a catalog, by their positions in [`Snapshot::codes`]. An alias
    /// counts for the code it became, and unknown codes are left out.
    pub fn by_position(&self, snapshot: &Snapshot) -> BTreeMap<usize, Seen> {
        let names = |(position, code): (usize, &errbook_catalog::Code)| {
            let aliases = code.entry.iter().flat_map(|entry| entry.aliases.iter().cloned());
            aliases.map(|alias| (alias, position)).collect::<Vec<_>>()
        };
        let aliases: HashMap<String, usize> = snapshot.codes().iter().enumerate().flat_map(names).collect();
        let mut found: BTreeMap<usize, Seen> = BTreeMap::new();
        for (code, seen) in &self.codes {
            if let Some(position) = snapshot.position(code).or_else(|| aliases.get(code).copied()) {
                found.entry(position).or_default().merge(seen);
            }
        }
        found
    }

    /// How many of the codes that services send were seen.
    pub fn coverage(&self, snapshot: &Snapshot) -> Ratio {
        let found = self.by_position(snapshot);
        Ratio::of(expected(snapshot).map(|position| found.contains_key(&position)))
    }
}

impl Seen {
    fn merge(&mut self, other: &Seen) {
        self.count = self.count.saturating_add(other.count);
        self.checked = self.checked.take().max(other.checked.clone());
        other.profiles.iter().for_each(|(profile, count)| increase(&mut self.profiles, profile, *count));
        other.operations.iter().for_each(|(operation, count)| increase(&mut self.operations, operation, *count));
    }
}

fn increase(counts: &mut BTreeMap<String, u64>, name: &str, by: u64) {
    match counts.get_mut(name) {
        Some(count) => *count = count.saturating_add(by),
        None => drop(counts.insert(name.to_owned(), by)),
    }
}

/// Positions of the codes that services send.
pub(crate) fn expected(snapshot: &Snapshot) -> impl Iterator<Item = usize> {
    let codes = snapshot.codes().iter().enumerate();
    codes.filter(|(_, code)| code.entry.as_deref().is_some_and(Entry::sent)).map(|(position, _)| position)
}

/// The finding about a code that was seen in an operation that its `raised_by` doesn't include.
/// `None` if it may be raised there, or if `raised_by` is empty. `position` is the position in
/// [`Snapshot::codes`].
pub fn elsewhere(snapshot: &Snapshot, position: usize, operation: &str) -> Option<Finding> {
    let code = snapshot.codes().get(position)?;
    if code.entry.as_ref()?.raised_by.includes(&snapshot.manifest()?.stages, operation) {
        return None;
    }
    let message = format!("`{operation}` sent `{}`, but `raised_by` does not include it", code.code);
    let help = format!("add `{operation}` to `raised_by`, or send another code there");
    Some(Finding::new(message, Place::key(code.file, "raised_by"), help).label("includes other operations"))
}

#[cfg(test)]
mod tests;
