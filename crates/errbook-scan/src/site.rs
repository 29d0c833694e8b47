//! Where source raises a code, and how that differs from the catalog.

use std::ops::Range;

/// A place in source code that raises a code, and what it raises it with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RaiseSite {
    /// Position in [`Snapshot::codes`](errbook_catalog::Snapshot::codes). `None` if it is not a code.
    pub code: Option<usize>,
    /// The code, without quotes.
    pub range: Range<usize>,
    /// The message with `{}` for values, if it is known, and where it is.
    pub message: Option<(Range<usize>, String)>,
    /// The status, if it is known, and where it is.
    pub status: Option<(Range<usize>, u16)>,
}

impl RaiseSite {
    /// Whether anything of it can be compared with the catalog.
    pub fn is_read(&self) -> bool {
        self.message.is_some() || self.status.is_some()
    }
}

/// A difference from the catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// Position in [`Snapshot::codes`](errbook_catalog::Snapshot::codes).
    pub code: usize,
    /// Where it is.
    pub range: Range<usize>,
    /// What differs.
    pub different: Different,
}

/// What a code is raised with that the catalog doesn't have for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Different {
    /// A message that none of its texts can be, with `{}` for values.
    Message(String),
    /// A status that none of its responses has.
    Status(u16),
}
