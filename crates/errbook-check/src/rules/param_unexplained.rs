//! Reports params that neither `about` nor the prose of the entry explains.

use errbook_catalog::param_name::snake_case;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Entry(check));

fn check(_: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    // One of a family is explained where it is declared.
    for param in entry.entry.params.iter().filter(|param| !param.inherited) {
        if param.about.is_some() || is_mentioned(entry, &param.name) {
            continue;
        }
        let place = entry.key("params").then(key(param.name.clone()));
        let message = format!("param `{}` has no description", param.name);
        findings.push(Finding::new(message, place, "add `about:` to it, or explain it by name in the prose"));
    }
}

/// Whether a text other than the message contains the name, as it is or in words.
fn is_mentioned(entry: &EntryContext<'_>, name: &str) -> bool {
    let in_words = snake_case(name).replace('_', " ");
    let texts = entry.texts.iter().filter(|text| text.place.path.first() != Some(&key("message")));
    texts.into_iter().any(|text| has_word(text.value, &name.to_lowercase()) || has_word(text.value, &in_words))
}

fn has_word(text: &str, word: &str) -> bool {
    let text = text.to_lowercase();
    let is_part = |char: char| char.is_alphanumeric() || char == '_';
    text.match_indices(word).any(|(at, _)| {
        !text[..at].ends_with(is_part) && !text[at + word.len()..].trim_start_matches('s').starts_with(is_part)
    })
}
