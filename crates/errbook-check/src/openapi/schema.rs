//! Judges a body by the schema of an operation. The only module that names `jsonschema`.
//!
//! What the body can reach of the schema is cut out first: a walk over both together tells which parts apply, so that a document of any size,
//! with references in circles or schemas that double at each step, is judged in bounded time or not at all. What is cut out is JSON Schema on
//! its own, without references to the document; of OpenAPI 3.0 it is translated on the way.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use errbook_catalog::PathStep;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::paths::LocationSegment;
use jsonschema::{Draft, ValidationError, Validator};
use serde_json::{Map, Value, json};

use super::reference;

/// What is known about a body.
#[derive(Debug)]
pub(crate) enum Judgement {
    /// It satisfies the schema.
    Valid,
    /// It does not.
    Invalid(Vec<Mistake>),
    /// The schema cannot be used.
    Unknown(Unusable),
}

/// Why a schema cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unusable {
    /// A reference cannot be followed, which is reported where it stands.
    Reference,
    /// It contains itself without going deeper into the body, or goes deeper than any body.
    Circle,
    /// Applying it takes more steps than are made.
    Steps,
    /// It is no JSON Schema.
    Wrong(String),
}

/// What is wrong at one place of a body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    /// The steps from the body to it.
    pub(crate) at: Vec<PathStep>,
    pub(crate) message: String,
    /// A name that is not known, and those that are.
    pub(crate) unknown: Option<(String, Vec<String>)>,
}

/// Steps of the walk over one body; a schema that takes more doubles at each reference.
const MOST_STEPS: u64 = 100_000;

/// How deep the walk goes; a schema that goes deeper leads round in a circle.
const DEEPEST: usize = 200;

/// Validators by the schema that they were made of: most requests of an operation reach the same parts of its schema.
#[derive(Debug, Default)]
pub(crate) struct Validators {
    made: Mutex<HashMap<String, Made>>,
}

/// A validator, or why there is none.
type Made = Result<Arc<Validator>, String>;

impl Validators {
    fn of(&self, schema: &Value, is_3_0: bool) -> Made {
        let key = schema.to_string();
        let made = self.made.lock().map(|made| made.get(&key).cloned()).ok().flatten();
        made.unwrap_or_else(|| {
            let draft = if is_3_0 { Draft::Draft4 } else { Draft::Draft202012 };
            let built = jsonschema::options().with_draft(draft).offline().build(schema);
            let made = built.map(Arc::new).map_err(|error| lowercase(&error.to_string()));
            if let Ok(mut all) = self.made.lock() {
                all.insert(key, made.clone());
            }
            made
        })
    }
}

/// Judges `body` by `schema`, a part of the document `root`.
pub(crate) fn judge(root: &Value, is_3_0: bool, schema: &Value, body: &Value, validators: &Validators) -> Judgement {
    let mut walk = Walk { root, is_3_0, reached: HashSet::new(), costs: HashMap::new() };
    match walk.visit(schema, body, 0) {
        Ok(cost) if cost > MOST_STEPS => return Judgement::Unknown(Unusable::Steps),
        Ok(_) => {}
        Err(why) => return Judgement::Unknown(why),
    }
    let mut cut = Cut { walk: &walk, definitions: Map::new(), names: HashMap::new() };
    let mut schema = cut.schema(schema);
    if let Value::Object(members) = &mut schema {
        members.insert("$defs".to_owned(), Value::Object(cut.definitions));
    }
    match validators.of(&schema, is_3_0) {
        Ok(validator) => {
            let errors = validator.iter_errors(body);
            let mistakes: Vec<Mistake> = errors.flat_map(|error| mistakes(&error, &schema, 0)).collect();
            if mistakes.is_empty() { Judgement::Valid } else { Judgement::Invalid(mistakes) }
        }
        Err(reason) => Judgement::Unknown(Unusable::Wrong(reason)),
    }
}

/// Keywords whose value is one schema, that apply to the same value.
const SAME: &[&str] = &["not", "if", "then", "else"];
/// Keywords whose value is a list of schemas, that apply to the same value.
const SAME_LIST: &[&str] = &["allOf", "anyOf", "oneOf"];
/// Keywords whose value is one schema, that apply to members or items.
const INSIDE: &[&str] =
    &["additionalProperties", "unevaluatedProperties", "items", "additionalItems", "contains", "unevaluatedItems"];
/// Keywords whose value is a map of schemas.
const MAPS: &[&str] = &["properties", "patternProperties", "dependentSchemas"];
/// Keywords that are about the value itself.
const PLAIN: &[&str] = &[
    "type",
    "enum",
    "const",
    "multipleOf",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxContains",
    "minContains",
    "maxProperties",
    "minProperties",
    "required",
    "dependentRequired",
    "format",
];

/// The address of a part of the document: two equal schemas at two places are two.
fn address(value: &Value) -> usize {
    std::ptr::from_ref(value).addr()
}

