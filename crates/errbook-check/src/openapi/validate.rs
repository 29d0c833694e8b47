//! Validates a value against a JSON Schema in an OpenAPI document: draft 4 with `nullable` (OpenAPI
//! 3.0), or draft 2020-12 (3.1).
//!
//! Time is bounded for every document. Circular schemas, and schemas whose size doubles at each
//! reference, are reported as unusable.

use std::cell::{Cell, RefCell};
use std::cmp::Ordering;
use std::collections::HashSet;

use errbook_catalog::PathStep;
use errbook_syntax::placeholder;
use serde_json::{Map, Number, Value};

use super::patterns::Patterns;
use super::reference::follow;
use super::{formats, reference};

/// A mistake at one location in a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mistake {
    pub(crate) at: Vec<PathStep>,
    pub(crate) message: String,
    /// An unknown property, and the known ones.
    pub(crate) unknown: Option<(String, Vec<String>)>,
    /// Whether the value has a different type than the schema requires.
    is_of_other_type: bool,
}

impl Mistake {
    fn new(at: &[PathStep], message: String) -> Mistake {
        Mistake { at: at.to_vec(), message, unknown: None, is_of_other_type: false }
    }
}

/// Why a schema cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unusable {
    /// A reference cannot be followed, which is reported at its own location.
    Reference,
    /// It contains itself without going deeper into the body, or is nested too deep.
    Circle,
    /// Applying it takes too many steps.
    Steps,
    /// It is not a valid JSON Schema.
    Wrong(String),
}

/// Maximum number of schemas to apply to one body. A schema that needs more probably doubles at
/// each reference.
const MOST_STEPS: u32 = 100_000;

/// Maximum nesting depth of schemas. A deeper schema is probably circular.
const DEEPEST: usize = 200;

/// What isn't known about a value. It is never a mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unknown {
    Nothing,
    /// Strings with placeholders stand for any value.
    Placeholders,
    /// Members and items are also left out.
    Members,
}

/// All mistakes in `value` according to `schema`, a part of the document `root`.
pub(super) fn mistakes(
    root: &Value,
    is_3_0: bool,
    schema: &Value,
    value: &Value,
    unknown: Unknown,
    patterns: &Patterns,
) -> Result<Vec<Mistake>, Unusable> {
    let validator = Validator { root, is_3_0, unknown, patterns, steps: Cell::new(0), unusable: RefCell::default() };
    let mistakes = validator.apply(schema, value, &[], 0).mistakes;
    validator.unusable.into_inner().map_or(Ok(mistakes), Err)
}

/// Keywords that draft 4 doesn't have.
const NEWER: &[&str] = &[
    "const",
    "contains",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "maxContains",
    "minContains",
    "prefixItems",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// A keyword with an invalid value.
fn malformed<'s>(schema: &'s Value, is_3_0: bool, patterns: &Patterns) -> Option<&'s str> {
    let Value::Object(members) = schema else { return (!schema.is_boolean()).then_some("schema") };
    if is_3_0 && reference::target(schema).is_some() {
        return None;
    }
    let is_schema = |value: &Value| value.is_object() || value.is_boolean();
    let is_name = |value: &Value| value.as_str().is_some_and(|name| TYPES.contains(&name));
    let is_list = |value: &Value, of: &dyn Fn(&Value) -> bool| value.as_array().is_some_and(|list| list.iter().all(of));
    let is_map = |value: &Value, of: &dyn Fn(&Value) -> bool| value.as_object().is_some_and(|map| map.values().all(of));
    let is_right = |keyword: &str, value: &Value| match keyword {
        _ if is_3_0 && NEWER.contains(&keyword) => true,
        "type" => is_name(value) || is_list(value, &is_name),
        "enum" => value.is_array(),
        "multipleOf" => value.as_f64().is_some_and(|number| number > 0.0),
        "exclusiveMaximum" | "exclusiveMinimum" if is_3_0 => value.is_boolean(),
        "maximum" | "minimum" | "exclusiveMaximum" | "exclusiveMinimum" => value.is_number(),
        "maxLength" | "minLength" | "maxItems" | "minItems" | "maxProperties" | "minProperties" | "maxContains"
        | "minContains" => count(value).is_some(),
        "uniqueItems" => value.is_boolean(),
        "pattern" => value.as_str().is_some_and(|source| patterns.get(source).is_some()),
        "format" => value.is_string(),
        "required" => is_list(value, &Value::is_string),
        "dependentRequired" => is_map(value, &|names| is_list(names, &Value::is_string)),
        "properties" | "dependentSchemas" => is_map(value, &is_schema),
        "patternProperties" => {
            let mut sources = value.as_object().into_iter().flat_map(Map::keys);
            is_map(value, &is_schema) && sources.all(|source| patterns.get(source).is_some())
        }
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => is_list(value, &is_schema) && value != &Value::Array(Vec::new()),
        "items" if is_3_0 && value.is_array() => is_list(value, &is_schema),
        "not"
        | "if"
        | "then"
        | "else"
        | "additionalProperties"
        | "unevaluatedProperties"
        | "items"
        | "additionalItems"
        | "contains"
        | "unevaluatedItems" => is_schema(value),
        _ => true,
    };
    members.iter().find(|(keyword, value)| !is_right(keyword, value)).map(|(keyword, _)| keyword.as_str())
}

