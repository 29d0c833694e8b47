//! Reports reference links whose label is not defined.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Texts(check));

fn check(_: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    for text in texts.texts {
        for (label, range) in &text.markdown.broken_references {
            // `items[0][1]` is not a link.
            if text.value[..range.start].ends_with(|char: char| char.is_alphanumeric() || char == '_' || char == ']') {
                continue;
            }
            let help = format!("add a line `[{label}]: URL` to the same text, or write the link as `[...](URL)`");
            findings.push(Finding::new(format!("link label `{label}` is not defined"), text.at(range.clone()), help));
        }
    }
}
