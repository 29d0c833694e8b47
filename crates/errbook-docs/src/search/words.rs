//! The words of a catalog and the entries that contain them.

use std::collections::HashMap;
use std::ops::Range;

use errbook_catalog::{Catalog, Entry, MessagePart};

/// A word in more than 1/`COMMON` of the codes is not selective, so its positions are omitted.
const COMMON: usize = 2;
/// Catalogs with fewer codes than this keep all positions.
const FEW: usize = 64;
/// Length in bytes. Longer words are hashes and keys, which people don't search for.
const LONGEST: usize = 40;
/// Digits of the numbers in the index. One from the first half ends a number, and one from the
/// second half continues it.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// All words, sorted, with the entries whose message, summary, or fields contain each.
pub(super) struct Words {
    words: Vec<(String, Places)>,
}

/// Indexes of the entries that contain a word, ascending. Words of an entry's own code and name are
/// not listed, because the engine searches these as text.
#[derive(Default)]
struct Places {
    messages: Vec<u32>,
    /// Entries with the word in the summary or in a field, but not in the message.
    summaries: Vec<u32>,
    common: bool,
}

impl Words {
    pub(super) fn of(catalog: &Catalog) -> Self {
        let entries = catalog.entries();
        let mut words = Collected::default();
        for (at, entry) in entries.iter().enumerate() {
            let fields = catalog.fields_of(entry).flat_map(|(_, value)| value.items());
            words.add(u32::try_from(at).unwrap_or(u32::MAX), entry, fields.collect());
        }
        let most = if entries.len() < FEW { usize::MAX } else { entries.len() / COMMON };
        let mut words: Vec<_> = words.places.into_iter().collect();
        words.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        for (_, places) in &mut words {
            if places.messages.len() + places.summaries.len() > most {
                *places = Places { common: true, ..Places::default() };
            }
        }
        Words { words }
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// Returns the first word of each of `count` shards of about the same size. Shards are ranges
    /// of the sorted words, so completing a typed prefix needs one shard or two.
    pub(super) fn shards(&self, count: usize) -> Vec<usize> {
        let sizes = self.words.iter().map(|(_, places)| 1 + places.messages.len() + places.summaries.len());
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

    /// All words, separated by spaces. Each is written as the number of letters that it shares with
    /// the previous word, in base 36, followed by the remaining letters.
    pub(super) fn list(&self) -> String {
        let mut out = String::new();
        let mut before = "";
        for (word, _) in &self.words {
            let shared = before.chars().zip(word.chars()).take_while(|(a, b)| a == b).count().min(35);
            if !out.is_empty() {
                out.push(' ');
            }
            out.extend(char::from_digit(u32::try_from(shared).unwrap_or(0), 36));
            out.extend(word.chars().skip(shared));
            before = word;
        }
        out
    }

    /// The positions of some words, separated by spaces: the gaps between entries with the word in
    /// their message, then `.` and the gaps between those with the word in their summary. A common
    /// word is `*`.
    pub(super) fn places(&self, words: Range<usize>) -> String {
        let mut out = String::new();
        for (index, (_, places)) in self.words[words].iter().enumerate() {
            if index > 0 {
                out.push(' ');
            }
            if places.common {
                out.push('*');
            }
            gaps(&places.messages, &mut out);
            if !places.summaries.is_empty() {
                out.push('.');
                gaps(&places.summaries, &mut out);
            }
        }
        out
    }
}

/// Splits lowercase text into runs of letters and digits, as the engine splits a query.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty() && word.len() <= LONGEST)
}

/// Literal text of the messages.
fn messages(entry: &Entry) -> impl Iterator<Item = &str> {
    let parts = entry.texts().into_iter().flat_map(|message| &message.parts);
    parts.filter_map(|part| match part {
        MessagePart::Text(text) => Some(text.as_str()),
        MessagePart::Param(_) => None,
    })
}

/// The parts in lower case, separated so that no word spans two of them.
fn lower<'t>(parts: impl Iterator<Item = &'t str>) -> String {
    parts.flat_map(|part| part.chars().chain(['\n'])).flat_map(char::to_lowercase).collect()
}

#[derive(Default)]
struct Collected {
    places: HashMap<String, Places>,
}

impl Collected {
    fn add(&mut self, at: u32, entry: &Entry, fields: Vec<String>) {
        let heading = format!("{}\n{}", entry.segments.join("/"), entry.name).to_lowercase();
        let known: Vec<&str> = tokens(&heading).collect();
        for word in &known {
            self.places(word);
        }
        for word in tokens(&lower(messages(entry))).filter(|word| !known.contains(word)) {
            push(&mut self.places(word).messages, at);
        }
        let about = entry.summary.iter().chain(&fields).map(String::as_str);
        for word in tokens(&lower(about)).filter(|word| !known.contains(word)) {
            let places = self.places(word);
            if places.messages.last() != Some(&at) {
                push(&mut places.summaries, at);
            }
        }
    }

    fn places(&mut self, word: &str) -> &mut Places {
        self.places.entry(word.to_owned()).or_default()
    }
}

fn push(places: &mut Vec<u32>, at: u32) {
    if places.last() != Some(&at) {
        places.push(at);
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
