//! `$ref`s of a document: followed within it, and listed where they lead nowhere, round in a circle, or out of it.

use errbook_catalog::PathStep;
use serde_json::Value;

use super::{BadReference, Why};

/// References in a row that nobody writes.
const MOST_HOPS: usize = 64;

/// The value itself, or what its reference leads to.
pub(super) fn follow<'d>(root: &'d Value, value: &'d Value) -> Option<&'d Value> {
    let mut value = value;
    for _ in 0..MOST_HOPS {
        let Some(target) = target(value) else { return Some(value) };
        value = resolve(root, target).ok()?;
    }
    None
}

/// The reference that a value is.
pub(super) fn target(value: &Value) -> Option<&str> {
    value.get("$ref").and_then(Value::as_str)
}

/// What a reference leads to.
pub(super) fn resolve<'d>(root: &'d Value, target: &str) -> Result<&'d Value, Why> {
    let Some(pointer) = target.strip_prefix('#') else { return Err(Why::Outside) };
    // A fragment that is no pointer names an anchor of JSON Schema, which is not looked for.
    if !pointer.is_empty() && !pointer.starts_with('/') {
        return Err(Why::Outside);
    }
    root.pointer(&decoded(pointer)).ok_or(Why::Dangling)
}

/// A fragment without its percent-encoding.
fn decoded(pointer: &str) -> String {
    let mut bytes = Vec::with_capacity(pointer.len());
    let mut rest = pointer.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = (first == b'%')
            .then(|| after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok()))
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        rest = if code.is_some() { &after[2..] } else { after };
        bytes.push(code.unwrap_or(first));
    }
    String::from_utf8(bytes).unwrap_or_else(|_| pointer.to_owned())
}

/// All references that cannot be followed, in the document's order.
pub(super) fn bad(root: &Value) -> Vec<BadReference> {
    let mut found = Vec::new();
    walk(root, root, &mut Vec::new(), &mut found);
    found
}

fn walk<'d>(root: &'d Value, value: &'d Value, path: &mut Vec<PathStep>, found: &mut Vec<BadReference>) {
    match value {
        Value::Object(members) => {
            if let Some(target) = target(value) {
                let why = match resolve(root, target) {
                    Err(why) => Some(why),
                    Ok(_) => follow(root, value).is_none().then_some(Why::Circle),
                };
                // What is behind a bad reference is reported where it stands.
                let is_own = why != Some(Why::Circle) || is_in_circle(root, value);
                found.extend(why.filter(|_| is_own).map(|why| {
                    let path = [path.as_slice(), &[PathStep::Key("$ref".to_owned())]].concat();
                    BadReference { path, target: target.to_owned(), why }
                }));
            }
            // Examples show data, in which `$ref` may mean anything.
            let in_properties = path.last() == Some(&PathStep::Key("properties".to_owned()));
            for (name, value) in members.iter().filter(|(name, _)| in_properties || !is_data(name)) {
                path.push(PathStep::Key(name.clone()));
                walk(root, value, path, found);
                path.pop();
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                path.push(PathStep::Item(index));
                walk(root, value, path, found);
                path.pop();
            }
        }
        _ => {}
    }
}

/// Whether the value of a key is data, not part of the document.
fn is_data(key: &str) -> bool {
    matches!(key, "example" | "examples" | "enum" | "const" | "default")
}

/// Whether a reference that cannot be followed to its end leads back to itself, or through too many others; not whether it leads to
/// another mistake, which is reported where it stands.
fn is_in_circle(root: &Value, value: &Value) -> bool {
    let mut passed: Vec<&Value> = Vec::new();
    let mut at = value;
    while passed.len() < MOST_HOPS {
        let Some(next) = target(at).and_then(|target| resolve(root, target).ok()) else { return false };
        if std::ptr::eq(next, value) {
            return true;
        }
        if passed.iter().any(|passed| std::ptr::eq(*passed, next)) {
            return false;
        }
        passed.push(next);
        at = next;
    }
    true
}
