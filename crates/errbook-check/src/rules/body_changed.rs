//! Reports response bodies that lost or changed a member. Changes of a profile's envelope are
//! reported once, with the number of codes.

use std::collections::BTreeMap;

use errbook_catalog::registry::Response;

use super::*;
use crate::against::{Difference, differences};

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    if comparison.is_manifest_broken() {
        return;
    }
    for (old, new) in comparison.profiles() {
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
            report(comparison, &new.name, difference, &pairs, sent, changes);
        }
    }
}

fn report(
    comparison: &Comparison<'_>,
    profile: &str,
    difference: Difference,
    pairs: &[Pair<'_>],
    sent: usize,
    changes: &mut Changes,
) {
    let code = match pairs {
        [pair] => pair.code(),
        _ => None,
    };
    let scope = match (pairs, code) {
        _ if pairs.len() == sent => String::new(),
        ([pair], _) => format!(" for `{}`", pair.new.code),
        _ => format!(" for {} codes", pairs.len()),
    };
    let message = |what: &str| format!("response body of profile `{profile}` {what}{scope}");
    match difference {
        Difference::Compatible(what) => changes.note(code, (Bump::Minor, Audience::Clients), message(&what)),
        Difference::Breaking(what) => {
            let path = || [key("profiles"), key(profile.to_owned()), key("envelope")];
            let place = comparison.manifest_at(path());
            let help = "restore the member, or add a profile with the new envelope";
            let finding = Finding::new(message(&what), place, help).and(comparison.manifest_was(path()), "the base");
            changes.find(code, (Bump::Major, Audience::Clients), finding);
        }
    }
}
