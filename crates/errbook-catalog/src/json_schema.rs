//! Parts of JSON Schemas, contributed by the values of keys.

use serde_json::{Map, Value, json};

pub(crate) const DEFINITIONS: &str = "#/definitions/";

/// The mappings that a schema refers to, by name.
#[derive(Debug, Default)]
pub(crate) struct Schemas {
    pub(crate) definitions: Map<String, Value>,
}

pub(crate) struct Property {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) required: bool,
    pub(crate) value: Value,
}

impl Schemas {
    /// A reference to the schema of a mapping, which is defined once.
    pub(crate) fn mapping(
        &mut self,
        name: &str,
        about: &str,
        properties: impl FnOnce(&mut Schemas) -> Vec<Property>,
    ) -> Value {
        if !self.definitions.contains_key(name) {
            // Reserve the name first: a mapping can refer to itself.
            self.definitions.insert(name.to_owned(), Value::Null);
            let properties = properties(self);
            let required: Vec<&str> = properties.iter().filter(|of| of.required).map(|of| of.name).collect();
            let properties: Map<String, Value> =
                properties.into_iter().map(|of| (of.name.to_owned(), described(of.about, of.value))).collect();
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

/// A value with its description. In draft 7, siblings of `$ref` are ignored.
fn described(about: &str, value: Value) -> Value {
    let mut schema = Map::from_iter([("description".to_owned(), about.into())]);
    match value {
        Value::Object(of) if !of.contains_key("$ref") => schema.extend(of),
        reference => drop(schema.insert("allOf".to_owned(), json!([reference]))),
    }
    schema.into()
}

pub(crate) fn any_of<const N: usize>(schemas: [Value; N]) -> Value {
    json!({"anyOf": schemas.to_vec()})
}
