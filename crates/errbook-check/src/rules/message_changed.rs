//! A code with another message: texts are for people, but somebody matches on them.

use errbook_catalog::RuleLevel;

use super::Scope;
use crate::against::{Bump, Changes, Comparison, Pair};
use crate::finding::Finding;

pub(super) const LEVEL: RuleLevel = RuleLevel::Warn;
pub(super) const SCOPE: Scope = Scope::Past(check);

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for pair in comparison.pairs().filter(|pair| pair.is_sent() && !lost_a_param(pair)) {
        let (Some(old), Some(new)) = (&pair.old.message, &pair.new.message) else { continue };
        if old != new {
            let finding = Finding::new(format!("the message of `{}` changed", pair.new.code), pair.key("message"))
                .help(format!("it was {old:?}"))
                .help("if the old text said the same, keep it: logs, tests and support answers quote it");
            changes.find(pair.code(), Bump::Patch, finding);
        }
    }
}

/// The message had to change with its params, and `param-removed` says so.
fn lost_a_param(pair: &Pair<'_>) -> bool {
    pair.old.params.iter().any(|old| !pair.new.params.iter().any(|new| new.name == old.name))
}