/// The result of applying a schema: mistakes, and evaluated members and items.
#[derive(Default)]
struct Outcome<'v> {
    mistakes: Vec<Mistake>,
    members: HashSet<&'v str>,
    items: HashSet<usize>,
}

impl<'v> Outcome<'v> {
    fn is_valid(&self) -> bool {
        self.mistakes.is_empty()
    }

    fn add(&mut self, other: Outcome<'v>) {
        // A schema that fails doesn't mark members and items as evaluated.
        if other.is_valid() {
            self.members.extend(other.members);
            self.items.extend(other.items);
        }
        self.mistakes.extend(other.mistakes);
    }
}

struct Validator<'d> {
    root: &'d Value,
    is_3_0: bool,
    unknown: Unknown,
    patterns: &'d Patterns,
    steps: Cell<u32>,
    /// Why validation stopped.
    unusable: RefCell<Option<Unusable>>,
}

impl<'d> Validator<'d> {
    /// Counts a step, and checks whether the schema can be applied.
    fn step(&self, schema: &Value, depth: usize) -> Result<(), Unusable> {
        self.steps.set(self.steps.get() + 1);
        if depth > DEEPEST {
            return Err(Unusable::Circle);
        }
        if self.steps.get() > MOST_STEPS {
            return Err(Unusable::Steps);
        }
        match malformed(schema, self.is_3_0, self.patterns) {
            Some(keyword) => Err(Unusable::Wrong(format!("`{keyword}` has an invalid value"))),
            None => Ok(()),
        }
    }

    fn is_placeholder(&self, value: &Value) -> bool {
        self.unknown >= Unknown::Placeholders && value.as_str().is_some_and(placeholder::is_in)
    }

    /// Whether something in a value isn't known, so it may not match a schema that it matches.
    fn is_open(&self, value: &Value) -> bool {
        self.unknown == Unknown::Members
            || self.unknown == Unknown::Placeholders
                && match value {
                    Value::Array(items) => items.iter().any(|item| self.is_open(item)),
                    Value::Object(members) => members.values().any(|member| self.is_open(member)),
                    value => self.is_placeholder(value),
                }
    }

    fn apply<'v>(&self, schema: &'d Value, value: &'v Value, at: &[PathStep], depth: usize) -> Outcome<'v> {
        let mut outcome = Outcome::default();
        if self.unusable.borrow().is_some() || self.is_placeholder(value) {
            return outcome;
        }
        if let Err(why) = self.step(schema, depth) {
            self.unusable.replace(Some(why));
            return outcome;
        }
        let Value::Object(members) = schema else {
            if schema == &Value::Bool(false) {
                outcome.mistakes.push(Mistake::new(at, format!("false schema does not allow {value}")));
            }
            return outcome;
        };
        if let Some(target) = reference::target(schema) {
            match reference::resolve(self.root, target) {
                Ok(target) => outcome.add(self.apply(target, value, at, depth + 1)),
                Err(_) => drop(self.unusable.replace(Some(Unusable::Reference))),
            }
            // In OpenAPI 3.0, keywords next to `$ref` are ignored.
            if self.is_3_0 {
                return outcome;
            }
        }
        let mut applied = Applied { validator: self, schema: members, value, at, depth, outcome };
        applied.check_kind();
        match value {
            Value::Number(number) => applied.check_number(number),
            Value::String(text) => applied.check_text(text),
            Value::Array(items) => applied.check_items(items),
            Value::Object(members) => applied.check_members(members),
            Value::Null | Value::Bool(_) => {}
        }
        applied.check_combinations();
        applied.check_unevaluated();
        applied.outcome
    }
}

