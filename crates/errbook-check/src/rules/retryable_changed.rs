//! Reports codes whose `retryable` changed: clients retry or give up based on it.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Past(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for pair in comparison.pairs().filter(|pair| pair.is_sent()) {
        let Some(old) = &pair.old.retryable else { continue };
        let (code, was) = (&pair.new.code, old.value);
        let message = match &pair.new.retryable {
            Some(new) if new.value == was => continue,
            Some(new) => format!("`{code}` now has `retryable: {}` instead of `retryable: {was}`", new.value),
            None if pair.broken => continue,
            None => format!("`{code}` no longer sets `retryable` (was `retryable: {was}`)"),
        };
        let help = "restore it, or announce the change in the release notes if the service now behaves differently";
        let finding = Finding::new(message, comparison.value_of(pair, "retryable"), help);
        changes.find(pair.code(), Bump::Minor, finding.label(format!("was `{was}`")));
    }
}
