//! A code with another message: texts are for people, but somebody matches on them.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Past(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for pair in comparison.pairs().filter(|pair| pair.is_sent() && !lost_a_param(pair)) {
        let (Some(old), Some(new)) = (&pair.old.message, &pair.new.message) else { continue };
        if old != new {
            let message = format!("the message of `{}` changed", pair.new.code);
            let finding = Finding::new(message, pair.key("message"), format!("it was {old:?}"))
                .help("if the old text said the same, keep it: logs, tests and support answers quote it");
            changes.find(pair.code(), Bump::Patch, finding);
        }
    }
}

/// The message had to change with its params, and `param-removed` says so.
fn lost_a_param(pair: &Pair<'_>) -> bool {
    pair.old.params.iter().any(|old| !pair.new.params.iter().any(|new| new.name == old.name))
}
