//! A param that is gone, or no longer a member of the body: clients read it. Params only grow.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Past(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for pair in comparison.pairs().filter(|pair| pair.is_sent() && !pair.broken) {
        let code = &pair.new.code;
        for old in &pair.old.params {
            let name = &old.name;
            let (message, place, help) = if !pair.new.params.iter().any(|new| new.name == *name) {
                let param = format!("{name}: {{type: {}, example: ...}}", old.ty);
                let help = format!("restore it: `{param}`, in the message or in `extensions`");
                (format!("`{code}` lost its param `{name}`"), pair.key("params"), help)
            } else if pair.old.extensions.contains(name) && !pair.new.extensions.contains(name) {
                let message = format!("the body of `{code}` lost its member `{name}`");
                (message, pair.key("extensions"), format!("add `{name}` to `extensions` again"))
            } else {
                continue;
            };
            changes.find(pair.code(), Bump::Major, Finding::new(message, place, help));
        }
    }
}
