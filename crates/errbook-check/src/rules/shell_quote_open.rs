//! A quote in a shell command that does not close, so that a reader who pastes it waits for ever.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::prose::Fence;
use crate::text::Texts;
use errbook_syntax::shell;

pub(super) const LEVEL: RuleLevel = RuleLevel::Error;
pub(super) const SCOPE: Scope = Scope::Texts(check);

fn check(_: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    for text in texts.texts {
        let is_judged = |fence: &&Fence| shell::is_shell(&fence.language) && !fence.is_counterexample();
        for fence in text.markdown.fences.iter().filter(is_judged) {
            if let Err(open) = shell::commands(&fence.code) {
                let place = text.at(fence.at(open.at..open.at + open.quote.len_utf8()));
                let finding = Finding::new(format!("the quote `{}` never closes", open.quote), place);
                findings
                    .push(finding.label("opened here").help("close it, or escape it where it is meant as a character"));
            }
        }
    }
}
