//! Finds codes: those that schemas list, and the one in the example of a body.

use std::collections::HashSet;

use errbook_check::OpenapiTree;
use serde_json::Value as Json;

use super::super::field_map::normal;
use super::super::found::Found;
use super::text;

/// Members with a code, most likely first, in lowercase without separators.
const NAMES: &[&str] = &["code", "errorcode", "errcode", "error", "errortype", "reason", "slug", "type"];

/// Schemas nest at most this deep.
const DEEPEST: usize = 32;

/// A code that a schema lists.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) code: String,
    pub(super) description: String,
    /// What else the schema says about it.
    pub(super) fields: Vec<(String, String)>,
}

/// Adds the codes that a schema lists for a member of a body.
/// `line` is that of the response.
pub(super) fn of(tree: &OpenapiTree<'_>, schema: &Json, line: usize, into: &mut Vec<Member>, found: &mut Found) {
    walk(tree, schema, DEEPEST, &mut HashSet::new(), &mut |name, schema| {
        if NAMES.contains(&normal(name).as_str()) {
            for member in members(tree, schema, line, found) {
                match into.iter_mut().find(|known| known.code == member.code) {
                    None => into.push(member),
                    Some(known) if known.description.is_empty() => *known = member,
                    Some(_) => {}
                }
            }
        }
    });
}

/// Visits the properties of a schema. A schema that contains itself is visited once.
fn walk<'s>(
    tree: &'s OpenapiTree<'_>,
    schema: &'s Json,
    deepest: usize,
    seen: &mut HashSet<*const Json>,
    visit: &mut dyn FnMut(&str, &Json),
) {
    let Some(schema) = tree.follow(schema).filter(|schema| deepest > 0 && seen.insert(std::ptr::from_ref(*schema)))
    else {
        return;
    };
    for (name, property) in schema.get("properties").and_then(Json::as_object).into_iter().flatten() {
        visit(name, property);
        walk(tree, property, deepest - 1, seen, visit);
    }
    for name in ["allOf", "oneOf", "anyOf"] {
        for part in schema.get(name).and_then(Json::as_array).into_iter().flatten() {
            walk(tree, part, deepest - 1, seen, visit);
        }
    }
}

/// The values of an enum: `enum`, `const`, or constants in `oneOf` and `anyOf`.
fn members(tree: &OpenapiTree<'_>, schema: &Json, line: usize, found: &mut Found) -> Vec<Member> {
    let Some(schema) = tree.follow(schema) else { return Vec::new() };
    let mut members: Vec<Member> = Vec::new();
    let values = schema.get("enum").and_then(Json::as_array).into_iter().flatten();
    for (at, value) in values.enumerate() {
        members.extend(member(value, |key| extension(schema, key, at, value)));
    }
    if let Some(value) = schema.get("const") {
        members.extend(member(value, |_| None));
    }
    for part in ["oneOf", "anyOf", "allOf"].iter().filter_map(|name| schema.get(name)?.as_array()).flatten() {
        let Some(part) = tree.follow(part) else { continue };
        let values = part.get("enum").and_then(Json::as_array).into_iter().flatten().chain(part.get("const"));
        for (at, value) in values.enumerate() {
            let own = |key: Key| extension(part, key, at, value).or_else(|| part.get("const").and(own_text(part, key)));
            members.extend(member(value, own));
        }
    }
    let about = text(schema, "description");
    if !members.is_empty() && !about.is_empty() && found.notes.iter().all(|note| note.text != about) {
        found.unplaced(line, "the description of the member with the code has no equivalent in a catalog", about);
    }
    members
}

/// What a schema can say about a value of an enum.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Description,
    Name,
}

fn own_text(part: &Json, key: Key) -> Option<String> {
    let name = if key == Key::Description { "description" } else { "title" };
    part.get(name)?.as_str().map(str::to_owned)
}

/// The value of an extension that many generators know: a list in the order of the enum, or a map.
fn extension(schema: &Json, key: Key, at: usize, value: &Json) -> Option<String> {
    let names: &[&str] = match key {
        Key::Description => &["x-enum-descriptions", "x-enumDescriptions", "x-enum-description"],
        Key::Name => &["x-enum-varnames", "x-enumNames", "x-enum-names"],
    };
    let of = names.iter().find_map(|name| schema.get(name))?;
    let text = of.as_array().and_then(|items| items.get(at)).or_else(|| of.get(code(value)?.as_str()))?;
    text.as_str().map(str::to_owned)
}

/// A code from a value of an enum. Numbers have their names as codes, if they have names.
fn member(value: &Json, own: impl Fn(Key) -> Option<String>) -> Option<Member> {
    let value_text = code(value)?;
    let description = own(Key::Description).unwrap_or_default();
    Some(match own(Key::Name) {
        Some(name) if value.is_number() => {
            Member { code: name, description, fields: vec![("value".to_owned(), value_text)] }
        }
        Some(name) if name != value_text => {
            Member { code: value_text, description, fields: vec![("variable".to_owned(), name)] }
        }
        _ => Member { code: value_text, description, fields: Vec::new() },
    })
}

fn code(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The code in a body: the value of the member with the likeliest name, or else the end of the URL
/// of a problem type (RFC 9457, section 3.1.1).
pub(super) fn code_in(body: &Json, known: &dyn Fn(&str) -> bool) -> Option<String> {
    let mut candidates = Vec::new();
    collect(body, DEEPEST, &mut candidates);
    let listed = candidates.iter().find(|(_, code)| known(code));
    let likeliest = || candidates.iter().filter(|(_, code)| is_code(code)).min_by_key(|(rank, _)| *rank);
    let (_, code) = listed.or_else(likeliest)?;
    let end = code.trim_end_matches('/').rsplit(['/', '#']).next().filter(|_| code.contains("://"));
    Some(end.unwrap_or(code).to_owned())
}

/// A body in which a code that is a number is a string, and whether there is one.
pub(super) fn in_quotes(body: &Json, code: &str) -> (Json, bool) {
    let Json::Object(members) = body else { return (body.clone(), false) };
    let mut found = false;
    let quote = |(name, value): (&String, &Json)| {
        let is_code = !found
            && value.is_number()
            && self::code(value).as_deref() == Some(code)
            && NAMES.contains(&normal(name).as_str());
        let (value, inner) = if is_code { (Json::from(code), true) } else { in_quotes(value, code) };
        found |= inner;
        (name.clone(), value)
    };
    let members = members.iter().map(quote).collect();
    (Json::Object(members), found)
}

/// Adds the values of all members that can be codes, with the rank of their names.
fn collect(body: &Json, deepest: usize, into: &mut Vec<(usize, String)>) {
    for (name, value) in body.as_object().into_iter().flatten().filter(|_| deepest > 0) {
        let rank = NAMES.iter().position(|of| *of == normal(name));
        // A small number is a status.
        let value_code = code(value).filter(|_| value.as_u64().is_none_or(|number| !(100..600).contains(&number)));
        match (rank, value_code) {
            (Some(rank), Some(code)) => into.push((rank, code)),
            _ => collect(value, deepest - 1, into),
        }
    }
}

/// Whether a string looks like a code, and not like prose, or is a URL of a problem type.
fn is_code(text: &str) -> bool {
    let is_word = |char: char| char.is_ascii_alphanumeric() || "_-.:/#".contains(char);
    text.chars().all(is_word) && !text.starts_with("about:")
}
