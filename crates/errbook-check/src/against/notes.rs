//! Lists allowed changes, which no rule reports but which affect the next version.

use errbook_catalog::registry::{self, Code, Ending, Lifecycle, Registry};

use super::body::sends;
use super::pairs::{Comparison, Pair};
use super::{Audience, Bump, Changes};

pub(crate) fn add(comparison: &Comparison<'_>, changes: &mut Changes) {
    for code in added(comparison) {
        changes.note(Some(&code.code), (Bump::Minor, Audience::Clients), format!("`{}` was added", code.code));
    }
    for pair in comparison.pairs() {
        lifecycle(pair, changes);
        if pair.old.code != pair.new.code {
            let message =
                format!("`{}` was renamed to `{}`, and its old name is an alias", pair.old.code, pair.new.code);
            changes.note(pair.code(), (Bump::Major, Audience::Clients), message);
        }
        if let (None, Some(parent)) = (&pair.old.parent, &pair.new.parent) {
            let message = format!("`{}` now has the parent `{parent}`", pair.new.code);
            changes.note(pair.code(), (Bump::Minor, Audience::Services), message);
        }
        if pair.is_sent() {
            params(pair, changes);
        }
        texts(pair, changes);
        fields(comparison, pair, changes);
        links(pair, changes);
    }
    if !comparison.is_manifest_broken() {
        manifest(comparison, changes);
    }
    for (draft, _) in comparison.missing().filter(|(old, _)| old.lifecycle == Lifecycle::Draft) {
        changes.note(
            Some(&draft.code),
            (Bump::Minor, Audience::Clients),
            format!("draft `{}` was removed", draft.code),
        );
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
        (_, Retired) => {
            ((Bump::Major, Audience::Services), format!("`{code}` was retired and is no longer a variant of `Error`"))
        }
        (Draft, _) => ((Bump::Minor, Audience::Services), format!("`{code}` is no longer a draft")),
        (_, Deprecated) => ((Bump::Minor, Audience::Clients), format!("`{code}` was deprecated")),
        _ => return,
    };
    changes.note(pair.code(), bump, message);
}

fn params(pair: Pair<'_>, changes: &mut Changes) {
    for param in &pair.new.params {
        if !pair.old.params.iter().any(|old| old.name == param.name) {
            let message = format!("`{}` has a new param `{}`, required to raise it", pair.new.code, param.name);
            changes.note(pair.code(), (Bump::Major, Audience::Services), message);
        }
    }
    sensitive(pair, changes);
    for profile in pair.new.responses.keys() {
        if !pair.old.responses.contains_key(profile) && !pair.old.responses.is_empty() {
            changes.note(
                pair.code(),
                (Bump::Minor, Audience::Clients),
                format!("`{}` is now sent by `{profile}`", pair.new.code),
            );
        }
    }
    for extension in &pair.new.extensions {
        let old = &pair.old;
        if old.params.iter().any(|param| param.name == *extension) && !old.extensions.contains(extension) {
            let message = format!("response body of `{}` may now include `{extension}`", pair.new.code);
            changes.note(pair.code(), (Bump::Minor, Audience::Clients), message);
        }
    }
    if pair.old.redact && !pair.new.redact && !pair.broken {
        let message = format!("params of `{}` now reach clients", pair.new.code);
        changes.note(pair.code(), (Bump::Minor, Audience::Clients), message);
    }
    if pair.old.retryable.is_none() && pair.new.retryable.is_some() {
        let message = format!("`{}` now sets `action`", pair.new.code);
        changes.note(pair.code(), (Bump::Minor, Audience::Clients), message);
    }
    if pair.old.fix.is_some() && pair.new.fix.is_some() && pair.old.fix != pair.new.fix {
        let message = format!("fix of `{}` in its response changed", pair.new.code);
        changes.note(pair.code(), (Bump::Patch, Audience::Clients), message);
    }
    if pair.old.retry_after.is_none() && pair.new.retry_after.is_some() {
        let message = format!("`{}` now sets `retry_after`", pair.new.code);
        changes.note(pair.code(), (Bump::Minor, Audience::Clients), message);
    }
    if pair.old.log_level != pair.new.log_level && !pair.broken {
        let message = format!("log level of `{}` changed", pair.new.code);
        changes.note(pair.code(), (Bump::Patch, Audience::Services), message);
    }
}

/// Params that became sensitive, and those that are now revealed.
fn sensitive(pair: Pair<'_>, changes: &mut Changes) {
    let code = &pair.new.code;
    for new in pair.new.params.iter().filter(|new| new.sensitive) {
        let Some(old) = pair.old.params.iter().find(|old| old.name == new.name) else { continue };
        if !old.sensitive {
            let message = format!("`{}` of `{code}` is now sensitive: services set an `errbook::Sensitive`", new.name);
            changes.note(pair.code(), (Bump::Major, Audience::Services), message);
        } else if pair.new.reveal.contains(&new.name) && !pair.old.reveal.contains(&new.name) {
            let message = format!("`{code}` now reveals `{}` to clients", new.name);
            changes.note(pair.code(), (Bump::Minor, Audience::Clients), message);
        }
    }
}

