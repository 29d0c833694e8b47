//! Reports released codes and aliases that no longer exist, and released codes that are drafts
//! again, or only a reference.

use errbook_catalog::registry::{Code, CodeKind, Lifecycle};

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for (old, _) in comparison.missing().filter(|(old, successor)| successor.is_none() && is_released(old)) {
        let segments = comparison.segments(&old.code);
        let place = comparison.group_of(&segments[..segments.len() - 1]);
        let help = "retire it instead: restore its file and add `retired: {since: ..., reason: ...}`";
        let finding = Finding::new(format!("code `{}` was removed", old.code), place, help)
            .help("if it was renamed, add it to `aliases` of the new entry")
            .and(comparison.removed(old), "was here");
        changes.find(Some(&old.code), (Bump::Major, Audience::Clients), finding);
    }
    for pair in comparison.pairs() {
        lost_aliases(comparison, pair, changes);
        if is_released(pair.old) && pair.new.lifecycle == Lifecycle::Draft {
            let message = format!("released code `{}` is a draft again", pair.new.code);
            let help = "remove `draft: true`, or retire the code";
            let finding =
                Finding::new(message, pair.key("draft"), help).and(comparison.was(pair, "draft"), "was released");
            changes.find(pair.code(), (Bump::Major, Audience::Services), finding);
        }
        if pair.is_sent() && pair.old.kind == CodeKind::Error && pair.new.kind == CodeKind::Reference {
            let message = format!("services can no longer raise `{}`, which is only a reference now", pair.new.code);
            let place = comparison.group_of(&comparison.segments(&pair.old.code));
            let help = "set `kind: error` in its group, or retire the code";
            changes.find(pair.code(), (Bump::Major, Audience::Services), Finding::new(message, place, help));
        }
    }
}

fn lost_aliases(comparison: &Comparison<'_>, pair: Pair<'_>, changes: &mut Changes) {
    for alias in pair.old.aliases.iter().filter(|_| !pair.broken) {
        if comparison.alias(alias).is_none() && comparison.now.code(alias).is_none() {
            let message = format!("alias `{alias}` no longer leads to `{}`", pair.new.code);
            let help = format!("add `{alias}` back to `aliases`");
            let finding =
                Finding::new(message, pair.key("aliases"), help).and(comparison.was(pair, "aliases"), "was here");
            changes.find(Some(alias), (Bump::Major, Audience::Clients), finding);
        }
    }
}

fn is_released(code: &Code) -> bool {
    code.lifecycle != Lifecycle::Draft
}
