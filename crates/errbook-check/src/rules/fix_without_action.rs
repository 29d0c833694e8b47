//! How To Fix without a step, a request or a command: nothing that a reader could do.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::text::EntryContext;

pub(super) const LEVEL: RuleLevel = RuleLevel::Warn;
pub(super) const SCOPE: Scope = Scope::Entry(check);

fn check(_: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    let Some(section) = &entry.entry.how_to_fix else { return };
    let has_fence = entry.texts.iter().any(|text| {
        text.place.path.first() == Some(&crate::text::key("how_to_fix")) && !text.markdown.fences.is_empty()
    });
    if section.steps.is_empty() && section.requests.is_empty() && !has_fence {
        let finding = Finding::new("How To Fix names nothing to do", entry.key("how_to_fix"));
        findings.push(finding.help("add `steps`, a `request`, or a command in a fence"));
    }
}
