//! Follows a JSON Schema to what can be written at a place: keys with their descriptions, and the values
//! that are allowed. The schema is that of a file, or that of a request.

use errbook_catalog::schema::{Known, entry_for_editors, manifest_for_editors};
use errbook_catalog::{CodeKind, Snapshot};
use errbook_check::{RULES, follow};
use serde_json::Value;

use crate::cursor::Step;

/// The schema of a file, or of a request. The default allows nothing.
#[derive(Default)]
pub(crate) struct Schema(pub(crate) Value);

/// What can be written at a place.
pub(crate) struct Place<'s> {
    root: &'s Value,
    choices: Vec<Choice<'s>>,
}

/// A schema that applies to a place.
#[derive(Clone, Copy)]
struct Choice<'s> {
    schema: &'s Value,
    /// Whether it is one of several alternatives.
    is_alternative: bool,
}

/// A key that a mapping can have.
pub(crate) struct Property<'s> {
    pub(crate) name: &'s str,
    /// The types of its value.
    pub(crate) types: String,
    pub(crate) is_required: bool,
    pub(crate) is_deprecated: bool,
    pub(crate) about: &'s str,
    pub(crate) kind: Kind,
}

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Mapping,
    List,
    Scalar,
}

impl Property<'_> {
    /// The types of its value, and whether it is required.
    pub(crate) fn detail(&self) -> String {
        let required = self.is_required.then(|| "required".to_owned());
        let parts = Some(self.types.clone()).filter(|types| !types.is_empty()).into_iter().chain(required);
        parts.collect::<Vec<_>>().join(", ")
    }
}

impl Schema {
    /// The schema of the manifest or of an entry, with the names of the catalog. Codes are left out,
    /// because a catalog can have thousands.
    pub(crate) fn of(snapshot: &Snapshot, is_manifest: bool) -> Schema {
        let mut known = Known { rules: RULES.iter().map(|rule| rule.id).collect(), ..Known::default() };
        if let Some(manifest) = snapshot.manifest() {
            known.profiles = Some(manifest.profiles.iter().map(|profile| profile.name.as_str()).collect());
            known.extra_statuses.clone_from(&manifest.extra_statuses);
            known.references = manifest.kind == CodeKind::Reference;
            known.fields = Some(&manifest.fields);
        }
        Schema(if is_manifest { manifest_for_editors(&known) } else { entry_for_editors(&known) })
    }

    /// What can be written at the end of a path.
    pub(crate) fn at<'s>(&'s self, path: &[Step<'_>]) -> Place<'s> {
        let mut place = Place::of(&self.0, &self.0);
        for step in path {
            let inside = |schema: &'s Value| match step {
                Step::Key(key) => schema["properties"].get(*key).or_else(|| schema.get("additionalProperties")),
                Step::Item => schema.get("items"),
            };
            let before = std::mem::take(&mut place.choices).into_iter();
            let next = before.filter_map(|choice| Some(Choice { schema: inside(choice.schema)?, ..choice }));
            let next: Vec<Choice<'_>> = next.collect();
            // A key that only one alternative has leads out of the alternatives.
            let are_several = next.len() > 1;
            for Choice { schema, is_alternative } in next {
                place.add(Choice { schema, is_alternative: is_alternative && are_several });
            }
        }
        place
    }
}

