//! `errbook retire`: marks a code as no longer sent.

use std::path::Path;

use errbook_catalog::{Manifest, SinceKind};
use errbook_check::lifecycle::{self, Retirement};

use super::edits;
use crate::args::{Global, Retire};
use crate::failure::{Exit, Failure};
use crate::terminal::{CODE, GOOD, Terminal, WARNING, printable};

/// Adds `retired` to the entry.
pub(crate) fn run(global: &Global, retire: &Retire, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let folder = super::locate(global)?;
    let snapshot = super::read(&folder, global);
    let Some(manifest) = snapshot.manifest() else { return Err(super::no_manifest(&folder)) };
    let retirement = Retirement {
        since: since(retire, manifest)?,
        reason: retire.reason.trim().to_owned(),
        replaced_by: retire.replaced_by.clone(),
    };
    let retired = lifecycle::retire(&snapshot, &retire.code, &retirement).map_err(edits::refused)?;
    if retire.dry_run {
        edits::show(&folder, &[&retired.file], terminal);
    } else {
        edits::write(&folder, &[&retired.file])?;
        let code = printable(&retire.code);
        terminal.say(&format!("{GOOD}retired{GOOD:#} {code} since {}", printable(&retirement.since)));
        edits::tell(&folder, &retired.file, "", terminal);
    }
    if !retired.related_from.is_empty() {
        terminal.say(&note(&folder, &retired.related_from));
    }
    if !retire.dry_run {
        let check = global.command("check");
        terminal.say(&format!(
            "next: {CODE}`{check}`{CODE:#}; services can no longer raise it, because it was removed from `Error`"
        ));
    }
    Ok(Exit::Clean)
}

/// The given date or version. The date defaults to today, but a version can't be guessed.
fn since(retire: &Retire, manifest: &Manifest) -> Result<String, Failure> {
    match (&retire.since, manifest.since) {
        (Some(since), _) => Ok(since.clone()),
        (None, SinceKind::Date) => Ok(super::today()),
        (None, SinceKind::Version) => Err(Failure::trouble("this catalog uses versions, and `--since` is missing")
            .help("add the version in which services stopped sending the code: `--since 2.0.0`")),
    }
}

fn note(folder: &Path, files: &[String]) -> String {
    let files: Vec<String> = files.iter().map(|file| super::file(folder, file).display().to_string()).collect();
    format!("{WARNING}note{WARNING:#}: still `related` in {}", printable(&files.join(", ")))
}
