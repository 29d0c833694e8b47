//! Failures of an output folder that several modules report, with their help.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// For `map_err`: the action that failed on a path.
pub(super) fn io(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Failure {
    let path = path.into();
    move |error| {
        Failure::io(action, &path, &error).help(match error.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                "make it writable, or choose another folder with `--out DIR`"
            }
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                "free some space, and run the command again; no page is half written"
            }
            _ => "solve that and run the command again, or choose another folder with `--out DIR`",
        })
    }
}

pub(super) fn no_folder(path: &Path) -> Failure {
    Failure::trouble(format!("`{}` is a file, not a folder", path.display())).help("choose a folder with `--out DIR`")
}

pub(super) fn link(path: &Path) -> Failure {
    Failure::trouble(format!("`{}` is a symbolic link, which errbook does not follow", path.display()))
        .help("replace it with its target, or choose another folder with `--out DIR`")
}

/// Something other than a file exists at the path of a page.
pub(super) fn occupied(path: &Path) -> Failure {
    Failure::trouble(format!("`{}` is in the way: it is not a file, so errbook cannot replace it", path.display()))
        .help("move it away, or choose another folder with `--out DIR`")
}
