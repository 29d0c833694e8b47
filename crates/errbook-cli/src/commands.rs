//! One module per command, and what they share: changing to the `-C` folder and finding the
//! catalog.

use std::path::{Component, Path, PathBuf};

use errbook_catalog::{Catalog, Dependency, Snapshot, Sources};

use crate::args::Global;
use crate::failure::Failure;
use crate::findings::{self, plural};
use crate::terminal::{Terminal, WARNING};

mod baseline;
pub(crate) mod bug_report;
pub(crate) mod build;
pub(crate) mod changelog;
pub(crate) mod check;
pub(crate) mod diff;
mod edits;
pub(crate) mod explain;
pub(crate) mod export;
mod fix;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod list;
mod lock;
#[cfg(feature = "lsp")]
pub(crate) mod lsp;
#[cfg(feature = "mcp")]
pub(crate) mod mcp;
mod merge;
pub(crate) mod new;
pub(crate) mod observe;
pub(crate) mod rename;
pub(crate) mod retire;
pub(crate) mod schema;
mod selection;
pub(crate) mod serve;
pub(crate) mod shell;
pub(crate) mod update;

/// The file that makes a folder a catalog.
pub(crate) const MANIFEST: &str = "catalog.yaml";

/// Changes to the folder of `-C`, so every relative argument is resolved from there.
pub(crate) fn enter(directory: Option<&Path>) -> Result<(), Failure> {
    let Some(directory) = directory else { return Ok(()) };
    std::env::set_current_dir(directory)
        .map_err(|error| Failure::io("work in", directory, &error).help("use `-C` with an existing folder"))
}

/// The folder given with `--catalog`, or else the nearest catalog.
pub(crate) fn locate(global: &Global) -> Result<PathBuf, Failure> {
    match &global.catalog {
        Some(folder) if folder.join(MANIFEST).is_file() => Ok(folder.clone()),
        Some(file) if file.ends_with(MANIFEST) && file.is_file() => Ok(here(file.parent().unwrap_or(file))),
        Some(folder) => Err(Failure::trouble(format!("no `{MANIFEST}` in `{}`", folder.display()))
            .help("use `--catalog` with the folder that contains it, or run `errbook init` to start a catalog")),
        None => nearest(),
    }
}

/// Returns a path relative to the current folder: shorter than an absolute one, and still clickable
/// in a terminal.
fn nearest() -> Result<PathBuf, Failure> {
    let current = std::env::current_dir().map_err(|error| Failure::io("read", Path::new("."), &error))?;
    match errbook_catalog::find(&current) {
        Some(found) => Ok(relative(&found, &current)),
        None => Err(Failure::trouble(format!("no `{MANIFEST}` or `catalog/{MANIFEST}` in this folder or a parent"))
            .help("run `errbook init` to start a catalog, or use `--catalog DIR`")),
    }
}

/// The relative path from `current` to `path`, with `..` for folders that they don't share.
fn relative(path: &Path, current: &Path) -> PathBuf {
    let shared = path.components().zip(current.components()).take_while(|(one, other)| one == other).count();
    let up = current.components().skip(shared).map(|_| Component::ParentDir);
    here(&up.chain(path.components().skip(shared)).collect::<PathBuf>())
}

/// An empty path isn't a folder to the operating system.
fn here(path: &Path) -> PathBuf {
    if path.as_os_str().is_empty() { PathBuf::from(".") } else { path.to_owned() }
}

/// The failure of a command that needs the code scheme from the manifest.
fn no_manifest(folder: &Path) -> Failure {
    Failure::finding(format!("`{}` cannot be read", file(folder, MANIFEST).display()))
        .help("run `errbook check` to see why")
}

/// Today in UTC, as `YYYY-MM-DD`.
pub(crate) fn today() -> String {
    let mut now = errbook::timestamp::Timestamp(std::time::SystemTime::now()).to_string();
    now.truncate("YYYY-MM-DD".len());
    now
}

/// The path of a catalog file, without a leading `./`.
pub(crate) fn file(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    path.strip_prefix(".").map(Path::to_owned).unwrap_or(path)
}

/// Reads the catalog, whether it is valid or not.
fn read(folder: &Path, global: &Global) -> Snapshot {
    let mut snapshot = Snapshot::from_sources(Sources::read_with(folder, global.jobs()));
    complete(folder, &mut snapshot);
    snapshot
}

/// Compares the dependencies of a catalog with its lock, and checks what it adds to them.
fn complete(folder: &Path, snapshot: &mut Snapshot) {
    lock::check(folder, snapshot);
    snapshot.check_extensions();
}

/// The catalog with the codes of its dependencies.
fn joined(catalog: Catalog, wanted: impl Fn(&Dependency) -> bool) -> Result<Catalog, Failure> {
    catalog.joined(wanted).map_err(|error| Failure::finding(error.to_string()).help("run `errbook update`"))
}

/// Reads the catalog for a command that needs a valid one. `purpose` completes a message that
/// starts with "cannot".
fn open(folder: &Path, global: &Global, purpose: &str) -> Result<Catalog, Failure> {
    let (catalog, report) = read(folder, global).into_parts();
    catalog.ok_or_else(|| {
        let counts = findings::counts(&report);
        Failure::finding(format!("cannot {purpose}: the catalog has {counts}")).help("run `errbook check` to see them")
    })
}

/// Opens the catalog for a command that shows codes. Codes whose entries have errors are left out,
/// which [`tell_left_out`] says. Fails only if the manifest can't be read.
fn open_valid_part(folder: &Path, global: &Global, purpose: &str) -> Result<(Catalog, Snapshot), Failure> {
    let snapshot = read(folder, global);
    let Some(catalog) = snapshot.valid_part() else {
        return Err(Failure::finding(format!(
            "cannot {purpose}: `{}` cannot be read",
            file(folder, MANIFEST).display()
        ))
        .help(format!("run `{}` to see why", global.command("check"))));
    };
    Ok((catalog, snapshot))
}

fn tell_left_out(snapshot: &Snapshot, global: &Global, terminal: &mut Terminal) {
    let what = match snapshot.broken().count() {
        0 if snapshot.report().errors() == 0 => return,
        0 => "the catalog has errors".to_owned(),
        broken => plural(broken, "code is", "codes are") + " left out because of errors",
    };
    let check = global.command("check");
    terminal.say(&format!("{WARNING}warning{WARNING:#}: {what}; run `{check}` to see them"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_to_the_catalog_are_relative() {
        let way = |path: &str| relative(Path::new(path), Path::new("/a/b")).display().to_string().replace('\\', "/");
        assert_eq!(way("/a/b/catalog"), "catalog");
        assert_eq!(way("/a/b"), ".");
        assert_eq!(way("/a"), "..");
        assert_eq!(way("/catalog"), "../../catalog");
    }
}
