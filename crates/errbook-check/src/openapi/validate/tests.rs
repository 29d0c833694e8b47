//! Compares results with the crate `jsonschema`.

use std::collections::BTreeSet;

use jsonschema::Draft;
use jsonschema::paths::LocationSegment;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use super::*;

/// Paths of our mistakes.
fn ours(schema: &Value, value: &Value, is_3_0: bool) -> Option<BTreeSet<String>> {
    let patterns = Patterns::default();
    let shown = |mistake: &Mistake| mistake.at.iter().map(|at| format!("/{at:?}")).collect();
    let found = mistakes(schema, is_3_0, schema, value, Unknown::Nothing, &patterns).ok()?;
    Some(found.iter().map(shown).collect())
}

/// Paths of the mistakes that `jsonschema` finds.
fn theirs(schema: &Value, value: &Value, is_3_0: bool) -> Option<BTreeSet<String>> {
    use jsonschema::error::ValidationErrorKind::{AdditionalProperties, FalseSchema, UnevaluatedProperties};
    let draft = if is_3_0 { Draft::Draft4 } else { Draft::Draft202012 };
    let validator = jsonschema::options().with_draft(draft).offline().build(schema).ok()?;
    let mut places = BTreeSet::new();
    for error in validator.iter_errors(value) {
        let step = |segment: LocationSegment<'_>| match segment {
            LocationSegment::Property(name) => format!("/{:?}", PathStep::key(name.to_string())),
            LocationSegment::Index(index) => format!("/{:?}", PathStep::Item(index)),
        };
        let at: String = error.instance_path().into_iter().map(step).collect();
        match error.kind() {
            AdditionalProperties { unexpected } | UnevaluatedProperties { unexpected } => {
                places.extend(unexpected.iter().map(|name| format!("{at}/{:?}", PathStep::key(name.clone()))));
            }
            // With `additionalProperties: false` and no known members, `jsonschema` reports the
            // whole object. We report each member.
            FalseSchema if error.schema_path().as_str().ends_with("/additionalProperties") => {
                let object = value.pointer(error.instance_path().as_str());
                let members = object.and_then(Value::as_object).into_iter().flatten();
                places.extend(members.map(|(name, _)| format!("{at}/{:?}", PathStep::key(name.clone()))));
            }
            _ => drop(places.insert(at)),
        }
    }
    Some(places)
}

fn values() -> impl Strategy<Value = Value> {
    let text =
        select(vec!["", "a", "ab", "abc", "é", "12", "2024-02-29", "2023-02-29", "10:00:00Z", "a@b.c", "127.0.0.1"]);
    let number = select(vec![json!(0), json!(1), json!(1.0), json!(2), json!(0.3), json!(1.5), json!(-1), json!(1e30)]);
    let leaf = prop_oneof![Just(Value::Null), any::<bool>().prop_map(Value::from), number, text.prop_map(Value::from)];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let members = prop::collection::btree_map(select(vec!["a", "b", "ab", "c"]), inner.clone(), 0..4);
        let members = members
            .prop_map(|map| map.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>());
        prop_oneof![prop::collection::vec(inner, 0..4).prop_map(Value::from), members.prop_map(Value::from)]
    })
}

