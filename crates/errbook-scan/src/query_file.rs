//! The query files of a catalog: `queries/NAME.LANGUAGE.scm` or `queries/LANGUAGE.scm`.

use std::ops::Range;

/// The languages that queries can read.
pub const LANGUAGES: &[&str] = &["go", "java", "python", "typescript"];

/// A query file of the catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryFile {
    /// The path to show, with slashes.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A mistake in a query file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenQuery {
    /// The file, by its index among those that were passed.
    pub file: usize,
    /// What is wrong, as a lowercase phrase.
    pub message: String,
    /// The part that is wrong.
    pub range: Range<usize>,
    /// How to correct it.
    pub help: String,
}

impl QueryFile {
    /// The language in its name. `None` if queries can't read it.
    pub fn language(&self) -> Option<&'static str> {
        let stem = self.path.rsplit('/').next()?.strip_suffix(".scm")?;
        let name = stem.rsplit('.').next()?;
        LANGUAGES.iter().find(|language| **language == name).copied()
    }

    /// A mistake at the start of the file.
    pub(crate) fn broken(&self, file: usize, message: impl Into<String>, help: impl Into<String>) -> BrokenQuery {
        let end = self.text.lines().next().map_or(0, str::len);
        BrokenQuery { file, message: message.into(), range: 0..end, help: help.into() }
    }
}
