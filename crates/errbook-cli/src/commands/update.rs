//! `errbook update`: resolves the dependencies in catalog.yaml. It is the only command that reads other
//! catalogs; all others read what it wrote.

use std::fs;
use std::path::{Path, PathBuf};

use errbook_catalog::registry::Registry;
use errbook_catalog::{Declared, DependencySource, Snapshot, Sources, dependency_path};
use errbook_check::against::{Base, Change};

use super::lock::{Lock, Locked};
use crate::args::{Global, Update};
use crate::failure::{Exit, Failure};
use crate::git;
use crate::output;
use crate::terminal::{CODE, DIM, GOOD, Terminal, printable};

/// Changes of one dependency that are shown.
const SHOWN: usize = 20;

/// A dependency as it is now.
struct Resolved {
    registry: Registry,
    /// The commit, if it is in Git.
    commit: Option<String>,
}

pub(crate) fn run(global: &Global, update: &Update, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let folder = super::locate(global)?;
    let snapshot = Snapshot::from_sources(Sources::read_with(&folder, global.jobs()));
    let declared = snapshot.declared();
    if snapshot.manifest().is_none() {
        return Err(super::no_manifest(&folder));
    }
    if let Some(name) = update.names.iter().find(|name| declared.iter().all(|of| of.name != **name)) {
        let known = declared.iter().map(|of| of.name.as_str());
        return Err(
            Failure::finding(format!("unknown dependency `{name}`")).help(errbook_catalog::suggest::help(name, known))
        );
    }
    let old = Lock::read(&folder)?.unwrap_or_default();
    let mut lock = Lock::default();
    let mut files: Vec<(PathBuf, String)> = Vec::new();
    for of in declared {
        let path = folder.join(dependency_path(&of.name));
        let before = fs::read_to_string(&path).ok();
        let is_wanted = update.names.is_empty() || update.names.contains(&of.name);
        if let (false, Some(locked)) = (is_wanted, old.find(&of.name)) {
            lock.depends.push(locked.clone());
            continue;
        }
        let Resolved { registry, commit } = resolve(&folder, of, global)?;
        let text = json(&registry)?;
        lock.depends.push(Locked::new(of, &registry, commit, &text));
        tell(of, before.as_deref(), &registry, &text, terminal);
        if before.as_deref() != Some(&text) {
            files.push((path, text));
        }
    }
    let obsolete = obsolete(&folder, declared);
    if update.dry_run {
        terminal.say(&format!("{DIM}nothing was written; run `errbook update` without `--dry-run` to write it{DIM:#}"));
        return Ok(Exit::Clean);
    }
    for (path, text) in &files {
        output::replace(path, text)?;
    }
    lock.write(&folder)?;
    for path in &obsolete {
        output::remove_file(path)?;
        terminal.say(&format!("removed {}", path.display()));
    }
    if declared.is_empty() {
        terminal.say("catalog.yaml has no dependencies");
        return Ok(Exit::Clean);
    }
    usable(&folder, global)
}

/// Fails if the dependencies don't fit together, or don't fit the catalog.
fn usable(folder: &Path, global: &Global) -> Result<Exit, Failure> {
    let snapshot = super::read(folder, global);
    let about_dependencies =
        |rule: &str| ["dependency-conflict", "dependency-unresolved", "unknown-code"].contains(&rule);
    let found = snapshot.report().diagnostics().iter().find(|found| about_dependencies(found.rule));
    match found {
        Some(found) => Err(Failure::finding(snapshot.report().short(found))
            .help(format!("run `{}` to see all findings", global.command("check")))),
        None => Ok(Exit::Clean),
    }
}

fn json(registry: &Registry) -> Result<String, Failure> {
    registry.to_json().map_err(|error| Failure::trouble(format!("cannot write a registry: {error}")))
}

