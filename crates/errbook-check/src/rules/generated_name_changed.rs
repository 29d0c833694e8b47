//! Reports codes whose generated name changed, which breaks code that raises or handles them.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    if comparison.is_manifest_broken() {
        return;
    }
    let (old, new) = (&comparison.past.name, &comparison.now.name);
    if old != new {
        let message = format!("name of the catalog changed from `{old}` to `{new}`, which renames generated packages");
        let finding = Finding::new(message, comparison.manifest_key("name"), format!("restore `name: {old}`"));
        let finding = finding.was(comparison.manifest_was([key("name")]), format!("was `{old}`"));
        changes.find(None, (Bump::Major, Audience::Services), finding);
    }
    for pair in comparison.pairs().filter(|pair| pair.old.code == pair.new.code) {
        let (Some(old), Some(new)) = (&pair.old.rust, &pair.new.rust) else { continue };
        let (was, now) = if old.variant == new.variant { (&old.path, &new.path) } else { (&old.variant, &new.variant) };
        if was != now {
            let message = format!("generated name of `{}` changed from `{was}` to `{now}`", pair.new.code);
            let help = "restore `name` in `rust` of catalog.yaml";
            let finding = Finding::new(message, comparison.manifest_key("rust"), help);
            let finding = finding.was(comparison.manifest_was([key("rust")]), format!("was `{was}`"));
            changes.find(pair.code(), (Bump::Major, Audience::Services), finding);
        }
    }
}
