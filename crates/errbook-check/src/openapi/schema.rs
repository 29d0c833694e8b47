//! Judges a body by the schema of an operation.
//!
//! A walk over both together tells first which parts of the schema apply, so that a document of any size, with references in circles or schemas
//! that double at each step, is judged in bounded time or not at all.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::patterns::Patterns;
use super::reference;
use super::validate::{self, Mistake};

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

/// Steps of the walk over one body; a schema that takes more doubles at each reference.
const MOST_STEPS: u64 = 100_000;

/// How deep the walk goes; a schema that goes deeper leads round in a circle.
const DEEPEST: usize = 200;

/// Judges `body` by `schema`, a part of the document `root`.
pub(crate) fn judge(root: &Value, is_3_0: bool, schema: &Value, body: &Value, patterns: &Patterns) -> Judgement {
    let mut walk = Walk { root, is_3_0, patterns, costs: HashMap::new() };
    match walk.visit(schema, body, 0) {
        Ok(cost) if cost > MOST_STEPS => return Judgement::Unknown(Unusable::Steps),
        Ok(_) => {}
        Err(why) => return Judgement::Unknown(why),
    }
    let mistakes = validate::mistakes(root, is_3_0, schema, body, patterns);
    if mistakes.is_empty() { Judgement::Valid } else { Judgement::Invalid(mistakes) }
}

/// Keywords whose value is one schema, that apply to the same value.
const SAME: &[&str] = &["not", "if", "then", "else"];
/// Keywords whose value is a list of schemas, that apply to the same value.
const SAME_LIST: &[&str] = &["allOf", "anyOf", "oneOf"];

/// The address of a part of the document: two equal schemas at two places are two.
fn address(value: &Value) -> usize {
    std::ptr::from_ref(value).addr()
}

/// Finds the schemas that apply to some part of a body.
struct Walk<'d> {
    root: &'d Value,
    is_3_0: bool,
    patterns: &'d Patterns,
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
        let (root, is_3_0) = (self.root, self.is_3_0);
        if let Some(keyword) = validate::malformed(schema, is_3_0, self.patterns) {
            return Err(Unusable::Wrong(format!("`{keyword}` has a value that it cannot have")));
        }
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
    let first = ["prefixItems", "items"].iter().filter_map(|keyword| schema.get(keyword)?.as_array()).flatten();
    first.zip(items).try_for_each(|(inside, item)| apply(inside, item))
}
