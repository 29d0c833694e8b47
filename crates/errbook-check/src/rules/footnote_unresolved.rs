//! Reports footnotes, which pages do not support.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Texts(check));

fn check(_: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    for text in texts.texts {
        for (label, range) in &text.markdown.footnotes {
            let mark = format!("[^{label}]");
            let place = text.at(range.start..range.start + mark.len().min(range.len()));
            let message = format!("footnotes are not supported: `{mark}`");
            findings.push(Finding::new(message, place, "move the footnote into the text, or into `notes`"));
        }
    }
}
