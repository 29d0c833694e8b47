//! Reports codes whose retry advice changed: clients retry or give up based on `retryable`, and wait
//! for `retry_after`.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for pair in comparison.pairs().filter(Pair::is_sent) {
        if let Some(message) = retryable(pair) {
            find(comparison, pair, "retryable", message, changes);
        }
        if let Some(message) = delay(pair) {
            find(comparison, pair, "retry_after", message, changes);
        }
    }
}

fn retryable(pair: Pair<'_>) -> Option<String> {
    let (code, was) = (&pair.new.code, pair.old.retryable.as_ref()?.value);
    match &pair.new.retryable {
        Some(new) if new.value == was => None,
        Some(new) => Some(format!("`{code}` now has `retryable: {}` instead of `retryable: {was}`", new.value)),
        None if pair.broken => None,
        None => Some(format!("`{code}` no longer sets `retryable` (was `retryable: {was}`)")),
    }
}

fn delay(pair: Pair<'_>) -> Option<String> {
    let (code, was) = (&pair.new.code, pair.old.retry_after?);
    match pair.new.retry_after {
        Some(new) if new == was => None,
        Some(new) => Some(format!("retry delay of `{code}` changed from {was} to {new} seconds")),
        None if pair.broken => None,
        None => Some(format!("`{code}` no longer sets `retry_after` (was {was} seconds)")),
    }
}

fn find(comparison: &Comparison<'_>, pair: Pair<'_>, key: &'static str, message: String, changes: &mut Changes) {
    let help = "restore it, or announce the change in the release notes if the service now behaves differently";
    let finding =
        Finding::new(message, comparison.value_of(pair, key), help).and(comparison.was(pair, key), "the base");
    changes.find(pair.code(), (Bump::Minor, Audience::Clients), finding);
}
