//! JSON Schemas of entry and manifest, for editors, made of the tables of keys.
//!
//! A schema knows shapes: what a file says about others (related codes, groups, profiles) is judged by the loader alone. JSON Schema cannot tell
//! `404` from `404.0`, which is no integer to the loader.

use serde_json::{Map, Value, json};

use crate::keys::{Key, Value as _};
use crate::raw::{RawEntry, RawManifest};

#[cfg(test)]
mod tests;

/// The schema of an entry. With `codes`, a field that names a code of the catalog takes only one of them.
pub fn entry(codes: Option<&[&str]>) -> Value {
    let mut schema = root("errbook entry", RawEntry::schema);
    if let Some(codes) = codes {
        for path in ["/definitions/Related/properties/code", "/definitions/Ending/properties/replaced_by"] {
            if let Some(Value::Object(field)) = schema.pointer_mut(path) {
                field.insert("enum".to_owned(), codes.iter().map(|code| Value::from(*code)).collect());
            }
        }
    }
    schema
}

/// The schema of a manifest, `catalog.yaml`.
pub fn manifest() -> Value {
    root("errbook manifest", RawManifest::schema)
}

/// The schema of a file. Draft 7, which every editor's YAML support knows.
fn root(title: &str, schema: impl FnOnce(&mut Schemas) -> Value) -> Value {
    let mut schemas = Schemas::default();
    let reference = schema(&mut schemas);
    let mut root = Map::new();
    root.insert("$schema".to_owned(), "http://json-schema.org/draft-07/schema#".into());
    root.insert("title".to_owned(), title.into());
    let name = reference["$ref"].as_str().and_then(|path| path.strip_prefix(DEFINITIONS)).unwrap_or_default();
    if let Some(Value::Object(of)) = schemas.definitions.shift_remove(name) {
        root.extend(of);
    }
    root.insert("definitions".to_owned(), schemas.definitions.into());
    root.into()
}

const DEFINITIONS: &str = "#/definitions/";

/// The mappings that a schema refers to, by name.
#[derive(Debug, Default)]
pub(crate) struct Schemas {
    definitions: Map<String, Value>,
}

impl Schemas {
    /// A reference to the schema of a mapping, which is defined once. `rows` has the keys, whether each must be there, and schemas of values.
    pub(crate) fn mapping(
        &mut self,
        name: &str,
        about: &str,
        rows: impl FnOnce(&mut Schemas) -> Vec<(&'static Key, bool, Value)>,
    ) -> Value {
        if !self.definitions.contains_key(name) {
            // A mapping that holds others of its kind refers to itself.
            self.definitions.insert(name.to_owned(), Value::Null);
            let rows = rows(self);
            let required: Vec<&str> =
                rows.iter().filter(|(_, required, _)| *required).map(|(key, ..)| key.name).collect();
            let properties: Map<String, Value> =
                rows.into_iter().map(|(key, _, value)| (key.name.to_owned(), described(key.about, value))).collect();
            let mut schema = json!({"description": about, "type": "object", "properties": properties});
            if !required.is_empty() {
                schema["required"] = json!(required);
            }
            schema["additionalProperties"] = false.into();
            self.definitions.insert(name.to_owned(), schema);
        }
        json!({"$ref": format!("{DEFINITIONS}{name}")})
    }
}

/// What a key is for, and its value. Draft 7 passes over what stands beside a reference.
fn described(about: &str, value: Value) -> Value {
    let mut schema = Map::from_iter([("description".to_owned(), about.into())]);
    match value {
        Value::Object(of) if !of.contains_key("$ref") => schema.extend(of),
        reference => drop(schema.insert("allOf".to_owned(), json!([reference]))),
    }
    schema.into()
}

/// One of several.
pub(crate) fn any_of<const N: usize>(schemas: [Value; N]) -> Value {
    json!({"anyOf": schemas.to_vec()})
}
