//! Changes that are as they should be, for whoever chooses the next version: no rule finds fault with them.

use errbook_catalog::registry::{Code, Lifecycle};

use super::pairs::{Comparison, Pair};
use super::{Bump, Changes};

pub(crate) fn add(comparison: &Comparison<'_>, changes: &mut Changes) {
    for code in added(comparison) {
        changes.note(Some(&code.code), Bump::Minor, format!("`{}` is new", code.code));
    }
    for pair in comparison.pairs() {
        lifecycle(pair, changes);
        if pair.old.code != pair.new.code {
            let message =
                format!("`{}` is called `{}` now, and keeps its old name as an alias", pair.old.code, pair.new.code);
            changes.note(pair.code(), Bump::Major, message);
        }
        if pair.is_sent() {
            params(pair, changes);
        }
        texts(pair, changes);
    }
    for (draft, _) in comparison.missing().filter(|(old, _)| old.lifecycle == Lifecycle::Draft) {
        changes.note(Some(&draft.code), Bump::Minor, format!("the draft `{}` is gone", draft.code));
    }
}

/// Codes that were not there, and that no code of the past seems to have become.
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
        (_, Retired) => (Bump::Major, format!("`{code}` is retired: `Error` has no such variant any more")),
        (Draft, _) => (Bump::Minor, format!("`{code}` is no longer a draft")),
        (_, Deprecated) => (Bump::Minor, format!("`{code}` is deprecated")),
        _ => return,
    };
    changes.note(pair.code(), bump, message);
}

fn params(pair: Pair<'_>, changes: &mut Changes) {
    for param in &pair.new.params {
        if !pair.old.params.iter().any(|old| old.name == param.name) {
            let message =
                format!("`{}` has a new param `{}`, which whoever raises it must give", pair.new.code, param.name);
            changes.note(pair.code(), Bump::Major, message);
        }
    }
    for profile in pair.new.responses.keys() {
        if !pair.old.responses.contains_key(profile) && !pair.old.responses.is_empty() {
            changes.note(pair.code(), Bump::Minor, format!("`{}` is sent by `{profile}` now", pair.new.code));
        }
    }
    for profile in pair.old.responses.keys().filter(|_| !pair.broken) {
        if !pair.new.responses.contains_key(profile) {
            changes.note(pair.code(), Bump::Minor, format!("`{}` is no longer sent by `{profile}`", pair.new.code));
        }
    }
}

fn texts(pair: Pair<'_>, changes: &mut Changes) {
    // A name that nobody wrote is made of the code, and changes with it.
    let same_code = pair.old.code == pair.new.code;
    if same_code && !pair.broken && (&pair.old.name, &pair.old.summary) != (&pair.new.name, &pair.new.summary) {
        changes.note(pair.code(), Bump::Patch, format!("`{}` is described in other words", pair.new.code));
    }
}
