//! The operations that raise a code.

use std::collections::{BTreeMap, BTreeSet};

use errbook_catalog::Stage;
use errbook_catalog::registry::{Code, CodeKind, Lifecycle, Origin, RaisedBy, Registry};

use super::pairs::{Comparison, Pair};

/// All operations that codes and stages of a catalog name.
fn all(registry: &Registry) -> BTreeSet<&str> {
    let origins = registry.codes.iter().flat_map(origins);
    let named = origins.filter_map(|origin| match origin {
        Origin::Operation(operation) | Origin::When { operation, .. } => Some(operation.as_str()),
        Origin::Stage { .. } => None,
    });
    named.chain(registry.stages.iter().flat_map(Stage::named)).collect()
}

fn origins(code: &Code) -> &[Origin] {
    match &code.raised_by {
        Some(RaisedBy::Some(origins)) => origins,
        Some(RaisedBy::All(_)) | None => &[],
    }
}

/// The operations that raise `code`, of `all` in the catalog.
fn of<'c>(registry: &'c Registry, code: &'c Code, all: &BTreeSet<&'c str>) -> BTreeSet<&'c str> {
    if let Some(RaisedBy::All(_)) = code.raised_by {
        return all.clone();
    }
    let mut operations = BTreeSet::new();
    for origin in origins(code) {
        match origin {
            Origin::Operation(operation) | Origin::When { operation, .. } => {
                operations.insert(operation.as_str());
            }
            Origin::Stage { stage, .. } => {
                let stages = registry.stages.iter().filter(|of| of.name == *stage);
                operations.extend(stages.flat_map(|stage| all.iter().copied().filter(|name| stage.has(name))));
            }
        }
    }
    operations
}

/// A variant of the error enum of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Variant<'c> {
    /// A code that the operation raises itself.
    Code(&'c str),
    /// A stage that it goes through.
    Stage(&'c str),
}

/// The variants of each operation's enum.
fn variants<'c>(registry: &'c Registry, all: &BTreeSet<&'c str>) -> BTreeMap<&'c str, BTreeSet<Variant<'c>>> {
    let mut variants: BTreeMap<&str, BTreeSet<Variant<'_>>> = all.iter().map(|name| (*name, BTreeSet::new())).collect();
    for code in registry.codes.iter().filter(|code| is_raisable(code)) {
        if let Some(RaisedBy::All(_)) = code.raised_by {
            for of in variants.values_mut() {
                of.insert(Variant::Code(&code.code));
            }
        }
        for origin in origins(code) {
            match origin {
                Origin::Operation(operation) | Origin::When { operation, .. } => {
                    variants.entry(operation).or_default().insert(Variant::Code(&code.code));
                }
                Origin::Stage { stage: name, .. } => {
                    let stages = registry.stages.iter().filter(|of| of.name == *name);
                    for stage in stages {
                        for (_, of) in variants.iter_mut().filter(|(operation, _)| stage.has(operation)) {
                            of.insert(Variant::Stage(name));
                        }
                    }
                }
            }
        }
    }
    variants
}

fn is_raisable(code: &Code) -> bool {
    code.kind == CodeKind::Error && !matches!(code.lifecycle, Lifecycle::Draft | Lifecycle::Retired)
}

/// An operation whose error enum changed.
pub(crate) struct ChangedEnum<'c> {
    pub(crate) operation: &'c str,
    pub(crate) lost: Vec<Variant<'c>>,
    pub(crate) gained: Vec<Variant<'c>>,
}

impl Comparison<'_> {
    /// Operations of both catalogs whose enum has other variants for what both raise.
    pub(crate) fn changed_enums(&self) -> Vec<ChangedEnum<'_>> {
        let (all_past, all_now) = (all(self.past), all(&self.now));
        let (past, now) = (variants(self.past, &all_past), variants(&self.now, &all_now));
        let raises = |registry, all, operation: &str, code: &str| {
            let code = Registry::code(registry, code).filter(|code| is_raisable(code));
            code.is_some_and(|code| of(registry, code, all).contains(operation))
        };
        // A code that an operation raises in only one of them isn't a change of its enum alone.
        let known = |operation: &str, of: &Variant<'_>| match of {
            Variant::Code(code) => {
                raises(self.past, &all_past, operation, code) && raises(&self.now, &all_now, operation, code)
            }
            Variant::Stage(_) => true,
        };
        let changed = past.iter().filter_map(|(operation, old)| {
            let new = now.get(operation)?;
            let lost = old.difference(new).filter(|of| known(operation, of)).copied().collect();
            let gained = new.difference(old).filter(|of| known(operation, of)).copied().collect();
            Some(ChangedEnum { operation, lost, gained })
        });
        changed.collect()
    }

    /// Whether the stages of both catalogs run in another order.
    pub(crate) fn stages_reordered(&self) -> bool {
        let order = |of: &Registry, other: &Registry| -> Vec<String> {
            let is_in = |stage: &&Stage| other.stages.iter().any(|of| of.name == stage.name);
            of.stages.iter().filter(is_in).map(|stage| stage.name.clone()).collect()
        };
        order(self.past, &self.now) != order(&self.now, self.past)
    }

    /// The codes that services can raise in both catalogs and that other operations raise now, with
    /// the operations that no longer raise them and those that do now.
    pub(crate) fn operations(&self) -> Vec<(Pair<'_>, Vec<&str>, Vec<&str>)> {
        let (past, now) = (all(self.past), all(&self.now));
        let changed = self.pairs().filter(|pair| pair.is_sent() && !pair.broken).map(|pair| {
            let (old, new) = (of(self.past, pair.old, &past), of(&self.now, pair.new, &now));
            (pair, old.difference(&new).copied().collect::<Vec<_>>(), new.difference(&old).copied().collect::<Vec<_>>())
        });
        changed.filter(|(_, removed, added)| !removed.is_empty() || !added.is_empty()).collect()
    }
}
