//! A reference link whose label nothing defines.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::text::Texts;

pub(super) const LEVEL: RuleLevel = RuleLevel::Warn;
pub(super) const SCOPE: Scope = Scope::Texts(check);

fn check(_: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    for text in texts.texts {
        for (label, range) in &text.markdown.broken_references {
            // `items[0][1]` is no link.
            if text.value[..range.start].ends_with(|char: char| char.is_alphanumeric() || char == '_' || char == ']') {
                continue;
            }
            let finding = Finding::new(format!("nothing defines the link `{label}`"), text.at(range.clone()));
            findings.push(finding.help(format!(
                "add a line `[{label}]: URL` to the same text, or write the destination in round brackets"
            )));
        }
    }
}
