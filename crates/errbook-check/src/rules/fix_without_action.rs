//! Reports How To Fix sections without a step, a request, or a code block.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Entry(check));

fn check(_: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    let Some(section) = &entry.entry.how_to_fix else { return };
    let has_fence = entry.below("how_to_fix").any(|text| !text.markdown.fences.is_empty());
    if section.steps.is_empty() && section.requests.is_empty() && !has_fence {
        let help = "add `steps`, a `request`, or a command in a code block";
        findings.push(Finding::new(
            "section How To Fix has no step, request, or command",
            entry.key("how_to_fix"),
            help,
        ));
    }
}
