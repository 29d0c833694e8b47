//! Lists allowed changes, which no rule reports but which affect the next version.

use errbook_catalog::registry::{Code, Lifecycle};

use super::pairs::{Comparison, Pair};
use super::{Bump, Changes};

pub(crate) fn add(comparison: &Comparison<'_>, changes: &mut Changes) {
    for code in added(comparison) {
        changes.note(Some(&code.code), Bump::Minor, format!("`{}` was added", code.code));
    }
    for pair in comparison.pairs() {
        lifecycle(pair, changes);
        if pair.old.code != pair.new.code {
            let message =
                format!("`{}` was renamed to `{}`, and its old name is an alias", pair.old.code, pair.new.code);
            changes.note(pair.code(), Bump::Major, message);
        }
        if pair.is_sent() {
            params(pair, changes);
        }
        texts(pair, changes);
    }
    for (draft, _) in comparison.missing().filter(|(old, _)| old.lifecycle == Lifecycle::Draft) {
        changes.note(Some(&draft.code), Bump::Minor, format!("draft `{}` was removed", draft.code));
    }
}

/// Codes that are not in the base, not even under another name.
fn added<'s>(comparison: &'s Comparison<'_>) -> impl Iterator<Item = &'s Code> {
    let successors: std::collections::HashSet<&str> = comparison
        .missing()
        .filter_map(|(_, pair)| pair)
        .chain(comparison.pairs())
        .map(|pair| pair.new.code.as_str())
        .collect();
    comparison.now.codes.iter().filter(move |code| !successors.contains(code.code.as_str()))
}

fn lifecycle(pair: Pair<'_>, changes: &mut Changes) {
    use Lifecycle::{Deprecated, Draft, Retired};
    let code = &pair.new.code;
    let (bump, message) = match (pair.old.lifecycle, pair.new.lifecycle) {
        (old, new) if old == new => return,
        (Draft, Retired) => return,
        (_, Retired) => (Bump::Major, format!("`{code}` was retired and is no longer a variant of `Error`")),
        (Draft, _) => (Bump::Minor, format!("`{code}` is no longer a draft")),
        (_, Deprecated) => (Bump::Minor, format!("`{code}` was deprecated")),
        _ => return,
    };
    changes.note(pair.code(), bump, message);
}

fn params(pair: Pair<'_>, changes: &mut Changes) {
    for param in &pair.new.params {
        if !pair.old.params.iter().any(|old| old.name == param.name) {
            let message = format!("`{}` has a new param `{}`, required to raise it", pair.new.code, param.name);
            changes.note(pair.code(), Bump::Major, message);
        }
    }
    for profile in pair.new.responses.keys() {
        if !pair.old.responses.contains_key(profile) && !pair.old.responses.is_empty() {
            changes.note(pair.code(), Bump::Minor, format!("`{}` is now sent by `{profile}`", pair.new.code));
        }
    }
    for profile in pair.old.responses.keys().filter(|_| !pair.broken) {
        if !pair.new.responses.contains_key(profile) {
            changes.note(pair.code(), Bump::Minor, format!("`{}` is no longer sent by `{profile}`", pair.new.code));
        }
    }
}

fn texts(pair: Pair<'_>, changes: &mut Changes) {
    // A default name is derived from the code, and changes with it.
    let same_code = pair.old.code == pair.new.code;
    if same_code && !pair.broken && (&pair.old.name, &pair.old.summary) != (&pair.new.name, &pair.new.summary) {
        changes.note(pair.code(), Bump::Patch, format!("name or summary of `{}` changed", pair.new.code));
    }
}
