//! The schemas accept exactly what the decoder accepts.

use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::Known;
use crate::diagnostic::{Diagnostic, Severity};
use crate::parsed;
use crate::source::Sources;

/// An entry with every key, and one form of each value.
fn whole_entry() -> Value {
    let request = json!({
        "text": "Lead-in:", "operation": "a.b", "method": "POST", "path": "/a", "server": "https://a.example",
        "headers": {"X-A": "a", "X-B": null}, "query": {"a": 1, "b": "b", "c": true, "d": null},
        "body": {"a": [1, 1.5, null, {"b": "c"}]}, "expect": "invalid"
    });
    json!({
        "name": "Name", "symbol": "symbol", "status": {"api": 400, "gateway": 401}, "title": {"api": "Title"}, "type": "urn:a", "summary": "Summary.", "message": {"api": "A {a}"},
        "params": {"a": {"type": "duration", "format": "go_duration", "example": 1, "sensitive": true, "about": "About."}, "b": {"type": "list", "example": ["b"]}},
        "wordings": [{"text": "B {a}", "params": {"c": {"type": "string", "example": "c"}}, "profiles": ["api"], "operations": ["a.b"], "when": "c", "computed": true, "sent": false}],
        "family": {"join": " "},
        "field_errors": [{"location": "a", "message": "b", "fix": "c"}],
        "what_happened": {"text": "Text.", "causes": ["Cause"], "request": request},
        "how_to_fix": {"text": "Text.", "steps": ["Step", {"title": "Title", "text": "Text."}], "request": [request, {"method": "GET", "path": "/"}]},
        "common_mistakes": [{"lead": "Lead", "text": "Text."}],
        "notes": [{"kind": "tip", "text": "Text."}],
        "sections": [{"heading": "Heading", "text": "Text.", "after": "how_to_fix"}],
        "related": [{"code": "a:b", "when": "c"}],
        "raised_by": ["a.b", {"operation": "a.c", "when": "b"}, {"stage": "auth"}], "profiles": ["api"], "action": {"kind": "wait", "by": "operator", "reason": "Reason."}, "retryable": {"value": true, "reason": "Reason."}, "retry_after": 30, "log_level": "warn",
        "redact": true, "reveal": ["a"], "headers": {"X-A": "a {a}", "X-B": {"param": "a", "unit": "seconds", "when": "b"}}, "extensions": ["a"], "fields": {"owner": "a"}, "since": "2026-01-01", "changed": "2026-01-02",
        "deprecated": {"since": "2026-01-01", "reason": "Reason.", "replaced_by": "a:b"},
        "retired": {"since": "2026-01-01", "reason": "Reason.", "replaced_by": "a:b"},
        "migration": "Text.", "reserved": "Reason.", "aliases": ["a:c"], "redirects": ["/a"], "allow": [{"rule": "stub", "reason": "Reason.", "until": "2026-12-31"}],
        "draft": true
    })
}

