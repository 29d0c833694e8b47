//! Reports codes whose status changed: clients, proxies, and retry logic act on the status first.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for pair in comparison.pairs().filter(|pair| pair.is_sent()) {
        let both = pair.old.responses.iter().filter_map(|(profile, old)| {
            let new = pair.new.responses.get(profile)?;
            Some((profile.as_str(), old.status, new.status))
        });
        let both: Vec<_> = both.collect();
        let mut reported: Vec<(u16, u16)> = Vec::new();
        for &(_, old, new) in both.iter().filter(|(_, old, new)| old != new) {
            if reported.contains(&(old, new)) {
                continue;
            }
            reported.push((old, new));
            let profiles: Vec<&str> = both.iter().filter(|of| (of.1, of.2) == (old, new)).map(|of| of.0).collect();
            let scope = match profiles.len() == both.len() {
                true => String::new(),
                false => format!(" for `{}`", profiles.join("` and `")),
            };
            let message = format!("status of `{}` changed from {old} to {new}{scope}", pair.new.code);
            let help = "restore the status, or retire this code and send a new one with the new status";
            let finding = Finding::new(message, comparison.value_of(pair, "status"), help);
            let finding = finding.was(comparison.was(pair, "status"), format!("was {old}"));
            changes.find(pair.code(), (Bump::Major, Audience::Clients), finding);
        }
    }
}