fn schemas() -> impl Strategy<Value = Value> {
    let number = select(vec![json!(0), json!(1), json!(2), json!(2.0), json!(0.1), json!(-1)]);
    let name = select(vec!["a", "b", "ab", "c"]).prop_map(Value::from);
    let names = prop::collection::btree_set(select(vec!["a", "b", "c"]), 1..3).prop_map(|names| json!(names));
    let kind = select(TYPES.to_vec()).prop_map(Value::from);
    let pair = |names: Vec<&'static str>, value: BoxedStrategy<Value>| (select(names), value).boxed();
    let plain = prop_oneof![
        pair(vec!["type"], kind.clone().boxed()),
        pair(
            vec!["type"],
            prop::collection::btree_set(select(TYPES.to_vec()), 1..3).prop_map(|kinds| json!(kinds)).boxed()
        ),
        pair(vec!["enum"], prop::collection::vec(values(), 1..4).prop_map(Value::from).boxed()),
        pair(vec!["const"], values().boxed()),
        pair(vec!["multipleOf", "maximum", "minimum"], number.clone().boxed()),
        pair(vec!["exclusiveMaximum", "exclusiveMinimum"], prop_oneof![number.clone(), Just(json!(true))].boxed()),
        pair(
            vec!["maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties"],
            number.clone().boxed()
        ),
        pair(vec!["minContains", "maxContains"], number.boxed()),
        pair(vec!["uniqueItems"], any::<bool>().prop_map(Value::from).boxed()),
        pair(
            vec!["pattern"],
            select(vec!["^a", "b$", "\\d", "(?=a)", "(", "\\p{Letter}"]).prop_map(Value::from).boxed()
        ),
        pair(
            vec!["format"],
            select(vec!["date", "time", "email", "hostname", "ipv4", "uri", "x"]).prop_map(Value::from).boxed()
        ),
        pair(vec!["required"], names.clone().boxed()),
        pair(
            vec!["dependentRequired"],
            (name, names).prop_map(|(name, names)| json!({name.as_str().unwrap(): names})).boxed()
        ),
        pair(vec!["$ref"], select(vec!["#/$defs/text", "#/$defs/a"]).prop_map(Value::from).boxed()),
    ];
    let object = |pairs: Vec<(&'static str, Value)>| -> Value {
        pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>().into()
    };
    let leaf = prop_oneof![4 => prop::collection::vec(plain.clone(), 0..3).prop_map(object), 1 => any::<bool>().prop_map(Value::from)];
    leaf.prop_recursive(3, 16, 3, move |inner| {
        let list = prop::collection::vec(inner.clone(), 1..3).prop_map(Value::from);
        let map = prop::collection::btree_map(select(vec!["a", "b", "^a", "c"]), inner.clone(), 1..3)
            .prop_map(|map| json!(map));
        let one = select(vec![
            "not",
            "if",
            "then",
            "else",
            "items",
            "contains",
            "additionalProperties",
            "additionalItems",
            "unevaluatedProperties",
            "unevaluatedItems",
        ]);
        let applied = prop_oneof![
            2 => (one, inner),
            1 => (select(vec!["allOf", "anyOf", "oneOf", "prefixItems"]), list),
            2 => (select(vec!["properties", "patternProperties", "dependentSchemas"]), map),
        ];
        (prop::collection::vec(applied, 1..4), prop::collection::vec(plain.clone(), 0..2))
            .prop_map(move |(applied, plain)| object([applied, plain].concat()))
    })
}

/// Whether a schema has a keyword at any depth.
fn has(schema: &Value, keyword: &str) -> bool {
    match schema {
        Value::Object(members) => members.iter().any(|(name, value)| name == keyword || has(value, keyword)),
        Value::Array(items) => items.iter().any(|item| has(item, keyword)),
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]
    #[test]
    fn agrees_with_jsonschema(mut schema in schemas(), value in values(), is_3_0: bool) {
        if let Value::Object(members) = &mut schema {
            members.insert("$defs".to_owned(), json!({"text": {"type": "string"}, "a": {"properties": {"a": {"type": "integer"}}}}));
        }
        let (Some(ours), Some(theirs)) = (ours(&schema, &value, is_3_0), theirs(&schema, &value, is_3_0)) else {
            return Ok(());
        };
        // We report the mistakes of only one alternative.
        if has(&schema, "anyOf") || has(&schema, "oneOf") {
            prop_assert_eq!(ours.is_empty(), theirs.is_empty(), "{} of {}", value, schema);
        } else {
            prop_assert_eq!(ours, theirs, "{} of {}", value, schema);
        }
    }
}

#[test]
fn what_is_not_known_is_not_a_mistake() {
    let kind = |name: &str| json!({"properties": {"kind": {"const": name}}});
    let either = json!({"oneOf": [kind("a"), kind("b")]});
    let closed = json!({
        "required": ["a", "b"], "additionalProperties": false,
        "properties": {"a": {"type": "integer"}, "b": {"type": "array", "minItems": 2}},
    });
    for (schema, value, expected) in [
        (&either, json!({"kind": "<kind>"}), [1, 0, 0]),
        (&json!({"not": kind("a")}), json!({"kind": "$KIND"}), [0, 0, 0]),
        (&json!({"not": kind("a")}), json!({"kind": "a"}), [1, 1, 0]),
        (&json!({"if": kind("a"), "else": {"required": ["x"]}}), json!({"kind": "..."}), [1, 0, 0]),
        (&json!({"contains": {"const": 1}}), json!(["..."]), [1, 0, 0]),
        (&closed, json!({"a": "YOUR_NUMBER", "b": [1]}), [2, 1, 0]),
        (&closed, json!({"a": true, "{more}": 1}), [3, 2, 1]),
    ] {
        let found = [Unknown::Nothing, Unknown::Placeholders, Unknown::Members].map(|unknown| {
            let found = mistakes(schema, false, schema, &value, unknown, &Patterns::default());
            found.expect("a usable schema").len()
        });
        assert_eq!(found, expected, "{value} {schema}");
    }
}
