//! Reports "please" in pages and messages.

use super::*;
use crate::prose;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Allow, Scope::Texts(check));

fn check(_: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    for text in texts.texts {
        for (run, range) in text.runs() {
            for (_, part) in prose::words(run).filter(|(word, _)| word.eq_ignore_ascii_case("please")) {
                let place = text.in_run(run, &range, part);
                let help = "remove it";
                findings.push(Finding::new("filler word \"please\"", place, help));
            }
        }
    }
}
