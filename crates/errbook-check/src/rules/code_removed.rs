//! A code that was released and is gone, or a former code that leads nowhere: clients still receive it, logs still hold it.

use errbook_catalog::RuleLevel;
use errbook_catalog::registry::{Code, Lifecycle};

use super::Scope;
use crate::against::{Bump, Changes, Comparison, Pair};
use crate::finding::Finding;

pub(super) const LEVEL: RuleLevel = RuleLevel::Error;
pub(super) const SCOPE: Scope = Scope::Past(check);

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for (old, _) in comparison.missing().filter(|(old, successor)| successor.is_none() && is_released(old)) {
        let segments = comparison.segments(&old.code);
        let place = comparison.group_of(&segments[..segments.len() - 1]);
        let finding = Finding::new(format!("the code `{}` is gone", old.code), place)
            .help("retire it instead: bring its file back and add `retired: {since: ..., reason: ...}`")
            .help("if it was renamed, add its old name to `aliases` of the entry that it became");
        changes.find(Some(&old.code), Bump::Major, finding);
    }
    for pair in comparison.pairs() {
        former_codes(comparison, pair, changes);
        if is_released(pair.old) && pair.new.lifecycle == Lifecycle::Draft {
            let finding =
                Finding::new(format!("`{}` was released and is a draft again", pair.new.code), pair.key("draft"));
            changes.find(pair.code(), Bump::Major, finding.help("remove `draft: true`, or retire the code"));
        }
    }
}

fn former_codes(comparison: &Comparison<'_>, pair: Pair<'_>, changes: &mut Changes) {
    for alias in pair.old.aliases.iter().filter(|_| !pair.broken) {
        if comparison.alias(alias).is_none() && comparison.now.code(alias).is_none() {
            let message = format!("the former code `{alias}` no longer leads to `{}`", pair.new.code);
            let finding = Finding::new(message, pair.key("aliases"));
            changes.find(Some(alias), Bump::Major, finding.help(format!("add `{alias}` to `aliases` again")));
        }
    }
}

fn is_released(code: &Code) -> bool {
    code.lifecycle != Lifecycle::Draft
}
