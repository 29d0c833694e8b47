//! `errbook rename`: renames a code.

use errbook_check::edit::FileEdit;
use errbook_check::lifecycle;

use super::edits;
use crate::args::{Global, Rename};
use crate::failure::{Exit, Failure};
use crate::findings::plural;
use crate::terminal::{CODE, GOOD, Terminal, WARNING, printable};

/// Moves the entry and updates all references to it.
pub(crate) fn run(global: &Global, rename: &Rename, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let folder = super::locate(global)?;
    let snapshot = super::read(&folder, global);
    let Some(manifest) = snapshot.manifest() else { return Err(super::no_manifest(&folder)) };
    let segments = lifecycle::segments(&manifest.scheme, &rename.new).map_err(edits::refused)?;
    let codes = snapshot.entries().map(|entry| entry.segments.as_slice());
    let path = super::file(&folder, super::MANIFEST).display().to_string();
    lifecycle::require_groups(snapshot.groups(), codes, &path, &segments).map_err(edits::refused)?;
    let renamed = lifecycle::rename(&snapshot, &rename.old, &segments).map_err(edits::refused)?;

    let files: Vec<&FileEdit> = renamed.files.iter().map(|(edit, _)| edit).collect();
    if rename.dry_run {
        edits::show(&folder, &files, terminal);
    } else {
        edits::write(&folder, &files)?;
        terminal.say(&format!("{GOOD}renamed{GOOD:#} {} to {}", printable(&rename.old), printable(&renamed.code)));
        for (edit, mentions) in &renamed.files {
            let mentions = if *mentions == 0 { String::new() } else { plural(*mentions, "mention", "mentions") };
            edits::tell(&folder, edit, &mentions, terminal);
        }
    }
    for note in &renamed.notes {
        terminal.say(&format!("{WARNING}note{WARNING:#}: {}", printable(note)));
    }
    if !rename.dry_run {
        let check = global.command("check");
        terminal.say(&format!("next: {CODE}`{check}`{CODE:#}, then send the new code from your services; the old one still leads to the page"));
    }
    Ok(Exit::Clean)
}
