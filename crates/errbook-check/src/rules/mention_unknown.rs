//! A code in prose, in a fence or as a link that does not exist.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::mention;
use crate::names::Named;
use crate::text::Texts;

pub(super) const LEVEL: RuleLevel = RuleLevel::Error;
pub(super) const SCOPE: Scope = Scope::Texts(check);

fn check(context: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    for (text, mention) in mention::of_texts(context, texts) {
        if mention.named != Named::Unknown {
            continue;
        }
        findings.push(
            Finding::new(format!("`{}` is no code of this catalog", mention.code), text.at(mention.range))
                .help(context.help_for_code(mention.code)),
        );
    }
}
