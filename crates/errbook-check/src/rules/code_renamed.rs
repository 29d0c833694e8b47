//! A code that is gone while a new one says the same: it was renamed, and clients that know the old name are lost.

use errbook_catalog::registry::Lifecycle;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Past(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for (old, successor) in comparison.missing().filter(|(old, _)| old.lifecycle != Lifecycle::Draft) {
        let Some(pair) = successor else { continue };
        let message = format!("`{}` seems to be the former `{}`, which is gone", pair.new.code, old.code);
        let help = format!("add `aliases: [\"{}\"]`, so that the old code still leads here", old.code);
        let finding = Finding::new(message, Place::file(pair.file), help)
            .help("if they are two errors, retire the old one: bring its file back and add `retired: {since: ..., reason: ...}`");
        changes.find(Some(&old.code), Bump::Major, finding);
    }
}
