//! JSON Schemas of entry and manifest, for editors. The decoder reads neither through serde, so that `entry`, `request` and `manifest` mirror its
//! keys; a property test holds that the decoder takes a file exactly when the schema does.
//!
//! A schema knows shapes: what a file says about others (related codes, groups, profiles) is judged by the loader alone. JSON Schema cannot tell
//! `404` from `404.0`, which is no integer to the loader.

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value};

mod entry;
mod manifest;
mod request;
#[cfg(test)]
mod tests;

/// The schema of an entry. With `codes`, a field that names a code of the catalog takes only one of them.
pub fn entry(codes: Option<&[&str]>) -> Value {
    let mut schema = schema::<entry::Entry>();
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
    schema::<manifest::Manifest>()
}

/// Draft 7, which every editor's YAML support knows.
fn schema<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft07().with_transform(RecursiveTransform(not_null));
    settings.into_generator().into_root_schema_for::<T>().to_value()
}

/// A key may be left out, and then it is not written: `key:` without a value is a mistake. `Option` says both, so that `null` is taken out again.
fn not_null(schema: &mut Schema) {
    let Some(Value::Object(properties)) = schema.get_mut("properties") else { return };
    for property in properties.values_mut().filter_map(Value::as_object_mut) {
        if let Some(Value::Array(types)) = property.get_mut("type") {
            types.retain(|of| of != "null");
            if let [one] = types.as_slice() {
                let one = one.clone();
                property.insert("type".to_owned(), one);
            }
        }
        unwrap_option(property);
    }
}

/// `anyOf: [{$ref: …}, {type: null}]` as what it wraps.
fn unwrap_option(property: &mut Map<String, Value>) {
    let Some(Value::Array(any)) = property.get_mut("anyOf") else { return };
    let before = any.len();
    any.retain(|of| of.get("type") != Some(&Value::from("null")));
    if let (true, [Value::Object(one)]) = (any.len() < before, any.as_slice()) {
        let one = one.clone();
        property.remove("anyOf");
        for (key, value) in one {
            // What the field says of itself stays.
            property.entry(key).or_insert(value);
        }
    }
}

/// A text that is not empty.
#[derive(JsonSchema)]
#[schemars(inline, transparent)]
#[expect(dead_code, reason = "only its schema is used")]
struct Text(#[schemars(regex(pattern = r"\S"))] String);

/// A value for all profiles, or one for each that sends the code.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "only its schema is used")]
enum PerProfile<T> {
    All(T),
    Each(std::collections::BTreeMap<String, T>),
}
