//! Reports codes whose advice changed: clients retry, give up, or do something else based on `action`
//! or its old form `retryable`, and wait for `retry_after`.

use errbook_catalog::registry::Code;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for pair in comparison.pairs().filter(Pair::is_sent) {
        if let Some(message) = action(pair) {
            find(comparison, pair, [key(pair.old), key(pair.new)], message, changes);
        }
        if let Some(message) = delay(pair) {
            find(comparison, pair, ["retry_after"; 2], message, changes);
        }
    }
}

/// A base with the old key has no kind to compare.
fn action(pair: Pair<'_>) -> Option<String> {
    let (code, was) = (&pair.new.code, setting(pair.old)?);
    let Some(now) = setting(pair.new) else {
        return (!pair.broken).then(|| format!("`{code}` no longer sets `{}` (was `{was}`)", key(pair.old)));
    };
    let retryable = |of: &Code| of.retryable.as_ref().map(|of| of.value);
    let kinds = pair.old.action.as_ref().zip(pair.new.action.as_ref());
    let is_same = retryable(pair.old) == retryable(pair.new) && kinds.is_none_or(|(old, new)| old.kind == new.kind);
    (!is_same).then(|| format!("`{code}` now has `{now}` instead of `{was}`"))
}

/// The key that sets the advice.
fn key(code: &Code) -> &'static str {
    if code.action.is_none() && code.retryable.is_some() { "retryable" } else { "action" }
}

/// The advice as in an entry.
fn setting(code: &Code) -> Option<String> {
    match &code.action {
        Some(action) => Some(format!("action: {}", action.kind)),
        None => code.retryable.as_ref().map(|of| format!("retryable: {}", of.value)),
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

/// `keys` are those that set it in the base and now.
fn find(
    comparison: &Comparison<'_>,
    pair: Pair<'_>,
    [was, is]: [&'static str; 2],
    message: String,
    changes: &mut Changes,
) {
    let help = "restore it, or announce the change in the release notes if the service now behaves differently";
    let finding = Finding::new(message, comparison.value_of(pair, is), help).and(comparison.was(pair, was), "the base");
    changes.find(pair.code(), (Bump::Minor, Audience::Clients), finding);
}