fn resolve(folder: &Path, of: &Declared, global: &Global) -> Result<Resolved, Failure> {
    match &of.from {
        DependencySource::Path(path) => {
            let other = catalog_in(&folder.join(path)).ok_or_else(|| missing(of, path))?;
            let registry = registry(of, Sources::read_with(&other, global.jobs()), Some(&other))?;
            Ok(Resolved { registry, commit: None })
        }
        DependencySource::Registry(path) => {
            let path = folder.join(path);
            let text = fs::read_to_string(&path).map_err(|error| Failure::io("read", &path, &error))?;
            let help = "use a file of `errbook export json`";
            let registry = Registry::from_json(&text)
                .map_err(|error| Failure::unusable(format!("`{}`", path.display()), &error, error.is_newer(), help))?;
            // The codes of its own dependencies have their own files.
            Ok(Resolved { registry: registry.own(), commit: None })
        }
        DependencySource::Git { url, rev, path } => {
            let clone = git::Clone::new(folder, url)?;
            let commit = clone.commit(rev.as_deref())?;
            let sources = clone.catalog(&commit, path.as_deref().unwrap_or_default())?;
            let sources = sources.ok_or_else(|| missing(of, path.as_deref().unwrap_or(".")))?;
            Ok(Resolved { registry: registry(of, sources, None)?, commit: Some(commit) })
        }
        // `DependencySource` can get more forms.
        _ => Err(Failure::trouble(format!("dependency `{}` has a source that this errbook does not know", of.name))),
    }
}

/// The folder of the catalog at a path, which can also be the folder above it.
fn catalog_in(folder: &Path) -> Option<PathBuf> {
    let folders = [folder.to_owned(), folder.join("catalog")];
    folders.into_iter().find(|folder| folder.join(super::MANIFEST).is_file())
}

fn missing(of: &Declared, path: &str) -> Failure {
    Failure::finding(format!("dependency `{}`: no `{}` in `{path}`", of.name, super::MANIFEST))
        .help("set `path` in `from` to the folder of the catalog")
}

/// The registry of a catalog, with the texts of its pages if they are included. `folder` is where it is
/// on disk.
fn registry(of: &Declared, sources: Sources, folder: Option<&Path>) -> Result<Registry, Failure> {
    let (catalog, report) = Snapshot::from_sources(sources).into_parts();
    let Some(catalog) = catalog else {
        let counts = crate::findings::counts(&report);
        let failure = Failure::finding(format!("dependency `{}` cannot be used: it has {counts}", of.name));
        return Err(match folder {
            Some(folder) => failure.help(format!("run `errbook check --catalog {}` to see them", folder.display())),
            None => failure.help("use a revision without errors"),
        });
    };
    let registry = Registry::of(&catalog);
    Ok(if of.has_pages { registry.with_pages(&catalog) } else { registry })
}

/// Files of dependencies that catalog.yaml no longer has.
fn obsolete(folder: &Path, declared: &[Declared]) -> Vec<PathBuf> {
    let wanted: Vec<PathBuf> = declared.iter().map(|of| folder.join(dependency_path(&of.name))).collect();
    let Some(listing) = folder.join(dependency_path("")).parent().and_then(|folder| fs::read_dir(folder).ok()) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = listing.flatten().map(|item| item.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json") && !wanted.contains(path));
    paths.sort();
    paths
}

/// Says what changed in a dependency, and what breaks.
fn tell(of: &Declared, before: Option<&str>, registry: &Registry, text: &str, terminal: &mut Terminal) {
    let codes = crate::findings::plural(registry.codes.len(), "code", "codes");
    let old = match before {
        None => return terminal.say(&format!("{GOOD}added{GOOD:#} {} ({codes})", of.name)),
        Some(before) if before == text => return terminal.say(&format!("unchanged {} ({codes})", of.name)),
        Some(before) => Registry::from_json(before).ok(),
    };
    terminal.say(&format!("{GOOD}updated{GOOD:#} {} ({codes})", of.name));
    let Some(old) = old else { return };
    let changes = errbook_check::compare(&Base::new(old), &Snapshot::from_sources(registry.sources()));
    for change in changes.iter().take(SHOWN) {
        terminal.say(&line(change));
    }
    if changes.len() > SHOWN {
        terminal.say(&format!("  {DIM}… and {} more{DIM:#}", changes.len() - SHOWN));
    }
}

fn line(change: &Change) -> String {
    let code = change.code.as_ref().map(|code| format!("{CODE}{code}{CODE:#}: ")).unwrap_or_default();
    format!("  {}: {code}{}", change.bump.name(), printable(&change.message))
}
