//! The way to a value in a file.

use std::borrow::Cow;

/// A step on the way to a value in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathStep {
    /// The value of a key.
    Key(Cow<'static, str>),
    /// An item of a sequence, from 0 on. A value that is no sequence counts as one with a single item.
    Item(usize),
}

impl PathStep {
    /// The value of a key.
    pub fn key(name: impl Into<Cow<'static, str>>) -> PathStep {
        PathStep::Key(name.into())
    }
}
