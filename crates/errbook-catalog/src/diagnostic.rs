//! Diagnostics: what is wrong, where, and how to fix it. Stages collect them, and
//! [`Diagnostics`](crate::Diagnostics) renders them.

use std::borrow::Cow;
use std::ops::Range;

use crate::rule::Rule;

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

impl Span {
    /// The span as a range.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The start of the character that contains `byte`, or the end of `text`.
pub(crate) fn floor(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Span {
        let narrow = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        Span { start: narrow(range.start), end: narrow(range.end) }
    }
}

/// How serious a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The catalog can't be used.
    Error,
    /// The catalog can be used.
    Warning,
}

/// A problem in a catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable ID of the rule, such as `unknown-key`.
    pub rule: &'static str,
    /// How serious it is.
    pub severity: Severity,
    /// A lowercase phrase, with code in backticks.
    pub message: String,
    /// Locations. The first is the main one.
    pub labels: Vec<Label>,
    /// Facts that need no action, such as where it was seen. They aren't part of its identity.
    pub notes: Vec<Cow<'static, str>>,
    /// Help, one sentence each.
    pub help: Vec<Cow<'static, str>>,
}

/// A location and a note about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// File.
    pub file: FileId,
    /// Bytes of the file.
    pub span: Span,
    /// Note below the underlined span. May be empty.
    pub text: Cow<'static, str>,
}

impl Diagnostic {
    /// An error of `rule`. Add its location with [`at`](Self::at).
    pub(crate) fn error(rule: Rule, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(rule, Severity::Error, message.into())
    }

    pub(crate) fn warning(rule: Rule, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(rule, Severity::Warning, message.into())
    }

    fn new(rule: Rule, severity: Severity, message: String) -> Diagnostic {
        Diagnostic { rule: rule.id(), severity, message, labels: Vec::new(), notes: Vec::new(), help: Vec::new() }
    }

    /// Adds a location. The first one is the main one, and later ones are what it conflicts with.
    pub(crate) fn at(mut self, file: FileId, span: Span, text: impl Into<Cow<'static, str>>) -> Diagnostic {
        self.labels.push(Label { file, span, text: text.into() });
        self
    }

    pub(crate) fn help(mut self, text: impl Into<Cow<'static, str>>) -> Diagnostic {
        self.help.push(text.into());
        self
    }

    /// Adds `did you mean` if one of `known` is similar, and `otherwise` if not.
    pub(crate) fn did_you_mean<'k>(
        self,
        word: &str,
        known: impl IntoIterator<Item = &'k str>,
        otherwise: impl Into<Cow<'static, str>>,
    ) -> Diagnostic {
        match crate::suggest::nearest(word, known) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self.help(otherwise),
        }
    }

    /// Sort key: file and span.
    pub(crate) fn key(&self) -> (FileId, Span, &'static str) {
        self.labels.first().map_or((FileId(0), Span::default(), self.rule), |label| (label.file, label.span, self.rule))
    }
}
