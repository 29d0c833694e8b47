//! Compares a catalog with its base and lists the changes that clients would notice.
//!
//! `pairs` matches the codes of both. Rules with [`Scope::Past`](crate::Scope::Past) check the
//! pairs, and `notes` lists allowed changes that still affect the version.

use crate::finding::Finding;

pub(crate) mod notes;
mod pairs;
mod urls;

pub use pairs::{Comparison, Pair};

/// The part of a semantic version that a change bumps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bump {
    /// Clients need no changes.
    Patch,
    /// Something was added.
    Minor,
    /// Client or service code may break.
    Major,
}

impl Bump {
    /// `patch`, `minor` or `major`.
    pub const fn name(self) -> &'static str {
        match self {
            Bump::Patch => "patch",
            Bump::Minor => "minor",
            Bump::Major => "major",
        }
    }
}

/// A difference between a catalog and its base.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The rule that reports it. `None` for an allowed change.
    pub rule: Option<&'static str>,
    /// The code that changed, by its name in the base if it was renamed. `None` for the whole
    /// catalog.
    pub code: Option<String>,
    /// The version bump that it requires.
    pub bump: Bump,
    /// A lowercase phrase with code in backticks.
    pub message: String,
    /// The finding to report.
    pub(crate) finding: Option<Finding>,
}

/// Collects changes.
#[derive(Debug, Default)]
pub struct Changes {
    pub(crate) rule: Option<&'static str>,
    pub(crate) changes: Vec<Change>,
}

impl Changes {
    /// Adds a finding of the running rule.
    pub fn find(&mut self, code: Option<&str>, bump: Bump, finding: Finding) {
        let message = finding.message.clone();
        let finding = Some(finding.help(format!("to keep the change, release it as a {} version", bump.name())));
        self.changes.push(Change { rule: self.rule, code: code.map(str::to_owned), bump, message, finding });
    }

    /// Adds an allowed change.
    pub(crate) fn note(&mut self, code: Option<&str>, bump: Bump, message: String) {
        self.changes.push(Change { rule: None, code: code.map(str::to_owned), bump, message, finding: None });
    }
}

/// The version bump that all changes together require. `None` if nothing changed.
pub fn bump(changes: &[Change]) -> Option<Bump> {
    changes.iter().map(|change| change.bump).max()
}
