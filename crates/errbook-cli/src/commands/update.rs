//! `errbook update`: resolves the dependencies in catalog.yaml. It is the only command that reads other
//! catalogs; all others read what it wrote.

use std::cmp::Reverse;
use std::fs;
use std::path::{Path, PathBuf};

use errbook_catalog::registry::Registry;
use errbook_catalog::{Declared, DependencySource, Diagnostic, Severity, Snapshot, Sources, dependency_path};
use errbook_check::against::{Base, Change};

use super::lock::{Lock, Locked};
use crate::args::{Global, Update};
use crate::failure::{Exit, Failure, cause};
use crate::git;
use crate::output;
use crate::terminal::{CODE, DIM, GOOD, Terminal, printable};

mod circle;

/// Changes of one dependency that are shown.
const SHOWN: usize = 20;

/// A dependency as it is now.
struct Resolved {
    registry: Registry,
    /// The commit, if it is in Git.
    commit: Option<String>,
}

/// What is to be written for a dependency.
struct New<'d> {
    declared: &'d Declared,
    path: PathBuf,
    registry: Registry,
    text: String,
    /// The file as it was.
    before: Option<String>,
}

pub(crate) fn run(global: &Global, update: &Update, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let folder = super::locate(global)?;
    let snapshot = Snapshot::from_sources(Sources::read_with(&folder, global.jobs()));
    let declared = snapshot.declared();
    if snapshot.manifest().is_none() {
        return Err(super::no_manifest(&folder));
    }
    readable(&snapshot, global)?;
    if let Some(name) = update.names.iter().find(|name| declared.iter().all(|of| of.name != **name)) {
        let known = declared.iter().map(|of| of.name.as_str());
        let help = if declared.is_empty() {
            format!("add it to `depends` in `{}`", super::file(&folder, super::MANIFEST).display())
        } else {
            errbook_catalog::suggest::help(name, known)
        };
        return Err(Failure::finding(format!("unknown dependency `{name}`")).help(help));
    }
    // An update of everything needs nothing of the old lock.
    let old = match Lock::replaceable(&folder)? {
        Some(Err(_)) if update.names.is_empty() => Lock::default(),
        _ => Lock::read(&folder)?.unwrap_or_default(),
    };
    let mut lock = Lock::default();
    let mut new = Vec::new();
    for declared in declared {
        let is_wanted = update.names.is_empty() || update.names.contains(&declared.name);
        if let (false, Some(locked)) = (is_wanted, old.find(&declared.name)) {
            lock.depends.push(locked.clone());
            continue;
        }
        let Resolved { registry, commit } = resolve(&folder, declared, global)?;
        let (path, text) = (folder.join(dependency_path(&declared.name)), json(&registry)?);
        lock.depends.push(Locked::new(declared, &registry, commit, &text));
        // Nothing reads a symbolic link in a catalog.
        let before = if path.is_symlink() { None } else { fs::read_to_string(&path).ok() };
        new.push(New { declared, before, path, registry, text });
    }
    let obsolete = obsolete(&folder, declared);
    if !update.dry_run {
        for of in new.iter().filter(|of| of.before.as_ref() != Some(&of.text)) {
            output::replace_link(&of.path, &of.text)?;
        }
        lock.write(&folder)?;
        obsolete.iter().try_for_each(|path| output::remove_file(path))?;
    }
    new.iter().for_each(|of| tell(of, terminal));
    let removed = if update.dry_run { "would remove" } else { "removed" };
    for path in &obsolete {
        terminal.say(&format!("{removed} {}", path.display()));
    }
    if update.dry_run {
        terminal.say(&format!("{DIM}nothing was written; run `errbook update` without `--dry-run` to write it{DIM:#}"));
        return Ok(Exit::Clean);
    }
    if declared.is_empty() {
        terminal.say("catalog.yaml has no dependencies");
        return Ok(Exit::Clean);
    }
    usable(&folder, global)
}

/// Rules that say whether dependencies fit together, and fit the catalog.
const ABOUT_DEPENDENCIES: [&str; 3] = ["dependency-conflict", "dependency-unresolved", "unknown-code"];

