//! Reports aliases that now mean a different error, so clients that know the old meaning handle the
//! wrong error.

use errbook_catalog::FileId;
use errbook_catalog::registry::{Code, Lifecycle};

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for pair in comparison.pairs().filter(|pair| pair.old.lifecycle != Lifecycle::Draft) {
        for alias in &pair.old.aliases {
            let Some(now) = meaning(comparison, alias) else { continue };
            let (code, file) = now;
            if code.code == pair.new.code {
                continue;
            }
            let message = format!("`{alias}` was an alias of `{}` and now means a different error", pair.old.code);
            let place = if code.code == *alias { Place::file(file) } else { Place::key(file, "aliases") };
            let of = &pair.new.code;
            let help = format!("give this error a code that was never used, and list `{alias}` in `aliases` of `{of}`");
            let finding = Finding::new(message, place, help).and(comparison.was(pair, "aliases"), "was an alias here");
            changes.find(Some(alias), (Bump::Major, Audience::Clients), finding);
        }
    }
}

/// The entry that a code or alias belongs to now.
fn meaning<'s>(comparison: &'s Comparison<'_>, code: &str) -> Option<(&'s Code, FileId)> {
    let position = comparison.snapshot.position(code).or_else(|| comparison.alias(code))?;
    Some(comparison.current(position))
}
