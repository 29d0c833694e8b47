//! A code in prose or in a fence under its former name.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::context::{Context, EntryContext};
use crate::finding::{Finding, Findings};
use crate::mention;
use crate::names::Named;

pub(super) const LEVEL: RuleLevel = RuleLevel::Warn;
pub(super) const SCOPE: Scope = Scope::Entry(check);

fn check(context: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    for (text, mention) in mention::of_entry(context, entry) {
        let Named::Alias(position) = mention.named else { continue };
        let code = &context.snapshot.codes()[position];
        // The entry itself may tell what it was called.
        if code.code == entry.code.code {
            continue;
        }
        let finding = Finding::new(format!("`{}` is a former name", mention.code), text.at(mention.range));
        findings.push(finding.help(format!("the code is `{}` now: write that", code.code)));
    }
}
