//! `errbook check --fix`: applies safe fixes before the catalog is checked.

use std::path::Path;

use errbook_check::edit::FileEdit;
use errbook_check::fix::{Fixed, fix};

use super::edits;
use crate::args::Global;
use crate::failure::{Exit, Failure};
use crate::findings::plural;
use crate::terminal::{GOOD, Terminal};

/// Fixes the files and prints what changed.
pub(super) fn run(folder: &Path, global: &Global, terminal: &mut Terminal) -> Result<(), Failure> {
    let fixed = fix(&super::read(folder, global), Some(&super::today()));
    edits::write(folder, &files(&fixed))?;
    for fixed in &fixed {
        let repairs = fixed.repairs.iter().map(|(repair, count)| format!("{count} {}", repair.name(*count)));
        edits::tell(folder, &fixed.file, &repairs.collect::<Vec<_>>().join(", "), terminal);
    }
    let count = fixed.iter().flat_map(|fixed| fixed.repairs.values()).sum();
    if count > 0 {
        let (problems, files) = (plural(count, "problem", "problems"), plural(fixed.len(), "file", "files"));
        terminal.say(&format!("{GOOD}fixed{GOOD:#} {problems} in {files}"));
    }
    Ok(())
}

/// Prints the fixes without applying them.
pub(super) fn show(folder: &Path, global: &Global, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let fixed = fix(&super::read(folder, global), Some(&super::today()));
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
