//! Reports params whose type changed, which breaks clients that parse them and services that set
//! them.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Past(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for pair in comparison.pairs().filter(|pair| pair.is_sent()) {
        for old in &pair.old.params {
            let Some(new) = pair.new.params.iter().find(|new| new.name == old.name && new.ty != old.ty) else {
                continue;
            };
            let (name, code, now, was) = (&new.name, &pair.new.code, &new.ty, &old.ty);
            let message = format!("type of `{name}` in `{code}` changed from {was} to {now}");
            let place = pair.key("params").then(key(new.name.clone())).then(key("type"));
            let help = format!("restore `type: {was}`, and add a new param for the new type, such as `{name}_{now}`");
            let finding = Finding::new(message, place, help).label(format!("was `{was}`"));
            changes.find(pair.code(), Bump::Major, finding);
        }
    }
}
