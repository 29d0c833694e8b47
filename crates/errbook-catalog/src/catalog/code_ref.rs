//! References to codes.

/// A code that an entry refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodeRef {
    /// Index into [`Catalog::entries`](super::Catalog::entries).
    Own(usize),
    /// A code of a dependency.
    Outside {
        /// Index into [`Manifest::depends`](super::Manifest::depends).
        dependency: usize,
        /// Index into [`Dependency::codes`](super::Dependency::codes).
        code: usize,
    },
}

impl CodeRef {
    /// The index of a code of the same catalog.
    pub fn own(self) -> Option<usize> {
        if let CodeRef::Own(index) = self { Some(index) } else { None }
    }
}
