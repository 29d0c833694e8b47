//! Collects the inputs of a check that aren't in the catalog: the date, the OpenAPI document, the
//! base, the source code, and what
//! services were seen to send.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use errbook_catalog::registry::Registry;
use errbook_catalog::{Catalog, FileId, PathStep, Snapshot, Sources};
use errbook_check::against::Base;
use errbook_check::observed::Observed;
use errbook_check::{Finding, Options, Place};
use errbook_docs::{Conflict, Origin, Owner, Templates};
use errbook_scan::{QueryFile, Scan, Scanner};

use super::walk;
use crate::args::Check;
use crate::commands;
use crate::failure::{Failure, cause};
use crate::git;

/// The options of a check without arguments.
pub(in crate::commands) fn defaults(snapshot: &Snapshot) -> Options {
    let mut options = Options::default();
    options.today = Some(commands::today());
    options.conflicts = conflicts(snapshot);
    options
}

/// Options from the command line and the clock.
pub(super) fn options(folder: &Path, check: &Check, snapshot: &mut Snapshot) -> Result<Options, Failure> {
    let mut options = defaults(snapshot);
    options.openapi = openapi(check.openapi.as_deref(), snapshot)?;
    options.base = check.against.as_deref().map(|name| base(folder, name, snapshot)).transpose()?;
    options.scan = scan(folder, &check.scan, snapshot)?;
    options.observed = check.observed.as_deref().map(|path| observed(path, snapshot)).transpose()?;
    Ok(options)
}

/// Files of the output that `errbook build` couldn't write. Only a valid catalog has an output.
fn conflicts(snapshot: &Snapshot) -> Vec<Finding> {
    let Some((catalog, manifest)) = snapshot.catalog().zip(snapshot.file(commands::MANIFEST)) else {
        return Vec::new();
    };
    // A dependency with mistakes is reported already.
    let Ok(catalog) = catalog.joined(|dependency| dependency.has_pages) else { return Vec::new() };
    let places = Places { snapshot, manifest, catalog: &catalog };
    errbook_docs::conflicts(&catalog, &Templates::default()).into_iter().map(|found| places.finding(found)).collect()
}

/// Finds what sets the paths of files in a catalog with the pages of its dependencies.
struct Places<'c> {
    snapshot: &'c Snapshot,
    manifest: FileId,
    catalog: &'c Catalog,
}

impl Places<'_> {
    fn finding(&self, conflict: Conflict) -> Finding {
        let help = match (conflict.owner.dependency(self.catalog), conflict.owner) {
            (Some(of), Owner::Redirect(_)) => format!("remove the redirect in `{}`, or set `include: links`", of.name),
            (Some(of), _) => format!("rename it in `{}`, or set `include: links`", of.name),
            (None, Owner::Redirect(_)) => "remove the redirect".to_owned(),
            (None, Owner::Entry(_)) => "rename the code with `errbook rename`".to_owned(),
            (None, Owner::Group(_)) => "rename the group".to_owned(),
            (None, Owner::Catalog) => "shorten the name".to_owned(),
        };
        let other = conflict.other.map(|owner| self.place(owner));
        Finding::new(conflict.message, self.place(conflict.owner), help).and(other, "conflicts with this")
    }

    fn place(&self, owner: Owner) -> Place {
        if let Some(of) = owner.dependency(self.catalog) {
            return self.dependency(&of.name);
        }
        let redirect = |of: Place, index| of.then(PathStep::key("redirects")).then(PathStep::Item(index));
        match owner {
            Owner::Entry(entry) => self.entry(entry),
            Owner::Group(group) => self.group(group),
            Owner::Redirect(Origin::Entry(entry, index)) => redirect(self.entry(entry), index),
            Owner::Redirect(Origin::Group(group, index)) => redirect(self.group(group), index),
            Owner::Redirect(Origin::Manifest(index)) => redirect(Place::file(self.manifest), index),
            Owner::Catalog => Place::key(self.manifest, "name"),
        }
    }

    /// The name of a dependency in `depends`.
    fn dependency(&self, name: &str) -> Place {
        let depends = Place::key(self.manifest, "depends");
        match self.snapshot.declared().iter().find(|of| of.name == *name) {
            Some(declared) => depends.then(PathStep::Item(declared.item)).then(PathStep::key("name")),
            None => depends,
        }
    }

    fn entry(&self, entry: usize) -> Place {
        let position = self.snapshot.position(&self.catalog.entries()[entry].code);
        Place::file(position.map_or(self.manifest, |at| self.snapshot.codes()[at].file))
    }

    fn group(&self, group: usize) -> Place {
        let names = self.catalog.groups()[group].path.iter();
        let keys = names.flat_map(|name| ["groups".to_owned(), name.clone()]);
        Place { file: self.manifest, path: keys.map(PathStep::key).collect(), range: None }
    }
}

/// The OpenAPI document of `--openapi`. The one set in the manifest is already part of the
/// snapshot.
pub(in crate::commands) fn openapi(path: Option<&Path>, snapshot: &mut Snapshot) -> Result<Option<FileId>, Failure> {
    let Some(path) = path else { return Ok(None) };
    match fs::read(path) {
        Ok(bytes) => Ok(Some(attach(snapshot, path, bytes))),
        Err(error) => {
            let failure = Failure::io("read the OpenAPI document", path, &error);
            let is_url = path.to_string_lossy().contains("://");
            Err(failure.help(if is_url {
                "save the document as a file, and use its path"
            } else {
                "use a YAML or JSON file"
            }))
        }
    }
}

