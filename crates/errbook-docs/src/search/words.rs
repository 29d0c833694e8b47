//! The words of a catalog and the entries that contain them.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use errbook_catalog::{Catalog, Entry, Message, MessagePart};

use crate::prose;

/// A word in more than 1/`COMMON` of the codes is not selective, so its positions are omitted.
const COMMON: usize = 2;
/// Catalogs with fewer codes than this keep all positions.
const FEW: usize = 64;
/// Length in bytes. Longer words are hashes and keys, which people don't search for.
const LONGEST: usize = 40;
/// Digits of the numbers in the index. One from the first half ends a number, and one from the
/// second half continues it.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// An operation among more than this many says little about a code.
const FEW_OPERATIONS: usize = 8;
/// Kinds of text that can contain a word, from those that identify a code to those that mention it.
pub(super) const LEVELS: usize = 4;

/// All words, sorted, with the entries whose texts contain each.
pub(super) struct Words {
    words: Vec<(String, Places)>,
}

/// Indexes of the entries that contain a word, ascending. Words of an entry's own code and name are
/// not listed, because the engine searches these as text.
#[derive(Default)]
struct Places {
    /// An entry is only in the first level that contains the word.
    levels: [Vec<u32>; LEVELS],
    common: bool,
}

impl Places {
    fn add(&mut self, at: u32, level: usize) {
        if self.levels[..=level].iter().all(|entries| entries.last() != Some(&at)) {
            self.levels[level].push(at);
        }
    }

    fn len(&self) -> usize {
        self.levels.iter().map(Vec::len).sum()
    }

    /// Drops the last levels until the word is in at most `most` entries.
    fn limit(&mut self, most: usize) {
        for level in (0..LEVELS).rev() {
            if self.len() > most {
                self.levels[level].clear();
                self.common = true;
            }
        }
    }
}

