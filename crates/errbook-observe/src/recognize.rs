//! Finds the errors in a JSON value: objects that have a code or a type URL of the catalog where a
//! profile has it, at any depth, also as JSON inside a string. Their shape is compared later.

use errbook_check::shape::ALIKE;
use serde_json::{Map, Value};

use crate::known::{Known, Mark, Named};

/// How often JSON can be inside a string of other JSON.
const MOST_STRINGS: usize = 4;

/// A body without a prefix in its code must have this many members to be recognized as a body with
/// an unknown code.
const DISTINCT: usize = 3;

/// A code or a type URL that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) sent: String,
    /// Whether `sent` is a code. Otherwise, it is a type URL.
    pub(crate) is_code: bool,
    pub(crate) named: Named,
}

impl Name {
    pub(crate) fn of_code(code: &str, named: Named) -> Name {
        Name { sent: code.to_owned(), is_code: true, named }
    }
}

/// An error in a value.
#[derive(Debug, Clone)]
pub(crate) struct Sighting {
    /// The body.
    pub(crate) body: Value,
    pub(crate) name: Name,
    /// Whether the body is the whole value.
    pub(crate) is_root: bool,
    /// The percentage of members that the body has of those that it must have.
    pub(crate) likeness: usize,
}

/// All errors in a value, the outermost ones only. The body of a response with an error status can
/// have any code.
pub(crate) fn errors(known: &Known<'_>, value: &Value, is_error_body: bool) -> Errors {
    let mut errors = Errors::default();
    Walk { known, is_error_body }.visit(value, true, 0, &mut errors);
    errors
}

/// The errors in a value.
#[derive(Debug, Default)]
pub(crate) struct Errors {
    pub(crate) found: Vec<Sighting>,
    /// Whether a string starts like JSON and isn't, so there can be more.
    pub(crate) has_broken: bool,
}

struct Walk<'k> {
    known: &'k Known<'k>,
    is_error_body: bool,
}

impl Walk<'_> {
    fn visit(&self, value: &Value, is_root: bool, strings: usize, into: &mut Errors) {
        match value {
            Value::Object(members) => self.visit_object(value, members, is_root, strings, into),
            Value::Array(items) => items.iter().for_each(|item| self.visit(item, false, strings, into)),
            Value::String(text) if strings < MOST_STRINGS && text.trim_start().starts_with(['{', '[', '"']) => {
                match serde_json::from_str::<Value>(text) {
                    Ok(inside) => self.visit(&inside, is_root, strings + 1, into),
                    Err(_) => into.has_broken |= text.trim_start().starts_with('{'),
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
        into: &mut Errors,
    ) {
        let own = self.sighting(value, is_root);
        if let Some(own) = own.as_ref().filter(|own| own.likeness >= ALIKE) {
            into.found.push(own.clone());
            return;
        }
        let before = into.found.len();
        members.values().for_each(|member| self.visit(member, false, strings, into));
        let mut inside = into.found.split_off(before);
        // An object that isn't like a body can be around one, such as a log line that repeats the
        // code.
        let is_whole =
            |inside: &Sighting, own: &Sighting| inside.likeness >= ALIKE && inside.name.named == own.name.named;
        if let Some(own) = own.filter(|own| !inside.iter().any(|inside| is_whole(inside, own))) {
            inside.retain(|inside| inside.name.named != own.name.named);
            into.found.push(own);
        }
        into.found.append(&mut inside);
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
            Some((Name { sent, is_code, named }, likeness))
        };
        let rank = |(name, likeness): &(Name, usize)| (name.is_code, name.named != Named::Unknown, *likeness);
        let found = seen.filter_map(named);
        let (name, likeness) = found.reduce(|one, other| if rank(&other) > rank(&one) { other } else { one })?;
        Some(Sighting { body: value.clone(), name, is_root, likeness })
    }

    /// Whether a body can have a code that nothing distinguishes from other text.
    fn may_have_any_code(&self, is_root: bool, likeness: usize, required: usize) -> bool {
        let is_response = self.is_error_body && is_root && likeness >= ALIKE;
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
pub(crate) fn anywhere(known: &Known<'_>, value: &Value) -> Option<Name> {
    match value {
        Value::String(text) => {
            let code = known.code(text);
            let is_code = code.is_some();
            Some(Name { sent: text.clone(), is_code, named: code.or_else(|| known.url(text))? })
        }
        Value::Array(items) => items.iter().find_map(|item| anywhere(known, item)),
        Value::Object(members) => members.values().find_map(|member| anywhere(known, member)),
        _ => None,
    }
}

/// Fields of structured logs and telemetry that have a code. The runtime of errbook sets the first
/// two, and OpenTelemetry defines the others (Semantic Conventions, `error.type`).
pub(crate) const LOG_FIELDS: [&str; 3] = ["error.code", "error.type", "exception.type"];

/// The first code in a field of a log record, at any depth.
pub(crate) fn logged(known: &Known<'_>, value: &Value) -> Option<Name> {
    match value {
        Value::Object(members) => {
            let own = LOG_FIELDS.iter().filter_map(|name| members.get(*name)?.as_str());
            let own = own.filter_map(|text| Some(Name::of_code(text, known.code(text)?))).next();
            own.or_else(|| members.values().find_map(|member| logged(known, member)))
        }
        Value::Array(items) => items.iter().find_map(|item| logged(known, item)),
        _ => None,
    }
}

/// The first code of the catalog in a text.
pub(crate) fn mentioned(known: &Known<'_>, text: &str) -> Option<Name> {
    let is_code = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-' | '.' | ':' | '/');
    let starts = text.match_indices(known.start.as_deref()?).map(|(at, _)| at);
    let mut starts = starts.filter(|at| !text[..*at].ends_with(char::is_alphanumeric));
    starts.find_map(|at| {
        let rest = &text[at..];
        let end = rest.find(|char| !is_code(char)).unwrap_or(rest.len());
        let code = rest[..end].trim_end_matches(['.', ':', '-', '/']);
        let named = known.code(code).filter(|named| *named != Named::Unknown)?;
        Some(Name::of_code(code, named))
    })
}
