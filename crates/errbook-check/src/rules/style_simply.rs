//! Reports words that call a step easy.

use super::*;
use crate::prose;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Allow, Scope::Texts(check));

const WORDS: &[&str] = &["easily", "effortlessly", "obviously", "simply", "trivially"];

fn check(_: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    for text in texts.texts {
        for (run, range) in text.runs() {
            for (word, part) in prose::words(run) {
                if WORDS.iter().any(|known| word.eq_ignore_ascii_case(known)) {
                    let message = format!("filler word `{word}`");
                    findings.push(Finding::new(message, text.in_run(run, &range, part), "remove it"));
                }
            }
        }
    }
}
