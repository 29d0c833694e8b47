//! Diagnostics: what is wrong, where, and what to do about it. Stages collect them; [`Report`] shows them.

use std::ops::Range;

/// Index of a file in the report's sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(crate) u32);

/// A range of bytes in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// No catalog comes out.
    Error,
    /// Shown; the catalog stands.
    Warning,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable id of the rule: `unknown-key`.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// A lowercase phrase with code in backticks.
    pub message: String,
    /// Places; the first is where the diagnostic stands.
    pub labels: Vec<Label>,
    /// Next steps, each a sentence.
    pub help: Vec<String>,
}

/// A place and what to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// File.
    pub file: FileId,
    /// Bytes of it.
    pub span: Span,
    /// Text under the marked place; may be empty.
    pub text: String,
}

/// The diagnostics of a catalog together with the text that they point into, sorted by file and place.
#[derive(Debug)]
pub struct Report {}

impl Report {
    /// All diagnostics, sorted by file and place.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        unimplemented!()
    }
    /// Number of errors.
    pub fn errors(&self) -> usize {
        unimplemented!()
    }
    /// Number of warnings.
    pub fn warnings(&self) -> usize {
        unimplemented!()
    }
    /// Path of a file as the user knows it (the catalog's folder as given, joined with the entry's path).
    pub fn path(&self, _file: FileId) -> &str {
        unimplemented!()
    }
    /// One-based line and column (in characters) of a byte.
    pub fn position(&self, _file: FileId, _byte: u32) -> (usize, usize) {
        unimplemented!()
    }
    /// Text of a file.
    pub fn text(&self, _file: FileId) -> &str {
        unimplemented!()
    }
    /// One diagnostic as rustc would show it, with ANSI colors or without, ending in a line break.
    pub fn human(&self, _diagnostic: &Diagnostic, _color: bool) -> String {
        unimplemented!()
    }
    /// One diagnostic on one line: `path:line:column: error[rule]: message`, without a line break.
    pub fn short(&self, _diagnostic: &Diagnostic) -> String {
        unimplemented!()
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Span {
        let narrow = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        Span { start: narrow(range.start), end: narrow(range.end) }
    }
}
