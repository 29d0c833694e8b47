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

/// Something else exists at a path, and at `more` others.
pub(super) fn occupied(path: &Path, more: usize) -> Failure {
    let what = "is in the way: errbook did not write it and would have to replace it";
    Failure::trouble(format!("`{}` {what}", path.display())).help(match more {
        0 => "move it away, or choose another folder with `--out DIR`".to_owned(),
        _ => format!("so are {more} more: move them away, or choose another folder with `--out DIR`"),
    })
}
