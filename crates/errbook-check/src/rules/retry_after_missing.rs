//! Reports codes with status 429 or 503 that do not set a retry delay. Without one, clients retry
//! immediately.

use errbook_catalog::{Entry, ParamType, Profile};

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Entry(check));

fn check(context: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    let of = entry.entry;
    let Some(response) = of.responses.iter().find(|response| matches!(response.status, 429 | 503)) else { return };
    let profile = &context.manifest.profiles[response.profile];
    let hopeless = of.retryable() == Some(false);
    if !of.raisable() || hopeless || has_delay(of, profile) {
        return;
    }
    let (place, from_group) = entry.status(context, response);
    let message = format!("{} response has no retry delay", response.status);
    let help = "add `retry_after:` in seconds, a param of type `duration` or `timestamp`, or a `Retry-After` header";
    let finding = Finding::new(message, place, help).and(from_group, "status set here");
    findings.push(finding.help("if retrying never helps, set another `action`, such as `stop`"));
}

fn has_delay(entry: &Entry, profile: &Profile) -> bool {
    entry.retry_after.is_some()
        || profile.headers_of(entry).any(|header| header.name.eq_ignore_ascii_case("Retry-After"))
        || entry.params.iter().any(|param| matches!(param.ty, ParamType::Duration | ParamType::Timestamp))
}