/// A manifest with every key, and one form of each value.
fn whole_manifest() -> Value {
    let budgets: serde_json::Map<_, _> =
        crate::catalog::BUDGETS.iter().map(|name| ((*name).to_owned(), 1.into())).collect();
    json!({
        "name": "name", "description": "Text.",
        "codes": {"prefix": "err", "separator": ":", "levels": [{"name": "a", "pattern": "[a-z]+"}, {"name": "b", "optional": true}]},
        "kind": "reference", "rust": {"name": ["a"]}, "since": "version", "extra_statuses": [200],
        "groups": {"a": {
            "title": "A", "description": "Text.", "kind": "error", "status": 404, "profiles": ["api"], "action": {"kind": "stop", "by": "caller", "reason": "Reason."}, "retryable": {"value": false, "reason": "Reason."}, "retry_after": 1, "log_level": "off",
            "redact": false, "fields": {"owner": "a"}, "headers": {"X-A": "a"}, "redirects": ["/a"], "groups": {"b": {"title": "B"}}
        }},
        "profiles": {
            "problem": "rfc9457",
            "api": {"title": "API", "about": "Text.", "content_type": "a/b", "negotiate": {"a/c": "same", "a/d": "list"}, "envelope": {"a": "$code"}, "by_status": {"400": ["$code"]},
                "headers": {"X-A": "a", "X-B": {"param": "a", "unit": "seconds", "when": "b"}}},
            "list": {"envelope": ["$code"]}, "text": {"envelope": "$detail"}, "other": {"envelope": "rfc9457"}
        },
        "stages": {"auth": {"title": "Auth", "operations": ["a.b"], "except": ["a.c"]}},
        "fields": {
            "owner": {"type": "enum", "values": ["a"], "required": true, "list_by": true, "audience": "internal", "title": "Owner", "about": "About."},
            "ticket": {"type": "string", "pattern": "[A-Z]+"}
        },
        "depends": [
            {"name": "a", "from": {"path": "a"}, "include": "pages", "crate": "a", "go": "a", "typescript": "a", "python": "a",
                "extends": {"a:b": {"wordings": [{"text": "B {a}", "params": {"c": {"type": "duration", "format": "go_duration", "example": 5, "sensitive": true, "about": "Text."}}, "profiles": ["api"], "operations": ["a.b"], "when": "c", "computed": true, "sent": false}], "common_mistakes": [{"lead": "Lead", "text": "Text."}],
                    "notes": [{"kind": "tip", "text": "Text."}], "sections": [{"heading": "A", "text": "Text.", "after": "notes"}], "raised_by": ["a.b", {"operation": "a.b", "when": "b"}, {"stage": "auth", "when": "b"}]}}},
            {"name": "b", "from": {"git": "https://a.example", "rev": "v1", "path": "b"}, "include": "links"},
            {"name": "c", "from": {"registry": "errors.json"}}
        ],
        "site": {"root": "https://a.example", "errors": "errors", "canonical": "https://b.example", "title": "Title", "repository": "https://c.example",
            "report": "https://d.example?title={code}", "copy_page": true, "ask": [{"title": "A", "url": "https://e.example?q={prompt}"}], "image": "a.png",
            "logo": "a.svg", "accent": {"light": "#fff", "dark": "#000"}, "footer": "Text.", "links": [{"title": "A", "url": "/a"}], "css": ["a.css"]},
        "redirects": [{"from": "/a", "to": "/b"}],
        "requests": {"server": "https://a.example", "operation": "POST /{operation}", "headers": {"X-A": "a"}, "placeholders": {"a": "b"}},
        "examples": {"request_id": "a"}, "sections": ["what_happened"],
        "page": {"order": ["quick_fix", "request", "example", "details"]}, "fences": "rust",
        "glossary": [{"term": "a", "also": ["b"], "text": "Text."}],
        "rules": {"stub": "warn", "draft": {"level": "error", "paths": {"a/**": "allow"}}},
        "budgets": budgets, "openapi": "openapi.yaml"
    })
}

/// Whether the decoder accepts a value, as JSON, which is valid YAML.
fn decodes(path: &str, value: &Value) -> bool {
    let sources = Sources::from_texts([(path.to_owned(), value.to_string())]);
    let file = sources.paths().next().expect("a file").0;
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    match path {
        "catalog.yaml" => drop(parsed::manifest(&sources, &mut diagnostics)),
        _ => drop(parsed::entry(&sources, file, &mut diagnostics)),
    }
    diagnostics.iter().all(|found| found.severity != Severity::Error)
}

fn kinds() -> [(&'static str, Value, Value); 2] {
    [("a.yaml", super::entry(), whole_entry()), ("catalog.yaml", super::manifest(), whole_manifest())]
}

fn validator(schema: &Value) -> Validator {
    jsonschema::draft7::new(schema).expect("a schema")
}

#[test]
fn decoder_and_schema_accept_every_key() {
    for (path, schema, whole) in kinds() {
        let errors: Vec<_> = validator(&schema).iter_errors(&whole).map(|error| error.to_string()).collect();
        assert_eq!(errors, [""; 0], "{path}");
        assert!(decodes(path, &whole), "{path}");
        let in_schema: Vec<&String> = schema["properties"].as_object().expect("keys").keys().collect();
        let in_whole: Vec<&String> = whole.as_object().expect("keys").keys().collect();
        assert_eq!(in_schema, in_whole, "{path}: the keys, in their order");
        let written = whole.to_string();
        for (name, of) in schema["definitions"].as_object().expect("mappings") {
            for key in of["properties"].as_object().expect("keys").keys() {
                assert!(written.contains(&format!("\"{key}\":")), "{path}: no `{key}` of {name}");
            }
        }
    }
}

#[test]
fn properties_have_the_description_of_their_key() {
    let status = &super::entry()["properties"]["status"];
    assert!(status["description"].as_str().is_some_and(|text| text.starts_with("HTTP status")), "{status}");
}

#[test]
fn every_key_has_a_description() {
    for (path, schema, _) in kinds() {
        let mut without = Vec::new();
        undescribed(&schema, path, &mut without);
        // Budgets are named after the texts that they limit.
        without.retain(|of| !of.contains("/budgets/"));
        assert_eq!(without, [""; 0]);
    }
}

fn undescribed(schema: &Value, at: &str, without: &mut Vec<String>) {
    if let Some(properties) = schema["properties"].as_object() {
        for (name, property) in properties {
            if property["description"].as_str().is_none_or(str::is_empty) {
                without.push(format!("{at}/{name}"));
            }
            undescribed(property, &format!("{at}/{name}"), without);
        }
    }
    for (name, of) in schema["definitions"].as_object().into_iter().flatten() {
        undescribed(of, &format!("{at}:{name}"), without);
    }
}

fn known() -> Known<'static> {
    Known {
        codes: Some(vec!["a:b", "a:c"]),
        profiles: Some(vec!["api"]),
        references: false,
        fields: None,
        extra_statuses: vec![200],
        rules: vec!["stub", "draft"],
    }
}

