//! Reports changed messages, and wordings that are gone. Messages are for people, but some clients,
//! tests, and log searches match on them, and generated clients read params from them.

use std::collections::{BTreeMap, BTreeSet};

use errbook_catalog::registry::Code;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for pair in comparison.pairs().filter(|pair| pair.is_sent() && !pair.broken) {
        wordings(comparison, pair, changes);
    }
    for pair in comparison.pairs().filter(|pair| pair.is_sent() && !lost_a_param(pair)) {
        let differ = !(pair.old.messages.is_empty() && pair.new.messages.is_empty());
        let profiles = pair.old.responses.keys().filter(|profile| pair.new.responses.contains_key(*profile));
        let changed = profiles.filter(|profile| differ && pair.old.message_in(profile) != pair.new.message_in(profile));
        for profile in changed {
            compare(comparison, pair, Some(profile), changes);
        }
        if !differ {
            compare(comparison, pair, None, changes);
        }
    }
}

/// Reports texts that clients read and that are now missing. Added ones are notes.
fn wordings(comparison: &Comparison<'_>, pair: Pair<'_>, changes: &mut Changes) {
    let (old, new) = (read(pair.old), read(pair.new));
    let code = &pair.new.code;
    for (text, profiles) in &old {
        let is_there = |profile: &str| new.get(text).is_some_and(|now| now.contains(profile));
        let mut missing = profiles.iter().filter(|profile| !is_there(profile));
        let Some(profile) = missing.find(|profile| pair.new.responses.contains_key(**profile)) else { continue };
        let message = format!("wording of `{code}` in `{profile}` was removed");
        let help = format!("keep it while a service sends it: {text:?}");
        let finding = Finding::new(message, pair.key("wordings"), help);
        let finding = finding.help("list it again, with `computed: true` if clients must not read params from it");
        let finding = finding.and(comparison.was(pair, "wordings"), "was here");
        changes.find(pair.code(), (Bump::Minor, Audience::Clients), finding);
    }
    if new.iter().any(|(text, profiles)| old.get(text).is_none_or(|old| !old.is_superset(profiles))) {
        changes.note(pair.code(), (Bump::Minor, Audience::Clients), format!("`{code}` has a new wording"));
    }
}

/// The wordings that clients read, each with the profiles that send it.
fn read(code: &Code) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for wording in code.wordings.iter().filter(|wording| wording.is_read()) {
        let is_sent = |name: &&str| wording.profiles.is_empty() || wording.profiles.iter().any(|of| of == name);
        let profiles = code.responses.keys().map(String::as_str).filter(is_sent);
        found.entry(&wording.text).or_default().extend(profiles);
    }
    found
}

/// Compares the messages of a profile, or those that all profiles have.
fn compare(comparison: &Comparison<'_>, pair: Pair<'_>, profile: Option<&str>, changes: &mut Changes) {
    let of =
        |code: &'_ Code| profile.map_or(code.message.clone(), |profile| code.message_in(profile).map(str::to_owned));
    let (Some(old), Some(new)) = (of(pair.old), of(pair.new)) else { return };
    if old == new {
        return;
    }
    let place = |code: &Code, place: Place| match profile.filter(|profile| code.messages.contains_key(*profile)) {
        Some(profile) => place.then(key(profile.to_owned())),
        None => place,
    };
    let in_profile = profile.map(|profile| format!(" in `{profile}`")).unwrap_or_default();
    let message = format!("message of `{}`{in_profile} changed", pair.new.code);
    let help = format!("keep the old message if the meaning is the same: {old:?}");
    let finding = Finding::new(message, place(pair.new, pair.key("message")), help)
        .help("if the new one is better, check the log searches, alerts, and tests that match on the old one");
    let was = comparison.was(pair, "message").map(|was| place(pair.old, was));
    changes.find(pair.code(), (Bump::Patch, Audience::Clients), finding.and(was, "the base"));
}

/// Whether the message had to change because it lost a param, which `param-removed` reports.
fn lost_a_param(pair: &Pair<'_>) -> bool {
    pair.old.params.iter().any(|old| !pair.new.params.iter().any(|new| new.name == old.name))
}
