//! Turns the texts that a service sent into the fewest wordings: texts with the same words except
//! for some values become one, with params.

use std::collections::BTreeSet;

use errbook_catalog::{MessagePart, ParamType};

use super::words::{Piece, Word, pieces};
use crate::text;

/// A text that was sent, and by which operations. `None` stands for an unknown one.
#[derive(Debug, Clone)]
pub(super) struct Sent<'t> {
    pub(super) text: &'t str,
    pub(super) operations: BTreeSet<Option<String>>,
}

/// A wording with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    /// Literal text, and indexes into `params`.
    pub(super) parts: Vec<MessagePart>,
    /// The type and an example of each param.
    pub(super) params: Vec<(ParamType, String)>,
    pub(super) operations: BTreeSet<Option<String>>,
}

/// Texts that have other words at one place must be at least this many to become one wording. Two
/// are more likely to be two sentences.
const LEAST_DIFFERENT: usize = 3;

/// The wordings of some texts, in the order in which they were seen first. A text without a fixed
/// word is left out: its wording would fit everything.
pub(super) fn patterns(sent: &[Sent<'_>]) -> Vec<Pattern> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for sent in sent {
        let pieces = pieces(sent.text);
        let frame = frame(&pieces, Word::is_like_value);
        match groups.iter_mut().find(|group| group.frame == frame) {
            Some(group) => group.sent.push((pieces, &sent.operations)),
            None => groups.push(Group { frame, sent: vec![(pieces, &sent.operations)] }),
        }
    }
    merge_different(&mut groups);
    let mut patterns: Vec<Pattern> = Vec::new();
    for group in &groups {
        match group.pattern() {
            Some(pattern) => patterns.push(pattern),
            // Without the words that make it a sentence, each text is one.
            None => patterns.extend(group.sent.iter().filter_map(|one| Group::of_one(one).pattern())),
        }
    }
    without_covered(patterns, sent)
}

/// The pieces of a text, without the words that can be values.
type Frame<'t> = Vec<Option<Piece<'t>>>;

fn frame<'t>(pieces: &[Piece<'t>], is_value: impl Fn(&Word<'t>) -> bool) -> Frame<'t> {
    let fixed = |piece: &Piece<'t>| match piece {
        Piece::Word(word) if is_value(word) => None,
        piece => Some(*piece),
    };
    pieces.iter().map(fixed).collect()
}

/// Texts with the same frame.
#[derive(Clone)]
struct Group<'t> {
    frame: Frame<'t>,
    sent: Vec<(Vec<Piece<'t>>, &'t BTreeSet<Option<String>>)>,
}

/// Merges groups whose frames differ in the same word, from the first word to the last.
fn merge_different(groups: &mut Vec<Group<'_>>) {
    let longest = groups.iter().map(|group| group.frame.len()).max().unwrap_or_default();
    for at in 0..longest {
        let frames: Vec<Option<Frame<'_>>> = groups.iter().map(|group| without(&group.frame, at)).collect();
        let mut merged: Vec<Group<'_>> = Vec::new();
        for (group, frame) in groups.drain(..).zip(&frames) {
            let count = frames.iter().filter(|other| frame.is_some() && *other == frame).count();
            match frame {
                Some(frame) if count >= LEAST_DIFFERENT => {
                    match merged.iter_mut().find(|other| other.frame == *frame) {
                        Some(other) => other.sent.extend(group.sent),
                        None => merged.push(Group { frame: frame.clone(), sent: group.sent }),
                    }
                }
                _ => merged.push(group),
            }
        }
        *groups = merged;
    }
}

/// A frame without the word at an index. `None` if there is no word, or if no other one is left.
fn without<'t>(frame: &Frame<'t>, at: usize) -> Option<Frame<'t>> {
    let Some(Some(Piece::Word(_))) = frame.get(at) else { return None };
    let mut frame = frame.clone();
    if let Some(piece) = frame.get_mut(at) {
        *piece = None;
    }
    has_words(&frame).then_some(frame)
}