fn attach(snapshot: &mut Snapshot, path: &Path, bytes: Vec<u8>) -> FileId {
    let text = String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    snapshot.attach(path.display().to_string(), text)
}

/// The base to compare with: a saved `errors.json`, or a Git revision.
fn base(folder: &Path, name: &str, snapshot: &mut Snapshot) -> Result<Base, Failure> {
    let path = Path::new(name);
    let is_file = path.is_file() || path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    if !is_file {
        let first = "for the first commit of a catalog, leave out `--against`: there is nothing to break";
        let (sources, prefix) = catalog_at(folder, name, Some(first))?;
        let old = Snapshot::from_sources(sources.with_jobs(snapshot.jobs()));
        return Base::of_catalog(&old, &format!("{name}:{prefix}"), snapshot).ok_or_else(|| {
            Failure::trouble(format!("the `{}` of `{name}` cannot be read", commands::MANIFEST))
                .help("use a revision in which it is valid, or a saved `errors.json`")
        });
    }
    let text = fs::read_to_string(path)
        .map_err(|error| Failure::io("read", path, &error).help("use a Git revision or a saved `errors.json`"))?;
    let registry = Registry::from_json(&text).map_err(|error| {
        let otherwise = "use a file written by `errbook export json`";
        Failure::unusable(format!("`{name}`"), &error, error.is_newer(), otherwise)
    })?;
    Ok(Base::of_json(registry.own(), path.display().to_string(), text, snapshot))
}

/// The files of the catalog in `folder` at `revision`, and the folder's path from the root of its
/// repository. `first` helps if the revision has no catalog yet.
pub(in crate::commands) fn catalog_at(
    folder: &Path,
    revision: &str,
    first: Option<&str>,
) -> Result<(Sources, String), Failure> {
    let saved = |failure: Failure| failure.help("or compare with a saved `errors.json`");
    let prefix = git::prefix(folder).map_err(saved)?;
    let files = git::files_at(folder, revision, &prefix, git::is_of_catalog)?;
    if files.is_empty() {
        let shown = if prefix.is_empty() { "the root of the repository" } else { prefix.trim_end_matches('/') };
        let failure = Failure::trouble(format!("`{revision}` has no catalog in `{shown}`"))
            .help("use a later revision, or a saved `errors.json` if the catalog was in another folder");
        return Err(first.into_iter().fold(failure, Failure::help));
    }
    Ok((Sources::from_texts(files), prefix))
}

/// What services were seen to send, which must be about this catalog. Without a manifest, nobody
/// knows which catalog this is.
fn observed(path: &Path, snapshot: &Snapshot) -> Result<Observed, Failure> {
    let rewrite = "use a file written by `errbook observe`";
    let text = fs::read_to_string(path).map_err(|error| Failure::io("read", path, &error).help(rewrite))?;
    let shown = path.display();
    let observed = Observed::read(&text)
        .map_err(|error| Failure::unusable(format!("`{shown}`"), &error, error.is_newer(), rewrite))?;
    match snapshot.manifest() {
        Some(manifest) if manifest.name != observed.catalog() => {
            let message = format!("`{shown}` is about the catalog `{}`, not `{}`", observed.catalog(), manifest.name);
            Err(Failure::trouble(message)
                .help("use the file of this catalog, or correct `catalog` in it after a rename"))
        }
        _ => Ok(observed),
    }
}

/// Scans the source code in some folders for codes. Returns `None` without folders, or without a
/// manifest, which sets the format of codes.
pub(crate) fn scan(catalog: &Path, folders: &[PathBuf], snapshot: &mut Snapshot) -> Result<Option<Scan>, Failure> {
    for folder in folders {
        fs::metadata(folder)
            .map_err(|error| Failure::io("scan", folder, &error).help("use `--scan` with existing folders"))?;
    }
    let Some(scanner) = Scanner::new(snapshot).filter(|_| !folders.is_empty()) else { return Ok(None) };
    let queries = queries(catalog)?;
    let scanner = scanner.with_queries(&queries);
    let files = walk::read(&scanner, snapshot.jobs(), folders, catalog)
        .map_err(|error| Failure::trouble(format!("cannot scan the source code: {}", cause(&error))))?;
    Ok(Some(Scan::of(snapshot, files).with_broken(snapshot, &scanner, &queries)))
}

/// The query files of the catalog, sorted.
pub(in crate::commands) fn queries(catalog: &Path) -> Result<Vec<QueryFile>, Failure> {
    let folder = catalog.join("queries");
    let items = match fs::read_dir(&folder) {
        Ok(items) => items,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Failure::io("read the queries in", &folder, &error)),
    };
    let paths = items.flatten().map(|item| item.path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|kind| kind == "scm")).collect();
    paths.sort();
    let file = |path: PathBuf| {
        let text = fs::read_to_string(&path).map_err(|error| Failure::io("read the query", &path, &error))?;
        Ok(QueryFile { path: path.to_string_lossy().replace('\\', "/"), text })
    };
    paths.into_iter().map(file).collect()
}
