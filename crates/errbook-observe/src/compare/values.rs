//! Values of responses: whether they fit, and how reports show them.

use errbook::OwnedValue;
use errbook::tables::HeaderUnit;
use errbook_catalog::{Header, Param, ParamType};
use errbook_syntax::json::At;
use serde_json::Value;

use crate::text;

/// Whether a header can have this value.
pub(super) fn header_fits(header: &Header, params: &[&Param], found: &str) -> bool {
    if let Some(fixed) = header.fixed() {
        return fixed.trim() == found.trim();
    }
    let names: Vec<&str> = header.params().collect();
    let [name] = names[..] else { return text::is_template(&header.value, found) };
    if header.value.len() != name.len() + 2 {
        return text::is_template(&header.value, found);
    }
    // A param that is the whole value.
    let ty = params.iter().find(|param| param.name == name).map(|param| param.ty);
    match (header.unit, ty) {
        (Some(HeaderUnit::Seconds | HeaderUnit::Milliseconds), _)
        | (None, Some(ParamType::Integer | ParamType::Duration)) => found.trim().parse::<i64>().is_ok(),
        _ => true,
    }
}

/// Whether a member has the type in which bodies show a param.
pub(super) fn has_type(ty: ParamType, value: &Value) -> bool {
    match ty {
        ParamType::String => value.is_string(),
        ParamType::Integer => value.is_i64() || value.is_u64(),
        ParamType::Boolean => value.is_boolean(),
        ParamType::Duration => value.is_u64(),
        ParamType::List => value.as_array().is_some_and(|items| items.iter().all(Value::is_string)),
        ParamType::Decimal | ParamType::Url | ParamType::Timestamp => {
            value.as_str().is_some_and(|text| OwnedValue::parse(ty, None, text).is_some())
        }
    }
}

/// A type, in words.
pub(super) fn kind_of(ty: ParamType) -> &'static str {
    match ty {
        ParamType::String => "a string",
        ParamType::Integer => "an integer",
        ParamType::Decimal => "a decimal number",
        ParamType::Url => "a URL",
        ParamType::Boolean => "a boolean",
        ParamType::Timestamp => "a timestamp",
        ParamType::Duration => "a duration",
        ParamType::List => "a list of strings",
    }
}

/// `error.errors[0].location`
pub(super) fn path(at: &[At], last: Option<&str>) -> String {
    let mut path = String::new();
    for step in at {
        match step {
            At::Member(name) if path.is_empty() => path.push_str(name),
            At::Member(name) => path = format!("{path}.{name}"),
            At::Item(index) => path = format!("{path}[{index}]"),
        }
    }
    match last {
        Some(name) if path.is_empty() => name.to_owned(),
        Some(name) => format!("{path}.{name}"),
        None => path,
    }
}

/// A value as a report shows it.
pub(super) fn short(value: &Value) -> String {
    const MOST: usize = 100;
    let text = value.to_string();
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

/// Whether JSON has the value of an internal field: as a distinctive part of any string, or as the
/// member with the field's name.
pub(super) fn has_value(json: &Value, name: &str, value: &str) -> bool {
    const DISTINCTIVE: usize = 12;
    match json {
        Value::String(text) => value.len() >= DISTINCTIVE && text.contains(value),
        Value::Array(items) => items.iter().any(|item| has_value(item, name, value)),
        Value::Object(members) => {
            members.iter().any(|(key, of)| (key == name && of.as_str() == Some(value)) || has_value(of, name, value))
        }
        _ => false,
    }
}
