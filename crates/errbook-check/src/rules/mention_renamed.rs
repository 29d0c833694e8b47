//! Reports aliases in prose and code blocks, which should have the current code.

use super::*;
use crate::mention;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Texts(check));

fn check(context: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    for (text, mention) in mention::of_texts(context, texts) {
        let Some(code) = context.current(mention.named) else { continue };
        // The renamed entry itself may mention its old names.
        if texts.entry.is_some_and(|entry| entry.code == code) {
            continue;
        }
        let help = format!("use the current code, `{code}`");
        findings.push(Finding::new(format!("`{}` is an alias", mention.code), text.at(mention.range), help));
    }
}
