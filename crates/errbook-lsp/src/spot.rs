//! Places in files, and changes of files.

use std::ops::Range;
use std::path::PathBuf;

use errbook_check::edit::Edit;

/// Bytes of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot {
    pub(crate) path: PathBuf,
    pub(crate) range: (usize, usize),
}

impl Spot {
    pub(crate) fn new(path: PathBuf, range: Range<usize>) -> Spot {
        Spot { path, range: (range.start, range.end) }
    }
}

/// A change of one file.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    Edit(PathBuf, Vec<Edit>),
    Move(PathBuf, PathBuf),
}
