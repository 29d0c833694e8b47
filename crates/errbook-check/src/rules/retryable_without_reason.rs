//! Reports retryable codes with a 4xx status and no reason: a 4xx usually fails again if the
//! request does not change.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Entry(check));

/// 4xx statuses whose definition explains why a later attempt can succeed (RFC 9110 section 15.5,
/// RFC 8470, and RFC 6585).
const OBVIOUS: &[u16] = &[408, 409, 425, 429];

fn check(context: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    let Some(action) = entry.entry.action.as_ref().filter(|of| of.kind.is_retryable() && of.reason.is_none()) else {
        return;
    };
    let odd = |status: u16| (400..500).contains(&status) && !OBVIOUS.contains(&status);
    let Some(response) = entry.entry.responses.iter().find(|response| odd(response.status)) else { return };
    if entry.entry.retired.is_some() {
        return;
    }
    let (place, from_group) = entry.said(context, action.key());
    let message = format!("{} response is retryable, but has no reason", response.status);
    let help = format!("explain why a retry can succeed: `action: {{kind: {}, reason: \"...\"}}`", action.kind);
    let finding = Finding::new(message, place, help).and(from_group, "set here");
    findings.push(finding.help("if the same request always fails, set another `action`, such as `fix_request`"));
}
