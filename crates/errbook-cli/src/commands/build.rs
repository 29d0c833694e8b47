//! `errbook build`: writes the pages, compares them with those on disk, or lists what would change.

use std::collections::BTreeSet;
use std::path::Path;

use errbook_docs::Target;

use super::merge::Merge;
use crate::args::{Build, FindingFormat, Global};
use crate::failure::{Exit, Failure};
use crate::findings::{self, About, plural};
use crate::output::{self, Change, Mode, Wanted, Writer};
use crate::pages::{self, Sites, TemplateFolder};
use crate::terminal::{CODE, DIM, GOOD, Terminal, WARNING};

mod around;
mod editions;

use around::Around;
use editions::Editions;

/// Longer lists of stale pages don't help on a screen.
const SCREEN: usize = 20;

/// Each with the path that people see.
type Changes = [(Change, String)];

/// Builds a valid catalog, or else shows its findings.
pub(crate) fn run(global: &Global, build: &Build, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let place = super::locate(global)?;
    let (catalog, report) = super::read(&place, global).into_parts();
    let about = About::reading(&report);
    let for_people = matches!(build.format.kind, FindingFormat::Human | FindingFormat::Short);
    if catalog.is_none() || !for_people {
        terminal.print(&findings::show(&report, &about, build.format.kind, terminal.colors()));
    }
    let Some(catalog) = catalog else {
        terminal.say(&findings::summary(&report, &about));
        return Ok(Exit::Findings);
    };
    let warnings = report.warnings();
    // Frees the source of every file, which isn't needed anymore.
    drop(report);
    if warnings > 0 {
        let warnings = plural(warnings, "warning", "warnings");
        terminal.say(&format!("{WARNING}warning{WARNING:#}: the catalog has {warnings}; see `errbook check`"));
    }
    let folder = TemplateFolder::read(build.templates.as_deref())?;
    let catalog = super::joined(catalog.for_audience(build.audience.into()), |of| of.has_pages)?;
    let checks = pages::checks(&place, &catalog)?;
    let targets = targets(build, &folder)?;
    let editions = Editions::read(build, &targets)?;
    let targets: Vec<Target> = targets.into_iter().map(|of| of.with_edition(editions.of(build))).collect();
    let sites = Sites::new(&catalog, &targets, &folder, &checks)?;
    editions.refuse_pages(build, &sites.paths)?;
    let root = editions.out(build);
    let around = Around::read(&root, &sites, build.force)?;
    // This can fail, so it comes before any page is written.
    let merge = build.merge.as_deref().map(|document| {
        let partial = sites.partial(|folder| around.below(folder))?;
        Merge::new(document, &names(build), partial.as_deref())
    });
    let merge = merge.transpose()?;
    let render = |writer: &Writer<'_>| sites.render(global.jobs(), |piece| writer.put(piece));
    // Builds of all editions write their list, so they wait for each other.
    let waiting =
        || terminal.say(&format!("{DIM}waiting for another build that writes to {}{DIM:#}", build.out.display()));
    let lock = if mode(build) == Mode::Write { output::lock(&build.out, waiting)? } else { None };
    let wanted =
        Wanted { root: &root, targets: &names(build), pages: &sites.paths, former: &around.former, force: build.force };
    // It refuses a folder that isn't errbook's before any page is written.
    editions.sync(Mode::Compare, build.force)?;
    let mut changes = shown(&root, output::sync(wanted, mode(build), render)?);
    let list = editions.sync(mode(build), build.force)?;
    drop(lock);
    // A build counts the files of its own edition, and the list belongs to all.
    if mode(build) == Mode::Compare {
        changes.extend(list.iter().cloned());
    }
    let exit = tell(build, &root, &sites, &changes, terminal);
    editions.tell(build, &list, terminal)?;
    merge.map_or(Ok(exit), |merge| merged(build, &merge, exit, terminal))
}

fn mode(build: &Build) -> Mode {
    if build.check || build.dry_run { Mode::Compare } else { Mode::Write }
}

/// The target names, sorted and without duplicates, as the output folder's manifest records them.
fn names(build: &Build) -> String {
    let names: BTreeSet<&str> = build.target.iter().map(String::as_str).collect();
    names.into_iter().collect::<Vec<_>>().join(",")
}

