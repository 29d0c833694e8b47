//! The operations that raise a code.

use std::collections::BTreeSet;

use errbook_catalog::registry::{Code, RaisedBy, Registry};

use super::pairs::{Comparison, Pair};

/// All operations that codes of a catalog name.
fn all(registry: &Registry) -> BTreeSet<&str> {
    let named = registry.codes.iter().filter_map(|code| match &code.raised_by {
        Some(RaisedBy::Operations(operations)) => Some(operations),
        _ => None,
    });
    named.flatten().map(String::as_str).collect()
}

/// The operations that raise `code`, of `all` in the catalog.
fn of<'c>(code: &'c Code, all: &BTreeSet<&'c str>) -> BTreeSet<&'c str> {
    match &code.raised_by {
        Some(RaisedBy::All(_)) => all.clone(),
        Some(RaisedBy::Operations(operations)) => operations.iter().map(String::as_str).collect(),
        None => BTreeSet::new(),
    }
}

impl Comparison<'_> {
    /// The codes that services can raise in both catalogs and that other operations raise now, with
    /// the operations that no longer raise them and those that do now.
    pub(crate) fn operations(&self) -> Vec<(Pair<'_>, Vec<&str>, Vec<&str>)> {
        let (past, now) = (all(self.past), all(&self.now));
        let changed = self.pairs().filter(|pair| pair.is_sent() && !pair.broken).map(|pair| {
            let (old, new) = (of(pair.old, &past), of(pair.new, &now));
            (pair, old.difference(&new).copied().collect::<Vec<_>>(), new.difference(&old).copied().collect::<Vec<_>>())
        });
        changed.filter(|(_, removed, added)| !removed.is_empty() || !added.is_empty()).collect()
    }
}
