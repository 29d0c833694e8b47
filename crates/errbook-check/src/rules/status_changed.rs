//! A code that is sent with another status: clients, proxies and retries look at the status first.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Past(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for pair in comparison.pairs().filter(|pair| pair.is_sent()) {
        let both = pair.old.responses.iter().filter_map(|(profile, old)| {
            let new = pair.new.responses.get(profile)?;
            Some((profile.as_str(), old.status, new.status))
        });
        let both: Vec<_> = both.collect();
        let mut told: Vec<(u16, u16)> = Vec::new();
        for &(_, old, new) in both.iter().filter(|(_, old, new)| old != new) {
            if told.contains(&(old, new)) {
                continue;
            }
            told.push((old, new));
            let profiles: Vec<&str> = both.iter().filter(|of| (of.1, of.2) == (old, new)).map(|of| of.0).collect();
            let by = match profiles.len() == both.len() {
                true => String::new(),
                false => format!(" by `{}`", profiles.join("` and `")),
            };
            let message = format!("`{}` is sent with {new}{by}, and was sent with {old}", pair.new.code);
            let help = "restore the status; or retire this code and send a new one with the new status";
            let finding = Finding::new(message, comparison.value_of(pair, "status"), help);
            changes.find(pair.code(), Bump::Major, finding.label(format!("was {old}")));
        }
    }
}
