//! Reads source folders, except hidden files, files ignored by `.gitignore`, and the catalog
//! itself.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use errbook_catalog::Jobs;
use errbook_scan::{FileScan, Scanner};

/// Maximum size, in bytes. Larger files are data or bundles, not source.
const LARGEST: u64 = 2 << 20;

/// Scans all files below `folders`. Skips `catalog`, which mentions every code.
///
/// # Errors
/// If one of the folders cannot be read. Unreadable files inside are skipped.
pub(in crate::commands) fn read(
    scanner: &Scanner,
    jobs: Jobs,
    folders: &[PathBuf],
    catalog: &Path,
) -> io::Result<Vec<FileScan>> {
    let mut paths: Vec<(PathBuf, String)> = Vec::new();
    let catalog = fs::canonicalize(catalog).ok();
    for folder in folders {
        list(folder, catalog.as_deref(), &mut paths)?;
    }
    let mut seen = HashSet::new();
    paths.retain(|(path, _)| seen.insert(path.clone()));
    let scan = |(path, role): &(PathBuf, String)| Some(scanner.file_as(role, shown(path), text(path)?));
    Ok(jobs.map(&paths, scan).into_iter().flatten().collect())
}

fn list(folder: &Path, catalog: Option<&Path>, paths: &mut Vec<(PathBuf, String)>) -> io::Result<()> {
    // The walker reports a missing folder like an unreadable file inside, but it must be an error
    // here.
    fs::metadata(folder)?;
    let mut walk = ignore::WalkBuilder::new(folder);
    // A user's global ignore file must not change the result of a team's check.
    walk.git_global(false).require_git(false).ignore(false).sort_by_file_name(std::ffi::OsStr::cmp);
    if let Some(catalog) = catalog.map(Path::to_owned) {
        walk.filter_entry(move |entry| {
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            !(is_folder
                && entry.file_name() == catalog.file_name().unwrap_or_default()
                && fs::canonicalize(entry.path()).is_ok_and(|path| path == catalog))
        });
    }
    let files =
        walk.build().filter_map(Result::ok).filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    // `--scan tests` scans tests, but folders above the scanned one must not turn a project into
    // tests.
    let above = if folder.file_name().is_some() { folder.parent().unwrap_or(folder) } else { folder };
    paths.extend(files.map(|entry| {
        let role = shown(entry.path().strip_prefix(above).unwrap_or(entry.path()));
        (entry.into_path(), role)
    }));
    Ok(())
}

/// The text of a source file. `None` if it is binary.
fn text(path: &Path) -> Option<String> {
    /// Bytes to check for binary content.
    const HEAD: usize = 1024;
    if fs::metadata(path).ok()?.len() > LARGEST {
        return None;
    }
    let bytes = fs::read(path).ok()?;
    let is_binary = bytes[..bytes.len().min(HEAD)].contains(&0);
    (!is_binary).then(|| {
        String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
    })
}

/// A path to show, with forward slashes and without `./`.
fn shown(path: &Path) -> String {
    let parts = path.components().filter(|part| !matches!(part, std::path::Component::CurDir));
    let path: PathBuf = parts.collect();
    path.to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use errbook_catalog::{Snapshot, Sources};

    use super::*;

    fn scanner() -> (Snapshot, Scanner) {
        let manifest = "name: demo\ncodes: {prefix: err, separator: \":\", levels: [{name: code}]}\n";
        let files = [("catalog.yaml".to_owned(), manifest.to_owned())];
        let snapshot = Snapshot::from_sources(Sources::from_texts(files));
        let scanner = Scanner::new(&snapshot).expect("a manifest");
        (snapshot, scanner)
    }

    #[test]
    fn skips_the_catalog_and_ignored_files() {
        let folder = tempfile::tempdir().expect("a folder");
        let put = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        };
        put("src/a.go", "package a");
        put("src/generated/b.go", "package b");
        put(".gitignore", "generated/\n");
        put("catalog/catalog.yaml", "name: demo");
        let (snapshot, scanner) = scanner();
        let folders = [folder.path().to_owned()];
        let count = |catalog: &str| {
            let catalog = folder.path().join(catalog);
            read(&scanner, snapshot.jobs(), &folders, &catalog).expect("a folder").len()
        };
        assert_eq!((count("catalog"), count("no-catalog")), (1, 2));
    }

    #[test]
    fn missing_folder_is_an_error() {
        let (snapshot, scanner) = scanner();
        assert!(read(&scanner, snapshot.jobs(), &[PathBuf::from("no/where")], Path::new("catalog")).is_err());
    }
}
