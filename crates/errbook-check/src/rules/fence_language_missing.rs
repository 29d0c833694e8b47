//! A code block that does not name its language.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::text::Texts;

pub(super) const LEVEL: RuleLevel = RuleLevel::Warn;
pub(super) const SCOPE: Scope = Scope::Texts(check);

fn check(_: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    for text in texts.texts {
        for fence in text.markdown.fences.iter().filter(|fence| !fence.indented && fence.language.is_empty()) {
            let ticks = text.value[fence.range.clone()].chars().take_while(|char| matches!(char, '`' | '~')).count();
            let place = text.at(fence.range.start..fence.range.start + ticks);
            let finding = Finding::new("this code block does not name its language", place);
            findings.push(
                finding.help("write it behind the backticks, such as ```` ```json ````; `text` where it is none"),
            );
        }
    }
}
