//! The words of a catalog and where they are.

use std::collections::HashMap;
use std::ops::Range;

use errbook_catalog::{Entry, MessagePart};

/// A word in more than this share of the codes tells nothing: where it is is left out.
const COMMON: usize = 2;
/// Fewer codes than this need no such rule.
const FEW: usize = 64;
/// Nobody searches for longer words; they are hashes and keys.
const LONGEST: usize = 40;
/// Digits of numbers in the index: the first half ends a number, the second half goes on.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// All words in order, with the entries whose message or summary holds each.
pub(super) struct Words {
    words: Vec<(String, Places)>,
}

/// Where a word is: positions of entries, ascending. Code and name are searched as text, so that a word of theirs is in no list.
#[derive(Default)]
struct Places {
    messages: Vec<u32>,
    /// Those whose message does not hold the word too.
    summaries: Vec<u32>,
    common: bool,
}

impl Words {
    pub(super) fn of(entries: &[Entry]) -> Self {
        let mut words = Collected::default();
        for (at, entry) in entries.iter().enumerate() {
            words.add(u32::try_from(at).unwrap_or(u32::MAX), entry);
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

    /// The first word of each of `count` shards of about the same size. Neighbours stay together: the words that begin like what somebody
    /// types are in one shard, or two.
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

    /// All words, each as the number of letters that it shares with the one before, in base 36, and the others; joined by spaces.
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

    /// Where some words are, joined by spaces: the gaps between entries with the word in their messages, then after `.` of those with the
    /// word in their summaries; `*` for a word that is common.
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

/// The words of a text in lower case, as the engine splits a query: runs of letters and digits.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty() && word.len() <= LONGEST)
}

/// Literal text of the message.
fn message(entry: &Entry) -> impl Iterator<Item = &str> {
    let parts = entry.message.iter().flat_map(|message| &message.parts);
    parts.filter_map(|part| match part {
        MessagePart::Text(text) => Some(text.as_str()),
        MessagePart::Param(_) => None,
    })
}

/// The parts in lower case, with something between them that belongs to no word.
fn lower<'t>(parts: impl Iterator<Item = &'t str>) -> String {
    parts.flat_map(|part| part.chars().chain(['\n'])).flat_map(char::to_lowercase).collect()
}

/// The words that were seen so far.
#[derive(Default)]
struct Collected {
    places: HashMap<String, Places>,
}

impl Collected {
    fn add(&mut self, at: u32, entry: &Entry) {
        let heading = format!("{}\n{}", entry.segments.join("/"), entry.name).to_lowercase();
        let known: Vec<&str> = tokens(&heading).collect();
        for word in &known {
            self.places(word);
        }
        for word in tokens(&lower(message(entry))).filter(|word| !known.contains(word)) {
            push(&mut self.places(word).messages, at);
        }
        for word in tokens(&lower(entry.summary.iter().map(String::as_str))).filter(|word| !known.contains(word)) {
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

/// Ascending numbers as their distances, less one: five bits a digit, low ones first.
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
