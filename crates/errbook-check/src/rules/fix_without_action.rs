//! Reports How To Fix sections without a step, a request, a code block, or a sentence that tells the
//! reader to do something.

use super::*;
use crate::imperative;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Entry(check));

fn check(_: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    let Some(section) = &entry.entry.how_to_fix else { return };
    let acts = |text: &Text<'_>| {
        let mut paragraphs = text.markdown.paragraphs.iter();
        !text.markdown.fences.is_empty() || paragraphs.any(|range| imperative::is_in(&text.value[range.clone()]))
    };
    if section.steps.is_empty() && section.requests.is_empty() && !entry.below("how_to_fix").any(acts) {
        let help = "add `steps`, a `request`, a command in a code block, or a sentence that starts with a verb";
        let message = "section How To Fix has no step, request, or command";
        findings.push(Finding::new(message, entry.key("how_to_fix"), help));
    }
}
