//! Reports changed messages. Messages are for people, but some clients, tests, and log searches
//! match on them.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for pair in comparison.pairs().filter(|pair| pair.is_sent() && !lost_a_param(pair)) {
        let (Some(old), Some(new)) = (&pair.old.message, &pair.new.message) else { continue };
        if old != new {
            let message = format!("message of `{}` changed", pair.new.code);
            let finding = Finding::new(
                message,
                pair.key("message"),
                format!("keep the old message if the meaning is the same: {old:?}"),
            )
            .help("if the new one is better, check the log searches, alerts, and tests that match on the old one");
            let finding = finding.and(comparison.was(pair, "message"), "the base");
            changes.find(pair.code(), (Bump::Patch, Audience::Clients), finding);
        }
    }
}

/// Whether the message had to change because it lost a param, which `param-removed` reports.
fn lost_a_param(pair: &Pair<'_>) -> bool {
    pair.old.params.iter().any(|old| !pair.new.params.iter().any(|new| new.name == old.name))
}