#[test]
fn editors_know_the_names_of_the_catalog() {
    let (entry, manifest) =
        (validator(&super::entry_for_editors(&known())), validator(&super::manifest_for_editors(&known())));
    let with = |key: &str, value: Value| json!({"message": "A", key: value});
    for (valid, value) in [
        (true, with("related", json!([{"code": "a:b"}]))),
        (false, with("related", json!([{"code": "a:d"}]))),
        (true, with("retired", json!({"replaced_by": "a:c"}))),
        (false, with("retired", json!({"replaced_by": "a:d"}))),
        (true, with("status", json!(404))),
        (true, with("status", json!(200))),
        (false, with("status", json!(302))),
        (true, with("status", json!({"api": 404}))),
        (false, with("status", json!({"api": 302}))),
        (false, with("status", json!({"apo": 404}))),
        (true, with("title", json!({"api": "A"}))),
        (false, with("title", json!({"apo": "A"}))),
        (true, json!({"message": {"api": "A"}})),
        (false, json!({"message": {"apo": "A"}})),
        (false, with("profiles", json!(["apo"]))),
        (true, with("wordings", json!([{"text": "A", "profiles": ["api"]}]))),
        (false, with("wordings", json!([{"text": "A", "profiles": ["apo"]}]))),
        (true, with("allow", json!([{"rule": "stub"}]))),
        (false, with("allow", json!([{"rule": "stup"}]))),
        (false, with("retry_after", json!(-1))),
        (false, json!({"name": "A"})),
        (true, json!({"draft": true})),
        (true, json!({"retired": {}})),
    ] {
        assert_eq!(entry.is_valid(&value), valid, "{value}");
    }
    let with = |key: &str, value: Value| json!({"name": "a", "codes": {"levels": [{"name": "a"}]}, key: value});
    for (valid, value) in [
        (true, with("rules", json!({"stub": "warn"}))),
        (false, with("rules", json!({"stup": "warn"}))),
        (false, with("groups", json!({"a": {"status": 99}}))),
        (false, with("groups", json!({"a": {"profiles": ["apo"]}}))),
        (false, json!({"name": "a"})),
    ] {
        assert_eq!(manifest.is_valid(&value), valid, "{value}");
    }
}

#[test]
fn editors_know_the_declared_fields() {
    let manifest = "name: a\ncodes: {levels: [{name: a}]}\nfields:\n  owner: {type: enum, values: [core, web]}\n  \
                    ticket: {type: string, pattern: \"[A-Z]+\", audience: internal}\n  tier: {type: integer}\n";
    let sources = Sources::from_texts([("catalog.yaml".to_owned(), manifest.to_owned())]);
    let catalog = crate::read_sources(sources).0.expect("a catalog");
    let known = Known { fields: Some(&catalog.manifest().fields), ..known() };
    let entry = validator(&super::entry_for_editors(&known));
    for (valid, fields) in [
        (true, json!({"owner": "web", "ticket": "AB", "tier": 1})),
        (false, json!({"owner": "we"})),
        (false, json!({"ownr": "web"})),
        (false, json!({"ticket": "ab"})),
        (false, json!({"tier": "1"})),
    ] {
        assert_eq!(entry.is_valid(&json!({"message": "A", "fields": fields})), valid, "{fields}");
    }
    assert!(entry.is_valid(&known.entry_examples()));
    let manifest = validator(&super::manifest_for_editors(&known));
    let with =
        |value: Value| json!({"name": "a", "codes": {"levels": [{"name": "a"}]}, "groups": {"a": {"fields": value}}});
    assert!(manifest.is_valid(&with(json!({"owner": "core"}))) && !manifest.is_valid(&with(json!({"owner": 1}))));
}

#[test]
fn every_key_has_a_valid_example() {
    let known = known();
    for (schema, examples) in [
        (super::entry_for_editors(&known), known.entry_examples()),
        (super::manifest_for_editors(&Known { profiles: None, ..known.clone() }), super::editor::manifest_examples()),
    ] {
        let errors: Vec<_> = validator(&schema).iter_errors(&examples).map(|error| error.to_string()).collect();
        assert_eq!(errors, [""; 0]);
        let keys = |value: &Value| value.as_object().expect("keys").keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&examples), keys(&schema["properties"]), "a key without an example");
        for (key, property) in schema["properties"].as_object().expect("keys") {
            assert_eq!(property["examples"], json!([examples[key]]), "{key}");
        }
    }
    let files = [("catalog.yaml", super::editor::manifest_examples()), ("a.yaml", known.entry_examples())];
    assert!(files.iter().all(|(path, value)| decodes(path, value)));
}

