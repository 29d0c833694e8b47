//! Finds the errors in a JSON value: objects that have a code or a type URL of the catalog where a
//! profile has it, at any depth, also as JSON inside a string. Their shape is compared later.

use std::cell::Cell;

use errbook_check::shape::ALIKE;
use serde_json::{Map, Value};

use crate::known::{Known, Mark, Named};

/// How often JSON can be inside a string of other JSON.
const MOST_STRINGS: usize = 4;

/// A body without a prefix in its code must have this many members to be recognized as a body with
/// an unknown code.
const DISTINCT: usize = 3;

/// An error in a value.
#[derive(Debug, Clone)]
pub(crate) struct Sighting {
    /// The body.
    pub(crate) body: Value,
    /// The code or the type URL, as sent.
    pub(crate) sent: String,
    /// Whether `sent` is a code.
    pub(crate) is_code: bool,
    pub(crate) named: Named,
    /// Whether the body is the whole value.
    pub(crate) is_root: bool,
    /// The percentage of members that the body has of those that it must have.
    pub(crate) likeness: usize,
}

/// What is known of a value besides its content.
#[derive(Debug, Clone, Copy)]
pub(crate) struct About {
    /// Whether the value is the body of a response with an error status. Then its code can be any.
    pub(crate) is_error: bool,
}

/// All errors in a value, the outermost ones only.
pub(crate) fn errors(known: &Known<'_>, value: &Value, about: About) -> Errors {
    let mut found = Vec::new();
    let walk = Walk { known, about, has_broken: Cell::new(false) };
    walk.visit(value, true, 0, &mut found);
    Errors { found, has_broken: walk.has_broken.get() }
}

/// The errors in a value.
#[derive(Debug)]
pub(crate) struct Errors {
    pub(crate) found: Vec<Sighting>,
    /// Whether a string starts like JSON and isn't, so there can be more.
    pub(crate) has_broken: bool,
}

struct Walk<'k> {
    known: &'k Known<'k>,
    about: About,
    has_broken: Cell<bool>,
}

impl Walk<'_> {
    fn visit(&self, value: &Value, is_root: bool, strings: usize, found: &mut Vec<Sighting>) {
        match value {
            Value::Object(members) => self.visit_object(value, members, is_root, strings, found),
            Value::Array(items) => items.iter().for_each(|item| self.visit(item, false, strings, found)),
            Value::String(text) if strings < MOST_STRINGS && text.trim_start().starts_with(['{', '[', '"']) => {
                match serde_json::from_str::<Value>(text) {
                    Ok(inside) => self.visit(&inside, is_root, strings + 1, found),
                    Err(_) => self.has_broken.set(self.has_broken.get() || text.trim_start().starts_with('{')),
                }
            }
            _ => {}
        }
    }

    fn visit_object(
        &self,
        value: &Value,
        members: &Map<String, Value>,
        is_root: bool,
        strings: usize,
        found: &mut Vec<Sighting>,
    ) {
        let own = self.sighting(value, is_root);
        if let Some(own) = own.as_ref().filter(|own| own.likeness >= ALIKE) {
            found.push(own.clone());
            return;
        }
        let mut inside = Vec::new();
        members.values().for_each(|member| self.visit(member, false, strings, &mut inside));
        // An object that isn't like a body can be around one, such as a log line that repeats the
        // code.
        let is_whole = |inside: &Sighting, own: &Sighting| inside.likeness >= ALIKE && inside.named == own.named;
        if let Some(own) = own.filter(|own| !inside.iter().any(|inside| is_whole(inside, own))) {
            inside.retain(|inside| inside.named != own.named);
            found.push(own);
        }
        found.append(&mut inside);
    }

    /// The error that an object is.
    fn sighting(&self, value: &Value, is_root: bool) -> Option<Sighting> {
        let marks = self.known.marks.iter();
        let seen = marks.filter_map(|mark| Some((mark, at(value, &mark.path)?)));
        let named = |(mark, sent): (&Mark, String)| {
            let (likeness, required) = self.known.likeness(mark, value);
            let (code, url) = (self.known.code(&sent), self.known.url(&sent));
            let is_code = if mark.is_code { url.is_none() } else { code.is_some() };
            let may_be_any = mark.is_code && self.may_have_any_code(is_root, likeness, required);
            let named = code.or(url).or_else(|| may_be_any.then_some(Named::Unknown))?;
            Some(Sighting { body: Value::Null, sent, is_code, named, is_root, likeness })
        };
        let found: Vec<Sighting> = seen.filter_map(named).collect();
        let best = |sighting: &Sighting| (sighting.is_code, sighting.named != Named::Unknown, sighting.likeness);
        let best = found.into_iter().reduce(|one, other| if best(&other) > best(&one) { other } else { one })?;
        Some(Sighting { body: value.clone(), ..best })
    }

    /// Whether a body can have a code that nothing distinguishes from other text.
    fn may_have_any_code(&self, is_root: bool, likeness: usize, required: usize) -> bool {
        let is_response = self.about.is_error && is_root && likeness >= ALIKE;
        let is_distinct = self.known.start.is_none() && likeness == 100 && required >= DISTINCT;
        is_response || is_distinct
    }
}

/// The string at a path of members. A code can be a number, although it should be a string.
fn at(value: &Value, path: &[String]) -> Option<String> {
    match path.iter().try_fold(value, |value, name| value.get(name))? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The first string that is a code or a type URL, at any depth.
pub(crate) fn anywhere(known: &Known<'_>, value: &Value) -> Option<(String, Named)> {
    match value {
        Value::String(text) => Some((text.clone(), known.code(text).or_else(|| known.url(text))?)),
        Value::Array(items) => items.iter().find_map(|item| anywhere(known, item)),
        Value::Object(members) => members.values().find_map(|member| anywhere(known, member)),
        _ => None,
    }
}

/// Fields of structured logs and telemetry that have a code. The runtime of errbook sets the first
/// two, and OpenTelemetry defines the others (Semantic Conventions, `error.type`).
pub(crate) const LOG_FIELDS: [&str; 3] = ["error.code", "error.type", "exception.type"];

/// The first code in a field of a log record, at any depth.
pub(crate) fn logged(known: &Known<'_>, value: &Value) -> Option<(String, Named)> {
    match value {
        Value::Object(members) => {
            let own = LOG_FIELDS.iter().filter_map(|name| members.get(*name)?.as_str());
            let own = own.filter_map(|text| Some((text.to_owned(), known.code(text)?))).next();
            own.or_else(|| members.values().find_map(|member| logged(known, member)))
        }
        Value::Array(items) => items.iter().find_map(|item| logged(known, item)),
        _ => None,
    }
}

/// The codes that a text mentions, each once.
pub(crate) fn mentions(known: &Known<'_>, text: &str) -> Vec<(String, Named)> {
    let Some(start) = &known.start else { return Vec::new() };
    let mut found: Vec<(String, Named)> = Vec::new();
    for (at, _) in text.match_indices(start.as_str()) {
        let is_code = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-' | '.' | ':' | '/');
        if text[..at].ends_with(char::is_alphanumeric) {
            continue;
        }
        let rest = &text[at..];
        let code =
            rest[..rest.find(|char| !is_code(char)).unwrap_or(rest.len())].trim_end_matches(['.', ':', '-', '/']);
        if let Some(named) = known.code(code).filter(|named| *named != Named::Unknown)
            && found.iter().all(|(other, _)| other != code)
        {
            found.push((code.to_owned(), named));
        }
    }
    found
}
