//! Measures how complete a catalog is: sections, words, examples, and codes that were
//! seen.

use errbook_catalog::{CodeKind, Entry, Snapshot};
use serde::Serialize;

use crate::text::EntryContext;

/// How complete a catalog is. Sections, words, and examples count only codes that services can
/// raise, not drafts and retired codes.
///
/// ```
/// use errbook_catalog::Snapshot;
/// use errbook_check::stats::Stats;
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let stats = Stats::of(&Snapshot::read("shop".as_ref()));
/// assert_eq!(stats.codes.total, 6);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Stats {
    /// Number of codes by lifecycle.
    pub codes: Codes,
    /// The sections of a page, in page order.
    pub sections: Vec<Section>,
    /// Words per page, without code blocks. `None` if there are no pages.
    pub words: Option<Words>,
    /// Requests and code blocks.
    pub examples: Examples,
}

/// Number of codes by lifecycle.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Codes {
    /// All codes with a file.
    pub total: usize,
    /// Codes in use: neither drafts nor retired.
    pub live: usize,
    /// Live codes that services can raise.
    pub raisable: usize,
    /// Live codes that are only a reference.
    pub reference: usize,
    /// Drafts.
    pub draft: usize,
    /// Live codes that no service raises yet.
    pub reserved: usize,
    /// Live codes that are deprecated.
    pub deprecated: usize,
    /// Retired codes.
    pub retired: usize,
}

/// A section of a page, across all entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Section {
    /// Its key in an entry.
    pub section: &'static str,
    /// Entries with this section.
    pub entries: usize,
    /// Words per section. `None` if no entry has it.
    pub words: Option<Words>,
}

/// Number of words per page or section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Words {
    /// The shortest.
    pub min: usize,
    /// The median, or the lower of two middle values.
    pub median: usize,
    /// The longest.
    pub max: usize,
}

/// Requests and code blocks.
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

/// The keys of an entry that hold prose, in page order.
const SECTIONS: &[&str] =
    &["summary", "message", "what_happened", "how_to_fix", "common_mistakes", "notes", "sections", "related"];

impl Stats {
    /// Computes the stats of the readable part of a catalog.
    pub fn of(snapshot: &Snapshot) -> Stats {
        let mut codes = Codes { total: snapshot.codes().len(), ..Codes::default() };
        let mut of_sections = vec![Vec::new(); SECTIONS.len()];
        let mut of_pages = Vec::new();
        let mut examples = Examples::default();
        for code in snapshot.codes() {
            let Some(entry) = &code.entry else { continue };
            codes.add(entry);
            if !entry.live() {
                continue;
            }
            let texts = snapshot.texts(code.file);
            let context = EntryContext::new(snapshot.manifest(), code, entry, &texts);
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
        Stats { codes, sections: sections.collect(), words: Words::of(of_pages), examples }
    }
}

/// Words of each text in a section. `None` if the entry doesn't have the section. A related code
/// counts even without a text.
fn words_below(context: &EntryContext<'_>, section: &str) -> Option<usize> {
    let mut texts = context.below(section).peekable();
    let exists = texts.peek().is_some() || section == "related" && !context.entry.related.is_empty();
    exists.then(|| texts.map(|text| text.words()).sum())
}

impl Codes {
    fn add(&mut self, entry: &Entry) {
        self.live += usize::from(entry.live());
        self.raisable += usize::from(entry.raisable());
        self.reference += usize::from(entry.live() && entry.kind == CodeKind::Reference);
        self.draft += usize::from(entry.draft);
        self.retired += usize::from(entry.retired.is_some());
        self.reserved += usize::from(entry.live() && entry.reserved.is_some());
        self.deprecated += usize::from(entry.live() && entry.deprecated.is_some());
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
