//! What to do about an error: `action`, or its old form `retryable`.

use crate::catalog::{Action, ActionBy, ActionKind};
use crate::decode::{Decoder, Spanned, Text};
use crate::diagnostic::Diagnostic;
use crate::keys::Table as _;
use crate::raw::{Given, RawAction, RawReasonedRetry};
use crate::rule::Rule;
use crate::values::Short;

/// What an entry or group sets. `action` comes first if it has both keys, which is reported.
pub(super) enum Said<'a, 's> {
    Action(&'a Short<ActionKind, RawAction<'s>>),
    Retryable(&'a Short<Spanned<bool>, RawReasonedRetry<'s>>),
}

pub(super) fn said<'a, 's>(given: Given<'a, 's>) -> Option<Said<'a, 's>> {
    given.action.map(Said::Action).or(given.retryable.map(Said::Retryable))
}

/// The key that can be set instead of `key`.
pub(super) fn other_key(key: &str) -> Option<&'static str> {
    match key {
        "action" => Some("retryable"),
        "retryable" => Some("action"),
        _ => None,
    }
}

/// Whether one of these headers tells clients how long to wait.
pub(super) fn is_delay<'n>(mut headers: impl Iterator<Item = &'n str>) -> bool {
    headers.any(|name| name.eq_ignore_ascii_case("Retry-After"))
}

impl Said<'_, '_> {
    /// The action. `has_delay` is whether there is a time to wait for.
    pub(super) fn action(&self, has_delay: bool) -> Action {
        let text = |reason: &Text<'_>| reason.as_str().trim_end().to_owned();
        let (kind, by, reason, derived) = match self {
            Said::Action(Short::Short(kind)) => (*kind, None, None, false),
            Said::Action(Short::Long(long)) => (long.kind, long.by, long.reason.as_ref(), false),
            Said::Retryable(Short::Short(value)) => (meant(value.value, has_delay), None, None, true),
            Said::Retryable(Short::Long(long)) => {
                (meant(long.value.value, has_delay), None, long.reason.as_ref(), true)
            }
        };
        Action { kind, by: by.unwrap_or(ActionBy::Caller), reason: reason.map(text), derived }
    }
}

/// The kind that a value of `retryable` means.
fn meant(retryable: bool, has_delay: bool) -> ActionKind {
    match (retryable, has_delay) {
        (false, _) => ActionKind::Stop,
        (true, true) => ActionKind::Wait,
        (true, false) => ActionKind::Retry,
    }
}

/// Reports the old key, and both keys in one mapping.
pub(super) fn check(given: Given<'_, '_>, has_delay: bool, decoder: &mut Decoder<'_>) {
    let Some(retryable) = given.retryable else { return };
    let span = match retryable {
        Short::Short(value) => value.span,
        Short::Long(long) => long.seen().span,
    };
    if given.action.is_some() {
        let found = Diagnostic::error(Rule::DuplicateKey, "`action` and `retryable` are the same setting");
        decoder.report(found.help("remove `retryable`, the old form of `action`"), span);
        return;
    }
    let Action { kind, reason, .. } = Said::Retryable(retryable).action(has_delay);
    let help = match reason {
        None => format!("write `action: {kind}`"),
        Some(_) => format!("write `action: {{kind: {kind}, reason: ...}}`"),
    };
    decoder.report(Diagnostic::warning(Rule::DeprecatedKey, "`retryable` was replaced by `action`").help(help), span);
}
