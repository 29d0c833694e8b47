//! Compares a catalog with its base and lists the changes that clients would notice.
//!
//! `pairs` matches the codes of both. Rules with [`Scope::Base`](crate::Scope::Base) check the
//! pairs, and `notes` lists allowed changes that still affect the version.

use std::collections::{HashMap, HashSet};

use crate::finding::Finding;

mod base;
mod body;
pub(crate) mod depends;
mod included;
pub(crate) mod notes;
pub(crate) mod operations;
mod pairs;
mod urls;

pub use base::Base;
pub(crate) use body::{Difference, differences};
pub use pairs::{Comparison, Pair};

/// Who notices a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Clients that read responses.
    Clients,
    /// Code that raises or handles the errors by their generated names.
    Services,
    /// Links to the pages.
    Links,
}

impl Audience {
    /// `clients`, `services`, or `links`.
    pub const fn name(self) -> &'static str {
        match self {
            Audience::Clients => "clients",
            Audience::Services => "services",
            Audience::Links => "links",
        }
    }
}

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
    /// The dependency that changed.
    pub dependency: Option<String>,
    /// The version bump that it requires.
    pub bump: Bump,
    /// Who notices it.
    pub audience: Audience,
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
    pub fn find(&mut self, code: Option<&str>, (bump, audience): (Bump, Audience), finding: Finding) {
        let message = finding.message.clone();
        self.push(code, bump, audience, message, Some(finding.help(keep((bump, audience)))));
    }

    /// Adds what to tell clients to the findings about their codes.
    pub(crate) fn explain(&mut self, comparison: &Comparison<'_>) {
        self.explain_migration(comparison);
        self.explain_changed(comparison);
    }

    fn explain_migration(&mut self, comparison: &Comparison<'_>) {
        let moved = comparison.missing().filter_map(|(_, pair)| pair);
        let texts = comparison
            .pairs()
            .chain(moved)
            .filter_map(|pair| Some((pair.old.code.as_str(), pair.new.migration.as_ref()?)));
        let texts: HashMap<&str, &String> = texts.collect();
        for change in &mut self.changes {
            let text = change.code.as_deref().and_then(|code| texts.get(code));
            if let Some((finding, text)) = change.finding.as_mut().zip(text) {
                finding.help.push(format!("tell clients how to migrate: {}", first_paragraph(text)).into());
            }
        }
    }

    /// Asks for `changed` where clients have to adapt, in a catalog that uses the key.
    fn explain_changed(&mut self, comparison: &Comparison<'_>) {
        if comparison.now.codes.iter().all(|code| code.changed.is_none()) {
            return;
        }
        let is_stale = |pair: &Pair<'_>| pair.is_sent() && !pair.broken && pair.old.changed == pair.new.changed;
        let stale: HashSet<&str> = comparison.pairs().filter(is_stale).map(|pair| pair.old.code.as_str()).collect();
        let is_of_stale = |change: &&mut Change| {
            let breaks_clients = change.bump == Bump::Major && change.audience == Audience::Clients;
            breaks_clients && change.code.as_deref().is_some_and(|code| stale.contains(code))
        };
        for finding in self.changes.iter_mut().filter(is_of_stale).filter_map(|change| change.finding.as_mut()) {
            finding.help.push("show readers when it changed: update `changed` in the entry".into());
        }
    }

    /// Adds an allowed change.
    pub(crate) fn note(&mut self, code: Option<&str>, (bump, audience): (Bump, Audience), message: String) {
        self.push(code, bump, audience, message, None);
    }

    fn push(&mut self, code: Option<&str>, bump: Bump, audience: Audience, message: String, finding: Option<Finding>) {
        let rule = finding.as_ref().and(self.rule);
        let code = code.map(str::to_owned);
        self.changes.push(Change { rule, code, dependency: None, bump, audience, message, finding });
    }
}

/// What it takes to keep a change.
fn keep((bump, audience): (Bump, Audience)) -> String {
    let verb = if bump == Bump::Major { "breaks" } else { "affects" };
    format!("this {verb} {}: to keep the change, release a {} version", audience.name(), bump.name())
}

/// The first paragraph of Markdown, as plain text.
fn first_paragraph(markdown: &str) -> String {
    let markdown = markdown.trim_start();
    errbook_syntax::markdown::plain(markdown.split_once("\n\n").map_or(markdown, |(first, _)| first))
}

/// How many changes require each version bump, the highest first.
pub fn count(changes: &[Change]) -> impl Iterator<Item = (Bump, usize)> {
    let of = |bump| (bump, changes.iter().filter(|change| change.bump == bump).count());
    [Bump::Major, Bump::Minor, Bump::Patch].map(of).into_iter().filter(|(_, count)| *count > 0)
}

/// The version bump that all changes together require. `None` if nothing changed.
pub fn bump(changes: &[Change]) -> Option<Bump> {
    changes.iter().map(|change| change.bump).max()
}
