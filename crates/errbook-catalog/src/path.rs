//! The way to a value in a file.

/// A step on the way to a value in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathStep {
    /// The value of a key.
    Key(String),
    /// An item of a sequence, from 0 on. A value that is no sequence counts as one with a single item.
    Item(usize),
}
