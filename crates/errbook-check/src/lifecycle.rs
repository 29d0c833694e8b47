//! Checks new codes, and computes the edits that rename or retire a code, in all files that mention
//! it. Codes that were released stay resolvable, and comments are kept.
//!
//! The edited catalog is read again. If the edits would break it, the change is refused.

use std::collections::BTreeMap;

use errbook_catalog::{Code, Diagnostic, Document, Entry, FileId, Manifest, Severity, Snapshot, suggest};

use crate::blocks;
use crate::edit::{self, Edit, FileEdit};

mod fit;
mod rename;
mod renaming;
mod retire;

pub use fit::{require_groups, segments, shape, words};
pub use rename::{Renamed, mentions, rename};
pub use retire::{Retired, Retirement, retire};

/// Why a change is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// A lowercase phrase with code in backticks.
    pub message: String,
    /// Help messages.
    pub help: Vec<String>,
}

impl Refusal {
    /// A refusal with one help message.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Refusal {
        Refusal { message: message.into(), help: vec![help.into()] }
    }
}

/// The entry of a current code.
fn entry_of<'s>(snapshot: &'s Snapshot, code: &str) -> Result<(&'s Code, &'s Entry), Refusal> {
    let Some(position) = snapshot.position(code) else { return Err(unknown(snapshot, code)) };
    let of = &snapshot.codes()[position];
    of.entry.as_deref().map(|entry| (of, entry)).ok_or_else(|| {
        let message = format!("entry of `{code}` in `{}` cannot be read", snapshot.path(of.file));
        Refusal::new(message, "run `errbook check` and fix the errors first")
    })
}

fn unknown(snapshot: &Snapshot, code: &str) -> Refusal {
    let message = format!("unknown code `{code}`");
    if let Some(entry) = snapshot.entries().find(|entry| entry.aliases.iter().any(|alias| alias == code)) {
        return Refusal::new(message, format!("use `{}`, its current name", entry.code));
    }
    let depends = snapshot.manifest().map(|manifest| manifest.depends.as_slice()).unwrap_or_default();
    if let Some(of) = depends.iter().find(|of| of.find(code).is_some()) {
        let message = format!("`{code}` is a code of the dependency `{}`", of.name);
        return Refusal::new(message, "run the command in the catalog of the dependency");
    }
    let codes = snapshot.codes().iter().map(|code| code.code.as_str());
    // Such as `not_found` for `err:data:not_found`.
    let ends: Vec<&str> = codes.clone().filter(|of| is_end(of, code)).collect();
    if !ends.is_empty() {
        return Refusal::new(message, suggest::help(code, ends));
    }
    match suggest::nearest(code, codes) {
        Some(near) => Refusal::new(message, format!("did you mean `{near}`?")),
        None => Refusal::new(message, "run `errbook list` to see all codes"),
    }
}

/// Whether a code ends with `end`, after a character that isn't part of a word.
fn is_end(code: &str, end: &str) -> bool {
    let before = code.strip_suffix(end).filter(|before| !before.is_empty() && !end.is_empty());
    before.is_some_and(|before| !before.ends_with(|char: char| char.is_alphanumeric() || char == '_'))
}

/// The tree of a file, or a refusal if it can't be parsed.
fn document(snapshot: &Snapshot, file: FileId) -> Result<Document<'_>, Refusal> {
    Document::parse(snapshot.report().text(file)).map_err(|_| {
        let message = format!("`{}` must be edited but cannot be read", snapshot.path(file));
        Refusal::new(message, "run `errbook check` and fix the errors first")
    })
}

/// The edit that adds a key to an entry, in the order of the format. `lines` have no indentation.
fn insert(
    snapshot: &Snapshot,
    file: FileId,
    tree: &Document<'_>,
    key: &str,
    lines: &[String],
) -> Result<Edit, Refusal> {
    let edit = blocks::insert(snapshot.report().text(file), &tree.root(), &blocks::entry_order(tree), key, lines);
    edit.ok_or_else(|| in_braces(snapshot.path(file)))
}

/// A file after some edits, at its new path if it moves.
fn edited(snapshot: &Snapshot, file: FileId, moved_to: Option<&str>, edits: &[Edit]) -> Result<FileEdit, Refusal> {
    let before = snapshot.report().text(file).to_owned();
    let after =
        edit::apply(&before, edits).map_err(|conflict| Refusal::new(conflict.to_string(), "edit the file by hand"))?;
    Ok(FileEdit { path: snapshot.path(file).to_owned(), moved_to: moved_to.map(str::to_owned), before, after })
}

/// The path of a code's page below the root of the docs, from the file of its entry.
fn page_path(manifest: &Manifest, file: &str) -> Option<String> {
    manifest.page_path(&[file.trim_end_matches(".yaml").to_owned()])
}

fn in_braces(path: &str) -> Refusal {
    Refusal::new(
        format!("`{path}` is a mapping in braces, which cannot be edited"),
        "write each key on its own line, without braces",
    )
}

/// The catalog after some edits. Refused if they add an error.
fn apply(snapshot: &Snapshot, edits: &[FileEdit]) -> Result<Snapshot, Refusal> {
    let mut texts: BTreeMap<String, Option<String>> = edits.iter().map(|edit| (edit.path.clone(), None)).collect();
    texts.extend(edits.iter().map(|edit| (edit.new_path().to_owned(), Some(edit.after.clone()))));
    let after = snapshot.edited(&texts);
    let moved = |path: &str| {
        edits.iter().find(|edit| edit.path == path).map_or(path.to_owned(), |edit| edit.new_path().to_owned())
    };
    // Errors are compared by rule and file only, because a message may contain the name that
    // changes.
    let mut known: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for (found, path) in errors(snapshot) {
        *known.entry((found.rule, moved(path))).or_default() += 1;
    }
    for (found, path) in errors(&after) {
        match known.get_mut(&(found.rule, path.to_owned())) {
            Some(count) if *count > 0 => *count -= 1,
            _ => {
                let message = format!("change would cause an error in `{path}`: {}", found.message);
                return Err(Refusal { message, help: found.help.iter().map(ToString::to_string).collect() });
            }
        }
    }
    Ok(after)
}

/// The errors from reading a catalog, each with its file.
fn errors(snapshot: &Snapshot) -> impl Iterator<Item = (&Diagnostic, &str)> {
    let errors = snapshot.report().diagnostics().iter().filter(|found| found.severity == Severity::Error);
    errors.map(|found| (found, found.labels.first().map_or("", |label| snapshot.path(label.file))))
}
