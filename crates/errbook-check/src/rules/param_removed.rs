//! Reports params that released clients read and that are now missing from the code or its response
//! body.

use errbook_catalog::registry::Code;

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    for pair in comparison.pairs().filter(|pair| pair.is_sent() && !pair.broken) {
        let code = &pair.new.code;
        for old in &pair.old.params {
            let name = &old.name;
            if let Some((message, of, help)) = hidden(pair, name) {
                let place = match of {
                    "params" => pair.key(of).then(key(name.clone())).then(key("sensitive")),
                    of => pair.key(of),
                };
                let finding = Finding::new(message, place, help).and(comparison.was(pair, of), "was here");
                changes.find(pair.code(), (Bump::Major, Audience::Clients), finding);
                continue;
            }
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
        wording_params(comparison, pair, changes);
        if pair.new.redact && !pair.old.redact && !pair.old.params.is_empty() {
            let message = format!("`redact: true` hides the params of `{code}` from clients");
            let place = comparison.value_of(pair, "redact");
            let finding = Finding::new(message, place, "remove `redact: true`, or give the redacted error a new code");
            let finding = finding.and(comparison.was(pair, "redact"), "was not redacted");
            changes.find(pair.code(), (Bump::Major, Audience::Clients), finding);
        }
    }
}

/// Params that clients read from wordings. They can become params of the message.
fn wording_params(comparison: &Comparison<'_>, pair: Pair<'_>, changes: &mut Changes) {
    for old in pair.old.all_params().skip(pair.old.params.len()) {
        if let Some((message, _, help)) = hidden(pair, &old.name) {
            let finding = Finding::new(message, pair.key("wordings"), help);
            let finding = finding.and(comparison.was(pair, "wordings"), "was here");
            changes.find(pair.code(), (Bump::Major, Audience::Clients), finding);
            continue;
        }
        if pair.new.all_params().any(|new| new.name == old.name) {
            continue;
        }
        let (code, name) = (&pair.new.code, &old.name);
        let message = format!("`{code}` no longer has param `{name}`");
        let help = format!("restore the wording that has `{{{name}}}`");
        let finding = Finding::new(message, pair.key("wordings"), help);
        let finding = finding.and(comparison.was(pair, "wordings"), "was here");
        changes.find(pair.code(), (Bump::Major, Audience::Clients), finding);
    }
}

/// A param that responses showed, and that is now masked.
fn hidden(pair: Pair<'_>, name: &str) -> Option<(String, &'static str, String)> {
    let is_sent = |code: &Code| code.sent_params().any(|param| param.name == name);
    let exists = pair.new.all_params().any(|param| param.name == name);
    if !exists || pair.new.redact || !is_sent(pair.old) || is_sent(pair.new) {
        return None;
    }
    let code = &pair.new.code;
    Some(if pair.old.reveal.iter().any(|revealed| revealed == name) {
        (format!("`{code}` no longer reveals `{name}` to clients"), "reveal", format!("add `{name}` back to `reveal`"))
    } else {
        let help = format!("add `reveal: [{name}]` if callers may see it, or allow the change");
        (format!("`sensitive: true` hides `{name}` of `{code}` from clients"), "params", help)
    })
}
