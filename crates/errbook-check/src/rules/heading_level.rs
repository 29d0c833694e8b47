//! A heading in prose that is too high for its place, or that jumps over a level.

use errbook_catalog::{RuleLevel, TextKind};

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::text::Texts;

pub(super) const LEVEL: RuleLevel = RuleLevel::Warn;
pub(super) const SCOPE: Scope = Scope::Texts(check);

/// Level of the section that prose stands in.
const SECTION: u8 = 2;

fn check(_: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    for text in texts.texts.iter().filter(|text| text.kind == TextKind::Block) {
        let mut above = SECTION;
        for heading in &text.markdown.headings {
            let marks = |level: u8| "#".repeat(usize::from(level));
            let line = text.value[heading.range.clone()].lines().next().unwrap_or_default();
            let place = text.at(heading.range.start..heading.range.start + line.trim_end().len());
            if heading.level <= SECTION {
                let finding = Finding::new(format!("a heading of level {} in prose", heading.level), place);
                findings
                    .push(finding.help(
                        "start at `###`: the page has its own title and the headings of its sections above that",
                    ));
            } else if heading.level > above + 1 {
                let finding =
                    Finding::new(format!("this heading jumps from level {above} to {}", heading.level), place);
                findings.push(finding.help(format!("write `{}`", marks(above + 1))));
            }
            above = heading.level.max(SECTION);
        }
    }
}
