//! Reports retryable codes with a 4xx status and no reason: a 4xx usually fails again if the
//! request does not change.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Entry(check));

/// 4xx statuses whose definition explains why a later attempt can succeed (RFC 9110 section 15.5,
/// RFC 8470, and RFC 6585).
const OBVIOUS: &[u16] = &[408, 409, 425, 429];

fn check(context: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    let unexplained = entry.entry.retryable.as_ref().is_some_and(|of| of.value && of.reason.is_none());
    let odd = |status: u16| (400..500).contains(&status) && !OBVIOUS.contains(&status);
    let Some(response) = entry.entry.responses.iter().find(|response| odd(response.status)) else { return };
    if !unexplained || entry.entry.retired.is_some() {
        return;
    }
    let (place, from_group) = entry.said(context, "retryable");
    let message = format!("{} response is retryable, but has no reason", response.status);
    let help = "explain why a retry can succeed: `retryable: {value: true, reason: \"...\"}`";
    let finding = Finding::new(message, place, help).and(from_group, "set here");
    findings.push(finding.help("if the same request always fails, set `retryable: false`"));
}
