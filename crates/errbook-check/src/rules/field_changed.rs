//! Reports declared fields whose accessors in generated code are gone or have another type.

use errbook_catalog::registry::{Audience as Readers, Field, Registry};

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Error, Scope::Base(check));

fn check(comparison: &Comparison<'_>, changes: &mut Changes) {
    if comparison.is_manifest_broken() {
        return;
    }
    for old in &comparison.past.fields {
        let path = || [key("fields"), key(old.name.clone())];
        let new = comparison.now.fields.iter().find(|new| new.name == old.name);
        let Some((message, help)) = change(comparison, old, new) else { continue };
        let place = if new.is_some() { comparison.manifest_at(path()) } else { comparison.manifest_key("fields") };
        let finding = Finding::new(message, place, help).was(comparison.manifest_was(path()), "was declared here");
        changes.find(None, (Bump::Major, Audience::Services), finding);
    }
}

/// What breaks code that reads a field, and how to restore it.
fn change(comparison: &Comparison<'_>, old: &Field, new: Option<&Field>) -> Option<(String, String)> {
    let name = &old.name;
    let Some(new) = new else {
        let audience = if old.audience == Readers::Internal { ", audience: internal" } else { "" };
        let help = format!("restore `{name}: {{type: {}{audience}}}`", old.ty);
        return Some((format!("field `{name}` was removed"), help));
    };
    if old.ty != new.ty {
        let message = format!("type of field `{name}` changed from `{}` to `{}`", old.ty, new.ty);
        return Some((message, format!("restore `type: {}`, or declare a new field", old.ty)));
    }
    if let Some(value) = old.values.iter().find(|value| !new.values.contains(value)) {
        return Some((
            format!("field `{name}` no longer has the value `{value}`"),
            format!("restore `{value}` in `values`"),
        ));
    }
    if (old.audience, new.audience) == (Readers::Public, Readers::Internal) {
        let message = format!("field `{name}` is no longer public");
        return Some((message, "restore `audience: public`, or declare a new field".to_owned()));
    }
    // The type of an accessor is optional unless all codes have a value. An entry that can't be read
    // has none.
    let is_readable = comparison.snapshot.report().errors() == 0;
    let was_complete = is_complete(comparison.past, old);
    if !is_readable || old.ty == "list" || was_complete == is_complete(&comparison.now, new) {
        return None;
    }
    Some(match was_complete {
        true => {
            let message = format!("field `{name}` is optional in generated code, because not all codes have it");
            let help = "set `required: true`, and the field in drafts and retired codes, or in a group above them";
            (message, help.to_owned())
        }
        false => {
            (format!("field `{name}` is no longer optional in generated code"), "remove `required: true`".to_owned())
        }
    })
}

fn is_complete(registry: &Registry, field: &Field) -> bool {
    field.required && registry.codes.iter().all(|code| code.fields.contains_key(&field.name))
}
