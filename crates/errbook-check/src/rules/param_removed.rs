//! Reports params that released clients read and that are now missing from the code or its response
//! body.

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for pair in comparison.pairs().filter(|pair| pair.is_sent() && !pair.broken) {
        let code = &pair.new.code;
        for old in &pair.old.params {
            let name = &old.name;
            let (message, key, help) = if !pair.new.params.iter().any(|new| new.name == *name) {
                let param = format!("{name}: {{type: {}, example: ...}}", old.ty);
                let help = format!("restore `{param}`, and use it in the message or list it in `extensions`");
                (format!("`{code}` no longer has param `{name}`"), "params", help)
            } else if pair.old.extensions.contains(name) && !pair.new.extensions.contains(name) {
                let message = format!("response body of `{code}` no longer includes `{name}`");
                (message, "extensions", format!("add `{name}` back to `extensions`"))
            } else {
                continue;
            };
            let finding = Finding::new(message, pair.key(key), help).and(comparison.was(pair, key), "was here");
            changes.find(pair.code(), (Bump::Major, Audience::Clients), finding);
        }
        if pair.new.redact && !pair.old.redact && !pair.old.params.is_empty() {
            let message = format!("`redact: true` hides the params of `{code}` from clients");
            let place = comparison.value_of(pair, "redact");
            let finding = Finding::new(message, place, "remove `redact: true`, or give the redacted error a new code");
            let finding = finding.and(comparison.was(pair, "redact"), "was not redacted");
            changes.find(pair.code(), (Bump::Major, Audience::Clients), finding);
        }
    }
}
