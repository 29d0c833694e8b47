//! Reports unclosed quotes in shell commands, which leave the shell waiting for more input.

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
            let help = "close the quote, or escape it if you mean a literal character";
            let finding = Finding::new(format!("unclosed quote `{}`", open.quote), place, help);
            findings.push(finding.label("opened here"));
        }
    }
}
