//! The files that a check is limited to: `errbook check PATH...`. The whole catalog is read, and
//! only findings in these files are shown.

use std::io;
use std::path::{Path, PathBuf};

use errbook_catalog::{Diagnostic, Severity, Snapshot};

use crate::commands::MANIFEST;
use crate::failure::Failure;

/// Files and folders of the catalog.
pub(crate) struct Selection {
    /// Relative to the catalog. Empty for all.
    paths: Vec<PathBuf>,
}

impl Selection {
    /// Fails for a path that isn't part of the catalog.
    pub(crate) fn new(catalog: &Path, paths: &[PathBuf], snapshot: &Snapshot) -> Result<Selection, Failure> {
        let root = catalog.canonicalize().map_err(|error| Failure::io("read", catalog, &error))?;
        let relative = |path: &PathBuf| -> Result<PathBuf, Failure> {
            let full = without_links(path).map_err(|error| Failure::io("read", path, &error))?;
            if root.starts_with(&full) {
                return Ok(PathBuf::new());
            }
            let below = full.strip_prefix(&root).ok().map(Path::to_owned);
            let is_part = |below: &PathBuf| full.is_dir() || snapshot.file(&with_slashes(below)).is_some();
            below.filter(is_part).ok_or_else(|| {
                Failure::trouble(format!("`{}` is not part of the catalog", path.display()))
                    .help(format!("use files and folders in `{}`", catalog.display()))
            })
        };
        Ok(Selection { paths: paths.iter().map(relative).collect::<Result<_, _>>()? })
    }

    /// The whole catalog.
    #[cfg(feature = "mcp")]
    pub(crate) fn all() -> Selection {
        Selection { paths: Vec::new() }
    }

    /// Whether it has the file with this path, relative to the catalog.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.paths.is_empty() || self.paths.iter().any(|of| Path::new(path).starts_with(of))
    }

    /// Whether a finding with a label in the file at `path` is shown. Errors in the manifest always
    /// are, because entries can't be checked without it.
    pub(crate) fn concerns(&self, found: &Diagnostic, path: &str) -> bool {
        self.has(path) || (path == MANIFEST && found.severity == Severity::Error)
    }
}

/// The absolute path, without links in its folders. A link in the catalog is a file of the catalog.
fn without_links(path: &Path) -> io::Result<PathBuf> {
    match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) if path.is_symlink() => {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            Ok(folder.canonicalize()?.join(name))
        }
        _ => path.canonicalize(),
    }
}

fn with_slashes(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
