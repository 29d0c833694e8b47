//! Reports response headers that are gone or have another value, and media types that changed.

use std::collections::BTreeMap;

use errbook_catalog::registry::Profile;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    if !comparison.is_manifest_broken() {
        media_types(comparison, changes);
        negotiated(comparison, changes);
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

/// Media types that `Accept` could select. Their case doesn't matter.
fn negotiated(comparison: &Comparison<'_>, changes: &mut Changes) {
    for (old, new) in comparison.profiles() {
        let is_sent = |profile: &Profile, media_type: &str| {
            let negotiated = profile.negotiate.keys().chain([&profile.content_type]);
            negotiated.into_iter().any(|other| other.eq_ignore_ascii_case(media_type))
        };
        for (was, body) in old.negotiate.iter().filter(|(was, _)| !is_sent(new, was)) {
            let path = || [key("profiles"), key(new.name.clone()), key("negotiate")];
            let message = format!("profile `{}` no longer negotiates `{was}`", new.name);
            let help = format!("restore `{was}: {body}` in `negotiate`");
            let finding = Finding::new(message, comparison.manifest_at(path()), help);
            let finding = finding.was(comparison.manifest_was(path()), "was here");
            changes.find(None, (Bump::Major, Audience::Clients), finding);
        }
        for now in new.negotiate.keys().filter(|now| !is_sent(old, now)) {
            let message = format!("profile `{}` now negotiates `{now}`", new.name);
            changes.note(None, (Bump::Minor, Audience::Clients), message);
        }
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
