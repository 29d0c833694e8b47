//! A quote in a shell command that does not close, so that a reader who pastes it waits for ever.

use errbook_syntax::shell;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Texts(check));

fn check(_: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    for (text, fence) in fences(texts.texts) {
        if shell::is_shell(&fence.language)
            && !fence.is_counterexample()
            && let Err(open) = shell::commands(&fence.code)
        {
            let place = text.at(fence.at(open.at..open.at + open.quote.len_utf8()));
            let help = "close it, or escape it where it is meant as a character";
            let finding = Finding::new(format!("the quote `{}` never closes", open.quote), place, help);
            findings.push(finding.label("opened here"));
        }
    }
}