/// Fails if the manifest has a mistake. It could be in a dependency, whose file must not be removed then.
fn readable(snapshot: &Snapshot, global: &Global) -> Result<(), Failure> {
    let manifest = snapshot.file(super::MANIFEST);
    let is_mistake = |found: &&Diagnostic| {
        found.severity == Severity::Error
            && found.labels.first().map(|label| label.file) == manifest
            && !ABOUT_DEPENDENCIES.contains(&found.rule)
    };
    let found = snapshot.report().diagnostics().iter().find(is_mistake);
    found.map_or(Ok(()), |found| Err(refusal(snapshot, found, global)))
}

/// Fails if the dependencies don't fit together, or don't fit the catalog.
fn usable(folder: &Path, global: &Global) -> Result<Exit, Failure> {
    let snapshot = super::read(folder, global);
    let mut found = snapshot.report().diagnostics().iter().filter(|found| ABOUT_DEPENDENCIES.contains(&found.rule));
    found.next().map_or(Ok(Exit::Clean), |found| Err(refusal(&snapshot, found, global)))
}

fn refusal(snapshot: &Snapshot, found: &Diagnostic, global: &Global) -> Failure {
    let mut failure = Failure::finding(snapshot.report().short(found));
    failure.help.extend(found.help.first().map(|help| help.to_string()));
    failure.help(format!("run `{}` to see all findings", global.command("check")))
}

fn json(registry: &Registry) -> Result<String, Failure> {
    registry.to_json().map_err(|error| Failure::trouble(format!("cannot write a registry: {error}")))
}

fn resolve(folder: &Path, of: &Declared, global: &Global) -> Result<Resolved, Failure> {
    match &of.from {
        DependencySource::Path(path) => {
            let other = catalog_in(&folder.join(path)).ok_or_else(|| missing(of, path))?;
            let snapshot = Snapshot::from_sources(Sources::read_with(&other, global.jobs()));
            let registry = registry(of, snapshot, Some(&other), global);
            let registry = registry.map_err(|failure| circle::refusal(folder, of, &other).unwrap_or(failure))?;
            Ok(Resolved { registry, commit: None })
        }
        DependencySource::Registry(path) => {
            let path = shown(&folder.join(path));
            let name = &of.name;
            let text = fs::read_to_string(&path).map_err(|error| {
                let (path, cause) = (path.display(), cause(&error));
                Failure::trouble(format!("dependency `{name}`: cannot read `{path}`: {cause}"))
                    .help("set `registry` in `from` to a file of `errbook export json`")
            })?;
            let help = "use a file of `errbook export json`";
            let what = format!("`{}` as dependency `{name}`", path.display());
            let registry =
                Registry::from_json(&text).map_err(|error| Failure::unusable(what, &error, error.is_newer(), help))?;
            // The codes of its own dependencies have their own files.
            let registry = registry.own();
            refuse_mistakes(name, &path, &registry)?;
            Ok(Resolved { registry, commit: None })
        }
        DependencySource::Git { url, rev, path } => {
            let clone = git::Clone::new(folder, url)?;
            let commit = clone.commit(rev.as_deref())?;
            let sources = clone.catalog(&commit, path.as_deref().unwrap_or_default())?;
            let sources = sources.ok_or_else(|| missing(of, path.as_deref().unwrap_or(".")))?;
            Ok(Resolved {
                registry: registry(of, Snapshot::from_sources(sources), None, global)?,
                commit: Some(commit),
            })
        }
        // `DependencySource` can get more forms.
        _ => Err(Failure::trouble(format!("dependency `{}` has a source that this errbook does not know", of.name))),
    }
}

/// A file can come from anywhere. One that isn't a valid catalog would fail in the build.
fn refuse_mistakes(name: &str, path: &Path, registry: &Registry) -> Result<(), Failure> {
    let refuse = |why: String| {
        let failure = Failure::finding(format!("dependency `{name}`: `{}` {why}", path.display()));
        Err(failure.help("use a file that `errbook export json` wrote"))
    };
    let is_web = |url: &&String| url.starts_with("https://") || url.starts_with("http://");
    if let Some(url) = registry.codes.iter().filter_map(|code| code.url.as_ref()).find(|url| !is_web(url)) {
        return refuse(format!("has a page with the URL `{url}`"));
    }
    let report = Snapshot::from_sources(registry.sources()).into_parts().1;
    let mut errors = report.diagnostics().iter().filter(|found| found.severity == Severity::Error);
    match errors.next() {
        Some(found) => refuse(format!("is not a valid catalog: {}", found.message)),
        None => Ok(()),
    }
}

