//! Finds codes by words in any order, as `search-engine.js` does on a site, without its index files.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use errbook_catalog::{Catalog, Entry, Message, MessagePart};

use super::stem::stem;
use super::words::{LEVELS, texts, tokens};
use crate::facts;

/// What a word counts in the last segment of a code, in its other segments, and in its name.
const OF_CODE: [f64; 3] = [11.0, 6.0, 8.0];
/// What a word counts in messages, in names of a response, in summaries, and in other prose.
const OF_TEXT: [f64; LEVELS] = [4.0, 3.0, 2.5, 1.0];
/// What the status of a code counts.
const STATUS: f64 = 12.0;
/// Queries with at least this many words are pasted, so their last word is complete.
const PASTED: usize = 4;
/// Maximum number of letters of a query.
const MOST: usize = 4096;
/// Maximum number of words of a query.
const LONGEST: usize = 40;
/// Letters of a message that can be part of any text.
const SHORT: usize = 12;
/// What is left of the score of a code with a mark.
const SUNK: [(&str, f64); 5] =
    [("retired", 0.4), ("reserved", 0.4), ("internal", 0.5), ("draft", 0.7), ("deprecated", 0.8)];

/// Words of questions. They only count in a query without other words.
const QUESTION: &str = "a an the i im me my we our you your it its this that these those there is are was were be been \
    being am do does did doing how why what when where which who can could should would will to of for in on at with \
    from by and or but so if then as about into get gets getting got have has had having please help fix fixed fixing \
    solve resolve handle mean means meaning error errors code codes status statuses http https response return returns \
    returned says say said show shows see seeing keep keeps still just only always suddenly t s m ve re don";

/// The words of a catalog, with the codes that have them.
///
/// ```
/// use errbook_docs::Search;
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let catalog = errbook_catalog::load("shop".as_ref())?;
/// let found = Search::new(&catalog).find("why is my order not paid?");
/// assert_eq!(found[0].code, "err:orders:not_paid");
/// # Ok::<(), errbook_catalog::Diagnostics>(())
/// ```
#[derive(Debug)]
pub struct Search<'c> {
    catalog: &'c Catalog,
    words: BTreeMap<String, Word>,
}

/// A word of the catalog.
#[derive(Debug)]
struct Word {
    stem: String,
    /// What it counts in each code that has it.
    places: HashMap<usize, f64>,
}

impl<'c> Search<'c> {
    /// Indexes a catalog.
    pub fn new(catalog: &'c Catalog) -> Search<'c> {
        let mut search = Search { catalog, words: BTreeMap::new() };
        for (at, entry) in catalog.entries().iter().enumerate() {
            search.add(at, entry);
        }
        search
    }

    fn add(&mut self, at: usize, entry: &Entry) {
        let (last, path) = entry.segments.split_last().map_or((None, &[][..]), |(last, path)| (Some(last), path));
        let names = std::iter::once(&entry.name).chain(&entry.aliases);
        for (text, score) in (last.into_iter().map(|text| (text, OF_CODE[0])))
            .chain(path.iter().map(|text| (text, OF_CODE[1])))
            .chain(names.map(|text| (text, OF_CODE[2])))
        {
            self.count(at, text, score);
        }
        for (texts, score) in texts(entry, self.catalog).iter().zip(OF_TEXT) {
            texts.iter().for_each(|text| self.count(at, text, score));
        }
        for status in entry.statuses() {
            self.count(at, &status.to_string(), STATUS);
        }
    }

    fn count(&mut self, at: usize, text: &str, score: f64) {
        for word in tokens(text) {
            let stem = || Word { stem: stem(&word), places: HashMap::new() };
            let own = self.words.entry(word.clone()).or_insert_with(stem).places.entry(at).or_default();
            *own = own.max(score);
        }
    }

    /// The codes that a query finds, best first. The query can be words, a message, or a line of a
    /// log that contains one.
    pub fn find(&self, query: &str) -> Vec<&'c Entry> {
        let query = query.char_indices().nth(MOST).map_or(query, |(end, _)| &query[..end]);
        let terms = self.terms(query);
        let is_whole = terms.len() >= PASTED;
        let found: Vec<Found> = terms.iter().map(|term| self.term(term, is_whole)).collect();
        let all: f64 = found.iter().map(|of| of.weight).sum();
        let mut scores: HashMap<usize, (f64, f64)> = HashMap::new();
        for Found { scores: of, weight } in &found {
            for (at, score) in of {
                let (sum, held) = scores.entry(*at).or_default();
                *sum += weight * score;
                *held += weight;
            }
        }
        let text = Text::of(query);
        let entries = self.catalog.entries();
        let score = |(at, (sum, held)): (usize, (f64, f64))| {
            let entry = &entries[at];
            (sum * (held / all) * self.sunk(entry) * (1.0 + text.shared(entry)) + text.message(entry), entry)
        };
        let mut ranked: Vec<(f64, &Entry)> = scores.into_iter().map(score).collect();
        ranked.sort_by(|(one, a), (other, b)| {
            other.total_cmp(one).then_with(|| a.code.len().cmp(&b.code.len())).then_with(|| a.code.cmp(&b.code))
        });
        let least = ranked.first().map_or(0.0, |(best, _)| best / 4.0);
        ranked.into_iter().take_while(|(score, _)| *score >= least).map(|(_, entry)| entry).collect()
    }