/// A schema that is applied to a value.
struct Applied<'d, 'v, 'a> {
    validator: &'a Validator<'d>,
    schema: &'d Map<String, Value>,
    value: &'v Value,
    at: &'a [PathStep],
    depth: usize,
    outcome: Outcome<'v>,
}

impl<'d, 'v> Applied<'d, 'v, '_> {
    fn keyword(&self, name: &str) -> Option<&'d Value> {
        self.schema.get(name).filter(|_| !(self.validator.is_3_0 && NEWER.contains(&name)))
    }

    fn list(&self, name: &str) -> Option<&'d Vec<Value>> {
        self.keyword(name)?.as_array()
    }

    fn map(&self, name: &str) -> impl Iterator<Item = (&'d String, &'d Value)> + use<'d> {
        self.keyword(name).and_then(Value::as_object).into_iter().flatten()
    }

    fn refuse(&mut self, message: String) {
        self.outcome.mistakes.push(Mistake::new(self.at, message));
    }

    /// The outcome of another schema for the same value.
    fn same(&self, schema: &'d Value) -> Outcome<'v> {
        self.validator.apply(schema, self.value, self.at, self.depth + 1)
    }

    /// The mistakes in a member or an item, according to a schema.
    fn inside(&self, schema: &'d Value, value: &Value, step: PathStep) -> Vec<Mistake> {
        self.validator.apply(schema, value, &[self.at, &[step]].concat(), self.depth + 1).mistakes
    }

    fn check_kind(&mut self) {
        // In OpenAPI 3.0, `nullable: true` widens `type`. It also allows `null` if `enum` does not
        // list it, as is common practice.
        let nullable = self.validator.is_3_0 && self.schema.get("nullable") == Some(&Value::Bool(true));
        let nullable = nullable && self.schema.get("type").is_some_and(Value::is_string);
        if let Some(types) = self.keyword("type") {
            let mut names: Vec<&str> = one_or_many(types).filter_map(Value::as_str).collect();
            names.extend(nullable.then_some("null"));
            if !names.iter().any(|name| self.is_of_type(name)) {
                names.sort_by_key(|name| *name == "null");
                let message = format!("{} is not of type `{}`", shown(self.value), names.join("` or `"));
                self.outcome.mistakes.push(Mistake { is_of_other_type: true, ..Mistake::new(self.at, message) });
            }
        }
        if let Some(options) = self.list("enum") {
            let mut options = options.clone();
            options.extend(nullable.then_some(Value::Null));
            if !options.iter().any(|option| equal(option, self.value)) {
                self.refuse(format!("{} is not one of `{}`", shown(self.value), Value::Array(options)));
            }
        }
        if let Some(expected) = self.keyword("const").filter(|expected| !equal(expected, self.value)) {
            self.refuse(format!("{} is not `{expected}`", shown(self.value)));
        }
    }

    fn is_of_type(&self, name: &str) -> bool {
        match (name, self.value) {
            // 1.0 is an integer since draft 6. Integers above 2^64 are parsed as floats.
            ("integer", Value::Number(number)) if number.is_f64() => number.as_f64().is_some_and(|number| {
                number.fract() == 0.0 && (!self.validator.is_3_0 || number.abs() >= u64::MAX as f64)
            }),
            ("integer", value) => value.is_number(),
            (name, value) => name == kind(value),
        }
    }

    fn check_number(&mut self, number: &Number) {
        if let Some(Value::Number(of)) = self.keyword("multipleOf")
            && !is_multiple(number, of)
        {
            self.refuse(format!("{number} is not a multiple of {of}"));
        }
        for (keyword, exclusive, beyond, end) in [
            ("maximum", "exclusiveMaximum", Ordering::Greater, "greater than%the maximum"),
            ("minimum", "exclusiveMinimum", Ordering::Less, "less than%the minimum"),
        ] {
            let is_exclusive = self.keyword(exclusive) == Some(&Value::Bool(true));
            for (limit, is_exclusive) in [(keyword, is_exclusive), (exclusive, true)] {
                let Some(Value::Number(limit)) = self.keyword(limit) else { continue };
                let order = compare(number, limit);
                if order == beyond || (is_exclusive && order == Ordering::Equal) {
                    let end = end.replace('%', if is_exclusive { " or equal to " } else { " " });
                    self.refuse(format!("{number} is {end} of {limit}"));
                }
            }
        }
    }

    fn check_text(&mut self, text: &str) {
        self.check_count(
            "Length",
            "is longer than",
            "is shorter than",
            ["character", "characters"],
            text.chars().count(),
        );
        let pattern = self.keyword("pattern").and_then(Value::as_str);
        if let Some(pattern) = pattern.filter(|pattern| !self.validator.patterns.is_match(pattern, text)) {
            self.refuse(format!("{} does not match `{pattern}`", shown(self.value)));
        }
        // In draft 2020-12, `format` is only an annotation.
        let format = self.keyword("format").and_then(Value::as_str).filter(|_| self.validator.is_3_0);
        if let Some(format) = format.filter(|format| !formats::is_valid(format, text, self.validator.patterns)) {
            self.refuse(format!("{} is not a valid \"{format}\"", self.value));
        }
    }

    /// Checks `max…` and `min…`.
    fn check_count(&mut self, what: &str, above: &str, below: &str, [one, many]: [&str; 2], found: usize) {
        for (end, beyond, said) in [("max", Ordering::Greater, above), ("min", Ordering::Less, below)] {
            // Left out items and members count too.
            if end == "min" && what != "Length" && self.validator.unknown == Unknown::Members {
                continue;
            }
            let limit = self.keyword(&format!("{end}{what}")).and_then(count);
            if let Some(limit) = limit.filter(|limit| (found as u64).cmp(limit) == beyond) {
                self.refuse(format!("{} {said} {limit} {}", self.value, if limit == 1 { one } else { many }));
            }
        }
    }

    fn check_items(&mut self, items: &'v [Value]) {
        self.check_count("Items", "has more than", "has fewer than", ["item", "items"], items.len());
        let repeated = || items.iter().enumerate().any(|(at, item)| items[..at].iter().any(|other| equal(item, other)));
        if self.keyword("uniqueItems") == Some(&Value::Bool(true)) && repeated() {
            self.refuse(format!("{} has duplicate items", self.value));
        }
        let (first, rest) = match self.keyword("items") {
            Some(Value::Array(first)) => (&first[..], self.keyword("additionalItems")),
            rest => (self.list("prefixItems").map_or(&[][..], Vec::as_slice), rest),
        };
        let schemas = first.iter().map(Some).chain(std::iter::repeat(rest));
        for (index, (item, schema)) in items.iter().zip(schemas).enumerate() {
            if let Some(schema) = schema {
                self.outcome.items.insert(index);
                self.outcome.mistakes.extend(self.inside(schema, item, PathStep::Item(index)));
            }
        }
        if let Some(schema) = self.keyword("contains").filter(|_| !self.validator.is_open(self.value)) {
            let fits = |(index, item): &(usize, &Value)| self.inside(schema, item, PathStep::Item(*index)).is_empty();
            let fitting: Vec<usize> = items.iter().enumerate().filter(fits).map(|(index, _)| index).collect();
            let limit = |name: &str| self.keyword(name).and_then(count);
            let found = fitting.len() as u64;
            let is_wrong =
                found < limit("minContains").unwrap_or(1) || limit("maxContains").is_some_and(|most| found > most);
            self.outcome.items.extend(fitting);
            if is_wrong {
                self.refuse(format!("{} has too few or too many items that match 'contains'", self.value));
            }
        }
    }

    fn is_read_only(&self, name: &str) -> bool {
        let own = self.map("properties").find(|(other, _)| *other == name);
        let schema = own.and_then(|(_, schema)| follow(self.validator.root, schema));
        schema.is_some_and(|schema| schema.get("readOnly") == Some(&Value::Bool(true)))
    }

    fn check_members(&mut self, members: &'v Map<String, Value>) {
        self.check_count("Properties", "has more than", "has fewer than", ["property", "properties"], members.len());
        let dependent = self.map("dependentRequired").filter(|(name, _)| members.contains_key(*name));
        let required = self.keyword("required").into_iter().chain(dependent.map(|(_, names)| names));
        for name in required.filter_map(Value::as_array).flatten().filter_map(Value::as_str) {
            // Only responses have read-only properties (OpenAPI 3.0.4, section 4.7.24.2).
            let is_sent = !members.contains_key(name) && !self.is_read_only(name);
            if is_sent && self.validator.unknown < Unknown::Members {
                self.refuse(format!("missing property `{name}`"));
            }
        }
        let is_placeholder = |name: &str| self.validator.unknown >= Unknown::Placeholders && placeholder::is_in(name);
        for (name, value) in members.iter().filter(|(name, _)| !is_placeholder(name)) {
            let own = self.map("properties").filter(|(other, _)| *other == name);
            let patterns = self.validator.patterns;
            let by_pattern = self.map("patternProperties").filter(|(pattern, _)| patterns.is_match(pattern, name));
            let schemas: Vec<&Value> = own.chain(by_pattern).map(|(_, schema)| schema).collect();
            let more = self.keyword("additionalProperties").filter(|_| schemas.is_empty());
            if schemas.is_empty() && more.is_none() {
                continue;
            }
            self.outcome.members.insert(name);
            if more == Some(&Value::Bool(false)) {
                self.refuse_member(name);
            }
            for schema in schemas.into_iter().chain(more.filter(|schema| schema.is_object())) {
                self.outcome.mistakes.extend(self.inside(schema, value, PathStep::key(name.clone())));
            }
        }
        for (_, schema) in self.map("dependentSchemas").filter(|(name, _)| members.contains_key(*name)) {
            self.outcome.add(self.same(schema));
        }
    }

    fn refuse_member(&mut self, name: &str) {
        let at = [self.at, &[PathStep::key(name.to_owned())]].concat();
        let known = self.map("properties").map(|(name, _)| name.clone()).collect();
        let unknown = Some((name.to_owned(), known));
        self.outcome.mistakes.push(Mistake { unknown, ..Mistake::new(&at, format!("unknown property `{name}`")) });
    }

    fn check_combinations(&mut self) {
        for schema in self.list("allOf").into_iter().flatten() {
            self.outcome.add(self.same(schema));
        }
        for keyword in ["anyOf", "oneOf"] {
            let Some(schemas) = self.list(keyword) else { continue };
            let outcomes: Vec<_> = schemas.iter().map(|schema| self.same(schema)).collect();
            let (valid, wrong): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Outcome::is_valid);
            if valid.is_empty() {
                self.outcome.mistakes.extend(nearest(wrong, self.at.len()));
            } else if keyword == "oneOf" && valid.len() > 1 && !self.validator.is_open(self.value) {
                let value = self.value;
                self.refuse(format!("{value} matches more than one schema of 'oneOf'"));
            } else {
                valid.into_iter().for_each(|outcome| self.outcome.add(outcome));
            }
        }
        let is_known = |_: &&Value| !self.validator.is_open(self.value);
        let forbidden = self.keyword("not").filter(is_known);
        let condition = self.keyword("if").filter(is_known);
        if let Some(schema) = forbidden.filter(|schema| self.same(schema).is_valid()) {
            self.refuse(format!("{schema} is not allowed for {}", self.value));
        }
        if let Some(condition) = condition {
            let outcome = self.same(condition);
            let then = if outcome.is_valid() { "then" } else { "else" };
            if outcome.is_valid() {
                self.outcome.add(outcome);
            }
            if let Some(schema) = self.keyword(then) {
                self.outcome.add(self.same(schema));
            }
        }
    }

    /// Checks members and items that no other keyword evaluated.
    fn check_unevaluated(&mut self) {
        if let (Some(schema), Value::Object(members)) = (self.keyword("unevaluatedProperties"), self.value) {
            for (name, value) in members {
                if self.outcome.members.insert(name)
                    && !self.inside(schema, value, PathStep::key(name.clone())).is_empty()
                {
                    self.refuse_member(name);
                }
            }
        }
        if let (Some(schema), Value::Array(items)) = (self.keyword("unevaluatedItems"), self.value) {
            let mut unexpected = Vec::new();
            for (index, item) in items.iter().enumerate() {
                if self.outcome.items.insert(index) && !self.inside(schema, item, PathStep::Item(index)).is_empty() {
                    unexpected.push(format!("'{item}'"));
                }
            }
            if !unexpected.is_empty() {
                let were = if unexpected.len() == 1 { "was" } else { "were" };
                self.refuse(format!("unevaluated items are not allowed ({} {were} unexpected)", unexpected.join(", ")));
            }
        }
    }
}

