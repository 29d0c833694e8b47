//! Reports profiles that are gone, codes that a profile no longer sends, and another default
//! profile.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    if comparison.is_manifest_broken() {
        return;
    }
    let place = comparison.manifest_key("profiles");
    let was = |name: &str| comparison.manifest_was([key("profiles"), key(name.to_owned())]);
    for old in &comparison.past.profiles {
        if !comparison.now.profiles.iter().any(|new| new.name == old.name) {
            let message = format!("profile `{}` was removed", old.name);
            let finding = Finding::new(
                message,
                place.clone(),
                "restore it, and remove it after the last service stopped using it",
            );
            changes.find(None, (Bump::Major, Audience::Clients), finding.and(was(&old.name), "was here"));
        }
    }
    if let (Some(old), Some(new)) = (comparison.past.profiles.first(), comparison.now.profiles.first())
        && old.name != new.name
    {
        let message = format!("default profile changed from `{}` to `{}`", old.name, new.name);
        let help = format!("move `{}` to the top of `profiles`", old.name);
        let finding = Finding::new(message, place, help).and(was(&old.name), "was the default");
        changes.find(None, (Bump::Major, Audience::Clients), finding);
    }
    for pair in comparison.pairs().filter(|pair| pair.is_sent() && !pair.broken) {
        for (old, _) in comparison.profiles().filter(|(old, _)| pair.old.responses.contains_key(&old.name)) {
            if !pair.new.responses.contains_key(&old.name) {
                let message = format!("profile `{}` no longer sends `{}`", old.name, pair.new.code);
                let help = format!("add `{}` back to `profiles` of the entry or its group", old.name);
                let finding = Finding::new(message, comparison.value_of(pair, "profiles"), help);
                let finding = finding.and(comparison.was(pair, "profiles"), "was sent");
                changes.find(pair.code(), (Bump::Major, Audience::Clients), finding);
            }
        }
    }
}
