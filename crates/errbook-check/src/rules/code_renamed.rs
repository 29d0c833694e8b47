//! Reports removed codes that look like a new one: they were renamed without an alias.

use errbook_catalog::registry::Lifecycle;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for (old, successor) in comparison.missing().filter(|(old, _)| old.lifecycle != Lifecycle::Draft) {
        let Some(pair) = successor else { continue };
        let message = format!("`{}` looks like a rename of `{}`, which has no alias", pair.new.code, old.code);
        let help = format!("add `aliases: [\"{}\"]` so the old code still leads here", old.code);
        let finding = Finding::new(message, Place::file(pair.file), help)
            .help("if they are different errors, restore the old file and add `retired: {since: ..., reason: ...}`")
            .and(comparison.removed(old), "was here");
        changes.find(Some(&old.code), (Bump::Major, Audience::Clients), finding);
    }
}
