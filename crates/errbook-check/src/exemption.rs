//! Exemptions that entries give themselves: `allow: [{rule, reason, until}]`. One that has ended or that nothing needs is itself a finding.

use std::collections::HashSet;

use errbook_catalog::{Allow, PathStep, Snapshot};

use crate::finding::{Finding, Found, Place};
use crate::level;
use crate::options::Options;
use crate::rules::Rule;
use crate::text::key;

/// Rule of exemptions that have ended.
pub(crate) const EXPIRED: &str = "allow-expired";
/// Rule of exemptions that nothing needs.
pub(crate) const UNNEEDED: &str = "allow-unneeded";

/// Takes out what an entry exempts itself from, and adds what is wrong with the exemptions. Whether anything needs the exemption from a rule that
/// did not run is not known.
pub(crate) fn apply(snapshot: &Snapshot, options: &Options, found: &mut Found) {
    let today = options.today.as_deref();
    let ran = |id: &str| Rule::by_id(id).is_some_and(|rule| level::may_run(options, snapshot.manifest(), rule));
    let mut used = HashSet::new();
    found.retain(|(rule, finding)| {
        let exempt = |allow: &Allow| allow.rule == *rule && !has_ended(allow, today);
        let exemption = snapshot.code_in(finding.place.file).and_then(|position| {
            let entry = snapshot.codes()[position].entry.as_ref()?;
            Some((position, entry.allow.iter().position(exempt)?))
        });
        used.extend(exemption);
        exemption.is_none()
    });
    for (position, code) in snapshot.codes().iter().enumerate() {
        for (index, allow) in code.entry.iter().flat_map(|entry| &entry.allow).enumerate() {
            let place = Place::key(code.file, "allow").then(PathStep::Item(index)).then(key("rule"));
            if has_ended(allow, today) {
                let until = allow.until.as_deref().unwrap_or_default();
                let message = format!("suppression of `{}` expired on {until}", allow.rule);
                let help = "fix the finding and remove this item, or set a later `until` with a reason";
                found.push((EXPIRED, Box::new(Finding::new(message, place, help))));
            } else if !used.contains(&(position, index)) && ran(&allow.rule) {
                // A rule that does not exist is reported as such.
                let message = format!("unused suppression of `{}`", allow.rule);
                found.push((UNNEEDED, Box::new(Finding::new(message, place, "remove this item from `allow`"))));
            }
        }
    }
}

fn has_ended(allow: &Allow, today: Option<&str>) -> bool {
    // Dates of this form compare as text.
    matches!((&allow.until, today), (Some(until), Some(today)) if until.as_str() < today)
}