/// The mistakes of the closest alternative: one with the right type, if any, and the fewest
/// mistakes.
fn nearest(alternatives: Vec<Outcome<'_>>, depth: usize) -> Vec<Mistake> {
    let is_of_other_type = |mistake: &Mistake| mistake.is_of_other_type && mistake.at.len() == depth;
    let rank = |outcome: &Outcome<'_>| (outcome.mistakes.iter().any(is_of_other_type), outcome.mistakes.len());
    alternatives.into_iter().min_by_key(rank).map(|outcome| outcome.mistakes).unwrap_or_default()
}

const TYPES: &[&str] = &["array", "boolean", "integer", "null", "number", "object", "string"];

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn one_or_many(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice).iter()
}

/// The value of a limit, which may be written as `2.0`.
fn count(value: &Value) -> Option<u64> {
    let whole = |number: &f64| *number >= 0.0 && number.fract() == 0.0;
    value.as_u64().or_else(|| value.as_f64().filter(whole).map(|number| number as u64))
}

/// Whether two values are equal. Numbers compare by value: 1 equals 1.0.
fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => compare(one, other) == Ordering::Equal,
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let is_in_other = |(name, one): (&String, &Value)| other.get(name).is_some_and(|other| equal(one, other));
            one.len() == other.len() && one.iter().all(is_in_other)
        }
        (one, other) => one == other,
    }
}

