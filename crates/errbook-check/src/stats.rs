//! How complete a catalog is: which sections its pages have, how much they say, what they show, and what tests mention.

use errbook_catalog::{Entry, Snapshot};
use serde::Serialize;

use crate::options::Options;
use crate::text::EntryContext;

/// How complete a catalog is. Sections, words and examples are those of finished codes that services can raise; drafts and retired codes need none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Stats {
    /// Codes by where in their life they are.
    pub codes: Codes,
    /// The sections of a page, in its order.
    pub sections: Vec<Section>,
    /// Words of whole pages, code blocks left out; `None` where there are no pages.
    pub words: Option<Words>,
    /// What pages show.
    pub examples: Examples,
    /// What tests mention, where the source was scanned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tests: Option<Tests>,
}

/// Codes by where in their life they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Codes {
    /// All that have a file.
    pub total: usize,
    /// Services can raise them: neither drafts nor retired.
    pub raisable: usize,
    /// Not finished.
    pub draft: usize,
    /// Of the raisable, those that no service raises yet.
    pub reserved: usize,
    /// Of the raisable, those that will end.
    pub deprecated: usize,
    /// Ended.
    pub retired: usize,
}

/// A section of a page, over all entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Section {
    /// Its key in an entry.
    pub section: &'static str,
    /// Entries that have it.
    pub entries: usize,
    /// Words that it has in those; `None` where none has it.
    pub words: Option<Words>,
}

/// How many words texts have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Words {
    /// Of the shortest.
    pub min: usize,
    /// Of the one in the middle, the lower of two.
    pub median: usize,
    /// Of the longest.
    pub max: usize,
}

/// What pages show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Examples {
    /// Requests.
    pub requests: usize,
    /// Entries with a request.
    pub entries_with_request: usize,
    /// Code blocks.
    pub code_blocks: usize,
    /// Entries with a code block.
    pub entries_with_code_block: usize,
}

/// What tests mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Tests {
    /// Codes that the source raises.
    pub raised: usize,
    /// Of those, the codes that a test mentions.
    pub tested: usize,
}

/// The keys of an entry that hold prose, in the order of the page.
const SECTIONS: &[&str] =
    &["summary", "message", "what_happened", "how_to_fix", "common_mistakes", "notes", "sections", "related"];

impl Stats {
    /// Counts what could be read of a catalog.
    pub fn of(snapshot: &Snapshot, options: &Options) -> Stats {
        let mut codes = Codes { total: snapshot.codes().len(), ..Codes::default() };
        let mut of_sections = vec![Vec::new(); SECTIONS.len()];
        let mut of_pages = Vec::new();
        let mut examples = Examples::default();
        for code in snapshot.codes() {
            let Some(entry) = &code.entry else { continue };
            codes.add(entry);
            if !entry.raisable() {
                continue;
            }
            let texts = snapshot.texts(code.file);
            let context = EntryContext::new(code, entry, &texts);
            for (section, words) in SECTIONS.iter().zip(&mut of_sections) {
                words.extend(words_below(&context, section));
            }
            of_pages.push(context.texts.iter().map(|text| text.words()).sum());
            examples.add(&context);
        }
        let sections = SECTIONS.iter().zip(of_sections).map(|(section, words)| Section {
            section,
            entries: words.len(),
            words: Words::of(words),
        });
        let tests = options.scan.as_ref().map(|scan| {
            let (tested, raised) = scan.coverage();
            Tests { raised, tested }
        });
        Stats { codes, sections: sections.collect(), words: Words::of(of_pages), examples, tests }
    }
}

/// Words of a section; `None` where the entry does not have it. A related code counts also when nothing is said about it.
fn words_below(context: &EntryContext<'_>, section: &str) -> Option<usize> {
    let mut texts = context.below(section).peekable();
    let is_there = texts.peek().is_some() || section == "related" && !context.entry.related.is_empty();
    is_there.then(|| texts.map(|text| text.words()).sum())
}

impl Codes {
    fn add(&mut self, entry: &Entry) {
        self.raisable += usize::from(entry.raisable());
        self.draft += usize::from(entry.draft);
        self.retired += usize::from(entry.retired.is_some());
        self.reserved += usize::from(entry.raisable() && entry.reserved.is_some());
        self.deprecated += usize::from(entry.raisable() && entry.deprecated.is_some());
    }
}

impl Words {
    fn of(mut words: Vec<usize>) -> Option<Words> {
        words.sort_unstable();
        Some(Words { min: *words.first()?, median: words[(words.len() - 1) / 2], max: *words.last()? })
    }
}

impl Examples {
    fn add(&mut self, entry: &EntryContext<'_>) {
        let requests = entry.requests().count();
        let blocks: usize = entry.texts.iter().map(|text| text.markdown.fences.len()).sum();
        self.requests += requests;
        self.entries_with_request += usize::from(requests > 0);
        self.code_blocks += blocks;
        self.entries_with_code_block += usize::from(blocks > 0);
    }
}
