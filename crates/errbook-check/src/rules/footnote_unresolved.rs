//! A footnote: pages have none, so that its mark leads nowhere.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::text::Texts;

pub(super) const LEVEL: RuleLevel = RuleLevel::Warn;
pub(super) const SCOPE: Scope = Scope::Texts(check);

fn check(_: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    for text in texts.texts {
        for (label, range) in &text.markdown.footnotes {
            let mark = format!("[^{label}]");
            let place = text.at(range.start..range.start + mark.len().min(range.len()));
            let finding = Finding::new(format!("a page has no footnotes: `{mark}` leads nowhere"), place);
            findings.push(finding.help("say it in the text, or in `notes`"));
        }
    }
}
