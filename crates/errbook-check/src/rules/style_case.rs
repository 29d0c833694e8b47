//! Reports headings in title case. Only the author knows which words are names, so a capital counts
//! as wrong only if the same file writes the word in lowercase or the word is never a name.

use std::collections::HashSet;
use std::ops::Range;

use super::*;
use crate::prose;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Allow, Scope::Texts(check));

/// Words that are lowercase inside a heading no matter how the file writes them.
const ALWAYS_LOWERCASE: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "in", "is", "it", "no", "not", "of", "on",
    "or", "that", "the", "this", "to", "was", "when", "with", "without", "your",
];

fn check(_: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    let mut small: Option<HashSet<&str>> = None;
    for text in texts.texts {
        for heading in headings(text) {
            let words = prose_words(text, &heading);
            if !words.iter().any(|word| word.inner && is_capitalized(word.text)) {
                continue;
            }
            let wrong = wrong(&words, small.get_or_insert_with(|| lowercase_words(texts.texts)));
            if !wrong.is_empty() {
                let sentence = lowered(text.value, &heading, &wrong);
                let help = format!("use sentence case: `{sentence}`");
                findings.push(Finding::new("heading is not in sentence case", text.at(heading), help));
            }
        }
    }
}

/// The headings of a text: the text itself if it is a heading, and those in its Markdown.
fn headings<'t>(text: &'t Text<'_>) -> impl Iterator<Item = Range<usize>> + 't {
    let whole = text.is_heading().then_some(0..text.value.len());
    whole.into_iter().chain(text.markdown.headings.iter().map(|heading| heading.range.clone()))
}

/// A word of a heading.
struct Word<'t> {
    text: &'t str,
    range: Range<usize>,
    /// Whether it doesn't start a sentence.
    inner: bool,
}

/// The words of a heading, without code.
fn prose_words<'t>(text: &Text<'t>, heading: &Range<usize>) -> Vec<Word<'t>> {
    let in_code = |at: usize| text.markdown.code.iter().any(|(_, code)| code.contains(&at));
    let source = &text.value[heading.clone()];
    let words = prose::words(source).map(|(word, range)| {
        let before = source[..range.start].trim_end_matches([' ', '#', '"', '\'', '`', '(', '*', '“']);
        let inner = !before.is_empty() && !before.ends_with(['.', ':', '!', '?']);
        Word { text: word, range: heading.start + range.start..heading.start + range.end, inner }
    });
    words.filter(|word| !in_code(word.range.start)).collect()
}

/// The words that should be lowercase.
fn wrong(words: &[Word<'_>], small: &HashSet<&str>) -> Vec<Range<usize>> {
    let is_known = |word: &str| ALWAYS_LOWERCASE.contains(&word) || small.contains(word);
    let inner = words.iter().enumerate().filter(|(_, word)| word.inner && is_capitalized(word.text));
    let before = |at: usize| at.checked_sub(1).map(|at| &words[at]);
    let (mut wrong, mut candidates) = (Vec::new(), Vec::new());
    for (at, word) in inner {
        // A word after a name is part of it: `GitHub App`, `Google Cloud`.
        let name = before(at).is_some_and(|name| is_mixed(name.text));
        let part = before(at).is_some_and(|name| name.inner && is_capitalized(name.text)) && wrong.is_empty();
        if !name {
            candidates.push(word.range.clone());
            wrong.extend((!part && is_known(&word.text.to_lowercase())).then(|| word.range.clone()));
        }
    }
    // If some words are wrong and none is lowercase, the whole heading is in title case.
    let has_small = words.iter().any(|word| word.inner && word.text.starts_with(char::is_lowercase));
    if wrong.is_empty() || has_small { wrong } else { candidates }
}

/// `GitHub`, `API`.
fn is_mixed(word: &str) -> bool {
    word.chars().skip(1).any(char::is_uppercase)
}

fn is_capitalized(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.clone().next().is_some()
        && letters.all(char::is_lowercase)
}

/// All words that the prose of a file writes in lowercase.
fn lowercase_words<'t>(texts: &'t [Text<'_>]) -> HashSet<&'t str> {
    let runs = texts.iter().flat_map(Text::runs);
    let words = runs.flat_map(|(run, _)| prose::words(run)).map(|(word, _)| word);
    words.filter(|word| word.starts_with(char::is_lowercase)).collect()
}

/// The heading with the wrong words in lowercase.
fn lowered(value: &str, heading: &Range<usize>, wrong: &[Range<usize>]) -> String {
    let mut sentence = String::new();
    let mut at = heading.start;
    for range in wrong {
        sentence += &value[at..range.start];
        sentence += &value[range.clone()].to_lowercase();
        at = range.end;
    }
    sentence += &value[at..heading.end];
    sentence.trim_matches(['#', ' ', '\n']).to_owned()
}
