//! The members of response bodies: what a profile sends for a code, rendered from its envelope.

use std::collections::BTreeMap;
use std::fmt;

use errbook_catalog::registry::{Code, Profile};
use serde_json::Value;

use super::pairs::{Comparison, Pair};

/// What a member contains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    /// A variable of the envelope, such as `$detail`.
    Variable(String),
    /// A param: its name and type.
    Param { name: String, ty: String },
    /// A field: its name and its type in JSON.
    Field { name: String, ty: &'static str },
    /// A value that is the same in all responses.
    Literal(String),
}

/// A member of a response body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) content: Content,
    /// Some responses don't have it.
    pub(super) optional: bool,
}

/// The members of a body by their path, such as `error.code`.
pub(super) type Members = BTreeMap<String, Member>;

/// The body that `profile` sends for `code`. `None` if the code isn't sent by it, or the base
/// doesn't have its envelope.
pub(super) fn members(code: &Code, profile: &Profile) -> Option<Members> {
    let status = code.responses.get(&profile.name)?.status.to_string();
    let envelope = profile.by_status.get(&status).unwrap_or(&profile.envelope);
    if envelope.is_null() {
        return None;
    }
    let mut members = Members::new();
    walk(code, envelope, "", false, &mut members);
    Some(members)
}

fn walk(code: &Code, value: &Value, path: &str, optional: bool, members: &mut Members) {
    match value {
        Value::Object(object) if !object.is_empty() => {
            for (key, value) in object {
                match (key.strip_suffix('?'), value.as_str()) {
                    _ if key == "..." => spread(code, value, path, members),
                    (Some(_), _) if !can_be_present(code, value) => {}
                    (Some(name), _) => walk(code, value, &join(path, name), true, members),
                    (None, _) => walk(code, value, &join(path, key), optional, members),
                }
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                walk(code, item, &format!("{path}[{index}]"), optional, members);
            }
        }
        Value::String(text) => match text.strip_prefix('$') {
            Some("params" | "extensions") => {
                add(members, path, Content::Variable(text.clone()), optional);
                spread(code, value, path, members);
            }
            Some(name) if !name.starts_with('$') => {
                let content = match name.split_once('.') {
                    Some(("param", name)) => of_param(code, name),
                    Some(("field", name)) => of_field(code, name),
                    _ => has(code, name).then(|| Content::Variable(text.clone())),
                };
                match content {
                    Some(content) => add(members, path, content, optional),
                    None if optional => {}
                    None => add(members, path, Content::Literal("null".to_owned()), false),
                }
            }
            // `$$` is a literal dollar sign.
            Some(literal) => add(members, path, Content::Literal(Value::from(literal).to_string()), optional),
            None => add(members, path, Content::Literal(value.to_string()), optional),
        },
        literal => add(members, path, Content::Literal(literal.to_string()), optional),
    }
}

/// Whether responses can have the variable, which isn't a param.
fn has(code: &Code, variable: &str) -> bool {
    match variable {
        "action" => code.retryable.is_some(),
        "fix" => code.fix.is_some(),
        _ => true,
    }
}

/// The members of `$params` or `$extensions`.
fn spread(code: &Code, variable: &Value, path: &str, members: &mut Members) {
    let all = variable == "$params";
    for param in code.sent_params().filter(|param| all || code.extensions.contains(&param.name)) {
        let content = Content::Param { name: param.name.clone(), ty: param.ty.clone() };
        add(members, &join(path, &param.name), content, false);
    }
}

fn of_param(code: &Code, name: &str) -> Option<Content> {
    let param = code.sent_params().find(|param| param.name == name)?;
    Some(Content::Param { name: param.name.clone(), ty: param.ty.clone() })
}

fn of_field(code: &Code, name: &str) -> Option<Content> {
    let ty = match code.fields.get(name)? {
        Value::Number(_) => "number",
        Value::Bool(_) => "boolean",
        Value::Array(_) => "list",
        _ => "string",
    };
    Some(Content::Field { name: name.to_owned(), ty })
}

