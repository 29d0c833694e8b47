//! Reports messages that use a param although the code redacts its params.

use super::*;
use crate::prose;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Entry(check));

fn check(context: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    let of = entry.entry;
    if !of.redact || of.retired.is_some() {
        return;
    }
    let first = |text| prose::placeholders(text).into_iter().next();
    let found = entry.below("message").find_map(|text| Some((text, first(text.value)?)));
    let Some((text, (name, range))) = found else { return };
    let (own, from_group) = entry.said(context, "redact");
    let message = format!("message uses `{name}`, but params of this code are redacted");
    let help = "remove the value from the message, or set `redact: false` if it is not a secret";
    findings.push(Finding::new(message, text.at(range), help).and(from_group.unwrap_or(own), "redacted here"));
}
