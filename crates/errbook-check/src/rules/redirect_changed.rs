//! Reports redirects that now lead to another page.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    if comparison.is_manifest_broken() || comparison.urls().moved {
        return;
    }
    for moved in comparison.moved_redirects() {
        let message = format!("redirect `{}` now leads to {} instead of {}", moved.from, moved.now, moved.was);
        let help = format!("move `{}` back, so old links still lead to the page that they meant", moved.from);
        let finding = Finding::new(message, moved.place, help).and(moved.base, "was here");
        changes.find(moved.code.as_deref(), (Bump::Minor, Audience::Links), finding);
    }
}