impl<'s> Place<'s> {
    fn of(root: &'s Value, schema: &'s Value) -> Place<'s> {
        let mut place = Place { root, choices: Vec::new() };
        place.add(Choice { schema, is_alternative: false });
        place
    }

    /// Adds a schema, and those that it refers to and consists of. Schemas can contain themselves.
    fn add(&mut self, choice: Choice<'s>) {
        let mut at = self.choices.len();
        self.push(choice);
        while let Some(&Choice { schema, is_alternative }) = self.choices.get(at) {
            at += 1;
            if let Some(schema) = follow(self.root, schema) {
                self.push(Choice { schema, is_alternative });
            }
            for key in ["allOf", "anyOf", "oneOf"] {
                let parts = schema[key].as_array().into_iter().flatten();
                // `null` is how OpenAPI 3.1 makes a value optional.
                let parts: Vec<&Value> = parts.filter(|part| part["type"] != "null").collect();
                let is_alternative = is_alternative || key != "allOf" && parts.len() > 1;
                parts.into_iter().for_each(|schema| self.push(Choice { schema, is_alternative }));
            }
        }
    }

    fn push(&mut self, choice: Choice<'s>) {
        if self.choices.iter().all(|known| !std::ptr::eq(known.schema, choice.schema)) {
            self.choices.push(choice);
        }
    }

    fn schemas(&self) -> impl Iterator<Item = &'s Value> {
        self.choices.iter().map(|choice| choice.schema)
    }

    /// The keys of a mapping. Requests don't have those that are read-only.
    pub(crate) fn properties(&self) -> Vec<Property<'s>> {
        let own = self.schemas().filter_map(|schema| schema["properties"].as_object()).flatten();
        // Maps whose keys are names of the catalog.
        let names = self.schemas().filter_map(|schema| schema["propertyNames"]["enum"].as_array()).flatten();
        let names = names.filter_map(|name| Some((name.as_str()?, &Value::Null)));
        let mut properties: Vec<Property<'s>> = Vec::new();
        for (name, schema) in own.map(|(name, schema)| (name.as_str(), schema)).chain(names) {
            if properties.iter().all(|known| known.name != name) {
                properties.extend(self.property(name, schema));
            }
        }
        properties
    }

    fn property(&self, name: &'s str, schema: &'s Value) -> Option<Property<'s>> {
        let place = Place::of(self.root, schema);
        let is = |keyword: &str| place.schemas().any(|schema| schema[keyword] == true);
        let requires = |choice: &Choice<'_>| {
            let mut names = choice.schema["required"].as_array().into_iter().flatten();
            !choice.is_alternative && names.any(|required| required == name)
        };
        (!is("readOnly")).then(|| Property {
            name,
            types: place.types(),
            is_required: self.choices.iter().any(requires),
            is_deprecated: is("deprecated"),
            about: place.about().unwrap_or_default(),
            kind: place.kind(),
        })
    }

    /// The names of types.
    fn type_names(&self) -> Vec<&'s str> {
        let mut names: Vec<&str> = Vec::new();
        for schema in self.schemas() {
            let several = schema["type"].as_array().into_iter().flatten();
            let found = several.chain([&schema["type"]]).filter_map(Value::as_str);
            names.extend(found.filter(|name| !names.contains(name)).collect::<Vec<_>>());
        }
        names
    }

    /// The types of values: `string`, or `array of integer`.
    fn types(&self) -> String {
        let mut items = Place { root: self.root, choices: Vec::new() };
        self.schemas().for_each(|schema| items.add(Choice { schema: &schema["items"], is_alternative: false }));
        let items = items.type_names().join(" or ");
        let of_items = if items.is_empty() { items } else { format!(" of {items}") };
        let shown = |name: &str| if name == "array" { format!("array{of_items}") } else { name.to_owned() };
        self.type_names().into_iter().map(shown).collect::<Vec<_>>().join(" or ")
    }

    fn kind(&self) -> Kind {
        let names = self.type_names();
        let has = |keyword: &str| self.schemas().any(|schema| schema.get(keyword).is_some());
        if names.iter().any(|name| matches!(*name, "string" | "integer" | "boolean" | "number")) {
            Kind::Scalar
        } else if names.contains(&"array") || has("items") {
            Kind::List
        } else if names.contains(&"object") || has("properties") {
            Kind::Mapping
        } else {
            Kind::Scalar
        }
    }

    /// The scalars that are allowed, if there are only a few.
    pub(crate) fn values(&self) -> Vec<&'s Value> {
        static BOOLEANS: [Value; 2] = [Value::Bool(true), Value::Bool(false)];
        let mut values: Vec<&Value> = Vec::new();
        for schema in self.schemas() {
            let listed = schema["enum"].as_array().into_iter().flatten();
            let booleans = BOOLEANS.iter().filter(|_| schema["type"] == "boolean");
            for value in listed.chain(schema.get("const")).chain(booleans) {
                if !value.is_object() && !value.is_array() && !values.contains(&value) {
                    values.push(value);
                }
            }
        }
        values
    }

    /// The description of what is written here.
    pub(crate) fn about(&self) -> Option<&'s str> {
        self.schemas().find_map(|schema| schema["description"].as_str())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn properties(schema: &Schema, path: &[Step<'_>]) -> Vec<String> {
        let shown = |of: Property<'_>| format!("{}: {} ({})", of.name, of.detail(), of.about);
        schema.at(path).properties().into_iter().map(shown).collect()
    }

    #[test]
    fn circular_schemas_end() {
        let schema = Schema(json!({
            "allOf": [{"$ref": "#/defs/a"}, {"$ref": "#/defs/circle"}, {"$ref": "#/nowhere"}, {"$ref": "other.yaml"}],
            "defs": {
                "a": {"anyOf": [{"$ref": "#/defs/a"}, {"$ref": "#"}], "properties": {"x": {"$ref": "#/defs/list"}}},
                "circle": {"$ref": "#/defs/circle"},
                "list": {"type": "array", "items": {"$ref": "#/defs/list"}},
            },
        }));
        assert_eq!(properties(&schema, &[]), ["x: array of array ()"]);
        let path = [Step::Key("x"), Step::Item, Step::Item];
        assert_eq!(schema.at(&path).kind(), Kind::List);
    }

    #[test]
    fn only_what_every_alternative_needs_is_required() {
        let schema = Schema(json!({
            "properties": {
                "a": {"$ref": "#/defs/a", "description": "Own"},
                "b": {"anyOf": [{"type": "null"}, {"$ref": "#/defs/a"}]},
            },
            "oneOf": [{"required": ["a"], "properties": {"c": {"$ref": "#/defs/a"}}}, {"required": ["b"]}],
            "defs": {"a": {"type": "object", "description": "Other", "required": ["x"], "properties": {"x": true}}},
        }));
        assert_eq!(properties(&schema, &[]), ["a: object (Own)", "b: object (Other)", "c: object (Other)"]);
        assert_eq!(properties(&schema, &[Step::Key("b")]), ["x: required ()"]);
        assert_eq!(properties(&schema, &[Step::Key("c")]), ["x: required ()"]);
    }
}
