//! Defines findings and their locations. A location is a path of keys in a file, and is resolved to
//! bytes only for diagnostics.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use errbook_catalog::{Diagnostic, FileId, Inherited, Label, PathStep, Severity, Snapshot, Span};
use errbook_scan::Location;

/// A location in a file of the catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// Keys and items that lead to a value. Empty for the whole file.
    pub path: Arc<[PathStep]>,
    /// Bytes of the value's text, or of the file if the path is empty. `None` for the whole value.
    pub range: Option<Range<usize>>,
}

impl Place {
    /// The value of a top-level key.
    pub fn key(file: FileId, key: impl Into<Cow<'static, str>>) -> Place {
        Place { file, path: Arc::from([PathStep::key(key)]), range: None }
    }

    /// A whole file.
    pub fn file(file: FileId) -> Place {
        Place { file, path: Arc::default(), range: None }
    }

    /// The location of a key that an entry inherits: in the manifest, or in the entry of a code
    /// above.
    pub fn inherited(snapshot: &Snapshot, inherited: &Inherited) -> Option<Place> {
        let (group, name) = (snapshot.groups().get(inherited.group)?, inherited.key);
        if inherited.from_entry {
            return Some(Place::key(snapshot.codes().get(group.code?)?.file, name));
        }
        let of_group = |segment: &String| [PathStep::key("groups"), PathStep::key(segment.clone())];
        let path = group.path.iter().flat_map(of_group).chain([PathStep::key(name)]).collect();
        Some(Place { file: snapshot.file("catalog.yaml")?, path, range: None })
    }

    /// A range in source code.
    pub(crate) fn source(location: &Location) -> Place {
        Place::file(location.file).range(location.range.clone())
    }

    /// The location one step deeper.
    #[must_use]
    pub fn then(mut self, step: PathStep) -> Place {
        self.path = self.path.iter().cloned().chain([step]).collect();
        self
    }

    /// The location of a part of the value's text.
    #[must_use]
    pub fn range(mut self, range: Range<usize>) -> Place {
        self.range = Some(range);
        self
    }
}

/// A problem that a rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// A lowercase phrase with code in backticks.
    pub message: String,
    /// Its location.
    pub place: Place,
    /// Label of the location. May be empty.
    pub label: Cow<'static, str>,
    /// Other locations, such as a conflicting definition, with their labels.
    pub other: Vec<(Place, Cow<'static, str>)>,
    /// Facts that need no action.
    pub notes: Vec<Cow<'static, str>>,
    /// Help messages.
    pub help: Vec<Cow<'static, str>>,
}

impl Finding {
    /// A finding at a location, with a help message.
    pub fn new(message: impl Into<String>, place: Place, help: impl Into<Cow<'static, str>>) -> Finding {
        let (mut message, help): (String, _) = (message.into(), vec![help.into()]);
        message.shrink_to_fit();
        Finding { message, place, label: Cow::default(), other: Vec::new(), notes: Vec::new(), help }
    }

    /// Sets the label of the location.
    #[must_use]
    pub fn label(mut self, text: impl Into<Cow<'static, str>>) -> Finding {
        self.label = text.into();
        self
    }

    /// Adds the location in the base of a comparison, or labels the finding itself if the base has no
    /// files.
    #[must_use]
    pub fn was(self, place: Option<Place>, text: impl Into<Cow<'static, str>>) -> Finding {
        match place {
            Some(place) => self.and(place, text),
            None => self.label(text),
        }
    }

    /// Adds another location, if it exists.
    #[must_use]
    pub fn and(mut self, place: impl Into<Option<Place>>, text: impl Into<Cow<'static, str>>) -> Finding {
        if let Some(place) = place.into() {
            // Nearly every finding has only one other location, and a `Vec` would allocate space
            // for four.
            self.other.reserve_exact(1);
            self.other.push((place, text.into()));
        }
        self
    }

    /// All locations, the main one first.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        std::iter::once(&self.place).chain(self.other.iter().map(|(place, _)| place))
    }

    /// Adds a note.
    #[must_use]
    pub fn note(mut self, text: impl Into<Cow<'static, str>>) -> Finding {
        self.notes.push(text.into());
        self
    }

    /// Adds another help message.
    #[must_use]
    pub fn help(mut self, text: impl Into<Cow<'static, str>>) -> Finding {
        self.help.push(text.into());
        self
    }
}

/// Findings with the IDs of their rules. Findings are boxed because a list of 100,000 is moved each
/// time it grows.
pub(crate) type Found = Vec<(&'static str, Box<Finding>)>;

/// Collects what rules find.
#[derive(Debug, Default)]
pub struct Findings {
    /// The rule that is running.
    pub(crate) rule: &'static str,
    pub(crate) found: Found,
}

impl Findings {
    /// Adds a finding of the running rule.
    pub fn push(&mut self, finding: Finding) {
        self.found.push((self.rule, Box::new(finding)));
    }
}

pub(crate) fn did_you_mean(near: impl std::fmt::Display) -> String {
    format!("did you mean `{near}`?")
}

/// Converts findings to diagnostics. Drops those without a severity.
pub(crate) fn diagnostics(
    snapshot: &Snapshot,
    mut found: Found,
    severity: impl Fn(&'static str, &Finding) -> Option<Severity>,
) -> Vec<Diagnostic> {
    found.retain(|(rule, finding)| severity(rule, finding).is_some());
    let places: Vec<&Place> = found.iter().flat_map(|(_, finding)| finding.places()).collect();
    let mut spans = spans(snapshot, &places).into_iter();
    let mut diagnostics = Vec::with_capacity(found.len());
    for (rule, finding) in found {
        let Some(severity) = severity(rule, &finding) else { continue };
        let Finding { message, place, label, other, notes, help } = *finding;
        let texts = std::iter::once((place, label)).chain(other);
        let label = |(place, text): (Place, Cow<'static, str>)| {
            let span = spans.next().unwrap_or_default();
            Label { file: place.file, span, text }
        };
        let labels = texts.map(label).collect();
        diagnostics.push(Diagnostic { rule, severity, message, labels, notes, help });
    }
    diagnostics
}

/// The spans of locations, in the same order. Parses each file with a location again, and drops its
/// tree before the next one. Keeping all trees would take more memory than reading the catalog.
fn spans(snapshot: &Snapshot, places: &[&Place]) -> Vec<Span> {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by_key(|&index| places[index].file);
    let files: Vec<&[usize]> = order.chunk_by(|&a, &b| places[a].file == places[b].file).collect();
    let of_file = |file: &&[usize]| -> Vec<Span> {
        let document = snapshot.document(places[file[0]].file);
        let span = |place: &Place| match (place.path.is_empty(), &place.range) {
            // A range in the file itself: source code, or an OpenAPI document.
            (true, Some(range)) => Some(Span::from(range.clone())),
            _ => Some(document.as_ref()?.place(&place.path, place.range.clone())),
        };
        file.iter().map(|&index| span(places[index]).unwrap_or_default()).collect()
    };
    let found = snapshot.jobs().map(&files, of_file);
    let mut spans = vec![Span::default(); places.len()];
    order.iter().zip(found.into_iter().flatten()).for_each(|(&index, span)| spans[index] = span);
    spans
}
