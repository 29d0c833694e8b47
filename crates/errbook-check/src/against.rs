//! A catalog against its own past: what its clients would feel. `pairs` says which code became which; the rules with [`Scope::Past`](crate::Scope::Past) look at those, and
//! `notes` tells what is allowed to change but asks for a new version all the same.

use crate::finding::Finding;

pub(crate) mod notes;
mod pairs;
mod urls;

pub use pairs::{Comparison, Pair};

/// The part of a semantic version that a change raises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bump {
    /// Nobody has to do anything.
    Patch,
    /// There is something new.
    Minor,
    /// Somebody's code stops working.
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

/// A difference between a catalog and its past.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The rule that finds fault with it; `None` for what may change.
    pub rule: Option<&'static str>,
    /// The code that changed, by its former name if it had another; `None` for the catalog as a whole.
    pub code: Option<String>,
    /// What version it asks for.
    pub bump: Bump,
    /// A lowercase phrase with code in backticks.
    pub message: String,
    /// How it is shown.
    pub(crate) finding: Option<Finding>,
}

/// Collects changes.
#[derive(Debug, Default)]
pub struct Changes {
    pub(crate) rule: Option<&'static str>,
    pub(crate) changes: Vec<Change>,
}

impl Changes {
    /// Adds what the running rule finds fault with.
    pub fn find(&mut self, code: Option<&str>, bump: Bump, finding: Finding) {
        let message = finding.message.clone();
        let finding = Some(finding.help(format!("released as it is, this asks for a {} version", bump.name())));
        self.changes.push(Change { rule: self.rule, code: code.map(str::to_owned), bump, message, finding });
    }

    /// Adds what may change.
    pub(crate) fn note(&mut self, code: Option<&str>, bump: Bump, message: String) {
        self.changes.push(Change { rule: None, code: code.map(str::to_owned), bump, message, finding: None });
    }
}

/// The version that all changes together ask for; `None` where nothing changed.
pub fn bump(changes: &[Change]) -> Option<Bump> {
    changes.iter().map(|change| change.bump).max()
}
