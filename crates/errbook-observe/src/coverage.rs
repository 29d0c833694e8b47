//! How much of a catalog was seen.

use std::collections::BTreeSet;

use errbook_catalog::{Catalog, Entry, Snapshot};
use errbook_check::observed::{Observed, Ratio};

/// How much of a catalog was seen.
///
/// ```
/// use errbook_catalog::Snapshot;
/// use errbook_check::observed::Observed;
/// use errbook_observe::Coverage;
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let snapshot = Snapshot::read("shop".as_ref());
/// let catalog = snapshot.catalog().expect("valid");
/// let mut observed = Observed::new("shop");
/// observed.add("err:orders:not_paid", Some("api"), None, 3);
/// let coverage = Coverage::of(&snapshot, &catalog, &observed);
/// assert_eq!(coverage.codes.percent(), 25);
/// assert!(coverage.never.contains(&"err:orders:not_found".to_owned()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Codes that services can send.
    pub codes: Ratio,
    /// Codes of each profile.
    pub profiles: Vec<(String, Ratio)>,
    /// Codes that each operation raises.
    pub operations: Vec<(String, Ratio)>,
    /// The codes that weren't seen, sorted.
    pub never: Vec<String>,
}

impl Coverage {
    /// The coverage of a catalog.
    pub fn of(snapshot: &Snapshot, catalog: &Catalog, observed: &Observed) -> Coverage {
        let entries: Vec<&Entry> = catalog.entries().iter().filter(|entry| entry.sent()).collect();
        let by_position = observed.by_position(snapshot);
        let seen = |entry: &Entry| by_position.get(&snapshot.position(&entry.code)?);
        let profiles = catalog.manifest().profiles.iter().enumerate();
        let of_profile = |(index, profile): (usize, &errbook_catalog::Profile)| {
            let sends = entries.iter().filter(|entry| entry.responses.iter().any(|response| response.profile == index));
            let is_seen = |entry: &&Entry| seen(entry).is_some_and(|seen| seen.profiles.contains_key(&profile.name));
            (profile.name.clone(), Ratio::of(sends.map(is_seen)))
        };
        let operations = catalog.operations();
        let of_operation = |operation: &errbook_catalog::Operation<'_>| {
            let raised: BTreeSet<usize> = catalog.raised_in(operation);
            let raised = raised.into_iter().map(|index| &catalog.entries()[index]).filter(|entry| entry.sent());
            let is_seen = |entry: &Entry| seen(entry).is_some_and(|seen| seen.operations.contains_key(operation.name));
            (operation.name.to_owned(), Ratio::of(raised.map(is_seen)))
        };
        let never = entries.iter().filter(|entry| seen(entry).is_none()).map(|entry| entry.code.clone());
        Coverage {
            codes: Ratio::of(entries.iter().map(|entry| seen(entry).is_some())),
            profiles: profiles.map(of_profile).collect(),
            operations: operations.iter().map(of_operation).collect(),
            never: never.collect(),
        }
    }
}
