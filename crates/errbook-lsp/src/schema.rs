//! Follows the JSON Schema of a file to what can be written at a place: keys with their
//! descriptions, and the values that are allowed.

use errbook_catalog::schema::{Known, entry_for_editors, manifest_for_editors};
use errbook_catalog::{CodeKind, Snapshot};
use errbook_check::RULES;
use serde_json::Value;

use crate::cursor::Step;

/// The schema of a file.
pub(crate) struct Schema(Value);

/// What can be written at a place.
pub(crate) struct Place<'s> {
    root: &'s Value,
    /// The schemas of which one applies.
    choices: Vec<&'s Value>,
}

/// A key that a mapping can have.
pub(crate) struct Property<'s> {
    pub(crate) name: &'s str,
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
    pub(crate) fn at(&self, path: &[Step<'_>]) -> Place<'_> {
        let mut place = Place { root: &self.0, choices: Vec::new() };
        place.add(&self.0);
        for step in path {
            let before = std::mem::take(&mut place.choices);
            for schema in before {
                let next = match step {
                    Step::Key(key) => schema["properties"].get(*key).or_else(|| schema.get("additionalProperties")),
                    Step::Item => schema.get("items"),
                };
                next.into_iter().for_each(|next| place.add(next));
            }
        }
        place
    }
}

impl<'s> Place<'s> {
    /// Adds a schema, and those that it refers to.
    fn add(&mut self, schema: &'s Value) {
        if let Some(pointer) = schema["$ref"].as_str().and_then(|path| path.strip_prefix('#')) {
            self.root.pointer(pointer).into_iter().for_each(|schema| self.add(schema));
            return;
        }
        self.choices.push(schema);
        let parts = ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|key| schema[key].as_array());
        parts.flatten().for_each(|schema| self.add(schema));
    }

    /// The keys of a mapping.
    pub(crate) fn properties(&self) -> Vec<Property<'s>> {
        let of = |schema: &&'s Value| schema["properties"].as_object();
        let all = self.choices.iter().filter_map(of).flatten();
        let mut properties: Vec<Property<'s>> = Vec::new();
        for (name, schema) in all {
            let about = schema["description"].as_str().unwrap_or_default();
            if properties.iter().all(|known| known.name != name) {
                properties.push(Property { name, about, kind: self.kind(schema) });
            }
        }
        // Maps whose keys are names of the catalog.
        let names = self.choices.iter().filter_map(|schema| schema["propertyNames"]["enum"].as_array()).flatten();
        for name in names.filter_map(Value::as_str) {
            if properties.iter().all(|known| known.name != name) {
                properties.push(Property { name, about: "", kind: Kind::Scalar });
            }
        }
        properties
    }

    fn kind(&self, schema: &'s Value) -> Kind {
        let mut place = Place { root: self.root, choices: Vec::new() };
        place.add(schema);
        let is = |ty: &str| place.choices.iter().any(|schema| schema["type"] == ty);
        if is("string") || is("integer") || is("boolean") || is("number") {
            Kind::Scalar
        } else if is("array") {
            Kind::List
        } else if is("object") {
            Kind::Mapping
        } else {
            Kind::Scalar
        }
    }

    /// The values that are allowed, if there are only a few.
    pub(crate) fn values(&self) -> Vec<&'s str> {
        let mut values: Vec<&str> = Vec::new();
        for schema in &self.choices {
            values.extend(schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str));
            values.extend(schema["const"].as_str());
            if schema["type"] == "boolean" {
                values.extend(["true", "false"]);
            }
        }
        values.dedup();
        values
    }

    /// The description of what is written here.
    pub(crate) fn about(&self) -> Option<&'s str> {
        self.choices.iter().find_map(|schema| schema["description"].as_str())
    }
}
