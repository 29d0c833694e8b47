//! Reports params that neither `about` nor the prose of the entry explains.

use errbook_catalog::Wording;
use errbook_catalog::param_name::snake_case;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Entry(check));

fn check(_: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    let of_wording = |(index, wording): (usize, &'_ Wording)| {
        let place = entry.key("wordings").then(PathStep::Item(index)).then(key("params"));
        wording.params.iter().map(|param| (param.clone(), place.clone())).collect::<Vec<_>>()
    };
    // One of a family is explained where it is declared.
    let own = entry.entry.params.iter().filter(|param| !param.inherited);
    let own = own.map(|param| (param.clone(), entry.key("params")));
    for (param, place) in own.chain(entry.entry.wordings.iter().enumerate().flat_map(of_wording)) {
        if param.about.is_some() || is_mentioned(entry, &param.name) {
            continue;
        }
        let place = place.then(key(param.name.clone()));
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
