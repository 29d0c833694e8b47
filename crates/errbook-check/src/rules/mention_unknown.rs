//! Reports mentions of codes that do not exist, in prose, code blocks, and links.

use super::*;
use crate::mention;
use crate::names::Named;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Texts(check));

fn check(context: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    for (text, mention) in mention::of_texts(context, texts) {
        if mention.named == Named::Unknown {
            let message = format!("unknown code `{}`", mention.code);
            findings.push(Finding::new(message, text.at(mention.range), context.help_for_code(mention.code)));
        }
    }
}
