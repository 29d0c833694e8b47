//! 429 and 503 ask the client to come back; without a time it comes back at once.

use errbook_catalog::{Entry, ParamType};

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Entry(check));

fn check(context: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    let of = entry.entry;
    let Some(response) = of.responses.iter().find(|response| matches!(response.status, 429 | 503)) else { return };
    let hopeless = of.retryable.as_ref().is_some_and(|retryable| !retryable.value);
    if !of.raisable() || hopeless || says_when(of) {
        return;
    }
    let (place, from_group) = entry.status(context, response);
    let message = format!("{} without a time after which to try again", response.status);
    let help = "add `retry_after:` in seconds, a param of type `duration` or `timestamp`, or the header `Retry-After`";
    let finding = Finding::new(message, place, help).and(from_group, "the status comes from here");
    findings.push(finding.help("where trying again is of no use, say `retryable: false`"));
}

fn says_when(entry: &Entry) -> bool {
    entry.retry_after.is_some()
        || entry.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("Retry-After"))
        || entry.params.iter().any(|param| matches!(param.ty, ParamType::Duration | ParamType::Timestamp))
}
