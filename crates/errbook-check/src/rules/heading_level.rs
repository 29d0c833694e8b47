//! Reports headings in prose that are above level 3, or that skip a level.

use errbook_catalog::TextKind;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Texts(check));

/// Level of the section that contains the prose.
const SECTION: u8 = 2;

fn check(_: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    for text in texts.texts.iter().filter(|text| text.kind == TextKind::Block) {
        let mut above = SECTION;
        for heading in &text.markdown.headings {
            let line = text.value[heading.range.clone()].lines().next().unwrap_or_default();
            let place = text.at(heading.range.start..heading.range.start + line.trim_end().len());
            if heading.level <= SECTION {
                let help = "start at `###`: the page title is level 1, and its sections are level 2";
                findings.push(Finding::new(format!("level {} heading in prose", heading.level), place, help));
            } else if heading.level > above + 1 {
                let message = format!("heading jumps from level {above} to {}", heading.level);
                let help = format!("use `{}`", "#".repeat(usize::from(above + 1)));
                findings.push(Finding::new(message, place, help));
            }
            above = heading.level.max(SECTION);
        }
    }
}
