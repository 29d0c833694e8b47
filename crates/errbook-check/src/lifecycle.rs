//! Changes in the life of a code, as edits of all files that they concern: a code that was ever sent stays known, and no comment is lost.
//! The catalog is read again with the edits, so that what would break it is refused and not written.

use std::collections::BTreeMap;

use errbook_catalog::{Code, Diagnostic, Document, Entry, FileId, Manifest, Severity, Snapshot, suggest};

use crate::blocks;
use crate::edit::{self, Edit, FileEdit};

mod rename;
mod renaming;
mod retire;

pub use rename::{Renamed, rename};
pub use retire::{Retired, Retirement, retire};

/// Why a change is not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// A lowercase phrase with code in backticks.
    pub message: String,
    /// Next steps.
    pub help: Vec<String>,
}

impl Refusal {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Refusal {
        Refusal { message: message.into(), help: vec![help.into()] }
    }
}

/// The entry of a code of today.
fn entry_of<'s>(snapshot: &'s Snapshot, code: &str) -> Result<(&'s Code, &'s Entry), Refusal> {
    let Some(position) = snapshot.position(code) else { return Err(unknown(snapshot, code)) };
    let of = &snapshot.codes()[position];
    of.entry.as_ref().map(|entry| (of, entry)).ok_or_else(|| {
        let message = format!("the entry of `{code}`, `{}`, cannot be read", snapshot.path(of.file));
        Refusal::new(message, "`errbook check` shows why; mend it first")
    })
}

fn unknown(snapshot: &Snapshot, code: &str) -> Refusal {
    let message = format!("there is no code `{code}`");
    if let Some(entry) = snapshot.entries().find(|entry| entry.aliases.iter().any(|alias| alias == code)) {
        return Refusal::new(message, format!("it is a former name of `{}`: use that", entry.code));
    }
    let codes = snapshot.codes().iter().map(|code| code.code.as_str());
    match suggest::nearest(code, codes) {
        Some(near) => Refusal::new(message, format!("did you mean `{near}`?")),
        None => Refusal::new(message, "`errbook list` shows all codes"),
    }
}

/// The tree of a file that is to be edited.
fn document(snapshot: &Snapshot, file: FileId) -> Result<Document<'_>, Refusal> {
    Document::parse(snapshot.report().text(file)).map_err(|_| {
        let message = format!("`{}` has to be changed and cannot be read", snapshot.path(file));
        Refusal::new(message, "`errbook check` shows why; mend it first")
    })
}

/// The edit that adds a key to an entry, where the format wants it. `lines` are its lines without indentation.
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

/// A file after some edits, under another path where it moves.
fn edited(snapshot: &Snapshot, file: FileId, moved_to: Option<&str>, edits: &[Edit]) -> Result<FileEdit, Refusal> {
    let before = snapshot.report().text(file).to_owned();
    let after =
        edit::apply(&before, edits).map_err(|conflict| Refusal::new(conflict.to_string(), "edit the file by hand"))?;
    Ok(FileEdit { path: snapshot.path(file).to_owned(), moved_to: moved_to.map(str::to_owned), before, after })
}

/// The path of a code's page below the root of the docs, by the file of its entry.
fn page_path(manifest: &Manifest, file: &str) -> Option<String> {
    manifest.page_path(&[file.trim_end_matches(".yaml").to_owned()])
}

/// A file whose entry is written in braces has no lines to which one could be added.
fn in_braces(path: &str) -> Refusal {
    Refusal::new(format!("`{path}` is one mapping in braces"), "write its keys on lines of their own, without braces")
}

/// The catalog after some edits; refused where it has an error that it did not have.
fn hold(snapshot: &Snapshot, edits: &[FileEdit]) -> Result<Snapshot, Refusal> {
    let mut texts: BTreeMap<String, Option<String>> = edits.iter().map(|edit| (edit.path.clone(), None)).collect();
    texts.extend(edits.iter().map(|edit| (edit.new_path().to_owned(), Some(edit.after.clone()))));
    let after = snapshot.edited(&texts);
    let moved = |path: &str| {
        edits.iter().find(|edit| edit.path == path).map_or(path.to_owned(), |edit| edit.new_path().to_owned())
    };
    // What was wrong before may say so in other words, with another name in them.
    let mut known: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for (found, path) in errors(snapshot) {
        *known.entry((found.rule, moved(path))).or_default() += 1;
    }
    for (found, path) in errors(&after) {
        match known.get_mut(&(found.rule, path.to_owned())) {
            Some(count) if *count > 0 => *count -= 1,
            _ => {
                let message = format!("the catalog would have an error in `{path}`: {}", found.message);
                return Err(Refusal { message, help: found.help.iter().map(ToString::to_string).collect() });
            }
        }
    }
    Ok(after)
}

/// The errors of reading a catalog, each with its file.
fn errors(snapshot: &Snapshot) -> impl Iterator<Item = (&Diagnostic, &str)> {
    let errors = snapshot.report().diagnostics().iter().filter(|found| found.severity == Severity::Error);
    errors.map(|found| (found, found.labels.first().map_or("", |label| snapshot.path(label.file))))
}
