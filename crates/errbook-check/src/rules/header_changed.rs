//! Reports response headers that are gone or have another value, and media types that changed.

use std::collections::BTreeMap;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    if !comparison.is_manifest_broken() {
        media_types(comparison, changes);
    }
    if comparison.is_comparable() {
        for pair in comparison.pairs().filter(|pair| pair.is_sent() && !pair.broken) {
            headers(comparison, pair, changes);
        }
    }
}

fn media_types(comparison: &Comparison<'_>, changes: &mut Changes) {
    for (old, new) in comparison.profiles().filter(|(old, new)| old.content_type != new.content_type) {
        let (name, was, now) = (&new.name, &old.content_type, &new.content_type);
        let path = || [key("profiles"), key(name.clone()), key("content_type")];
        let place = comparison.manifest_at(path());
        let message = format!("media type of profile `{name}` changed from `{was}` to `{now}`");
        let help = format!("restore `content_type: {was}`, or add a profile with the new media type");
        let finding = Finding::new(message, place, help).was(comparison.manifest_was(path()), format!("was `{was}`"));
        changes.find(None, (Bump::Major, Audience::Clients), finding);
    }
}

fn headers(comparison: &Comparison<'_>, pair: Pair<'_>, changes: &mut Changes) {
    let (old, new) = (lowercase(&pair.old.headers), lowercase(&pair.new.headers));
    for (name, (shown, was)) in &old {
        let message = match new.get(name) {
            Some((_, now)) if now == was => continue,
            Some((_, now)) => format!("header `{shown}` of `{}` changed from `{was}` to `{now}`", pair.new.code),
            None => format!("response of `{}` no longer has the header `{shown}`", pair.new.code),
        };
        let help = format!("restore `{shown}: {was:?}` in `headers`");
        let finding = Finding::new(message, comparison.value_of(pair, "headers"), help);
        let finding = finding.was(comparison.was(pair, "headers"), format!("was `{was}`"));
        changes.find(pair.code(), (Bump::Major, Audience::Clients), finding);
    }
    for (name, (shown, _)) in &new {
        if !old.contains_key(name) {
            let message = format!("response of `{}` has a new header `{shown}`", pair.new.code);
            changes.note(pair.code(), (Bump::Minor, Audience::Clients), message);
        }
    }
}

/// Headers by their lowercase name, because the case of header names doesn't matter.
fn lowercase(headers: &BTreeMap<String, String>) -> BTreeMap<String, (&str, &str)> {
    headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), (name.as_str(), value.as_str()))).collect()
}
