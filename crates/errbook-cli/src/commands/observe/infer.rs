//! `errbook observe --infer`: adds what the catalog lacks, like `errbook check --fix`. The crate
//! `errbook-observe` infers it.

use std::path::Path;

use errbook_catalog::Snapshot;
use errbook_check::edit::FileEdit;
use errbook_observe::{Inferred, Observation, Skipped};

use crate::commands::{edits, schema, today};
use crate::failure::Failure;
use crate::findings::plural;
use crate::terminal::{CODE, GOOD, Terminal, WARNING, printable};

/// Additions that are left out and shown. There can be one for each unknown code.
const MOST_SHOWN: usize = 20;

/// What the catalog lacks. A new file gets the line that points editors to its schema.
pub(super) fn infer(folder: &Path, snapshot: &Snapshot, observation: &Observation) -> Inferred {
    let mut inferred = observation.infer(snapshot, Some(&today()));
    for of in inferred.files.iter_mut().filter(|of| of.file.is_new()) {
        let segments: Vec<String> = of.file.path.split('/').map(str::to_owned).collect();
        if let Some(line) = schema::line_of_entry(folder, &segments) {
            of.file.after = format!("{line}\n{}", of.file.after);
        }
    }
    inferred
}

/// Writes the files, and prints what was added.
pub(super) fn write(folder: &Path, inferred: &Inferred, check: &str, terminal: &mut Terminal) -> Result<(), Failure> {
    edits::write(folder, &files(inferred))?;
    for of in &inferred.files {
        let added = of.added.iter().map(|(added, count)| format!("{count} {}", added.name(*count)));
        edits::tell(folder, &of.file, &added.collect::<Vec<_>>().join(", "), terminal);
    }
    tell_skipped(&inferred.skipped, terminal);
    let count: usize = inferred.files.iter().flat_map(|of| of.added.values()).sum();
    if count > 0 {
        let (things, files) = (plural(count, "addition", "additions"), plural(inferred.files.len(), "file", "files"));
        terminal.say(&format!("{GOOD}inferred{GOOD:#} {things} in {files}"));
        terminal.say(&format!("next: review them, and run {CODE}`{check}`{CODE:#}"));
    }
    Ok(())
}

/// Prints the diff without writing it.
pub(super) fn show(folder: &Path, inferred: &Inferred, terminal: &mut Terminal) {
    tell_skipped(&inferred.skipped, terminal);
    if inferred.files.is_empty() {
        terminal.say("nothing to infer; run the same command without `--infer` and `--dry-run` to see what differs");
    } else {
        edits::show(folder, &files(inferred), terminal);
    }
}

fn files(inferred: &Inferred) -> Vec<&FileEdit> {
    inferred.files.iter().map(|of| &of.file).collect()
}

fn tell_skipped(skipped: &[Skipped], terminal: &mut Terminal) {
    for Skipped { message, help } in skipped.iter().take(MOST_SHOWN) {
        terminal.say(&format!("{WARNING}warning{WARNING:#}: {}", printable(message)));
        terminal.say(&format!("help: {}", printable(help)));
    }
    if let Some(more) = skipped.len().checked_sub(MOST_SHOWN).filter(|more| *more > 0) {
        terminal
            .say(&format!("{WARNING}warning{WARNING:#}: {} left out", plural(more, "more addition", "more additions")));
    }
}
