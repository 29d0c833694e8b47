//! Shows edits as a diff or writes them, for the commands that change a catalog.

use std::path::Path;

use errbook_check::edit::FileEdit;
use errbook_check::lifecycle::Refusal;

use crate::failure::Failure;
use crate::output;
use crate::terminal::{CODE, DIM, ERROR, GOOD, HEADING, Terminal, printable};

/// Prints edits in the format of `git diff`.
pub(super) fn show(folder: &Path, edits: &[&FileEdit], terminal: &mut Terminal) {
    for edit in edits {
        let diff = edit.diff(|path| super::file(folder, path).display().to_string());
        let lines = diff.split_inclusive('\n').map(|line| {
            let style = match line.as_bytes().first() {
                _ if line.starts_with("--- ") || line.starts_with("+++ ") || line.starts_with("diff ") => HEADING,
                Some(b'+') => GOOD.bold(),
                Some(b'-') => ERROR,
                Some(b'@') => CODE,
                _ => anstyle::Style::new(),
            };
            let (text, end) = line.strip_suffix('\n').map_or((line, ""), |text| (text, "\n"));
            format!("{style}{text}{style:#}{end}")
        });
        terminal.print(&lines.collect::<String>());
    }
    terminal.say(&format!("{DIM}nothing was written; run the same command without `--dry-run` to write it{DIM:#}"));
}

/// Writes edits. A moved file is written to its new path before the old one is removed, so an
/// interruption loses nothing, and the same command can be repeated.
pub(super) fn write(folder: &Path, edits: &[&FileEdit]) -> Result<(), Failure> {
    for edit in edits.iter().filter(|edit| !creates(folder, edit)) {
        unchanged(&super::file(folder, &edit.path), &edit.before)?;
    }
    for edit in edits {
        match &edit.moved_to {
            None if creates(folder, edit) => output::create(&super::file(folder, &edit.path), &edit.after)?,
            None => output::rewrite(&super::file(folder, &edit.path), &edit.after)?,
            // An interrupted run already wrote it.
            Some(to) if output::holds(&super::file(folder, to), &edit.after)? => {}
            Some(to) => output::create(&super::file(folder, to), &edit.after)?,
        }
    }
    for edit in edits.iter().filter(|edit| edit.moved_to.is_some()) {
        output::remove_file(&super::file(folder, &edit.path))?;
    }
    Ok(())
}

/// Whether an edit creates its file. The file can also be there and empty.
fn creates(folder: &Path, edit: &FileEdit) -> bool {
    edit.is_new() && !super::file(folder, &edit.path).exists()
}

/// Refuses to overwrite a file that changed since it was read.
fn unchanged(path: &Path, before: &str) -> Result<(), Failure> {
    let now = std::fs::read(path).map_err(|error| Failure::io("read", path, &error))?;
    if now == before.as_bytes() {
        return Ok(());
    }
    Err(Failure::trouble(format!("`{}` changed while errbook was running", path.display()))
        .help("nothing was written; run the command again"))
}

/// Prints which file was moved or changed. `what` describes the change.
pub(super) fn tell(folder: &Path, edit: &FileEdit, what: &str, terminal: &mut Terminal) {
    let path = |path: &str| printable(&super::file(folder, path).display().to_string());
    let what = if what.is_empty() { String::new() } else { format!(": {what}") };
    match &edit.moved_to {
        Some(to) => terminal.say(&format!("{GOOD}moved{GOOD:#} {} to {}{what}", path(&edit.path), path(to))),
        None if edit.is_new() => terminal.say(&format!("{GOOD}wrote{GOOD:#} {}{what}", path(&edit.path))),
        None => terminal.say(&format!("{GOOD}changed{GOOD:#} {}{what}", path(&edit.path))),
    }
}

/// Turns a refused change into a failure. Nothing has been written at this point.
pub(super) fn refused(refusal: Refusal) -> Failure {
    let failure = Failure::trouble(refusal.message);
    refusal.help.into_iter().fold(failure, Failure::help)
}