fn has_words(frame: &Frame<'_>) -> bool {
    let is_word = |piece: &Option<Piece<'_>>| match piece {
        Some(Piece::Word(word)) => word.text.contains(char::is_alphabetic),
        _ => false,
    };
    frame.iter().any(is_word)
}

impl<'t> Group<'t> {
    fn of_one(one: &(Vec<Piece<'t>>, &'t BTreeSet<Option<String>>)) -> Group<'t> {
        Group { frame: frame(&one.0, Word::is_id), sent: vec![one.clone()] }
    }

    /// `None` if it has no fixed word.
    fn pattern(&self) -> Option<Pattern> {
        let (first, _) = self.sent.first()?;
        let mut pattern = Pattern { parts: Vec::new(), params: Vec::new(), operations: BTreeSet::new() };
        let mut literal = String::new();
        let mut has_words = false;
        for (at, piece) in first.iter().enumerate() {
            let word = match piece {
                Piece::Between(text) => {
                    literal.push_str(text);
                    continue;
                }
                Piece::Word(word) => word,
            };
            let values: Vec<&Word<'_>> = self.sent.iter().filter_map(|(pieces, _)| word_at(pieces, at)).collect();
            if values.iter().all(|value| value.text == word.text) && !word.is_id() {
                literal.push_str(word.text);
                has_words |= word.text.contains(char::is_alphabetic);
                continue;
            }
            if !literal.is_empty() {
                pattern.parts.push(MessagePart::Text(std::mem::take(&mut literal)));
            }
            pattern.parts.push(MessagePart::Param(pattern.params.len()));
            pattern.params.push(param(&values));
        }
        if !literal.is_empty() {
            pattern.parts.push(MessagePart::Text(literal));
        }
        pattern.operations = self.sent.iter().flat_map(|(_, operations)| (*operations).clone()).collect();
        has_words.then_some(pattern)
    }
}

fn word_at<'p, 't>(pieces: &'p [Piece<'t>], at: usize) -> Option<&'p Word<'t>> {
    match pieces.get(at)? {
        Piece::Word(word) => Some(word),
        Piece::Between(_) => None,
    }
}

