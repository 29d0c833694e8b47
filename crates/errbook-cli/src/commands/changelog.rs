//! `errbook changelog`: writes what changed since a base into a section of a changelog.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::diff;
use crate::args::{Changelog, ChangelogDate, Global};
use crate::changelog::{Document, Entry, Unpaired};
use crate::failure::{Exit, Failure};
use crate::findings;
use crate::output;
use crate::terminal::{GOOD, Terminal, printable};

/// The default file, in the catalog's folder.
const FILE: &str = "CHANGELOG.md";

pub(crate) fn run(global: &Global, changelog: &Changelog, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let path = path(global, changelog)?;
    let before = read(&path)?;
    let document = before.as_ref().map(|text| document(text, &path)).transpose()?;
    let version = changelog.version.as_deref();
    let base = changelog.against.clone().or_else(|| Some(document.as_ref()?.base(version)?.to_owned()));
    let base = base.ok_or_else(|| no_base(&path, changelog))?;
    let edition = diff::edition(global, &base, changelog.to.as_deref(), terminal)?.0;
    if version.is_none() && edition.changes.is_empty() && document.as_ref().is_none_or(|of| of.base(None).is_none()) {
        terminal.say(&format!("nothing changed since `{}`", printable(&base)));
        return Ok(Exit::Clean);
    }
    let document = document.unwrap_or_else(|| Document::new(&findings::edition::name(&edition)));
    let date = changelog.date.as_ref().map(|date| match date {
        ChangelogDate::Today => super::today(),
        ChangelogDate::On(date) => date.clone(),
    });
    let changes = findings::edition::changelog(&edition);
    let after = document.with(Entry { version, date: date.as_deref(), base: &base, changes: &changes });
    finish(&path, before.as_deref() == Some(&after), &after, changelog, terminal)
}

fn path(global: &Global, changelog: &Changelog) -> Result<PathBuf, Failure> {
    match &changelog.file {
        Some(path) => Ok(path.clone()),
        None => Ok(super::file(&super::locate(global)?, FILE)),
    }
}

/// The changelog, if there is one.
fn read(path: &Path) -> Result<Option<String>, Failure> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::io("read", path, &error).help("use a Markdown file for `--file`")),
    }
}

fn document(text: &str, path: &Path) -> Result<Document, Failure> {
    Document::read(text.to_owned()).map_err(|Unpaired(line)| {
        Failure::trouble(format!("`{}:{line}` has one of errbook's two comments, but not the other", path.display()))
            .help("restore the missing comment, or remove this one and what errbook wrote next to it")
    })
}

fn no_base(path: &Path, changelog: &Changelog) -> Failure {
    let section = changelog.version.as_ref().map_or_else(|| "\"Unreleased\"".to_owned(), |of| format!("`{of}`"));
    Failure::trouble(format!("nothing to compare with: `{}` has no changes for {section} yet", path.display()))
        .help("name the last release with `--against`, as a Git revision, a folder, or a saved `errors.json`")
}

fn finish(
    path: &Path,
    is_current: bool,
    after: &str,
    changelog: &Changelog,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let shown = path.display();
    if is_current {
        terminal.say(&format!("{shown} is up to date"));
    } else if changelog.check {
        terminal.print(&format!("{shown} differs\n"));
        return Ok(terminal.stale(&format!("{shown} is")));
    } else {
        output::replace(path, after)?;
        terminal.say(&format!("{GOOD}wrote{GOOD:#} {shown}"));
    }
    Ok(Exit::Clean)
}
