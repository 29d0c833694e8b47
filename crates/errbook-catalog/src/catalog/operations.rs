//! The operations of a catalog, and what each can raise.

use std::collections::BTreeSet;

use super::{Catalog, Dependency, Entry, Extension, RaisedBy, Raiser, Stage};

/// An operation, and what it can raise. Codes that can't be raised are left out.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Operation<'c> {
    /// Such as `orders.get`.
    pub name: &'c str,
    /// Indexes into [`Manifest::stages`](super::Manifest::stages) of the stages it goes through.
    pub stages: Vec<usize>,
    /// Indexes into [`Catalog::entries`] of the codes that it raises itself.
    pub own: Vec<usize>,
}

impl RaisedBy {
    /// Whether an operation can raise it, or nothing says what does.
    pub fn includes(&self, stages: &[Stage], operation: &str) -> bool {
        let origins = self.origins();
        origins.is_empty()
            || origins.iter().any(|origin| match &origin.raiser {
                Raiser::Operation(name) => name == operation,
                Raiser::Stage(stage) => stages.get(*stage).is_none_or(|stage| stage.has(operation)),
            })
    }
}

impl Dependency {
    /// The codes that an operation of this catalog raises.
    pub fn raised_in<'d>(&'d self, operation: &'d str, stages: &'d [Stage]) -> impl Iterator<Item = usize> + 'd {
        let raises = move |(_, of): &&(usize, Extension)| {
            of.raised_by == RaisedBy::All
                || !of.raised_by.origins().is_empty() && of.raised_by.includes(stages, operation)
        };
        self.extensions.iter().filter(raises).map(|(code, _)| *code)
    }
}

impl Catalog {
    /// All operations that entries and stages name, sorted by name.
    pub fn operations(&self) -> Vec<Operation<'_>> {
        let stages = &self.manifest.stages;
        let live = || self.entries.iter().enumerate().filter(|(_, entry)| entry.raisable());
        let named = live().flat_map(|(_, entry)| entry.raised_by.operations()).map(|(_, name)| name);
        let extensions = self.manifest.depends.iter().flat_map(|of| &of.extensions);
        let outside = extensions.flat_map(|(_, of)| of.raised_by.operations()).map(|(_, name)| name);
        let names: BTreeSet<&str> = named.chain(outside).chain(stages.iter().flat_map(Stage::named)).collect();
        let mut operations: Vec<Operation<'_>> = names
            .into_iter()
            .map(|name| Operation {
                name,
                stages: (0..stages.len()).filter(|&at| stages[at].has(name)).collect(),
                own: Vec::new(),
            })
            .collect();
        for (index, entry) in live() {
            if entry.raised_by == RaisedBy::All {
                operations.iter_mut().for_each(|operation| operation.own.push(index));
            }
            let own: BTreeSet<&str> = entry.raised_by.operations().map(|(_, name)| name).collect();
            for name in own {
                if let Ok(at) = operations.binary_search_by_key(&name, |operation| operation.name) {
                    operations[at].own.push(index);
                }
            }
        }
        operations
    }

    /// Indexes into [`entries`](Self::entries) of the codes that a stage raises, sorted.
    pub fn raised_by_stage(&self, stage: usize) -> Vec<usize> {
        let raises = |entry: &Entry| {
            entry.raised_by.origins().iter().any(|origin| origin.raiser == Raiser::Stage(stage)) && entry.raisable()
        };
        (0..self.entries.len()).filter(|&at| raises(&self.entries[at])).collect()
    }

    /// All codes that an operation can raise, also in its stages, sorted.
    pub fn raised_in(&self, operation: &Operation<'_>) -> BTreeSet<usize> {
        let of_stages = operation.stages.iter().flat_map(|&stage| self.raised_by_stage(stage));
        operation.own.iter().copied().chain(of_stages).collect()
    }
}
