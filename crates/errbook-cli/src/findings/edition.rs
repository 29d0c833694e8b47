//! What changed between two states of a catalog, as text, as release notes, as JSON, and as
//! the content of a page.

use std::collections::BTreeMap;
use std::fmt::Write;

use errbook_check::against::{self, Bump, Change};
use errbook_docs::comparison::{self, Comparison};
use serde_json::{Value, json};

use super::markdown::Limit;
use super::{about, joined, markdown, plural, to_json};
use crate::terminal::one_line;

/// The changes of a catalog.
#[derive(Debug)]
pub(crate) struct Edition {
    /// The name of the catalog.
    pub(crate) name: String,
    pub(crate) from: String,
    /// `None` for the catalog as it is.
    pub(crate) to: Option<String>,
    /// What could not be compared.
    pub(crate) skipped: Vec<&'static str>,
    /// The page of each code, also by the names that changes have.
    pub(crate) pages: BTreeMap<String, String>,
    /// What clients have to do, as Markdown by code.
    pub(crate) migrations: BTreeMap<String, String>,
    pub(crate) changes: Vec<Change>,
    /// The kind of each change.
    pub(crate) kinds: Vec<Kind>,
}

/// What a change is to readers of a changelog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    New,
    Changed,
    Deprecated,
    Retired,
    Removed,
    /// It concerns no single code.
    Catalog,
}

/// Each kind with its word in JSON and the title of its section, in the order of the sections.
const KINDS: [(Kind, &str, &str); 6] = [
    (Kind::New, "new", "New codes"),
    (Kind::Changed, "changed", "Changed codes"),
    (Kind::Deprecated, "deprecated", "Deprecated codes"),
    (Kind::Retired, "retired", "Retired codes"),
    (Kind::Removed, "removed", "Removed codes"),
    (Kind::Catalog, "catalog", "Catalog"),
];

impl Edition {
    /// The sections with changes. The changes that need a higher version come first.
    fn sections(&self) -> impl Iterator<Item = (&'static str, Vec<&Change>)> {
        self.by_kind().map(|(_, _, title, changes)| (title, changes))
    }

    fn by_kind(&self) -> impl Iterator<Item = (Kind, &'static str, &'static str, Vec<&Change>)> {
        let sections = KINDS.into_iter().map(|(kind, word, title)| {
            let of_kind = self.kinds.iter().zip(&self.changes).filter(|(of, _)| **of == kind);
            let mut changes: Vec<&Change> = of_kind.map(|(_, change)| change).collect();
            changes.sort_by_key(|change| std::cmp::Reverse(change.bump));
            (kind, word, title, changes)
        });
        sections.filter(|(.., changes)| !changes.is_empty())
    }

    /// The content of the page.
    pub(crate) fn comparison(&self) -> Comparison {
        let change = |change: &Change| comparison::Change {
            code: change.code.clone(),
            bump: change.bump.name(),
            audience: change.audience.name(),
            message: change.message.clone(),
        };
        let sections = self.by_kind().map(|(kind, id, title, changes)| comparison::Section {
            id,
            title,
            describes: kind == Kind::New,
            changes: changes.into_iter().map(change).collect(),
        });
        Comparison {
            from: self.from.clone(),
            to: self.to.clone(),
            bump: against::bump(&self.changes).map(Bump::name),
            sections: sections.collect(),
            migrations: self.migrations.clone(),
            skipped: self.skipped.iter().map(|what| (*what).to_owned()).collect(),
            pages: self.pages.clone(),
        }
    }
}

pub(crate) fn human(edition: &Edition) -> String {
    let mut text = match against::bump(&edition.changes) {
        None => "no visible change\n".to_owned(),
        Some(bump) => {
            let count = edition.changes.len();
            let need = if count == 1 { "needs" } else { "need" };
            format!("{} {need} a {} version\n", plural(count, "change", "changes"), bump.name())
        }
    };
    for (title, changes) in edition.sections() {
        let _ = writeln!(text, "\n{title}");
        for Change { bump, audience, message, .. } in changes {
            let _ = writeln!(text, "  {:<5}  {:<8}  {}", bump.name(), audience.name(), one_line(message));
        }
    }
    if !edition.migrations.is_empty() {
        text.push_str("\nMigration\n");
    }
    for (code, migration) in &edition.migrations {
        let lines = migration.trim().lines().map(|line| format!("    {}\n", one_line(line)));
        let _ = write!(text, "  {code}\n{}", lines.collect::<String>());
    }
    if !edition.skipped.is_empty() {
        let _ = writeln!(text, "\nNot compared, because one of the two lacks them: {}", edition.skipped.join(", "));
    }
    text
}

/// Release notes.
pub(crate) fn markdown(edition: &Edition) -> String {
    let to = edition.to.as_ref().map_or_else(String::new, |to| format!(" to `{}`", markdown::safe(to)));
    let (name, from) = (markdown::safe(&edition.name), markdown::safe(&edition.from));
    let verdict = markdown::verdict(&edition.from, &edition.changes);
    let mut text = format!("# Changes of {name} from `{from}`{to}\n\n{verdict}\n");
    for (title, changes) in edition.sections() {
        let _ = write!(text, "\n## {title}\n{}", markdown::table(&changes, &edition.pages, Limit::NONE));
    }
    if !edition.skipped.is_empty() {
        let _ = write!(text, "\nNot compared: {}.\n", edition.skipped.join(", "));
    }
    text + &migrations(edition, 2)
}

/// The name of the catalog.
pub(crate) fn name(edition: &Edition) -> String {
    markdown::safe(&edition.name)
}

/// The part of a changelog about these changes.
pub(crate) fn changelog(edition: &Edition) -> String {
    let mut text = markdown::verdict(&edition.from, &edition.changes) + "\n";
    for (title, changes) in edition.sections() {
        let items = changes.into_iter().map(|change| markdown::item(change, &edition.pages));
        let _ = write!(text, "\n### {title}\n\n{}", items.collect::<String>());
    }
    if !edition.skipped.is_empty() {
        let _ = write!(text, "\nNot compared: {}.\n", edition.skipped.join(", "));
    }
    text + &migrations(edition, 3)
}

/// What clients have to do, below a heading of this level.
fn migrations(edition: &Edition, level: usize) -> String {
    let marks = "#".repeat(level);
    let mut text = String::new();
    if !edition.migrations.is_empty() {
        let _ = write!(text, "\n{marks} Migration\n");
    }
    for (code, migration) in &edition.migrations {
        let migration = errbook_docs::excerpt(migration, level + 2, |code| edition.pages.get(code).cloned());
        let _ = write!(text, "\n{marks}# `{}`\n\n{migration}\n", markdown::safe(code));
    }
    text
}

pub(crate) fn json(edition: &Edition) -> String {
    let changes = edition.kinds.iter().zip(&edition.changes).map(|(kind, change)| {
        let word = KINDS.iter().find(|(of, ..)| of == kind).map(|(_, word, _)| word);
        joined([json!({"kind": word}), about::change(change)])
    });
    to_json(&json!({
        "version": 1,
        "catalog": edition.name,
        "from": edition.from,
        "to": edition.to,
        "bump": against::bump(&edition.changes).map(Bump::name),
        "changes": changes.collect::<Vec<Value>>(),
        "migrations": edition.migrations,
        "skipped": edition.skipped,
    }))
}
