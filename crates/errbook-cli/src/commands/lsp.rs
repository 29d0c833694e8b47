//! `errbook lsp`: the language server on standard input and output. errbook-lsp has the protocol and
//! the answers. This module reads files.

use std::fs;
use std::path::{Path, PathBuf};

use errbook_catalog::{Jobs, Snapshot, Sources};
use errbook_check::Options;
use errbook_lsp::Workspace;
use errbook_scan::{FileScan, QueryFile, Scanner};

use crate::args::{Global, Lsp};
use crate::failure::{Exit, Failure};
use crate::terminal;

/// How many folders below a folder of the workspace are searched for catalogs. Deeper ones are found
/// when one of their files is open.
const DEPTH: usize = 4;

/// Serves until the editor ends the session.
pub(crate) fn run(global: &Global, _: &Lsp) -> Result<Exit, Failure> {
    let (input, output) = terminal::blocking_streams();
    let served = errbook_lsp::serve(Files { global: global.clone() }, input, output);
    served.map(|()| Exit::Clean).map_err(|error| {
        Failure::trouble(format!("the session ended early: {error}"))
            .help("start `errbook lsp` from an editor, see the guide's page \"Use errbook in your editor\"")
    })
}

/// The files on disk.
struct Files {
    global: Global,
}

impl Workspace for Files {
    fn catalogs(&self, folder: &Path) -> Vec<PathBuf> {
        if let Some(catalog) = &self.global.catalog {
            return std::path::absolute(catalog).into_iter().collect();
        }
        errbook_catalog::find(folder).into_iter().chain(below(folder)).collect()
    }

    fn catalog_of(&self, file: &Path) -> Option<PathBuf> {
        errbook_catalog::find(file.parent()?)
    }

    fn read(&self, catalog: &Path) -> Sources {
        Sources::read_with(catalog, self.global.jobs())
    }

    fn complete(&self, catalog: &Path, snapshot: &mut Snapshot) {
        super::complete(catalog, snapshot);
    }

    fn text(&self, path: &Path) -> Option<String> {
        fs::read_to_string(path).ok()
    }

    fn options(&self, snapshot: &Snapshot) -> Options {
        super::check::defaults(snapshot)
    }

    fn today(&self) -> String {
        super::today()
    }

    fn queries(&self, catalog: &Path) -> Vec<QueryFile> {
        // `errbook check --scan` says why a file can't be read.
        super::check::queries(catalog).unwrap_or_default()
    }

    fn scan(&self, scanner: &Scanner, folders: &[PathBuf], catalog: &Path) -> Vec<FileScan> {
        // A folder that can't be read has no code to show.
        super::check::walk::read(scanner, Jobs::default(), folders, catalog).unwrap_or_default()
    }
}

/// Other tools have files with this name, too.
fn is_manifest(path: &Path) -> bool {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().any(|line| line.starts_with("codes:") || line.starts_with("depends:"))
}

/// The catalogs in a folder.
fn below(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let mut walk = ignore::WalkBuilder::new(folder);
    // The manifest is one deeper than its folder.
    walk.max_depth(Some(DEPTH + 1)).git_global(false).require_git(false);
    let manifests = walk.build().filter_map(Result::ok).map(ignore::DirEntry::into_path);
    let manifests = manifests.filter(|path| path.ends_with(super::MANIFEST) && is_manifest(path));
    manifests.filter_map(|path| path.parent().map(Path::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn catalogs_are_found_as_deep_as_documented() {
        let folder = tempfile::tempdir().expect("a folder");
        let below = |depth: usize| (0..depth).fold(folder.path().to_owned(), |path, _| path.join("a"));
        fs::create_dir_all(below(DEPTH + 1)).expect("created");
        let manifest = "name: a\ncodes: {levels: [{name: code}]}\n";
        for depth in [1, DEPTH, DEPTH + 1] {
            fs::write(below(depth).join("catalog.yaml"), manifest).expect("written");
        }
        let mut found: Vec<PathBuf> = super::below(folder.path()).collect();
        found.sort();
        assert_eq!(found, [below(1), below(DEPTH)]);
    }
}