/// The targets without duplicates, in the order of the command line.
fn targets(build: &Build, folder: &TemplateFolder) -> Result<Vec<Target>, Failure> {
    let mut targets: Vec<Target> = Vec::new();
    for name in &build.target {
        let target = folder.target(name, false)?.with_layout(build.layout.into()).with_base(build.base.into());
        if !targets.contains(&target) {
            targets.push(target);
        }
    }
    Ok(targets)
}

/// The paths of changes as people see them.
fn shown(root: &Path, changes: output::Changes) -> Vec<(Change, String)> {
    changes.into_iter().map(|(change, page)| (change, root.join(page.as_str()).display().to_string())).collect()
}

fn tell(build: &Build, root: &Path, sites: &Sites<'_>, changes: &Changes, terminal: &mut Terminal) -> Exit {
    if build.check {
        checked(root, sites, changes, terminal)
    } else if build.dry_run {
        planned(changes, terminal)
    } else {
        built(root, sites, changes, terminal)
    }
}

fn built(root: &Path, sites: &Sites<'_>, changes: &Changes, terminal: &mut Terminal) -> Exit {
    let files = plural(sites.paths.len(), "file", "files");
    terminal.say(&format!("{GOOD}built{GOOD:#} {files} in {} ({})", root.display(), counts(changes)));
    for home in &sites.homes {
        terminal.say(&format!("open {CODE}{}{CODE:#}", root.join(home.as_str()).display()));
    }
    Exit::Clean
}

/// Writes the document of `--merge`, or reports whether it would change.
fn merged(build: &Build, merge: &Merge, exit: Exit, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let document = merge.document.display();
    match (build.check, build.dry_run, merge.stale) {
        (_, _, false) => terminal.say(&format!("{document} is up to date")),
        (true, _, true) => {
            terminal.print(&format!("{document} differs\n"));
            return Ok(terminal.stale(&format!("{document} is")));
        }
        (_, true, true) => terminal.print(&format!("change {document}\n")),
        _ => {
            merge.write()?;
            terminal.say(&format!("{GOOD}merged{GOOD:#} into {document}"));
        }
    }
    Ok(exit)
}

/// `2 new, 1 removed`.
fn counts(changes: &Changes) -> String {
    let count = |kind| changes.iter().filter(|(change, _)| *change == kind).count();
    let counts =
        [(count(Change::Added), "new"), (count(Change::Changed), "changed"), (count(Change::Removed), "removed")];
    let counts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    let counts = counts.collect::<Vec<_>>().join(", ");
    if counts.is_empty() { "nothing changed".into() } else { counts }
}

fn planned(changes: &Changes, terminal: &mut Terminal) -> Exit {
    let lines = changes.iter().map(|(change, page)| {
        let verb = match change {
            Change::Added => "write ",
            Change::Changed => "change",
            Change::Removed => "remove",
        };
        format!("{verb} {page}\n")
    });
    terminal.print(&lines.collect::<String>());
    terminal.say(&format!(
        "{DIM}nothing was written; run `errbook build` without `--dry-run` to write it ({}){DIM:#}",
        counts(changes)
    ));
    Exit::Clean
}

fn checked(root: &Path, sites: &Sites<'_>, changes: &Changes, terminal: &mut Terminal) -> Exit {
    if changes.is_empty() {
        let files = plural(sites.paths.len(), "file", "files");
        terminal.say(&format!("{GOOD}checked{GOOD:#} {files} in {}: up to date", root.display()));
        return Exit::Clean;
    }
    let mut text = String::new();
    for (change, page) in changes.iter().take(SCREEN) {
        let what = match change {
            Change::Added => "is missing",
            Change::Changed => "differs",
            Change::Removed => "is obsolete",
        };
        text += &format!("{page} {what}\n");
    }
    if changes.len() > SCREEN {
        text += &format!("{DIM}… and {} more{DIM:#}\n", changes.len() - SCREEN);
    }
    terminal.print(&text);
    let files = plural(changes.len(), "file", "files");
    let are = if changes.len() == 1 { "is" } else { "are" };
    terminal.stale(&format!("{files} in {} {are}", root.display()))
}
