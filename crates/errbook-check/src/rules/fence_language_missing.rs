//! A code block that does not name its language.

use super::*;
use crate::prose::Fence;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Texts(check));

fn check(_: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    let unnamed = |(_, fence): &(&Text<'_>, &Fence)| !fence.indented && fence.language.is_empty();
    for (text, fence) in fences(texts.texts).filter(unnamed) {
        let ticks = text.value[fence.range.clone()].chars().take_while(|char| matches!(char, '`' | '~')).count();
        let place = text.at(fence.range.start..fence.range.start + ticks);
        let help = "write it behind the backticks, such as ```` ```json ````; `text` where it is none";
        findings.push(Finding::new("this code block does not name its language", place, help));
    }
}
