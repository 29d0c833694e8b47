//! A heading in title case. Which words are names of things only the writer knows, so a capital is wrong only where the same file
//! writes the word small.

use errbook_catalog::{PathStep, RuleLevel};

use super::Scope;
use crate::context::{Context, Text, Texts};
use crate::finding::{Finding, Findings, Place};
use crate::prose;
use std::collections::HashSet;
use std::ops::Range;

pub(super) const LEVEL: RuleLevel = RuleLevel::Allow;
pub(super) const SCOPE: Scope = Scope::Texts(check);

/// Words that are small inside of a heading whatever the file says.
const SMALL: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "in", "is", "it", "no", "not", "of", "on",
    "or", "that", "the", "this", "to", "was", "when", "with", "without", "your",
];

fn check(_: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    let mut small: Option<HashSet<&str>> = None;
    for (text, heading, place) in texts.texts.iter().flat_map(headings) {
        let candidates: Vec<_> = inner_words(heading).filter(|(word, _)| is_capitalized(word)).collect();
        if candidates.is_empty() {
            continue;
        }
        let small = small.get_or_insert_with(|| small_words(texts.texts));
        let wrong: Vec<_> = candidates
            .into_iter()
            .filter(|(word, _)| {
                let lower = word.to_lowercase();
                SMALL.contains(&lower.as_str()) || small.contains(lower.as_str())
            })
            .map(|(_, range)| range)
            .collect();
        if !wrong.is_empty() {
            let place = place.unwrap_or_else(|| text.place.clone());
            let finding = Finding::new("a heading with capitals inside", place);
            findings.push(finding.help(format!("write it like a sentence: `{}`", lowered(heading, &wrong))));
        }
    }
}

/// The headings of a text: itself where it is one, else those of its Markdown.
fn headings<'t>(text: &'t Text<'_>) -> Vec<(&'t Text<'t>, &'t str, Option<Place>)> {
    let is_heading = matches!(text.place.path.last(), Some(PathStep::Key(key)) if matches!(key.as_str(), "heading" | "lead" | "name" | "title"));
    if is_heading {
        return vec![(text, text.value, None)];
    }
    text.markdown.headings.iter().map(|of| (text, of.text.as_str(), Some(text.at(of.range.clone())))).collect()
}

/// The words that do not begin a sentence.
fn inner_words(heading: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    prose::words(heading).filter(|(_, range)| {
        let before = heading[..range.start].trim_end_matches([' ', '"', '\'', '`', '(', '*', '“']);
        !before.is_empty() && !before.ends_with(['.', ':', '!', '?'])
    })
}

fn is_capitalized(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.clone().next().is_some()
        && letters.all(char::is_lowercase)
}

/// All words that the prose of a file writes small.
fn small_words<'t>(texts: &'t [Text<'_>]) -> HashSet<&'t str> {
    let runs = texts.iter().flat_map(Text::runs);
    let words = runs.flat_map(|(run, _)| prose::words(run)).map(|(word, _)| word);
    words.filter(|word| word.starts_with(char::is_lowercase)).collect()
}

fn lowered(heading: &str, wrong: &[Range<usize>]) -> String {
    let mut text = heading.to_owned();
    // From the end on, since a letter may have another length when it is small.
    for range in wrong.iter().rev() {
        text.replace_range(range.clone(), &heading[range.clone()].to_lowercase());
    }
    text
}
