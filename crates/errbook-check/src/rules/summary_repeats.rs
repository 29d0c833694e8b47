//! Reports summaries that add no word to the code and name, which lists and search results show
//! next to them.

use std::collections::HashSet;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Entry(check));

/// Words that do not count as new.
const EMPTY: &[&str] = &[
    "a", "an", "and", "are", "be", "been", "code", "could", "did", "does", "error", "errors", "for", "has", "have",
    "in", "is", "it", "of", "on", "or", "that", "the", "there", "this", "to", "was", "were", "when", "with",
];

fn check(_: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    let Some(summary) = &entry.entry.summary else { return };
    let known = stems(&format!("{} {}", entry.entry.code, entry.entry.name));
    let words = stems(summary);
    if !words.is_empty() && words.is_subset(&known) {
        let help = "add what the name does not say: the cause, or what to do";
        findings.push(Finding::new("summary only repeats the code and name", entry.key("summary"), help));
    }
}

/// The words that carry meaning, without a plural or verb `s`.
fn stems(text: &str) -> HashSet<String> {
    let words = text.split(|char: char| !char.is_alphanumeric()).map(str::to_lowercase);
    let words = words.filter(|word| !word.is_empty() && !EMPTY.contains(&word.as_str()));
    words.map(|word| word.strip_suffix('s').map(str::to_owned).unwrap_or(word)).collect()
}