#[test]
fn a_catalog_without_names_restricts_none() {
    let known = Known { codes: Some(Vec::new()), profiles: Some(Vec::new()), ..Known::default() };
    for schema in [super::entry_for_editors(&known), super::manifest_for_editors(&known)] {
        assert!(!schema.to_string().contains("\"enum\":[]"));
    }
}

#[test]
fn snippets_insert_the_example() {
    let schema = super::manifest_for_editors(&Known::default());
    let snippet = &schema["properties"]["profiles"]["defaultSnippets"][0]["body"];
    assert_eq!(snippet["api"]["envelope"]["error"]["code"], "\\$code");
    let snippet = &super::entry_for_editors(&Known::default())["defaultSnippets"][0]["body"];
    assert_eq!(snippet["name"], "${1:Order not found}");
}

/// A replacement for any value. Leaves out whole numbers written with a point, which are integers
/// in JSON Schema.
fn other() -> impl Strategy<Value = Value> {
    let words = [
        "", " ", "x", "all", "rfc9457", "$code", "tip", "error", "valid", "date", "list", "notes", "404", "true",
        "\u{a0}",
    ];
    prop_oneof![
        proptest::sample::select(words.to_vec()).prop_map(Value::from),
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-5_i64..600).prop_map(Value::from),
        Just(json!(1.5)),
        Just(json!([])),
        Just(json!({})),
        Just(json!(["x"])),
        Just(json!([null])),
        Just(json!({"x": "x"})),
        Just(json!({"x": null})),
        Just(json!({"value": true})),
        Just(json!("wait")),
        Just(json!({"kind": "wait"})),
        Just(json!({"title": "x"})),
        Just(json!({"code": "x"})),
        Just(json!({"x": 404})),
    ]
}

/// A change somewhere in a value.
#[derive(Debug, Clone)]
enum Change {
    Replace(Value),
    Remove,
    Add(&'static str, Value),
    Wrap,
}

fn change() -> impl Strategy<Value = Change> {
    let names = ["zzz", "text", "title", "reason", "code", "when", "name", "paths", "status", "body", "stub"];
    prop_oneof![
        4 => other().prop_map(Change::Replace),
        2 => Just(Change::Remove),
        2 => (proptest::sample::select(names.to_vec()), other()).prop_map(|(name, value)| Change::Add(name, value)),
        1 => Just(Change::Wrap),
    ]
}

/// JSON pointers to all values in `value`.
fn pointers(value: &Value, at: &str, into: &mut Vec<String>) {
    into.push(at.to_owned());
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                pointers(member, &format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), into);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                pointers(item, &format!("{at}/{index}"), into);
            }
        }
        _ => {}
    }
}

fn apply(value: &mut Value, place: prop::sample::Index, change: Change) {
    let mut places = Vec::new();
    pointers(value, "", &mut places);
    let pointer = place.get(&places).clone();
    let Some(found) = value.pointer_mut(&pointer) else { return };
    match change {
        Change::Replace(other) => *found = other,
        Change::Wrap => *found = json!([found.take()]),
        Change::Add(name, other) => match found {
            Value::Object(members) => drop(members.insert(name.to_owned(), other)),
            Value::Array(items) => items.push(other),
            _ => *found = other,
        },
        Change::Remove => {
            let Some((parent, last)) = pointer.rsplit_once('/') else { return };
            match value.pointer_mut(parent) {
                Some(Value::Object(members)) => drop(members.shift_remove(&last.replace("~1", "/").replace("~0", "~"))),
                Some(Value::Array(items)) => drop(items.remove(last.parse().expect("an index"))),
                _ => {}
            }
        }
    }
}

#[test]
fn the_decoder_accepts_exactly_what_the_schema_accepts() {
    for (path, schema, whole) in kinds() {
        let validator = validator(&schema);
        let changes = proptest::collection::vec((any::<prop::sample::Index>(), change()), 1..3);
        let (taken, refused) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
        let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) };
        let mut runner = proptest::test_runner::TestRunner::new(config);
        let ran = runner.run(&changes, |changes| {
            let mut value = whole.clone();
            for (place, change) in changes {
                apply(&mut value, place, change);
            }
            let (by_schema, by_decoder) = (validator.is_valid(&value), decodes(path, &value));
            let count = if by_schema { &taken } else { &refused };
            count.set(count.get() + 1);
            prop_assert_eq!(by_schema, by_decoder, "{}: {}", path, value);
            Ok(())
        });
        ran.unwrap_or_else(|error| panic!("{error}"));
        assert!(taken.get() > 100 && refused.get() > 100, "{path}: {taken:?} taken, {refused:?} refused");
    }
}
