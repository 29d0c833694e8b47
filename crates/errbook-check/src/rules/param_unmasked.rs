//! Reports params that are no longer sensitive, so their values appear in logs and responses.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for pair in comparison.pairs().filter(|pair| pair.is_sent() && !pair.broken) {
        for old in pair.old.params.iter().filter(|old| old.sensitive) {
            if !pair.new.params.iter().any(|new| new.name == old.name && !new.sensitive) {
                continue;
            }
            let message = format!("values of `{}` in `{}` are no longer masked", old.name, pair.new.code);
            let place = pair.key("params").then(key(old.name.clone()));
            let base = comparison.was(pair, "params");
            let base = base.map(|place| place.then(key(old.name.clone())).then(key("sensitive")));
            let finding = Finding::new(message, place, "restore `sensitive: true`").was(base, "was sensitive");
            changes.find(pair.code(), (Bump::Major, Audience::Services), finding);
        }
    }
}
