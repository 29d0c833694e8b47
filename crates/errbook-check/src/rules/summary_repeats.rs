//! A summary without a word that code and name do not have: lists and search engines show the name next to it already.

use std::collections::HashSet;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Entry(check));

/// Words that add nothing.
const EMPTY: &[&str] = &[
    "a", "an", "and", "are", "be", "been", "code", "could", "did", "does", "error", "errors", "for", "has", "have",
    "in", "is", "it", "of", "on", "or", "that", "the", "there", "this", "to", "was", "were", "when", "with",
];

fn check(_: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    let Some(summary) = &entry.entry.summary else { return };
    let known = stems(&format!("{} {}", entry.entry.code, entry.entry.name));
    let said = stems(summary);
    if !said.is_empty() && said.is_subset(&known) {
        let help = "say what the reader cannot see from the name: what was asked for, or what to do";
        findings.push(Finding::new("the summary only repeats the code and the name", entry.key("summary"), help));
    }
}

/// The words that mean something, without endings that a sentence adds to a name.
fn stems(text: &str) -> HashSet<String> {
    let words = text.split(|char: char| !char.is_alphanumeric()).map(str::to_lowercase);
    let words = words.filter(|word| !word.is_empty() && !EMPTY.contains(&word.as_str()));
    words.map(|word| word.strip_suffix('s').map(str::to_owned).unwrap_or(word)).collect()
}
