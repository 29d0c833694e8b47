//! Reports texts that are longer than the manifest's budget for their kind.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Texts(check));

fn check(context: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    if context.manifest.budgets.is_empty() {
        return;
    }
    for text in texts.texts.iter().filter(|_| texts.entry.is_some()) {
        let Some(kind) = kind(&text.place.path) else { continue };
        let Some(budget) = context.budget(kind) else { continue };
        let Some((end, _)) = text.value.char_indices().nth(budget) else { continue };
        let length = text.value.chars().count();
        let what = if kind == "about" { "description of a param" } else { kind };
        let message = format!("{what} has {length} characters, {} over its budget", length - budget);
        let help = format!("shorten it, or raise `budgets: {{{kind}: {budget}}}` in the manifest");
        let finding = Finding::new(message, text.at(end..text.value.len()), help);
        findings.push(finding.label("over the budget from here"));
    }
}

/// The budget that applies to the text at a path.
fn kind(path: &[PathStep]) -> Option<&'static str> {
    let keys: Vec<&str> = path
        .iter()
        .filter_map(|step| match step {
            PathStep::Key(key) => Some(&**key),
            PathStep::Item(_) => None,
        })
        .collect();
    Some(match keys.as_slice() {
        ["name"] => "name",
        ["summary"] => "summary",
        ["message"] | ["message", _] => "message",
        ["params", _, "about"] => "about",
        ["what_happened", "causes"] => "cause",
        ["how_to_fix", "steps"] | ["how_to_fix", "steps", "title"] => "step",
        ["common_mistakes", "lead"] => "lead",
        ["notes", "text"] => "note",
        ["sections", "heading"] => "heading",
        ["related" | "wordings", "when"] => "when",
        ["reserved"] | [.., "reason"] => "reason",
        _ => return None,
    })
}
