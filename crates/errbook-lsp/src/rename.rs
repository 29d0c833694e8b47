//! Renames codes, with the edits of `errbook rename`, and params of an entry.

use std::ops::Range;
use std::path::Path;

use errbook_check::edit::{Edit, FileEdit};
use errbook_check::lifecycle::{self, Refusal};

use crate::book::Book;
use crate::cursor::{Cursor, Slot};
use crate::desk::{Desk, Page};
use crate::spot::Change;
use crate::workspace::Workspace;
use crate::{literal, params};

/// What the cursor is on, and its name.
pub(crate) fn prepare<W: Workspace>(desk: &Desk<W>, path: &Path, byte: usize) -> Option<(Range<usize>, String)> {
    let page = desk.page(path)?;
    if let Some((name, range)) = params::at(&page, byte) {
        return Some((range, name.to_owned()));
    }
    let (position, range) = code(&page, byte)?;
    Some((range, page.book.snapshot.codes()[position].code.clone()))
}

/// The changes that give what the cursor is on another name.
pub(crate) fn rename<W: Workspace>(
    desk: &Desk<W>,
    path: &Path,
    byte: usize,
    new: &str,
) -> Result<Vec<Change>, Refusal> {
    let nothing =
        || Refusal::new("nothing to rename here", "place the cursor on a code, a param, or a key of an entry");
    let page = desk.page(path).ok_or_else(nothing)?;
    if let Some((name, _)) = params::at(&page, byte) {
        return param(&page, path, name, new);
    }
    let (position, _) = code(&page, byte).ok_or_else(nothing)?;
    let old = &page.book.snapshot.codes()[position].code;
    of_code(page.book, old, new)
}

/// The code at the cursor, or that of the entry if the cursor is on one of its keys.
fn code(page: &Page<'_>, byte: usize) -> Option<(usize, Range<usize>)> {
    let snapshot = &page.book.snapshot;
    if let Some(found) = literal::code_at(snapshot, page.text, byte) {
        return Some((found.position, found.range));
    }
    let cursor = Cursor::at(page.text, byte);
    let is_key = cursor.slot == Slot::Key && cursor.path.is_empty();
    Some((snapshot.code_in(page.file).filter(|_| is_key)?, cursor.word))
}

fn of_code(book: &Book, old: &str, new: &str) -> Result<Vec<Change>, Refusal> {
    let snapshot = &book.snapshot;
    let help = "fix the errors in it first";
    let manifest = snapshot.manifest().ok_or_else(|| Refusal::new("catalog.yaml cannot be read", help))?;
    let segments = lifecycle::segments(&manifest.scheme, new)?;
    let codes = snapshot.entries().map(|entry| entry.segments.as_slice());
    lifecycle::require_groups(snapshot.groups(), codes, "catalog.yaml", &segments)?;
    let renamed = lifecycle::rename(snapshot, old, &segments)?;
    Ok(renamed.files.iter().flat_map(|(edit, _)| changes(book, edit)).collect())
}

/// The changes that a user's renaming of an entry's file needs in this and other files.
pub(crate) fn moved<W: Workspace>(desk: &Desk<W>, from: &Path, to: &Path) -> Result<Vec<Change>, Refusal> {
    let nothing = || Refusal::new("not an entry", "rename the file of an entry");
    let page = desk.page(from).ok_or_else(nothing)?;
    let snapshot = &page.book.snapshot;
    let code = &snapshot.codes()[snapshot.code_in(page.file).ok_or_else(nothing)?].code;
    let new = page.book.path_of(to).ok_or_else(nothing)?;
    let stem = new.strip_suffix(".yaml").ok_or_else(nothing)?;
    let manifest = snapshot.manifest().ok_or_else(nothing)?;
    let new = manifest.scheme.code(&stem.split('/').collect::<Vec<_>>());
    let mut changes = of_code(page.book, code, &new)?;
    changes.retain(|change| matches!(change, Change::Edit(..)));
    Ok(changes)
}

/// The changes of a file, its text first.
pub(crate) fn changes(book: &Book, edit: &FileEdit) -> Vec<Change> {
    let path = book.folder.join(&edit.path);
    let mut changes = Vec::new();
    if edit.before != edit.after {
        changes.push(Change::Edit(path.clone(), vec![difference(&edit.before, &edit.after)]));
    }
    changes.extend(edit.moved_to.as_ref().map(|to| Change::Move(path, book.folder.join(to))));
    changes
}

/// The edit that replaces whole lines where two texts differ.
pub(crate) fn difference(before: &str, after: &str) -> Edit {
    let lines = || before.split_inclusive('\n').zip(after.split_inclusive('\n'));
    let start: usize = lines().take_while(|(one, other)| one == other).map(|(line, _)| line.len()).sum();
    let (old, new) = (&before[start..], &after[start..]);
    let tails = old.split_inclusive('\n').rev().zip(new.split_inclusive('\n').rev());
    let same: usize = tails.take_while(|(one, other)| one == other).map(|(line, _)| line.len()).sum();
    Edit::replace(start..before.len() - same, &new[..new.len() - same])
}

fn param(page: &Page<'_>, path: &Path, old: &str, new: &str) -> Result<Vec<Change>, Refusal> {
    if let Some(problem) = problem(page.text, new) {
        return Err(problem);
    }
    let edits: Vec<Edit> = params::uses(page.text, old).into_iter().map(|range| Edit::replace(range, new)).collect();
    if edits.is_empty() {
        return Err(Refusal::new(format!("`{old}` is not declared here"), "rename it in the entry that declares it"));
    }
    Ok(vec![Change::Edit(path.to_owned(), edits)])
}

fn problem(text: &str, new: &str) -> Option<Refusal> {
    let fits = new.starts_with(|first: char| first.is_ascii_alphabetic())
        && new.chars().all(|char| char.is_ascii_alphanumeric() || char == '_');
    if !fits {
        return Some(Refusal::new(format!("`{new}` cannot be the name of a param"), "use letters, digits, and `_`"));
    }
    let help = "choose another name";
    params::declared(text, new).map(|_| Refusal::new(format!("the entry has a param `{new}` already"), help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_whole_lines() {
        for (before, after) in
            [("a\nb\nc\n", "a\nx\nc\n"), ("a\na\n", "a\na\na\n"), ("", "a"), ("a", "a\n"), ("a\nb", "b")]
        {
            let edit = difference(before, after);
            assert_eq!(errbook_check::edit::apply(before, &[edit]).as_deref(), Ok(after));
        }
        assert_eq!(difference("a\nb\nc\n", "a\nx\nc\n"), Edit::replace(2..4, "x\n"));
    }
}
