//! What a rule finds, and where: a path of keys in a file, turned into bytes only when it is shown.

use std::ops::Range;

use errbook_catalog::{Diagnostic, FileId, Label, PathStep, Severity, Snapshot, Span};

/// A place in a file of the catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// File.
    pub file: FileId,
    /// Keys and items that lead to a value; empty for the file as a whole.
    pub path: Vec<PathStep>,
    /// Bytes of the value's text, or of the file's where the path is empty; `None` for the whole value.
    pub range: Option<Range<usize>>,
}

impl Place {
    /// The value of a key of a file.
    pub fn key(file: FileId, key: &str) -> Place {
        Place { file, path: vec![PathStep::Key(key.to_owned())], range: None }
    }

    /// A file as a whole.
    pub fn file(file: FileId) -> Place {
        Place { file, path: Vec::new(), range: None }
    }

    /// The same value, one step further.
    #[must_use]
    pub fn then(mut self, step: PathStep) -> Place {
        self.path.push(step);
        self
    }

    /// A part of the value's text.
    #[must_use]
    pub fn range(mut self, range: Range<usize>) -> Place {
        self.range = Some(range);
        self
    }
}

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// A lowercase phrase with code in backticks.
    pub message: String,
    /// Where it stands.
    pub place: Place,
    /// Text under the place; may be empty.
    pub label: String,
    /// What it conflicts with, with the text under it.
    pub other: Vec<(Place, String)>,
    /// Next steps, each a sentence.
    pub help: Vec<String>,
}

impl Finding {
    /// A finding at a place.
    pub fn new(message: impl Into<String>, place: Place) -> Finding {
        Finding { message: message.into(), place, label: String::new(), other: Vec::new(), help: Vec::new() }
    }

    /// Adds text under the place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Finding {
        self.label = text.into();
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn and(mut self, place: Place, text: impl Into<String>) -> Finding {
        self.other.push((place, text.into()));
        self
    }

    /// Adds a next step.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Finding {
        self.help.push(text.into());
        self
    }
}

/// Collects what one rule finds.
#[derive(Debug, Default)]
pub struct Findings {
    pub(crate) found: Vec<Finding>,
}

impl Findings {
    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        self.found.push(finding);
    }
}

/// Turns findings into diagnostics; each file is parsed once, and only where something was found in it.
pub(crate) fn diagnostics(snapshot: &Snapshot, found: Vec<(&'static str, Severity, Finding)>) -> Vec<Diagnostic> {
    let mut documents: std::collections::HashMap<FileId, Option<errbook_catalog::Document<'_>>> =
        std::collections::HashMap::new();
    let mut span = |place: &Place| {
        if let (true, Some(range)) = (place.path.is_empty(), &place.range) {
            return Span::from(range.clone());
        }
        let document = documents.entry(place.file).or_insert_with(|| snapshot.document(place.file));
        document.as_ref().map_or(Span::default(), |document| document.place(&place.path, place.range.clone()))
    };
    let mut diagnostics = Vec::with_capacity(found.len());
    for (rule, severity, finding) in found {
        let mut labels = vec![Label { file: finding.place.file, span: span(&finding.place), text: finding.label }];
        labels.extend(finding.other.iter().map(|(place, text)| Label {
            file: place.file,
            span: span(place),
            text: text.clone(),
        }));
        diagnostics.push(Diagnostic { rule, severity, message: finding.message, labels, help: finding.help });
    }
    diagnostics
}