/// Finds the schemas that apply to some part of a body.
struct Walk<'d> {
    root: &'d Value,
    is_3_0: bool,
    reached: HashSet<usize>,
    /// Steps by schema and value.
    costs: HashMap<(usize, usize), u64>,
}

impl<'d> Walk<'d> {
    /// Number of steps to apply a schema.
    fn visit(&mut self, schema: &'d Value, value: &Value, depth: usize) -> Result<u64, Unusable> {
        let key = (address(schema), address(value));
        if let Some(cost) = self.costs.get(&key) {
            return Ok(*cost);
        }
        if depth > DEEPEST {
            return Err(Unusable::Circle);
        }
        self.reached.insert(key.0);
        let (root, is_3_0) = (self.root, self.is_3_0);
        let mut cost = 1_u64;
        let mut apply = |schema: &'d Value, value: &Value| {
            cost = cost.saturating_add(self.visit(schema, value, depth + 1)?);
            Ok(())
        };
        if let Some(target) = reference::target(schema) {
            apply(reference::resolve(root, target).map_err(|_| Unusable::Reference)?, value)?;
            if is_3_0 {
                // In 3.0 a reference hides what stands beside it.
                self.costs.insert(key, cost);
                return Ok(cost);
            }
        }
        for inside in SAME.iter().filter_map(|keyword| schema.get(keyword)) {
            apply(inside, value)?;
        }
        for list in SAME_LIST.iter().filter_map(|keyword| schema.get(keyword)?.as_array()) {
            list.iter().try_for_each(|inside| apply(inside, value))?;
        }
        match value {
            Value::Object(members) => visit_members(schema, value, members, &mut apply)?,
            Value::Array(items) => visit_items(schema, items, &mut apply)?,
            _ => {}
        }
        self.costs.insert(key, cost);
        Ok(cost)
    }
}

fn visit_members<'d>(
    schema: &'d Value,
    value: &Value,
    members: &Map<String, Value>,
    apply: &mut dyn FnMut(&'d Value, &Value) -> Result<(), Unusable>,
) -> Result<(), Unusable> {
    let map = |keyword: &str| schema.get(keyword).and_then(Value::as_object).into_iter().flatten();
    for (name, inside) in map("properties") {
        members.get(name).map_or(Ok(()), |member| apply(inside, member))?;
    }
    for (_, inside) in map("patternProperties") {
        members.values().try_for_each(|member| apply(inside, member))?;
    }
    map("dependentSchemas").try_for_each(|(_, inside)| apply(inside, value))?;
    for inside in ["additionalProperties", "unevaluatedProperties"].iter().filter_map(|keyword| schema.get(keyword)) {
        members.values().try_for_each(|member| apply(inside, member))?;
    }
    Ok(())
}

fn visit_items<'d>(
    schema: &'d Value,
    items: &[Value],
    apply: &mut dyn FnMut(&'d Value, &Value) -> Result<(), Unusable>,
) -> Result<(), Unusable> {
    for keyword in ["items", "additionalItems", "contains", "unevaluatedItems"] {
        match schema.get(keyword) {
            Some(inside @ (Value::Object(_) | Value::Bool(_))) => {
                items.iter().try_for_each(|item| apply(inside, item))?
            }
            _ => continue,
        }
    }
    let first = schema.get("prefixItems").and_then(Value::as_array).into_iter().flatten();
    first.zip(items).try_for_each(|(inside, item)| apply(inside, item))
}

/// Copies the schemas that were reached.
struct Cut<'w, 'd> {
    walk: &'w Walk<'d>,
    /// What references lead to.
    definitions: Map<String, Value>,
    /// Names of definitions by the address of the schema.
    names: HashMap<usize, String>,
}

impl Cut<'_, '_> {
    /// The copy of a schema; of one that applies to nothing, one that allows everything.
    fn schema(&mut self, schema: &Value) -> Value {
        let Value::Object(members) = schema else { return schema.clone() };
        if !self.walk.reached.contains(&address(schema)) {
            return json!({});
        }
        let mut copy = Map::new();
        if let Some(target) = reference::target(schema) {
            copy.insert("$ref".to_owned(), self.reference(target));
            if self.walk.is_3_0 {
                return Value::Object(copy);
            }
        }
        for (keyword, value) in members {
            let keyword = keyword.as_str();
            let copied = match value {
                _ if PLAIN.contains(&keyword) => value.clone(),
                _ if SAME.contains(&keyword) || INSIDE.contains(&keyword) => self.schema(value),
                Value::Array(list) if SAME_LIST.contains(&keyword) || keyword == "prefixItems" => {
                    list.iter().map(|inside| self.schema(inside)).collect()
                }
                Value::Object(map) if MAPS.contains(&keyword) => {
                    let copies = map.iter().map(|(name, inside)| (name.clone(), self.schema(inside)));
                    Value::Object(copies.collect())
                }
                _ => continue,
            };
            copy.insert(keyword.to_owned(), copied);
        }
        if self.walk.is_3_0 && members.get("nullable") == Some(&Value::Bool(true)) {
            allow_null(&mut copy);
        }
        Value::Object(copy)
    }

