//! Reports exclamation marks in prose.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Allow, Scope::Texts(check));

fn check(_: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    for text in texts.texts {
        for (run, range) in text.runs() {
            for (at, mark) in run.match_indices('!').filter(|(at, _)| ends_sentence(run, *at)) {
                let place = text.in_run(run, &range, at..at + mark.len());
                findings.push(Finding::new("exclamation mark in prose", place, "end the sentence with a period"));
            }
        }
    }
}

/// Whether the exclamation mark at `at` is punctuation and not part of an operator such as `!=`.
fn ends_sentence(run: &str, at: usize) -> bool {
    let before = run[..at].chars().next_back();
    let after = run[at + 1..].chars().next();
    before.is_some_and(|char| char.is_alphanumeric() || matches!(char, ')' | '"' | '\'' | '”' | '’' | '!'))
        && after.is_none_or(|char| char.is_whitespace() || matches!(char, ')' | '"' | '\'' | '”' | '’'))
}