    /// The words of a query that count. Parts of a word in camel case are words if the whole isn't.
    fn terms(&self, query: &str) -> BTreeSet<String> {
        let runs = query.split(|letter: char| !letter.is_alphanumeric()).filter(|run| !run.is_empty());
        let words = runs.flat_map(|run| {
            let mut words: Vec<String> = tokens(run).collect();
            if words.len() > 1 {
                if self.words.contains_key(&words[0]) { words.truncate(1) } else { drop(words.remove(0)) }
            }
            words
        });
        let prefix = self.catalog.manifest().scheme.prefix.as_ref().map(|prefix| prefix.to_lowercase());
        let words: Vec<String> = words.take(LONGEST).filter(|word| Some(word) != prefix.as_ref()).collect();
        let question: HashSet<&str> = QUESTION.split_whitespace().collect();
        let telling: BTreeSet<String> =
            words.iter().filter(|word| !question.contains(word.as_str())).cloned().collect();
        if telling.is_empty() { words.into_iter().collect() } else { telling }
    }

    /// The codes with a word, one with the same stem, or one that it starts. If there are none, those
    /// with both words that it consists of, or with a word that differs by one typing error.
    fn term(&self, term: &str, is_whole: bool) -> Found {
        let base = stem(term);
        let quality = |word: &str, stem: &str| match word {
            _ if word == term => 1.0,
            _ if stem == base => 0.9,
            _ if !is_whole && term.len() > 2 && word.starts_with(term) => 0.6,
            _ => 0.0,
        };
        let exact = self.matching(quality);
        if !exact.is_empty() {
            return self.weighted(exact);
        }
        let parts = self.both_parts(term);
        if !parts.is_empty() {
            return self.weighted(parts);
        }
        let length = term.chars().count();
        let is_near = |word: &str| length > 3 && strsim::osa_distance(term, word) == 1;
        self.weighted(self.matching(|word, _| if is_near(word) { 0.5 } else { 0.0 }))
    }

    fn matching(&self, quality: impl Fn(&str, &str) -> f64) -> HashMap<usize, f64> {
        let mut scores: HashMap<usize, f64> = HashMap::new();
        for (word, Word { stem, places }) in &self.words {
            let quality = quality(word, stem);
            for (at, score) in places.iter().filter(|_| quality > 0.0) {
                let own = scores.entry(*at).or_default();
                *own = own.max(score * quality);
            }
        }
        scores
    }

    /// The codes with both words of which a word consists: `ratelimit`.
    fn both_parts(&self, term: &str) -> HashMap<usize, f64> {
        let places = |word: &str| self.words.get(word).map(|word| &word.places);
        let split = |at: usize| Some((places(term.get(..at)?)?, places(term.get(at..)?)?));
        let Some((first, second)) = (3..term.len().saturating_sub(2)).rev().find_map(split) else {
            return HashMap::new();
        };
        first.iter().filter_map(|(at, score)| Some((*at, 0.8 * score.min(*second.get(at)?)))).collect()
    }

    /// A word in few codes says more about them.
    fn weighted(&self, scores: HashMap<usize, f64>) -> Found {
        let share = self.catalog.entries().len() as f64 / scores.len().max(1) as f64;
        let weight = if scores.is_empty() { 0.0 } else { share.ln_1p() };
        Found { scores, weight }
    }

    fn sunk(&self, entry: &Entry) -> f64 {
        let mark = facts::mark(entry, self.catalog);
        SUNK.iter().find(|(name, _)| mark == Some(*name)).map_or(1.0, |(_, factor)| *factor)
    }
}

/// The codes with a word, and what the word counts.
struct Found {
    scores: HashMap<usize, f64>,
    weight: f64,
}

/// A query as text.
struct Text {
    plain: String,
    pairs: HashSet<(String, String)>,
}

impl Text {
    fn of(query: &str) -> Text {
        Text { plain: plain(query), pairs: pairs(query) }
    }

    /// The share of pairs of words that a code has in this order.
    fn shared(&self, entry: &Entry) -> f64 {
        if self.pairs.is_empty() {
            return 0.0;
        }
        let templates = entry.texts().into_iter().map(|message| message.template.as_str());
        let texts = templates.chain([entry.name.as_str()]).chain(entry.summary.as_deref());
        let own: HashSet<_> = texts.flat_map(pairs).collect();
        self.pairs.intersection(&own).count() as f64 / self.pairs.len() as f64
    }

    /// A high score if the query contains a message with any values for its params, or is a part of
    /// one: the longer, the higher.
    fn message(&self, entry: &Entry) -> f64 {
        let length = entry.texts().into_iter().map(|message| self.length_of(message)).max().unwrap_or_default();
        if length > SHORT || (length > 0 && length * 2 > self.plain.len()) { 1000.0 + length as f64 } else { 0.0 }
    }

    /// The length of the literal text of a message that is in the query, or of the query if it is in
    /// the message.
    fn length_of(&self, message: &Message) -> usize {
        let literals: Vec<String> = message
            .parts
            .iter()
            .filter_map(|part| match part {
                MessagePart::Text(text) => Some(text.to_lowercase()),
                MessagePart::Param(_) => None,
            })
            .collect();
        let mut rest = self.plain.as_str();
        let holds = literals.iter().all(|literal| {
            let found = rest.find(literal.as_str());
            rest = found.map_or("", |at| &rest[at + literal.len()..]);
            found.is_some()
        });
        if holds && literals.iter().any(|literal| literal.contains(char::is_alphabetic)) {
            return literals.iter().map(String::len).sum();
        }
        let is_part = self.pairs.len() >= PASTED - 1 && message.template.to_lowercase().contains(&self.plain);
        if is_part { self.plain.len() } else { 0 }
    }
}

/// Text in lower case with single spaces.
fn plain(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Stems of words that follow each other.
fn pairs(text: &str) -> HashSet<(String, String)> {
    let runs = text.split(|letter: char| !letter.is_alphanumeric()).filter(|run| !run.is_empty());
    let stems: Vec<String> = runs.map(|run| stem(&run.to_lowercase())).collect();
    stems.windows(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect()
}
