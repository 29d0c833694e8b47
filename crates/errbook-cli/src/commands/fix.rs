//! `errbook check --fix`: applies safe fixes before the catalog is checked.

use std::path::Path;

use errbook_catalog::Snapshot;
use errbook_check::edit::FileEdit;
use errbook_check::fix::{Fixed, fix};

use super::edits;
use super::selection::Selection;
use crate::failure::{Exit, Failure};
use crate::findings::plural;
use crate::terminal::{GOOD, Terminal};

/// Fixes the selected files and prints what changed. Returns whether anything did.
pub(super) fn run(
    folder: &Path,
    snapshot: &Snapshot,
    selection: &Selection,
    terminal: &mut Terminal,
) -> Result<bool, Failure> {
    let fixed = apply(folder, snapshot, selection)?;
    for fixed in &fixed {
        edits::tell(folder, &fixed.file, &what(fixed), terminal);
    }
    let count = fixed.iter().flat_map(|fixed| fixed.repairs.values()).sum();
    if count > 0 {
        let (problems, files) = (plural(count, "problem", "problems"), plural(fixed.len(), "file", "files"));
        terminal.say(&format!("{GOOD}fixed{GOOD:#} {problems} in {files}"));
    }
    Ok(count > 0)
}

/// Fixes the selected files.
pub(super) fn apply(folder: &Path, snapshot: &Snapshot, selection: &Selection) -> Result<Vec<Fixed>, Failure> {
    let fixed = fixed(snapshot, selection);
    edits::write(folder, &files(&fixed))?;
    Ok(fixed)
}

/// What was fixed in a file.
pub(super) fn what(fixed: &Fixed) -> String {
    let repairs = fixed.repairs.iter().map(|(repair, count)| format!("{count} {}", repair.name(*count)));
    repairs.collect::<Vec<_>>().join(", ")
}

fn fixed(snapshot: &Snapshot, selection: &Selection) -> Vec<Fixed> {
    let mut fixed = fix(snapshot, Some(&super::today()));
    fixed.retain(|fixed| selection.has(&fixed.file.path));
    fixed
}

/// Prints the fixes without applying them.
pub(super) fn show(
    folder: &Path,
    snapshot: &Snapshot,
    selection: &Selection,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let fixed = fixed(snapshot, selection);
    if fixed.is_empty() {
        terminal.say("no safe fixes to apply; run `errbook check` to see what's left");
    } else {
        edits::show(folder, &files(&fixed), terminal);
    }
    Ok(Exit::Clean)
}

fn files(fixed: &[Fixed]) -> Vec<&FileEdit> {
    fixed.iter().map(|fixed| &fixed.file).collect()
}
