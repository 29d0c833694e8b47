//! "Please" in a page or a message. Politeness lengthens what somebody reads in a hurry.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::prose;
use crate::text::Texts;

pub(super) const LEVEL: RuleLevel = RuleLevel::Allow;
pub(super) const SCOPE: Scope = Scope::Texts(check);

fn check(_: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    for text in texts.texts {
        for (run, range) in text.runs() {
            for (_, part) in prose::words(run).filter(|(word, _)| word.eq_ignore_ascii_case("please")) {
                let finding = Finding::new("a request for politeness' sake", text.in_run(run, &range, part));
                findings.push(finding.help("say what to do, without \"please\""));
            }
        }
    }
}
