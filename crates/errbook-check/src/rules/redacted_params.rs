//! A message with params where params never reach the client.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::prose;
use crate::text::EntryContext;

pub(super) const LEVEL: RuleLevel = RuleLevel::Warn;
pub(super) const SCOPE: Scope = Scope::Entry(check);

fn check(context: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    let of = entry.entry;
    if !of.redact || of.retired.is_some() {
        return;
    }
    let Some(text) = entry.below("message").next() else { return };
    let Some((name, range)) = prose::placeholders(text.value).into_iter().next() else { return };
    let (own, from_group) = entry.said(context, "redact");
    let finding = Finding::new(
        format!("the message shows `{name}`, but params of this code never reach the client"),
        text.at(range),
    );
    let finding = finding.and(from_group.unwrap_or(own), "redacted here");
    findings.push(finding.help("say it without the value, or set `redact: false` if the value is no secret"));
}