/// The folder of the catalog at a path, which can also be the folder above it.
fn catalog_in(folder: &Path) -> Option<PathBuf> {
    let folders = [folder.to_owned(), folder.join("catalog")];
    folders.into_iter().find(|folder| folder.join(super::MANIFEST).is_file())
}

/// A path for messages, without the `..` of `from`.
fn shown(path: &Path) -> PathBuf {
    let current = std::env::current_dir().and_then(fs::canonicalize);
    match (fs::canonicalize(path), current) {
        (Ok(path), Ok(current)) => super::relative(&path, &current),
        _ => path.to_owned(),
    }
}

fn missing(of: &Declared, path: &str) -> Failure {
    Failure::finding(format!("dependency `{}`: no `{}` in `{path}`", of.name, super::MANIFEST))
        .help("set `path` in `from` to the folder of the catalog")
}

/// The registry of a catalog, with the texts of its pages if they are included. `folder` is where it is
/// on disk.
fn registry(of: &Declared, snapshot: Snapshot, folder: Option<&Path>, global: &Global) -> Result<Registry, Failure> {
    let (catalog, report) = snapshot.into_parts();
    let Some(catalog) = catalog else {
        let mut errors = report.diagnostics().iter().filter(|found| found.severity == Severity::Error);
        // Nobody can run `check` on what is only in a clone, so say the first error.
        let first = errors.next().filter(|_| folder.is_none()).map(|first| format!(": {}", report.short(first)));
        let counts = crate::findings::counts(&report);
        let first = first.unwrap_or_default();
        let failure = Failure::finding(format!("dependency `{}` cannot be used: it has {counts}{first}", of.name));
        let is_unresolved = report.diagnostics().iter().any(|found| found.rule == "dependency-unresolved");
        return Err(match folder.map(shown) {
            Some(folder) if is_unresolved => {
                failure.help(format!("run `{}` first", global.command_in(Some(&folder), "update")))
            }
            Some(folder) => failure.help(format!("run `{}` to see them", global.command_in(Some(&folder), "check"))),
            None if is_unresolved => {
                failure.help("use a revision with the `_depends` and `errbook.lock` that `errbook update` wrote")
            }
            None => failure.help("set `rev` to a revision without errors"),
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
    let is_json = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "json") && !path.is_dir();
    paths.retain(|path| is_json(path) && !wanted.contains(path));
    paths.sort();
    paths
}

/// Says what changed in a dependency, and what breaks: that first.
fn tell(of: &New<'_>, terminal: &mut Terminal) {
    let name = &of.declared.name;
    let codes = crate::findings::plural(of.registry.codes.len(), "code", "codes");
    let old = match &of.before {
        None => return terminal.say(&format!("{GOOD}added{GOOD:#} {name} ({codes})")),
        Some(before) if *before == of.text => return terminal.say(&format!("unchanged {name} ({codes})")),
        Some(before) => Registry::from_json(before).ok(),
    };
    terminal.say(&format!("{GOOD}updated{GOOD:#} {name} ({codes})"));
    let Some(old) = old else { return };
    let mut changes = errbook_check::compare(&Base::new(old), &Snapshot::from_sources(of.registry.sources()));
    changes.sort_by_key(|change| Reverse(change.bump));
    for change in changes.iter().take(SHOWN) {
        terminal.say(&line(change));
    }
    if changes.len() > SHOWN {
        terminal.say(&format!("  {DIM}… and {} more{DIM:#}", changes.len() - SHOWN));
    }
}

fn line(change: &Change) -> String {
    let is_named = |code: &&String| !change.message.contains(&format!("`{code}`"));
    let code = change.code.as_ref().filter(is_named).map(|code| format!("{CODE}{code}{CODE:#}: ")).unwrap_or_default();
    format!("  {}: {code}{}", change.bump.name(), printable(&change.message))
}