fn add(members: &mut Members, path: &str, content: Content, optional: bool) {
    members.insert(path.to_owned(), Member { content, optional });
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// Whether the body that `profile` sends for `code` has a field.
pub(super) fn sends(code: &Code, profile: &Profile, field: &str) -> bool {
    let is_it = |member: &Member| matches!(&member.content, Content::Field { name, .. } if name == field);
    members(code, profile).is_some_and(|members| members.values().any(is_it))
}

/// Whether an optional member can be present: one of its variables can.
fn can_be_present(code: &Code, value: &Value) -> bool {
    match value {
        Value::Object(object) => object.values().any(|value| can_be_present(code, value)),
        Value::Array(items) => items.iter().any(|value| can_be_present(code, value)),
        Value::String(text) => match text.strip_prefix('$') {
            Some("params") => code.sent_params().next().is_some(),
            Some("extensions") => code.sent_params().any(|param| code.extensions.contains(&param.name)),
            Some(name) if !name.starts_with('$') => match name.split_once('.') {
                Some(("param", name)) => of_param(code, name).is_some(),
                Some(("field", name)) => of_field(code, name).is_some(),
                _ => has(code, name),
            },
            _ => false,
        },
        _ => false,
    }
}

/// A difference between the bodies of one code in one profile.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Difference {
    /// A member that clients could read is gone, changed, or became optional.
    Breaking(String),
    /// A member was added or is no longer optional.
    Compatible(String),
}

/// What differs in the bodies that `profile` sends for a code. Skips the params that other rules
/// report.
pub(crate) fn differences(pair: Pair<'_>, old: &Profile, new: &Profile) -> Vec<Difference> {
    let (Some(old), Some(new)) = (members(pair.old, old), members(pair.new, new)) else { return Vec::new() };
    let mut found = Vec::new();
    let lost = |(path, was): &(&String, &Member)| !new.contains_key(*path) && !is_reported(pair, &was.content);
    found.extend(
        listed(old.iter().filter(lost).map(|(path, _)| path))
            .map(|names| Difference::Breaking(format!("no longer has {names}"))),
    );
    for (path, was) in &old {
        let name = shown(path);
        match new.get(path) {
            Some(now) if now.content != was.content && !is_reported(pair, &was.content) => {
                let (now, was) = (&now.content, &was.content);
                found.push(Difference::Breaking(format!("has {now} instead of {was} in {name}")));
            }
            Some(now) if now.optional && !was.optional => {
                found.push(Difference::Breaking(format!("does not always have {name}")));
            }
            Some(now) if was.optional && !now.optional => {
                found.push(Difference::Compatible(format!("always has {name}")));
            }
            Some(_) | None => {}
        }
    }
    found.extend(
        listed(new.keys().filter(|path| !old.contains_key(*path)))
            .map(|names| Difference::Compatible(format!("also has {names}"))),
    );
    found
}

/// Up to three members, and the number of the others.
fn listed<'m>(paths: impl Iterator<Item = &'m String>) -> Option<String> {
    let names: Vec<String> = paths.map(|path| shown(path)).collect();
    match names.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        [first @ .., last] if names.len() <= 3 => {
            Some(format!("{}{} and {last}", first.join(", "), if first.len() > 1 { "," } else { "" }))
        }
        _ => {
            let more = names.len() - 3;
            let members = if more == 1 { "member" } else { "members" };
            Some(format!("{}, and {more} more {members}", names[..3].join(", ")))
        }
    }
}

/// Whether `param-removed` or `param-retyped` reports the change of a param.
fn is_reported(pair: Pair<'_>, content: &Content) -> bool {
    let Content::Param { name, ty } = content else { return false };
    let lost_extension = pair.old.extensions.contains(name) && !pair.new.extensions.contains(name);
    let same = pair.new.params.iter().any(|param| param.name == *name && param.ty == *ty);
    let is_hidden = !pair.new.sent_params().any(|param| param.name == *name);
    !same || is_hidden || lost_extension
}

fn shown(path: &str) -> String {
    if path.is_empty() { "its only value".to_owned() } else { format!("`{path}`") }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Content::Variable(name) | Content::Literal(name) => write!(f, "`{name}`"),
            Content::Param { name, .. } => write!(f, "param `{name}`"),
            Content::Field { name, ty } => write!(f, "field `{name}` ({ty})"),
        }
    }
}

impl Comparison<'_> {
    /// The profiles that exist in both catalogs, old and new.
    pub(crate) fn profiles(&self) -> impl Iterator<Item = (&Profile, &Profile)> {
        let same = |old: &Profile| self.now.profiles.iter().find(|new| new.name == old.name);
        self.past.profiles.iter().filter_map(move |old| Some((old, same(old)?)))
    }

    /// Whether responses of the base and of the current catalog include the URL of the code's page.
    pub(crate) fn sends_types(&self) -> bool {
        let is_type = |member: &Member| member.content == Content::Variable("$type".to_owned());
        self.pairs().filter(Pair::is_sent).any(|pair| {
            self.profiles().any(|(old, new)| {
                let both = members(pair.old, old).zip(members(pair.new, new));
                both.is_some_and(|(old, new)| [old, new].iter().all(|body| body.values().any(is_type)))
            })
        })
    }
}