    /// The reference to the copy of what `target` leads to.
    fn reference(&mut self, target: &str) -> Value {
        let Ok(schema) = reference::resolve(self.walk.root, target) else { return json!("#") };
        let address = address(schema);
        if let Some(name) = self.names.get(&address) {
            return Value::String(format!("#/$defs/{name}"));
        }
        let name = format!("d{}", self.names.len());
        self.names.insert(address, name.clone());
        let copy = self.schema(schema);
        self.definitions.insert(name.clone(), copy);
        Value::String(format!("#/$defs/{name}"))
    }
}

/// What `nullable: true` of OpenAPI 3.0 means: it widens `type`, and `null` is allowed whatever `enum` says, as everybody writes it.
fn allow_null(schema: &mut Map<String, Value>) {
    if let Some(Value::String(name)) = schema.get("type") {
        let types = json!([name, "null"]);
        schema.insert("type".to_owned(), types);
        if let Some(Value::Array(values)) = schema.get_mut("enum") {
            values.push(Value::Null);
        }
    }
}

/// What an error means to whoever wrote the body.
fn mistakes(error: &ValidationError<'_>, schema: &Value, depth: usize) -> Vec<Mistake> {
    let at = steps(error);
    let one = |message: String| vec![Mistake { at: at.clone(), message, unknown: None }];
    match error.kind() {
        ValidationErrorKind::Required { property } => one(format!(
            "{} is missing",
            property.as_str().map_or_else(|| property.to_string(), |name| format!("`{name}`"))
        )),
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
            let known = known(error, schema);
            let unknown = |name: &String| Mistake {
                at: [at.as_slice(), &[PathStep::key(name.clone())]].concat(),
                message: format!("the schema has no `{name}`"),
                unknown: Some((name.clone(), known.clone())),
            };
            unexpected.iter().map(unknown).collect()
        }
        ValidationErrorKind::Type { kind } => one(format!("{} is not of type {}", shown(error), kind_of(kind))),
        ValidationErrorKind::Enum { options } => one(format!("{} is none of `{options}`", shown(error))),
        ValidationErrorKind::Constant { expected_value } => one(format!("{} is not `{expected_value}`", shown(error))),
        ValidationErrorKind::Pattern { pattern } => one(format!("{} does not match `{pattern}`", shown(error))),
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } if depth < 8 => {
            // The alternative with the fewest mistakes is the one that was meant, if it is of the right type at all.
            let nearest = context
                .iter()
                .filter(|errors| !errors.is_empty())
                .min_by_key(|errors| (errors.iter().any(|inside| is_of_other_type(inside, error)), errors.len()));
            match nearest {
                Some(errors) => errors.iter().flat_map(|error| mistakes(error, schema, depth + 1)).collect(),
                None => one(format!("{} fits none of the alternatives", shown(error))),
            }
        }
        _ => one(lowercase(&error.to_string())),
    }
}

/// Names of the properties beside the keyword that refused one.
fn known(error: &ValidationError<'_>, schema: &Value) -> Vec<String> {
    let pointer = error.schema_path().as_str();
    let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
    let properties = schema.pointer(parent).and_then(|parent| parent.get("properties")?.as_object());
    properties.map(|properties| properties.keys().cloned().collect()).unwrap_or_default()
}

/// Whether an alternative fails because the value as a whole is of another type.
fn is_of_other_type(inside: &ValidationError<'_>, around: &ValidationError<'_>) -> bool {
    matches!(inside.kind(), ValidationErrorKind::Type { .. }) && inside.instance_path() == around.instance_path()
}

/// Names of types, `null` last.
fn kind_of(kind: &TypeKind) -> String {
    let mut names: Vec<String> = match kind {
        TypeKind::Single(one) => vec![one.to_string()],
        TypeKind::Multiple(many) => many.iter().map(|one| one.to_string()).collect(),
    };
    names.sort_by_key(|name| name == "null");
    format!("`{}`", names.join("` or `"))
}

/// The value as JSON, cut where it is long.
fn shown(error: &ValidationError<'_>) -> String {
    const LONGEST: usize = 40;
    let text = error.instance().to_string();
    if text.chars().count() <= LONGEST {
        return format!("`{text}`");
    }
    format!("`{}…`", text.chars().take(LONGEST).collect::<String>())
}

fn lowercase(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// The place of an error as steps.
fn steps(error: &ValidationError<'_>) -> Vec<PathStep> {
    let step = |segment: LocationSegment<'_>| match segment {
        LocationSegment::Property(name) => PathStep::key(name.to_string()),
        LocationSegment::Index(index) => PathStep::Item(index),
    };
    error.instance_path().into_iter().map(step).collect()
}
