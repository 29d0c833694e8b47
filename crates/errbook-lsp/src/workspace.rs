//! What the server needs of its caller.

use std::path::{Path, PathBuf};

use errbook_catalog::{Snapshot, Sources};
use errbook_check::Options;
use errbook_scan::{FileScan, QueryFile, Scanner};

/// Reads files. The server combines them with the documents that the editor has open.
pub trait Workspace {
    /// The folders of the catalogs that belong to a folder of the workspace: below it, and the nearest
    /// one above.
    fn catalogs(&self, folder: &Path) -> Vec<PathBuf>;

    /// The folder of the nearest catalog above a file, or next to a folder above it.
    fn catalog_of(&self, file: &Path) -> Option<PathBuf>;

    /// The files of a catalog.
    fn read(&self, catalog: &Path) -> Sources;

    /// Adds findings that need other files than the catalog's, such as a lock.
    fn complete(&self, _catalog: &Path, _snapshot: &mut Snapshot) {}

    /// The text of any other file.
    fn text(&self, path: &Path) -> Option<String>;

    /// The options with which `errbook check` checks a catalog.
    fn options(&self, snapshot: &Snapshot) -> Options;

    /// Today, as `YYYY-MM-DD`.
    fn today(&self) -> String;

    /// The query files of a catalog.
    fn queries(&self, _catalog: &Path) -> Vec<QueryFile> {
        Vec::new()
    }

    /// Scans the source code in folders, without the catalog itself.
    fn scan(&self, scanner: &Scanner, folders: &[PathBuf], catalog: &Path) -> Vec<FileScan>;
}
