//! Reports aliases that now mean a different error, so clients that know the old meaning handle the
//! wrong error.

use errbook_catalog::registry::Lifecycle;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Past(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for pair in comparison.pairs().filter(|pair| pair.old.lifecycle != Lifecycle::Draft) {
        for alias in &pair.old.aliases {
            let Some(now) = meaning(comparison, alias) else { continue };
            if now.new.code == pair.new.code {
                continue;
            }
            let message = format!("`{alias}` was an alias of `{}` and now means a different error", pair.old.code);
            let place = if now.new.code == *alias { Place::file(now.file) } else { now.key("aliases") };
            let of = &pair.new.code;
            let help = format!("give this error a code that was never used, and list `{alias}` in `aliases` of `{of}`");
            changes.find(Some(alias), Bump::Major, Finding::new(message, place, help));
        }
    }
}

/// The entry that a code or alias belongs to now.
fn meaning<'s>(comparison: &'s Comparison<'_>, code: &str) -> Option<Pair<'s>> {
    let position = comparison.snapshot.position(code).or_else(|| comparison.alias(code))?;
    Some(comparison.current(position))
}