impl Words {
    pub(super) fn of(catalog: &Catalog) -> Self {
        let entries = catalog.entries();
        let mut words = Collected::default();
        for (at, entry) in entries.iter().enumerate() {
            words.add(u32::try_from(at).unwrap_or(u32::MAX), entry, catalog);
        }
        let most = if entries.len() < FEW { usize::MAX } else { entries.len() / COMMON };
        let mut words: Vec<_> = words.places.into_iter().collect();
        words.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        for (_, places) in &mut words {
            places.limit(most);
        }
        Words { words }
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// Returns the first word of each of `count` shards of about the same size. Shards are ranges
    /// of the sorted words, so completing a typed prefix needs one shard or two.
    pub(super) fn shards(&self, count: usize) -> Vec<usize> {
        let sizes = self.words.iter().map(|(_, places)| 1 + places.len());
        let total: usize = sizes.clone().sum();
        let mut firsts = vec![0];
        let mut before = 0;
        for (at, size) in sizes.enumerate() {
            if before * count >= total * firsts.len() && firsts.len() < count {
                firsts.push(at);
            }
            before += size;
        }
        firsts
    }

    /// All words, separated by spaces.
    pub(super) fn list(&self) -> String {
        self.words.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// The positions of some words, separated by spaces: for each level, the gaps between the
    /// entries with the word, separated by `.`. Trailing empty levels are omitted. A `*` in front
    /// says that the word is too common for its last levels.
    pub(super) fn places(&self, words: Range<usize>) -> String {
        let mut out = String::new();
        for (index, (_, places)) in self.words[words].iter().enumerate() {
            if index > 0 {
                out.push(' ');
            }
            if places.common {
                out.push('*');
            }
            let used = places.levels.iter().rposition(|entries| !entries.is_empty()).map_or(0, |last| last + 1);
            for (level, entries) in places.levels[..used].iter().enumerate() {
                if level > 0 {
                    out.push('.');
                }
                gaps(entries, &mut out);
            }
        }
        out
    }
}

/// The texts of an entry, by level.
pub(super) fn texts(entry: &Entry, catalog: &Catalog) -> [Vec<String>; LEVELS] {
    let message = |message: &Message| literals(message).map(str::to_owned).collect::<Vec<_>>();
    let messages = entry.texts().into_iter().flat_map(message).collect();
    let (mut names, mut prose) = (names(entry), prose(entry));
    let operations = entry.raised_by.operations().map(|(_, name)| name.to_owned()).collect();
    for list in entry.wordings.iter().map(|wording| wording.operations.clone()).chain([operations]) {
        if list.len() > FEW_OPERATIONS { prose.extend(list) } else { names.extend(list) }
    }
    let fields = catalog.fields_of(entry).flat_map(|(_, value)| value.items());
    [messages, names, entry.summary.iter().cloned().chain(fields).collect(), prose]
}

/// Names that a response shows, such as those of headers.
fn names(entry: &Entry) -> Vec<String> {
    let params = entry.params.iter().chain(entry.wording_params()).map(|param| &param.name);
    let headers = entry.headers.iter().map(|header| &header.name);
    let titles = entry.responses.iter().map(|response| &response.title);
    let locations = entry.field_errors.iter().map(|error| &error.location);
    params.chain(headers).chain(titles).chain(locations).chain(&entry.extensions).cloned().collect()
}

/// What the page says about the cause.
fn prose(entry: &Entry) -> Vec<String> {
    let happened = entry.what_happened.iter().flat_map(|section| std::iter::once(&section.text).chain(&section.causes));
    let mistakes = entry.common_mistakes.iter().map(|mistake| &mistake.lead);
    happened.chain(mistakes).map(|text| prose::plain(text)).collect()
}

/// Literal text of a message.
fn literals(message: &Message) -> impl Iterator<Item = &str> {
    message.parts.iter().filter_map(|part| match part {
        MessagePart::Text(text) => Some(text.as_str()),
        MessagePart::Param(_) => None,
    })
}

/// Splits text into runs of letters and digits, as the engine splits a query, in lower case. A run
/// in camel case is followed by its parts.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = String> {
    let runs = text.split(|char: char| !char.is_alphanumeric()).filter(|run| !run.is_empty() && run.len() <= LONGEST);
    runs.flat_map(|run| std::iter::once(run).chain(humps(run))).map(str::to_lowercase)
}

/// The parts of a run in camel case, or nothing.
fn humps(run: &str) -> Vec<&str> {
    let pairs = run.char_indices().zip(run.char_indices().skip(1));
    let starts = pairs.filter(|((_, a), (_, b))| a.is_lowercase() && b.is_uppercase()).map(|(_, (at, _))| at);
    let bounds: Vec<usize> = std::iter::once(0).chain(starts).chain([run.len()]).collect();
    if bounds.len() == 2 { Vec::new() } else { bounds.windows(2).map(|pair| &run[pair[0]..pair[1]]).collect() }
}

#[derive(Default)]
struct Collected {
    places: HashMap<String, Places>,
}

impl Collected {
    fn add(&mut self, at: u32, entry: &Entry, catalog: &Catalog) {
        let known: HashSet<String> = entry.segments.iter().chain([&entry.name]).flat_map(|text| tokens(text)).collect();
        for (level, texts) in texts(entry, catalog).iter().enumerate() {
            for word in texts.iter().flat_map(|text| tokens(text)).filter(|word| !known.contains(word)) {
                self.places.entry(word).or_default().add(at, level);
            }
        }
        for word in known {
            self.places.entry(word).or_default();
        }
    }
}

/// Writes ascending numbers as the gaps between them. Each digit has five bits, and low digits come
/// first.
fn gaps(numbers: &[u32], out: &mut String) {
    let mut next = 0;
    for &number in numbers {
        let mut gap = number - next;
        next = number + 1;
        while gap >= 32 {
            out.push(char::from(DIGITS[32 + (gap % 32) as usize]));
            gap /= 32;
        }
        out.push(char::from(DIGITS[gap as usize]));
    }
}
