//! A footnote: pages have none, so that its mark leads nowhere.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Texts(check));

fn check(_: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    for text in texts.texts {
        for (label, range) in &text.markdown.footnotes {
            let mark = format!("[^{label}]");
            let place = text.at(range.start..range.start + mark.len().min(range.len()));
            let message = format!("a page has no footnotes: `{mark}` leads nowhere");
            findings.push(Finding::new(message, place, "say it in the text, or in `notes`"));
        }
    }
}
