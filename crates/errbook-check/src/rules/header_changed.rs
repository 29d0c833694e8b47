//! Reports response headers that are gone or have another value, and media types that changed.

use std::collections::{BTreeMap, BTreeSet};

use errbook_catalog::registry::{Profile, SentHeader};

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

/// Headers by their lowercase name, because the case of header names doesn't matter.
type Headers<'r> = BTreeMap<String, SentHeader<'r>>;

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    if !comparison.is_manifest_broken() {
        media_types(comparison, changes);
        negotiated(comparison, changes);
    }
    if comparison.is_comparable() {
        // A change in a profile is reported once, not for each code.
        let mut of_profiles = BTreeSet::new();
        for pair in comparison.pairs().filter(|pair| pair.is_sent() && !pair.broken) {
            headers(comparison, pair, &mut of_profiles, changes);
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

fn headers(
    comparison: &Comparison<'_>,
    pair: Pair<'_>,
    of_profiles: &mut BTreeSet<(String, String)>,
    changes: &mut Changes,
) {
    let mut of_code = BTreeSet::new();
    for (old, new) in profiles(comparison, pair) {
        let (was, now) = (by_name(pair.old.headers_in(old)), by_name(pair.new.headers_in(new)));
        for name in was.keys().chain(now.keys()).collect::<BTreeSet<_>>() {
            let (was, now) = (was.get(name), now.get(name));
            // Clients with a condition already expect responses with and without the header.
            let is_new_condition = is_conditional(now) && !is_conditional(was);
            if written(was) == written(now) && !is_new_condition {
                continue;
            }
            let is_of_profile = [was, now].into_iter().flatten().all(|header| header.of_profile);
            match new.filter(|_| is_of_profile) {
                Some(profile) if of_profiles.insert((profile.name.clone(), name.clone())) => {
                    let place = [key("profiles"), key(profile.name.clone()), key("headers")];
                    let found = (comparison.manifest_at(place.clone()), comparison.manifest_was(place));
                    report(&format!("profile `{}`", profile.name), None, found, (was, now), changes);
                }
                None if of_code.insert(name.clone()) => {
                    let found = (comparison.value_of(pair, "headers"), comparison.was(pair, "headers"));
                    report(&format!("`{}`", pair.new.code), pair.code(), found, (was, now), changes);
                }
                _ => {}
            }
        }
    }
}

/// Reports one header of `whose` responses that was added, removed, or changed.
fn report(
    whose: &str,
    code: Option<&str>,
    (place, base): (Place, Option<Place>),
    (was, now): (Option<&SentHeader<'_>>, Option<&SentHeader<'_>>),
    changes: &mut Changes,
) {
    let message = match (was, now) {
        (Some(was), Some(now)) if written(Some(was)) == written(Some(now)) => {
            format!("header `{}` of {whose} is not always sent now", was.name)
        }
        (Some(was), Some(now)) => {
            format!("header `{}` of {whose} changed from `{}` to `{}`", was.name, shown(was), shown(now))
        }
        (Some(was), None) => format!("response of {whose} no longer has the header `{}`", was.name),
        (None, Some(now)) => {
            let message = format!("response of {whose} has a new header `{}`", now.name);
            return changes.note(code, (Bump::Minor, Audience::Clients), message);
        }
        (None, None) => return,
    };
    let Some(was) = was else { return };
    let help = match was.unit {
        Some(unit) => format!(
            "restore `{}: {{param: {}, unit: {unit}}}` in `headers`",
            was.name,
            was.value.trim_matches(['{', '}'])
        ),
        None => format!("restore `{}: {:?}` in `headers`", was.name, was.value),
    };
    let finding = Finding::new(message, place, help).was(base, format!("was `{}`", shown(was)));
    changes.find(code, (Bump::Major, Audience::Clients), finding);
}

/// The profiles that send a code before and after. Without any, only its own headers count.
fn profiles<'c>(comparison: &'c Comparison<'_>, pair: Pair<'_>) -> Vec<(Option<&'c Profile>, Option<&'c Profile>)> {
    let sends = |profile: &Profile| {
        pair.old.responses.contains_key(&profile.name) && pair.new.responses.contains_key(&profile.name)
    };
    let both: Vec<_> =
        comparison.profiles().filter(|(old, _)| sends(old)).map(|(old, new)| (Some(old), Some(new))).collect();
    if both.is_empty() { vec![(None, None)] } else { both }
}

fn by_name(headers: Vec<SentHeader<'_>>) -> Headers<'_> {
    headers.into_iter().map(|header| (header.name.to_ascii_lowercase(), header)).collect()
}

fn written<'r>(header: Option<&SentHeader<'r>>) -> Option<(&'r str, Option<&'r str>)> {
    header.map(|header| (header.value, header.unit))
}

fn is_conditional(header: Option<&SentHeader<'_>>) -> bool {
    header.is_some_and(|header| header.when.is_some())
}

fn shown(header: &SentHeader<'_>) -> String {
    match header.unit {
        Some(unit) => format!("{} ({unit})", header.value),
        None => header.value.to_owned(),
    }
}
