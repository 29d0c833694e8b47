//! Holds the texts (strings with prose) of a file with their parsed Markdown, and an entry with its
//! texts.

use std::borrow::Cow;

use errbook_catalog::{Code, Entry, FileId, Manifest, PathStep, Request, Snapshot, TextKind, WrittenText};

use crate::finding::Place;
use crate::prose::{Fence, Link, Markdown};

/// The texts of one file.
#[derive(Debug)]
pub struct Texts<'c> {
    /// The entry that has the texts. `None` for the manifest.
    pub entry: Option<&'c Entry>,
    /// The texts.
    pub texts: &'c [Text<'c>],
}

/// A text of an entry.
#[derive(Debug)]
pub struct Text<'c> {
    /// Its location.
    pub place: Place,
    /// The kind of text.
    pub kind: TextKind,
    /// The text.
    pub value: &'c str,
    /// The parsed Markdown. Empty for a plain text.
    pub markdown: Markdown<'c>,
}

impl Text<'_> {
    /// The location of a part of the text.
    pub fn at(&self, range: std::ops::Range<usize>) -> Place {
        self.place.clone().range(range)
    }

    /// Whether it is a heading, such as a title.
    pub fn is_heading(&self) -> bool {
        matches!(self.place.path.last(), Some(PathStep::Key(key)) if matches!(&**key, "heading" | "lead" | "name" | "title"))
    }

    /// Number of words outside code blocks.
    pub fn words(&self) -> usize {
        match self.kind {
            TextKind::Plain => self.value.split_whitespace().count(),
            _ => self.markdown.words,
        }
    }

    /// The prose of the text without code, with byte ranges. A run has the length of its range
    /// unless it contains an escape or an entity.
    pub fn runs(&self) -> impl Iterator<Item = (&str, std::ops::Range<usize>)> {
        let plain = (self.kind == TextKind::Plain).then_some((self.value, 0..self.value.len()));
        plain.into_iter().chain(self.markdown.text.iter().map(|(text, range)| (text.as_ref(), range.clone())))
    }

    /// The location of a part of a run, or of the whole run if it contains an escape or an entity.
    pub fn in_run(&self, run: &str, of: &std::ops::Range<usize>, part: std::ops::Range<usize>) -> Place {
        let same = self.value.get(of.clone()) == Some(run);
        self.at(if same { of.start + part.start..of.start + part.end } else { of.clone() })
    }
}

/// An entry with its texts.
#[derive(Debug)]
pub struct EntryContext<'c> {
    /// Its file and code.
    pub code: &'c Code,
    /// The entry.
    pub entry: &'c Entry,
    /// All texts, in page order.
    pub texts: Vec<Text<'c>>,
}

impl<'c> EntryContext<'c> {
    /// Combines an entry with its texts from [`texts`](errbook_catalog::Snapshot::texts).
    pub fn new(
        manifest: Option<&Manifest>,
        code: &'c Code,
        entry: &'c Entry,
        texts: &'c [WrittenText<'_>],
    ) -> EntryContext<'c> {
        EntryContext { code, entry, texts: self::texts(manifest, code.file, texts) }
    }

    /// The location of a key's value.
    pub fn key(&self, key: &'static str) -> Place {
        Place::key(self.code.file, key)
    }

    /// Whether the file sets a top-level key, even if its value is empty.
    pub fn has_key(&self, snapshot: &Snapshot, key: &str) -> bool {
        has_key(snapshot.report().text(self.code.file), key)
    }

    /// The texts below a key.
    pub fn below(&self, key: &str) -> impl Iterator<Item = &Text<'c>> {
        self.texts.iter().filter(move |text| matches!(text.place.path.first(), Some(PathStep::Key(of)) if of == key))
    }

    /// The requests of the entry, with their locations.
    pub fn requests(&self) -> impl Iterator<Item = (Place, &'c Request)> + '_ {
        let happened = self.entry.what_happened.as_ref().map(|section| section.requests.as_slice()).unwrap_or_default();
        let fix = self.entry.how_to_fix.as_ref().map(|section| section.requests.as_slice()).unwrap_or_default();
        let of = |section: &'static str, requests: &'c [Request]| {
            let place = self.key(section).then(key("request"));
            requests
                .iter()
                .enumerate()
                .map(move |(index, request)| (place.clone().then(PathStep::Item(index)), request))
        };
        of("what_happened", happened).chain(of("how_to_fix", fix))
    }
}

/// The code blocks of texts.
pub(crate) fn fences<'t, 'c>(texts: &'t [Text<'c>]) -> impl Iterator<Item = (&'t Text<'c>, &'t Fence)> {
    texts.iter().flat_map(|text| text.markdown.fences.iter().map(move |fence| (text, fence)))
}

/// The links and images of texts.
pub(crate) fn links<'t, 'c>(texts: &'t [Text<'c>]) -> impl Iterator<Item = (&'t Text<'c>, &'t Link<'c>)> {
    texts.iter().flat_map(|text| text.markdown.links.iter().map(move |link| (text, link)))
}

/// Whether a file has a top-level key. Prose is always indented.
pub(crate) fn has_key(text: &str, key: &str) -> bool {
    text.lines().any(|line| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':')))
}

/// A path step to the value of a key.
pub(crate) fn key(name: impl Into<Cow<'static, str>>) -> PathStep {
    PathStep::key(name)
}

/// Parses the Markdown of written texts.
pub(crate) fn texts<'t>(manifest: Option<&Manifest>, file: FileId, written: &'t [WrittenText<'_>]) -> Vec<Text<'t>> {
    let language = manifest.and_then(|manifest| manifest.fences.as_deref());
    let text = |of: &'t WrittenText<'_>| Text {
        place: Place { file, path: of.path.as_slice().into(), range: None },
        kind: of.kind,
        value: &of.value,
        markdown: match of.kind {
            TextKind::Plain => Markdown::default(),
            _ => Markdown::of(&of.value).with_language(language),
        },
    };
    written.iter().map(text).collect()
}
