//! Reports operations that no longer raise a code: their generated enums lose a variant.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for (pair, removed, added) in comparison.operations() {
        if !removed.is_empty() {
            let message = format!("`{}` is no longer raised by `{}`", pair.new.code, removed.join("`, `"));
            let help = "add them back to `raised_by`, or retire the code if no operation raises it";
            let finding = Finding::new(message, pair.key("raised_by"), help);
            let finding = finding.and(comparison.was(pair, "raised_by"), "was raised");
            changes.find(pair.code(), (Bump::Major, Audience::Services), finding);
        }
        if !added.is_empty() {
            let message = format!("`{}` is now raised by `{}`", pair.new.code, added.join("`, `"));
            changes.note(pair.code(), (Bump::Minor, Audience::Services), message);
        }
    }
}
