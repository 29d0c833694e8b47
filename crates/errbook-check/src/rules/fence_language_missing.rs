//! Reports code blocks without a language.

use super::*;
use crate::prose::Fence;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Texts(check));

fn check(_: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    let unnamed = |(_, fence): &(&Text<'_>, &Fence)| !fence.indented && fence.language.is_empty();
    for (text, fence) in fences(texts.texts).filter(unnamed) {
        let ticks = text.value[fence.range.clone()].chars().take_while(|char| matches!(char, '`' | '~')).count();
        let place = text.at(fence.range.start..fence.range.start + ticks);
        let help = "add one after the opening fence, such as ```` ```json ````, or `text` for plain output";
        findings.push(Finding::new("code block has no language", place, help));
    }
}
