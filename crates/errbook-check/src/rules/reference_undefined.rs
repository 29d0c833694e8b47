//! A reference link whose label nothing defines.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Texts(check));

fn check(_: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    for text in texts.texts {
        for (label, range) in &text.markdown.broken_references {
            // `items[0][1]` is no link.
            if text.value[..range.start].ends_with(|char: char| char.is_alphanumeric() || char == '_' || char == ']') {
                continue;
            }
            let help =
                format!("add a line `[{label}]: URL` to the same text, or write the destination in round brackets");
            findings.push(Finding::new(format!("nothing defines the link `{label}`"), text.at(range.clone()), help));
        }
    }
}
