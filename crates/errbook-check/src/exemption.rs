//! Applies the suppressions of entries, `allow: [{rule, reason, until}]`, and reports expired and
//! unused ones.

use std::collections::HashSet;

use errbook_catalog::{Allow, PathStep, Snapshot};

use crate::finding::{Finding, Found, Place};
use crate::level;
use crate::options::Options;
use crate::rules::{Rule, Scope};
use crate::text::key;

pub(crate) const EXPIRED: &str = "allow-expired";
pub(crate) const UNNEEDED: &str = "allow-unneeded";

/// Removes suppressed findings, and adds findings about suppressions. A suppression of a rule that
/// did not run is never reported as unused.
pub(crate) fn apply(snapshot: &Snapshot, options: &Options, found: &mut Found) {
    let today = options.today.as_deref();
    let ran = |id: &str| Rule::by_id(id).is_some_and(|rule| level::may_run(options, snapshot.manifest(), rule));
    let mut used = HashSet::new();
    found.retain(|(rule, finding)| {
        let suppression = suppression(snapshot, today, rule, finding);
        used.extend(suppression);
        suppression.is_none()
    });
    for (position, code) in snapshot.codes().iter().enumerate() {
        for (index, allow) in code.entry.iter().flat_map(|entry| &entry.allow).enumerate() {
            let place = Place::key(code.file, "allow").then(PathStep::Item(index)).then(key("rule"));
            if is_expired(allow, today) {
                let until = allow.until.as_deref().unwrap_or_default();
                let message = format!("suppression of `{}` expired on {until}", allow.rule);
                let help = "fix the finding and remove this item, or set a later `until` with a reason";
                found.push((EXPIRED, Box::new(Finding::new(message, place, help))));
            } else if !used.contains(&(position, index)) && ran(&allow.rule) {
                // `ran` is false for an unknown rule, which `unknown-rule` reports.
                let message = format!("unused suppression of `{}`", allow.rule);
                found.push((UNNEEDED, Box::new(Finding::new(message, place, "remove this item from `allow`"))));
            }
        }
    }
}

/// The position of an entry, and of its item of `allow` that suppresses a finding.
pub(crate) fn suppression(
    snapshot: &Snapshot,
    today: Option<&str>,
    rule: &str,
    finding: &Finding,
) -> Option<(usize, usize)> {
    let suppresses = |allow: &Allow| allow.rule == rule && !is_expired(allow, today);
    // What source code has is reported there, and the entry that it is about can suppress it.
    let is_source = Rule::by_id(rule).is_some_and(|rule| matches!(rule.scope, Scope::Source(_)));
    let places = finding.places().take(if is_source { usize::MAX } else { 1 });
    let position = places.filter_map(|place| snapshot.code_in(place.file)).next()?;
    let entry = snapshot.codes()[position].entry.as_ref()?;
    Some((position, entry.allow.iter().position(suppresses)?))
}

fn is_expired(allow: &Allow, today: Option<&str>) -> bool {
    // `YYYY-MM-DD` dates compare as strings.
    matches!((&allow.until, today), (Some(until), Some(today)) if until.as_str() < today)
}
