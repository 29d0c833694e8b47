//! A code of which the catalog says something else about trying again: clients retry, or give up, by it.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Past(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for pair in comparison.pairs().filter(|pair| pair.is_sent()) {
        let Some(old) = &pair.old.retryable else { continue };
        let now = match &pair.new.retryable {
            Some(new) if new.value == old.value => continue,
            Some(new) => format!("`retryable: {}`", new.value),
            None if pair.broken => continue,
            None => "no `retryable`".to_owned(),
        };
        let message = format!("`{}` has {now}, and had `retryable: {}`", pair.new.code, old.value);
        let help =
            "if the service behaves as before, restore it; if it changed, tell clients in the notes of the release";
        let finding = Finding::new(message, comparison.value_of(pair, "retryable"), help);
        changes.find(pair.code(), Bump::Minor, finding.label(format!("was `{}`", old.value)));
    }
}
