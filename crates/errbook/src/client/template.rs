//! The shape of a body, built from the pieces that write it: JSON with markers for the variables.

use serde_json::{Map, Value as Json};

use super::values::Values;
use crate::envelope::{Piece, Variable, comma, quote};

/// A body with markers, once with all optional members and once without them.
pub(crate) struct Template {
    full: Json,
    least: Json,
}

/// Starts the marker of a variable, followed by its name. Text in a catalog has no control
/// characters.
const MARK: char = '\0';

impl Template {
    /// `None` if the pieces aren't valid JSON, which the loader rejects.
    pub(crate) fn new(pieces: &[Piece]) -> Option<Template> {
        let json = |with_optional| serde_json::from_str(&marked(pieces, with_optional)).ok();
        Some(Template { full: json(true)?, least: json(false)? })
    }

    /// The values at the markers. `None` if `body` has another shape. Ignores members that the
    /// shape doesn't have.
    pub(super) fn read(&self, body: &Json) -> Option<Values> {
        let mut values = Values::default();
        fits(&self.full, Some(&self.least), body, &mut values).then_some(values)
    }
}

#[cfg(feature = "utoipa6")]
impl Template {
    /// The JSON Schema of the shape. `of` returns the schema of a variable by its name.
    pub(crate) fn schema(&self, of: &dyn Fn(&str) -> Json) -> Json {
        schema(&self.full, Some(&self.least), of)
    }
}

#[cfg(feature = "utoipa6")]
fn schema(full: &Json, least: Option<&Json>, of: &dyn Fn(&str) -> Json) -> Json {
    use serde_json::json;
    match full {
        Json::String(text) if text.starts_with(MARK) => of(&text[1..]),
        Json::Object(members) => {
            let least = least.and_then(Json::as_object);
            let named = || members.iter().filter(|(key, _)| !key.starts_with(MARK));
            let property = |(key, value): (&String, &Json)| {
                (key.clone(), schema(value, least.and_then(|least| least.get(key)), of))
            };
            let properties: Map<String, Json> = named().map(property).collect();
            let is_required = |key: &&String| least.is_some_and(|least| least.contains_key(*key));
            let required: Vec<&String> = named().map(|(key, _)| key).filter(is_required).collect();
            json!({"type": "object", "properties": properties, "required": required})
        }
        Json::Array(items) => {
            let items: Vec<Json> = items.iter().map(|item| schema(item, None, of)).collect();
            json!({"type": "array", "prefixItems": items})
        }
        other => json!({"enum": [other]}),
    }
}

/// The pieces as JSON, with a string for each variable and a member for each spread.
fn marked(pieces: &[Piece], with_optional: bool) -> String {
    let mut text = String::new();
    let mut rest = pieces;
    while let Some((piece, after)) = rest.split_first() {
        rest = after;
        match piece {
            Piece::Json(json) => text.push_str(json),
            Piece::Comma => comma(&mut text),
            Piece::Value(variable) => text.push_str(&mark(variable)),
            Piece::Members(variable) => {
                comma(&mut text);
                text.push_str(&mark(variable));
                text.push_str(":null");
            }
            Piece::Optional { pieces, .. } if !with_optional => {
                rest = rest.get(usize::from(*pieces)..).unwrap_or_default();
            }
            Piece::Optional { .. } => {}
        }
    }
    text
}

fn mark(variable: &Variable) -> String {
    quote(&format!("{MARK}{}", variable.name()))
}

fn fits(full: &Json, least: Option<&Json>, body: &Json, values: &mut Values) -> bool {
    match (full, body) {
        (Json::String(text), body) if text.starts_with(MARK) => values.take(&text[1..], body),
        (Json::Object(full), Json::Object(body)) => members_fit(full, least.and_then(Json::as_object), body, values),
        (Json::Array(full), Json::Array(body)) => {
            let least = least.and_then(Json::as_array).filter(|least| least.len() == full.len());
            let item = |index: usize| least.map(|least| &least[index]);
            full.len() == body.len()
                && full.iter().zip(body).enumerate().all(|(index, (full, body))| fits(full, item(index), body, values))
        }
        (full, body) => full == body,
    }
}

fn members_fit(
    full: &Map<String, Json>,
    least: Option<&Map<String, Json>>,
    body: &Map<String, Json>,
    values: &mut Values,
) -> bool {
    full.iter().all(|(key, of)| {
        if key.starts_with(MARK) {
            let others = body.iter().filter(|(key, _)| !full.contains_key(*key));
            values.params.extend(others.map(|(key, value)| (key.clone(), value.clone())));
            return true;
        }
        let of_least = least.and_then(|least| least.get(key));
        match body.get(key) {
            Some(value) => fits(of, of_least, value, values),
            None => of_least.is_none(),
        }
    })
}
