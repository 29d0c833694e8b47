//! Paths to values in a file.

use std::borrow::Cow;

/// A step of a path to a value in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathStep {
    /// The value of a key.
    Key(Cow<'static, str>),
    /// An item of a sequence, zero-based. A value that isn't a sequence counts as one with a single
    /// item.
    Item(usize),
}

impl PathStep {
    /// The value of a key.
    pub fn key(name: impl Into<Cow<'static, str>>) -> PathStep {
        PathStep::Key(name.into())
    }
}
