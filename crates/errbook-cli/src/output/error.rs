//! What can go wrong on disk, and what to do about it.

use std::io;
use std::path::PathBuf;

use crate::failure::{Failure, cause};

/// Why pages could not be written or compared.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    #[error("cannot {action} `{}`: {}", .path.display(), cause(.source))]
    Io { action: &'static str, path: PathBuf, source: io::Error },
    #[error("`{}` is a file and no folder", .0.display())]
    NoFolder(PathBuf),
    #[error("`{}` is not empty and was not made by errbook", .0.display())]
    Foreign(PathBuf),
    #[error("`{}` holds the target `{other}`, whose files a build of `{targets}` would remove", .path.display())]
    OtherTargets { path: PathBuf, other: String, targets: String },
    #[error("`{}` is in the way: errbook did not write it and would have to replace it", .path.display())]
    Occupied { path: PathBuf, more: usize },
    #[error("`{}` is a symbolic link, which errbook does not follow", .0.display())]
    Link(PathBuf),
    #[error("a page cannot have the path `{0}`")]
    Path(String),
    #[error("the pages `{0}` and `{1}` would be one file where upper and lower case are the same")]
    SameButCase(String, String),
}

impl Error {
    /// For `map_err`: the action that failed on a path.
    pub(super) fn io(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Error {
        let path = path.into();
        move |source| Error::Io { action, path, source }
    }

    fn next_step(&self) -> String {
        match self {
            Error::Io { source, .. } => match source.kind() {
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    "make it writable, or choose another folder with `--out DIR`".into()
                }
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    "make room and run the command again; no page is half written".into()
                }
                _ => "run the command again when that is solved, or choose another folder with `--out DIR`".into(),
            },
            Error::NoFolder(_) => "choose a folder with `--out DIR`".into(),
            Error::Foreign(path) => format!(
                "choose an empty folder with `--out DIR`; or, to let errbook add its pages to this one, create an empty file `{}`",
                path.join(super::MANIFEST).display()
            ),
            Error::OtherTargets { other, targets, .. } => {
                let mut all: Vec<&str> = other.split(',').collect();
                all.extend(targets.split(',').filter(|target| !other.split(',').any(|other| other == *target)));
                format!(
                    "choose another folder with `--out DIR`, build all with `--target {}` into a new one, or remove this one first",
                    all.join(",")
                )
            }
            Error::Occupied { more: 0, .. } => "move it away, or choose another folder with `--out DIR`".into(),
            Error::Occupied { more, .. } => {
                format!("so are {more} more: move them away, or choose another folder with `--out DIR`")
            }
            Error::Link(_) => "replace it by what it leads to, or choose another folder with `--out DIR`".into(),
            Error::Path(_) => {
                "a path is relative and has plain names; change the code's level pattern or the template's path".into()
            }
            Error::SameButCase(..) => "rename one of the codes".into(),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        let finding = matches!(error, Error::Path(_) | Error::SameButCase(..));
        let failure = if finding { Failure::finding(error.to_string()) } else { Failure::trouble(error.to_string()) };
        failure.help(error.next_step())
    }
}
