//! A code that was released and is gone, or a former code that leads nowhere: clients still receive it, logs still hold it.

use errbook_catalog::registry::{Code, Lifecycle};

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Past(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for (old, _) in comparison.missing().filter(|(old, successor)| successor.is_none() && is_released(old)) {
        let segments = comparison.segments(&old.code);
        let place = comparison.group_of(&segments[..segments.len() - 1]);
        let help = "retire it instead: bring its file back and add `retired: {since: ..., reason: ...}`";
        let finding = Finding::new(format!("the code `{}` is gone", old.code), place, help)
            .help("if it was renamed, add its old name to `aliases` of the entry that it became");
        changes.find(Some(&old.code), Bump::Major, finding);
    }
    for pair in comparison.pairs() {
        former_codes(comparison, pair, changes);
        if is_released(pair.old) && pair.new.lifecycle == Lifecycle::Draft {
            let message = format!("`{}` was released and is a draft again", pair.new.code);
            let help = "remove `draft: true`, or retire the code";
            changes.find(pair.code(), Bump::Major, Finding::new(message, pair.key("draft"), help));
        }
    }
}

fn former_codes(comparison: &Comparison<'_>, pair: Pair<'_>, changes: &mut Changes) {
    for alias in pair.old.aliases.iter().filter(|_| !pair.broken) {
        if comparison.alias(alias).is_none() && comparison.now.code(alias).is_none() {
            let message = format!("the former code `{alias}` no longer leads to `{}`", pair.new.code);
            let help = format!("add `{alias}` to `aliases` again");
            changes.find(Some(alias), Bump::Major, Finding::new(message, pair.key("aliases"), help));
        }
    }
}

fn is_released(code: &Code) -> bool {
    code.lifecycle != Lifecycle::Draft
}
