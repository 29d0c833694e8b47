//! A code in prose or in a fence under its former name.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::mention;
use crate::names::Named;
use crate::text::Texts;

pub(super) const LEVEL: RuleLevel = RuleLevel::Warn;
pub(super) const SCOPE: Scope = Scope::Texts(check);

fn check(context: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    for (text, mention) in mention::of_texts(context, texts) {
        let Named::Alias(position) = mention.named else { continue };
        let code = &context.snapshot.codes()[position];
        // The entry itself may tell what it was called.
        if texts.entry.is_some_and(|entry| entry.code == code.code) {
            continue;
        }
        let finding = Finding::new(format!("`{}` is a former name", mention.code), text.at(mention.range));
        findings.push(finding.help(format!("the code is `{}` now: write that", code.code)));
    }
}