fn compare(one: &Number, other: &Number) -> Ordering {
    let by_float = || one.as_f64().partial_cmp(&other.as_f64()).unwrap_or(Ordering::Equal);
    scaled(one, other).map_or_else(by_float, |(one, other)| one.cmp(&other))
}

fn is_multiple(number: &Number, of: &Number) -> bool {
    let by_float = || matches!((number.as_f64(), of.as_f64()), (Some(number), Some(of)) if number % of == 0.0);
    scaled(number, of).map_or_else(by_float, |(number, of)| of != 0 && number % of == 0)
}

/// Scales two numbers by the same power of ten, so 0.3 is exactly three times 0.1.
fn scaled(one: &Number, other: &Number) -> Option<(i128, i128)> {
    let decimal = |number: &Number| -> Option<(i128, i32)> {
        let text = number.to_string();
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let exponent = exponent.parse::<i32>().ok()? - i32::try_from(fraction.len()).ok()?;
        Some((format!("{whole}{fraction}").parse().ok()?, exponent))
    };
    let ((one, by), (other, other_by)) = (decimal(one)?, decimal(other)?);
    let least = by.min(other_by);
    let scale = |digits: i128, by: i32| digits.checked_mul(10_i128.checked_pow(u32::try_from(by - least).ok()?)?);
    Some((scale(one, by)?, scale(other, other_by)?))
}

/// The value as JSON, truncated if it is long.
fn shown(value: &Value) -> String {
    const LONGEST: usize = 40;
    let text = value.to_string();
    if text.chars().count() <= LONGEST {
        return format!("`{text}`");
    }
    format!("`{}…`", text.chars().take(LONGEST).collect::<String>())
}

#[cfg(test)]
mod tests;
