//! Reports codes whose `since` changed or was removed.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    // A catalog that switches between dates and versions has to rewrite every `since`.
    if comparison.past.since != comparison.now.since {
        return;
    }
    for pair in comparison.pairs() {
        let Some(old) = &pair.old.since else { continue };
        let message = match &pair.new.since {
            Some(new) if new == old => continue,
            Some(new) => format!("since value of `{}` changed from {old} to {new}", pair.new.code),
            None if pair.broken => continue,
            None => format!("since value of `{}` was removed", pair.new.code),
        };
        let help = format!("restore `since: \"{old}\"`");
        let finding = Finding::new(message, pair.key("since"), help).and(comparison.was(pair, "since"), "the base");
        changes.find(pair.code(), (Bump::Patch, Audience::Clients), finding);
    }
}
