//! Parses an OpenAPI document in YAML or JSON.

use std::cell::Cell;

use serde::de::DeserializeSeed as _;
use serde_json::Value;

use super::Problem;
use super::tree::Tree;
use errbook_syntax::json;

/// Maximum size of a document, in bytes.
const LARGEST: usize = 64 << 20;

/// Maximum number of values in a document, after YAML aliases are expanded.
const MOST_VALUES: usize = 4 << 20;

/// Maximum nesting depth of brackets.
const MOST_OPEN: usize = 1000;

/// The tree of a document, and whether it is OpenAPI 3.0.
pub(super) fn document(text: &str) -> Result<(Value, bool), Problem> {
    if text.len() > LARGEST {
        let message = format!("OpenAPI document has {} bytes, more than the limit of {LARGEST}", text.len());
        return Err(problem(message, 0, text, "use a document with only the operations that the catalog covers"));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let root = if text.trim_start().starts_with('{') { from_json(text) } else { from_yaml(text) }?;
    let version = match root.get("openapi") {
        Some(Value::String(version)) => version.clone(),
        Some(Value::Number(version)) => version.to_string(),
        _ if root.get("swagger").is_some() => {
            return Err(problem(
                "Swagger 2.0 is not supported",
                find(text, "swagger"),
                text,
                "convert it to OpenAPI 3.0 or 3.1",
            ));
        }
        _ => {
            return Err(problem(
                "not an OpenAPI document: it has no key `openapi`",
                0,
                text,
                "use a document that starts with `openapi: 3.1.0`, or a 3.0 version",
            ));
        }
    };
    let is_3_0 = match version.split('.').take(2).collect::<Vec<_>>()[..] {
        ["3", "0"] => true,
        ["3", "1"] => false,
        _ => {
            return Err(problem(
                format!("OpenAPI {version} is not supported"),
                find(text, "openapi"),
                text,
                "convert it to OpenAPI 3.0 or 3.1",
            ));
        }
    };
    match paths(text, &root) {
        Some(problem) => Err(problem),
        None => Ok((root, is_3_0)),
    }
}

/// Why the document has no operations that rules could check. One without paths can have other parts
/// (OpenAPI 3.1, 4.8.1).
fn paths(text: &str, root: &Value) -> Option<Problem> {
    match root.get("paths") {
        Some(Value::Object(_)) => None,
        Some(_) => Some(problem(
            "`paths` of the OpenAPI document is not a mapping",
            find(text, "paths"),
            text,
            "map each path to its operations: `/v1/things: {get: {...}}`",
        )),
        None if root.get("webhooks").or(root.get("components")).is_some() => None,
        None => Some(problem(
            "OpenAPI document has no `paths`",
            find(text, "openapi"),
            text,
            "use the document that has the operations of your API",
        )),
    }
}

fn from_json(text: &str) -> Result<Value, Problem> {
    serde_json::from_str(text).map_err(|error| {
        let at = json::error_at(text, &error);
        problem(format!("invalid JSON: {}", json::reason(&error)), at, text, "fix the document, or use another one")
    })
}

fn from_yaml(text: &str) -> Result<Value, Problem> {
    let help = "fix the document, or use another one";
    if let Some(at) = deepest_bracket(text) {
        return Err(problem(format!("more than {MOST_OPEN} nested brackets"), at, text, help));
    }
    let budget = Cell::new(MOST_VALUES);
    Tree { budget: &budget }.deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| {
        let at = error.location().map_or(0, |location| location.index());
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or(&message);
        problem(format!("invalid YAML: {message}"), at, text, help)
    })
}

/// The first bracket beyond the nesting limit. Without this check, the YAML parser takes quadratic
/// time before it fails. Also counts brackets in strings and comments, which is harmless if most of
/// them are closed.
fn deepest_bracket(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    text.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > MOST_OPEN
    })
}

/// A problem at a byte. Its span is the start of the rest of the line.
fn problem(message: impl Into<String>, at: usize, text: &str, help: &'static str) -> Problem {
    /// Maximum number of characters in the span, because some documents are one line of megabytes.
    const MARKED: usize = 24;
    let mut start = at.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let line = text[start..].split(['\n', '\r']).next().unwrap_or_default();
    let marked: usize = line.chars().take(MARKED).map(char::len_utf8).sum();
    Problem { message: message.into(), range: start..start + marked, help }
}

/// Byte offset of a top-level key.
fn find(text: &str, key: &str) -> usize {
    if text.trim_start().starts_with('{') {
        return json::locate(text, &[json::At::Member(key.to_owned())], true).map_or(0, |range| range.start);
    }
    let starts = |line: &str| line.trim_start_matches(['"', '\'']).starts_with(key);
    let before: usize = text.split_inclusive('\n').take_while(|line| !starts(line)).map(str::len).sum();
    if before < text.len() { before } else { 0 }
}
