//! Reports retired codes that are live again, although clients may have removed the handling for
//! them.

use errbook_catalog::registry::Lifecycle;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    let revived = |old, new| old == Lifecycle::Retired && new != Lifecycle::Retired;
    for pair in comparison.pairs().filter(|pair| !pair.broken && revived(pair.old.lifecycle, pair.new.lifecycle)) {
        let since = pair.old.retired.as_ref().and_then(|ending| ending.since.as_deref());
        let label = since.map(|since| format!("retired since {since} in the base catalog")).unwrap_or_default();
        let message = format!("retired code `{}` is live again", pair.new.code);
        let help = "give the error a new code, and keep this one retired";
        let finding = Finding::new(message, Place::file(pair.file), help).was(comparison.was(pair, "retired"), label);
        changes.find(pair.code(), (Bump::Minor, Audience::Clients), finding);
    }
}
