//! What rules read: the snapshot, and every text of every entry with where it stands, its Markdown taken apart once for all rules.

use errbook_catalog::{Code, Entry, FileId, Manifest, PathStep, Request, Snapshot};

use crate::finding::Place;
use crate::prose::Markdown;

/// What rules read.
#[derive(Debug)]
pub struct Context<'c> {
    /// The catalog, right or wrong.
    pub snapshot: &'c Snapshot,
    /// The manifest.
    pub manifest: &'c Manifest,
    /// What the command line adds.
    pub options: &'c crate::run::Options,
    /// Codes, groups and URLs by name.
    pub(crate) names: crate::names::Names,
    /// What responses look like.
    pub(crate) shapes: crate::response::Shapes,
    /// The OpenAPI document, where there is one.
    pub(crate) openapi: crate::openapi::Openapi,
}

/// What kind of text it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// Name, summary, message, titles: shown as it is.
    Plain,
    /// One line of Markdown.
    Line,
    /// Markdown of any length.
    Block,
}

/// A text of an entry.
#[derive(Debug)]
pub struct Text<'c> {
    /// Where it stands.
    pub place: Place,
    /// What kind of text it is.
    pub kind: TextKind,
    /// The text.
    pub value: &'c str,
    /// Its Markdown taken apart; empty for a plain text.
    pub markdown: Markdown<'c>,
}

impl Text<'_> {
    /// A part of the text as a place.
    pub fn at(&self, range: std::ops::Range<usize>) -> Place {
        self.place.clone().range(range)
    }

    /// Number of words, code blocks left out.
    pub fn words(&self) -> usize {
        match self.kind {
            TextKind::Plain => self.value.split_whitespace().count(),
            _ => self.markdown.words,
        }
    }
}

/// An entry with its texts.
#[derive(Debug)]
pub struct EntryContext<'c> {
    /// Its file and code.
    pub code: &'c Code,
    /// What it says.
    pub entry: &'c Entry,
    /// All of its texts, in the order of the page.
    pub texts: Vec<Text<'c>>,
}

impl<'c> EntryContext<'c> {
    /// Collects the texts of an entry.
    pub fn new(code: &'c Code, entry: &'c Entry) -> EntryContext<'c> {
        EntryContext { code, entry, texts: texts(code.file, entry) }
    }

    /// The value of a key of the entry.
    pub fn key(&self, key: &str) -> Place {
        Place::key(self.code.file, key)
    }

    /// The entry as a whole.
    pub fn whole(&self) -> Place {
        Place::file(self.code.file)
    }

    /// The requests of the entry with where they stand.
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

pub(crate) fn key(name: &str) -> PathStep {
    PathStep::Key(name.to_owned())
}

struct Collector<'c> {
    file: FileId,
    texts: Vec<Text<'c>>,
}

impl<'c> Collector<'c> {
    fn add(&mut self, path: Vec<PathStep>, kind: TextKind, value: &'c str) {
        if value.is_empty() {
            return;
        }
        let markdown = if kind == TextKind::Plain { Markdown::default() } else { Markdown::of(value) };
        self.texts.push(Text { place: Place { file: self.file, path, range: None }, kind, value, markdown });
    }
}

fn texts(file: FileId, entry: &Entry) -> Vec<Text<'_>> {
    use TextKind::{Block, Line, Plain};
    let mut into = Collector { file, texts: Vec::new() };
    into.add(vec![key("name")], Plain, &entry.name);
    into.add(vec![key("summary")], Plain, entry.summary.as_deref().unwrap_or_default());
    into.add(
        vec![key("message")],
        Plain,
        entry.message.as_ref().map(|message| message.template.as_str()).unwrap_or_default(),
    );
    for param in &entry.params {
        into.add(
            vec![key("params"), PathStep::Key(param.name.clone()), key("about")],
            Line,
            param.about.as_deref().unwrap_or_default(),
        );
    }
    if let Some(section) = &entry.what_happened {
        into.add(vec![key("what_happened"), key("text")], Block, &section.text);
        for (index, cause) in section.causes.iter().enumerate() {
            into.add(vec![key("what_happened"), key("causes"), PathStep::Item(index)], Line, cause);
        }
        request_texts(&mut into, "what_happened", &section.requests);
    }
    if let Some(section) = &entry.how_to_fix {
        into.add(vec![key("how_to_fix"), key("text")], Block, &section.text);
        for (index, step) in section.steps.iter().enumerate() {
            let at = vec![key("how_to_fix"), key("steps"), PathStep::Item(index)];
            match &step.title {
                Some(title) => {
                    into.add([at.clone(), vec![key("title")]].concat(), Line, title);
                    into.add([at, vec![key("text")]].concat(), Block, &step.text);
                }
                None => into.add(at, Block, &step.text),
            }
        }
        request_texts(&mut into, "how_to_fix", &section.requests);
    }
    for (index, mistake) in entry.common_mistakes.iter().enumerate() {
        into.add(vec![key("common_mistakes"), PathStep::Item(index), key("lead")], Line, &mistake.lead);
        into.add(vec![key("common_mistakes"), PathStep::Item(index), key("text")], Block, &mistake.text);
    }
    for (index, note) in entry.notes.iter().enumerate() {
        into.add(vec![key("notes"), PathStep::Item(index), key("text")], Block, &note.text);
    }
    for (index, section) in entry.sections.iter().enumerate() {
        into.add(vec![key("sections"), PathStep::Item(index), key("heading")], Line, &section.heading);
        into.add(vec![key("sections"), PathStep::Item(index), key("text")], Block, &section.text);
    }
    for (index, related) in entry.related.iter().enumerate() {
        into.add(
            vec![key("related"), PathStep::Item(index), key("when")],
            Line,
            related.when.as_deref().unwrap_or_default(),
        );
    }
    for (name, ending) in [("deprecated", &entry.deprecated), ("retired", &entry.retired)] {
        let reason = ending.as_ref().and_then(|ending| ending.reason.as_deref()).unwrap_or_default();
        into.add(vec![key(name), key("reason")], Line, reason);
    }
    into.add(vec![key("reserved")], Line, entry.reserved.as_deref().unwrap_or_default());
    into.add(
        vec![key("retryable"), key("reason")],
        Line,
        entry.retryable.as_ref().and_then(|of| of.reason.as_deref()).unwrap_or_default(),
    );
    into.texts
}

fn request_texts<'c>(into: &mut Collector<'c>, section: &str, requests: &'c [Request]) {
    for (index, request) in requests.iter().enumerate() {
        let path = vec![key(section), key("request"), PathStep::Item(index), key("text")];
        into.add(path, TextKind::Block, request.text.as_deref().unwrap_or_default());
    }
}
