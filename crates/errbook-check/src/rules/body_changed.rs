//! Reports response bodies that lost or changed a member. Changes of a profile's envelope are
//! reported once, with the number of codes.

use std::collections::BTreeMap;

use errbook_catalog::registry::{Profile, Registry, Response};

use super::*;
use crate::against::{Difference, differences};

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    if comparison.is_manifest_broken() {
        return;
    }
    for (old, new) in comparison.profiles() {
        compare(comparison, (old, new), None, changes);
        for (media_type, was) in &old.negotiate {
            let mut kept = new.negotiate.iter().filter(|(other, _)| other.eq_ignore_ascii_case(media_type));
            let Some((_, now)) = kept.next() else { continue };
            let bodies = (negotiated(comparison.past, old, was), negotiated(&comparison.now, new, now));
            // The comparison above has reported changes of the profile's own body.
            if (was.as_str(), now.as_str()) != ("same", "same")
                && let (Some(old), Some(new)) = bodies
            {
                compare(comparison, (&old, &new), Some(media_type), changes);
            }
        }
    }
}

/// A profile with the body of the one that it negotiates.
fn negotiated(registry: &Registry, profile: &Profile, body: &str) -> Option<Profile> {
    if body == "same" {
        return Some(profile.clone());
    }
    let mut of = registry.profiles.iter().find(|of| of.name == body)?.clone();
    of.name.clone_from(&profile.name);
    Some(of)
}

/// Compares the bodies of a profile in its own media type, or in one that it negotiates.
fn compare(
    comparison: &Comparison<'_>,
    (old, new): (&Profile, &Profile),
    media_type: Option<&str>,
    changes: &mut Changes,
) {
    let mut found: BTreeMap<Difference, Vec<Pair<'_>>> = BTreeMap::new();
    let mut sent = 0;
    for pair in comparison.pairs().filter(|pair| pair.is_sent() && !pair.broken) {
        let status = |responses: &BTreeMap<String, Response>| responses.get(&new.name).map(|of| of.status);
        // A new status can have another envelope. `status-changed` reports it.
        if status(&pair.old.responses).is_none() || status(&pair.old.responses) != status(&pair.new.responses) {
            continue;
        }
        sent += 1;
        for difference in differences(pair, old, new) {
            found.entry(difference).or_default().push(pair);
        }
    }
    for (difference, pairs) in found {
        report(comparison, &new.name, media_type, difference, &pairs, sent, changes);
    }
}

fn report(
    comparison: &Comparison<'_>,
    profile: &str,
    media_type: Option<&str>,
    difference: Difference,
    pairs: &[Pair<'_>],
    sent: usize,
    changes: &mut Changes,
) {
    // A change in all codes that are compared is one of the profile, even if that is only one code.
    let all = comparison.past.codes.iter().filter(|code| code.responses.contains_key(profile)).count();
    let code = match pairs {
        [pair] if pairs.len() < sent || all == 1 => pair.code(),
        _ => None,
    };
    let scope = match (pairs, code) {
        _ if pairs.len() == sent => String::new(),
        ([pair], _) => format!(" for `{}`", pair.new.code),
        _ => format!(" for {} codes", pairs.len()),
    };
    let negotiated = media_type.map_or(String::new(), |media_type| format!(" as `{media_type}`"));
    let message = |what: &str| format!("response body of profile `{profile}`{negotiated} {what}{scope}");
    match difference {
        Difference::Compatible(what) => changes.note(code, (Bump::Minor, Audience::Clients), message(&what)),
        Difference::Breaking(what) => {
            let path = || {
                [
                    key("profiles"),
                    key(profile.to_owned()),
                    key(if media_type.is_some() { "negotiate" } else { "envelope" }),
                ]
            };
            let place = comparison.manifest_at(path());
            let help = "restore the member, or add a profile with the new envelope";
            let finding = Finding::new(message(&what), place, help).and(comparison.manifest_was(path()), "the base");
            changes.find(code, (Bump::Major, Audience::Clients), finding);
        }
    }
}
