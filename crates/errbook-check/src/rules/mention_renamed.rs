//! A code in prose or in a fence under its former name.

use super::*;
use crate::mention;
use crate::names::Named;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Texts(check));

fn check(context: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    for (text, mention) in mention::of_texts(context, texts) {
        let Named::Alias(position) = mention.named else { continue };
        let code = &context.snapshot.codes()[position];
        // The entry itself may tell what it was called.
        if texts.entry.is_some_and(|entry| entry.code == code.code) {
            continue;
        }
        let help = format!("the code is `{}` now: write that", code.code);
        findings.push(Finding::new(format!("`{}` is a former name", mention.code), text.at(mention.range), help));
    }
}