/// Aliases and redirects that were added, and the advice of deprecated and retired codes.
fn links(pair: Pair<'_>, changes: &mut Changes) {
    let code = &pair.new.code;
    let added = |new: &[String], old: &[String]| new.iter().any(|item| !old.contains(item));
    if pair.old.code == *code && added(&pair.new.aliases, &pair.old.aliases) {
        changes.note(pair.code(), (Bump::Minor, Audience::Clients), format!("`{code}` has a new alias"));
    }
    if pair.old.code == *code && added(&pair.new.redirects, &pair.old.redirects) {
        changes.note(pair.code(), (Bump::Patch, Audience::Links), format!("page of `{code}` has a new redirect"));
    }
    let advice = |of: &Option<Ending>| of.as_ref().map(|of| (of.reason.clone(), of.replaced_by.clone()));
    for (old, new) in [(&pair.old.deprecated, &pair.new.deprecated), (&pair.old.retired, &pair.new.retired)] {
        if let (Some(old), Some(new)) = (advice(old), advice(new))
            && old != new
        {
            let message = format!("reason or replacement of `{code}` changed");
            changes.note(pair.code(), (Bump::Patch, Audience::Services), message);
        }
    }
}

/// Values of fields. Clients notice those that are in a response.
fn fields(comparison: &Comparison<'_>, pair: Pair<'_>, changes: &mut Changes) {
    if pair.broken {
        return;
    }
    // A field that only one of the two declares is reported once.
    let is_in = |registry: &Registry, name: &str| registry.fields.iter().any(|field| field.name == name);
    let both = comparison.now.fields.iter().map(|field| &field.name).filter(|name| is_in(comparison.past, name));
    for name in both.filter(|name| pair.old.fields.get(*name) != pair.new.fields.get(*name)) {
        let code = &pair.new.code;
        let (bump, message) = match pair.is_sent() && comparison.profiles().any(|(_, new)| sends(pair.new, new, name)) {
            true => ((Bump::Minor, Audience::Clients), format!("`{name}` in the response of `{code}` changed")),
            false => ((Bump::Patch, Audience::Services), format!("field `{name}` of `{code}` changed")),
        };
        changes.note(pair.code(), bump, message);
    }
}

/// Changes of the manifest.
fn manifest(comparison: &Comparison<'_>, changes: &mut Changes) {
    let (past, now) = (comparison.past, &comparison.now);
    let patch = (Bump::Patch, Audience::Links);
    if comparison.is_comparable() && past.canonical != now.canonical {
        changes.note(None, patch, "canonical URLs changed".to_owned());
    }
    if now.redirects.iter().any(|new| !past.redirects.iter().any(|old| old.from == new.from)) {
        changes.note(None, patch, "the manifest has a new redirect".to_owned());
    }
    for group in &now.groups {
        let old = past.groups.iter().find(|old| old.path == group.path);
        if old.is_some_and(|old| group.redirects.iter().any(|from| !old.redirects.contains(from))) {
            changes.note(None, patch, format!("page of group `{}` has a new redirect", group.path.join("/")));
        }
    }
    for field in &now.fields {
        let old = past.fields.iter().find(|old| old.name == field.name);
        declared(past, old, field, changes);
    }
    for profile in &now.profiles {
        if !past.profiles.iter().any(|old| old.name == profile.name) {
            let message = format!("profile `{}` was added", profile.name);
            changes.note(None, (Bump::Minor, Audience::Clients), message);
        }
    }
}

/// A field that is new, has new values, or became public. A public `errors.json` has no internal
/// fields, so those may be as old as the base.
fn declared(past: &Registry, old: Option<&registry::Field>, new: &registry::Field, changes: &mut Changes) {
    use registry::Audience::{Internal, Public};
    let name = &new.name;
    let mut note = |message: String| changes.note(None, (Bump::Minor, Audience::Services), message);
    let Some(old) = old else {
        if new.audience == Public || past.audience == Internal {
            note(format!("field `{name}` was added"));
        }
        return;
    };
    if old.ty == new.ty && new.values.iter().any(|value| !old.values.contains(value)) {
        note(format!("field `{name}` has a new value"));
    }
    if (old.audience, new.audience) == (Internal, Public) {
        note(format!("field `{name}` is now public"));
    }
}

fn texts(pair: Pair<'_>, changes: &mut Changes) {
    // A default name is derived from the code, and changes with it.
    let same_code = pair.old.code == pair.new.code;
    if same_code && !pair.broken && (&pair.old.name, &pair.old.summary) != (&pair.new.name, &pair.new.summary) {
        changes.note(
            pair.code(),
            (Bump::Patch, Audience::Clients),
            format!("name or summary of `{}` changed", pair.new.code),
        );
    }
}