/// The type of some values, and an example.
fn param(values: &[&Word<'_>]) -> (ParamType, String) {
    let is_integer = |word: &&Word<'_>| word.text.parse::<i64>().is_ok_and(|number| number.to_string() == word.text);
    let ty = if values.iter().all(is_integer) { ParamType::Integer } else { ParamType::String };
    (ty, values.first().map_or_else(String::new, |first| example(first)))
}

/// The value, unless it is about a person or can be a secret: catalogs are public.
fn example(word: &Word<'_>) -> String {
    /// Tokens and keys are at least this long.
    const SECRET: usize = 32;
    let is_uuid = || word.text.len() == 36 && word.text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    if word.is_email() {
        "name@example.com".to_owned()
    } else if word.text.len() >= SECRET && !is_uuid() {
        "value".to_owned()
    } else {
        word.text.to_owned()
    }
}

impl Pattern {
    /// Whether it can be this text.
    pub(super) fn covers(&self, text: &str) -> bool {
        let types: Vec<ParamType> = self.params.iter().map(|(ty, _)| *ty).collect();
        text::covers(&self.parts, &types, text)
    }

    /// The operations, if it wasn't seen elsewhere.
    pub(super) fn operations(&self) -> Vec<&str> {
        self.operations.iter().map(|of| of.as_deref()).collect::<Option<Vec<_>>>().unwrap_or_default()
    }

    /// The template, with a name for each param.
    pub(super) fn template(&self, names: &[String]) -> String {
        let part = |part: &MessagePart| match part {
            MessagePart::Text(literal) => literal.replace('{', "{{").replace('}', "}}"),
            MessagePart::Param(index) => format!("{{{}}}", names.get(*index).map_or("", String::as_str)),
        };
        self.parts.iter().map(part).collect()
    }
}

/// Leaves out wordings without params that another one covers.
fn without_covered(patterns: Vec<Pattern>, sent: &[Sent<'_>]) -> Vec<Pattern> {
    let all = patterns.into_iter().enumerate();
    let (mut wide, narrow): (Vec<_>, Vec<_>) = all.partition(|(_, pattern)| !pattern.params.is_empty());
    let mut kept = Vec::new();
    for (at, pattern) in narrow {
        let text = sent.iter().map(|sent| sent.text).find(|text| pattern.covers(text)).unwrap_or_default();
        match wide.iter_mut().find(|(_, other)| other.covers(text)) {
            Some((_, other)) => other.operations.extend(pattern.operations),
            None => kept.push((at, pattern)),
        }
    }
    kept.append(&mut wide);
    kept.sort_by_key(|(at, _)| *at);
    kept.into_iter().map(|(_, pattern)| pattern).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn templates(texts: &[&str]) -> Vec<String> {
        let operations = BTreeSet::from([None]);
        let sent: Vec<Sent<'_>> = texts.iter().map(|text| Sent { text, operations: operations.clone() }).collect();
        let shown = |pattern: &Pattern| {
            let names: Vec<String> = (0..pattern.params.len()).map(|index| index.to_string()).collect();
            let params: Vec<String> =
                pattern.params.iter().map(|(ty, example)| format!(" {}={example}", ty.as_str())).collect();
            pattern.template(&names) + &params.concat()
        };
        patterns(&sent).iter().map(shown).collect()
    }

    #[test]
    fn one_text_stays_literal_except_for_ids() {
        assert_eq!(templates(&["Order 17 is late"]), ["Order 17 is late"]);
        assert_eq!(
            templates(&["Order \"ord_12345\" of ann@example.org is late."]),
            ["Order \"{0}\" of {1} is late. string=ord_12345 string=name@example.com"]
        );
        assert_eq!(templates(&["Use {a} or }"]), ["Use {{a}} or }}"]);
        let key = format!("Wrong key {}", "a1".repeat(16));
        assert_eq!(templates(&[&key]), ["Wrong key {0} string=value"]);
    }

    #[test]
    fn values_become_params() {
        assert_eq!(templates(&["Order 17 is late", "Order 18 is late"]), ["Order {0} is late integer=17"]);
        assert_eq!(templates(&["Order 17 is late", "Order 018 is late"]), ["Order {0} is late string=17"]);
        assert_eq!(
            templates(&["Field 'a b' must be under 5", "Field 'c' must be under 60"]),
            ["Field '{0}' must be under {1} string=a b integer=5"]
        );
        assert_eq!(templates(&["Use v1 or v2", "Use v1 or v3"]), ["Use v1 or {0} string=v2"]);
    }

    #[test]
    fn different_words_become_a_param_if_there_are_many() {
        assert_eq!(templates(&["It is locked", "It is paid"]), ["It is locked", "It is paid"]);
        assert_eq!(templates(&["It is locked", "It is paid", "It is old"]), ["It is {0} string=locked"]);
        assert_eq!(templates(&["It is a", "It was b", "He is c"]), ["It is a", "It was b", "He is c"]);
    }

    #[test]
    fn wordings_have_a_fixed_word() {
        assert_eq!(templates(&["ord_12345", "ord_12346"]), [""; 0]);
        assert_eq!(templates(&["'one'", "'two'"]), ["'one'", "'two'"]);
        assert_eq!(templates(&["Gone", "Lost", "Late"]), ["Gone", "Lost", "Late"]);
    }

    #[test]
    fn covered_texts_are_left_out() {
        assert_eq!(
            templates(&["Order none is late", "Order a_1 is late", "Order a_2 is late"]),
            ["Order {0} is late string=a_1"]
        );
        assert_eq!(
            templates(&["Order none is late", "Order 1 is late", "Order 2 is late"]),
            ["Order none is late", "Order {0} is late integer=1"]
        );
    }
}
