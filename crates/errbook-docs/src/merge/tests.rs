//! What a merge changes, and what it leaves unchanged.

use proptest::prelude::*;
use serde_json::Value;

use super::*;

mod tree;

fn merged(document: &str, partial: &str) -> String {
    merge(document, partial).unwrap_or_else(|error| panic!("{error:?}"))
}

#[test]
fn members_are_added_at_the_end_and_others_stay() {
    let document = "{\n    \"b\": {\"x\": 1.50,   \"y\": []},\n    \"a\": \"\\u00fc\"\n}\n";
    assert_eq!(merged(document, r#"{"a": "ü"}"#), document);
    assert_eq!(
        merged(document, r#"{"a": "z", "b": {"z": {"k": [1]}}, "c": {}}"#),
        "{\n    \"b\": {\"x\": 1.50,   \"y\": [],\n        \"z\": {\n            \"k\": [\n                1\n            ]\n        }\n    },\n    \"a\": \"z\",\n    \"c\": {}\n}\n"
    );
    assert_eq!(merged("{}", r#"{"a": 1}"#), "{\n  \"a\": 1\n}");
}

#[test]
fn items_are_found_at_any_depth() {
    let document = "{\n\t\"navigation\": {\n\t\t\"tabs\": [\n\t\t\t{\"tab\": \"Docs\", \"groups\": [{\"icon\": \"bug\", \"group\": \"E\", \"pages\": [\"old\"]}]}\n\t\t]\n\t}\n}";
    let partial = r#"{"navigation": {"groups": [{"group": "E", "pages": ["a", {"group": "F", "pages": ["b"]}]}]}}"#;
    let once = merged(document, partial);
    insta::assert_snapshot!(once.replace('\t', "  "), @r#"
    {
      "navigation": {
        "tabs": [
          {"tab": "Docs", "groups": [{"icon": "bug", "group": "E", "pages": [
            "a",
            {
              "group": "F",
              "pages": [
                "b"
              ]
            }
          ]}]}
        ]
      }
    }
    "#);
    assert_eq!(merged(&once, partial), once);
}

#[test]
fn missing_items_are_added() {
    let partial = r#"{"redirects": [{"source": "/a", "destination": "/b"}, {"source": "/c", "destination": "/d"}]}"#;
    let document =
        "{\n  \"redirects\": [\n    {\"source\": \"/c\", \"destination\": \"/x\", \"permanent\": false}\n  ]\n}";
    insta::assert_snapshot!(merged(document, partial), @r#"
    {
      "redirects": [
        {"source": "/c", "destination": "/d", "permanent": false},
        {
          "source": "/a",
          "destination": "/b"
        }
      ]
    }
    "#);
    assert_eq!(merged("{}", partial), merged(&merged("{}", partial), partial));
}

#[test]
fn unwanted_items_are_removed() {
    let partial = r#"{"-r": [{"s": "/a"}, {"s": "/c"}], "r": [{"s": "/n", "d": "/x"}]}"#;
    insta::assert_snapshot!(
        merged("{\n  \"r\": [\n    {\"s\": \"/a\"},\n    {\"d\":  1, \"s\": \"/b\"},   {\"d\": 2, \"s\": \"/c\"}\n  ],\n  \"q\": [{\"s\": \"/a\"}]\n}", partial),
        @r#"
    {
      "r": [
        {"d":  1, "s": "/b"},
        {
          "s": "/n",
          "d": "/x"
        }
      ],
      "q": [{"s": "/a"}]
    }
    "#);
    let only = r#"{"-r": [{"s": "/a"}, {"s": "/c"}]}"#;
    for (document, result) in [
        (r#"{"r": [ {"s": "/a"} , {"s": "/c"} ]}"#, r#"{"r": []}"#),
        (r#"{"r": [1, {"s": "/c"}, {"s": "/a"}]}"#, r#"{"r": [1]}"#),
        (r#"{"r": [{"s": "/c"}, "/a", {"s": "/a"}, 2]}"#, r#"{"r": ["/a", 2]}"#),
        ("{}", "{}"),
    ] {
        assert_eq!(merged(document, only), result);
    }
    // Items that are also added are not removed.
    let both = r#"{"-r": [{"s": "/a"}], "r": [{"s": "/a", "d": 2}]}"#;
    assert_eq!(merged(r#"{"r": [{"s": "/a", "d": 1}]}"#, both), r#"{"r": [{"s": "/a", "d": 2}]}"#);
}

#[test]
fn items_without_a_location_among_named_members_are_skipped() {
    let document = r#"{"paths": {"/a": {"get": {"operationId": "a"}}}}"#;
    let partial = r#"{"paths": [{"operationId": "a", "x": 1}, {"operationId": "b", "x": 1}]}"#;
    let result: Value = serde_json::from_str(&merged(document, partial)).expect("JSON");
    assert_eq!(result, serde_json::json!({"paths": {"/a": {"get": {"operationId": "a", "x": 1}}}}));
}

#[test]
fn documents_without_a_location_are_rejected() {
    let error = merge("{\n  // a comment\n}", "{}").expect_err("invalid JSON");
    assert_eq!(error.message, "the document is not valid JSON at line 2, column 3: key must be a string");
}

#[test]
fn content_is_not_replaced_by_a_value_of_another_type() {
    // In Mintlify's old `mint.json`, `navigation` is a list.
    let document = "{\n  \"navigation\": [{\"group\": \"Guides\", \"pages\": [\"a\"]}]\n}";
    let error = merge(document, r#"{"navigation": {"groups": []}}"#).expect_err("a list");
    assert_eq!(error.message, "expected an object at line 2, column 17, found a list");
    for document in ["[]", "[1]", "\"x\"", "1", "null"] {
        let error = merge(document, r#"{"a": 1}"#).expect_err(document);
        assert!(error.message.starts_with("expected an object at "), "{document}: {}", error.message);
    }
    assert_eq!(
        merged(r#"{"a": [], "b": "", "c": null}"#, r#"{"a": {"x": 1}, "b": [2], "c": {}}"#).matches(',').count(),
        2
    );
    for (document, partial, expected) in [
        (
            r#"{"navigation": 3}"#,
            r#"{"navigation": {"+groups": []}}"#,
            "expected an object at line 1, column 16, found",
        ),
        (
            r#"{"navigation": "x"}"#,
            r#"{"navigation": {"+groups": []}}"#,
            "expected an object at line 1, column 16, found",
        ),
        (r#"{"r": "x"}"#, r#"{"-r": [{"s": "/a"}]}"#, "expected a list at line 1, column 7, found a single value"),
        (r#"{"r": {"s": 1}}"#, r#"{"-r": [{"s": "/a"}]}"#, "expected a list at line 1, column 7, found an object"),
        (r#"{"r": true}"#, r#"{"r": [{"s": "/a"}]}"#, "expected a list at line 1, column 7, found a single value"),
    ] {
        let error = merge(document, partial).expect_err(document);
        assert!(error.message.starts_with(expected), "{document}: {}", error.message);
    }
}

proptest! {
    /// The result contains both documents, and merging again changes nothing.
    #[test]
    fn merging_keeps_other_members_and_is_idempotent(document in object(), partial in object()) {
        let text = serde_json::to_string_pretty(&document).expect("JSON");
        if clashes(&document, &partial) {
            prop_assert!(merge(&text, &partial.to_string()).is_err(), "{} into {}", partial, text);
            return Ok(());
        }
        let once = merge(&text, &partial.to_string()).expect("objects merge");
        let result: Value = serde_json::from_str(&once).expect("JSON");
        prop_assert!(holds(&result, &partial), "{} in {}", partial, once);
        for (name, value) in document.as_object().expect("an object") {
            prop_assert!(partial.get(name).is_some() || result.get(name) == Some(value));
        }
        let order: Vec<_> = result.as_object().expect("an object").keys().take(document.as_object().map_or(0, serde_json::Map::len)).collect();
        prop_assert!(document.as_object().expect("an object").keys().eq(order));
        prop_assert_eq!(merge(&once, &partial.to_string()), Ok(once));
    }

    #[test]
    fn removing_items_keeps_the_others(old in items(), gone in items(), new in items()) {
        let named = |names: &[u8]| Value::from_iter(names.iter().map(|name| serde_json::json!({"s": name.to_string()})));
        let text = serde_json::to_string_pretty(&serde_json::json!({"r": named(&old)})).expect("JSON");
        let partial = match new.as_slice() {
            [] => serde_json::json!({"-r": named(&gone)}),
            _ => serde_json::json!({"r": named(&new), "-r": named(&gone)}),
        };
        let partial = partial.to_string();
        let once = merge(&text, &partial).expect("objects merge");
        let kept = old.iter().filter(|name| new.contains(name) || !gone.contains(name));
        let names: Vec<u8> = kept.chain(new.iter().filter(|name| !old.contains(name))).copied().collect();
        prop_assert_eq!(serde_json::from_str::<Value>(&once).ok(), Some(serde_json::json!({"r": named(&names)})), "{}", once);
        prop_assert_eq!(merge(&once, &partial), Ok(once));
    }

    #[test]
    fn accepts_the_same_json_as_serde_json(text in "[\\[\\]{}\":,a1 tru\\\\-]{0,12}") {
        prop_assert_eq!(parse(&text).is_ok(), serde_json::from_str::<Value>(&text).is_ok(), "{}", text);
    }
}

/// Unique names of items.
fn items() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::btree_set(0..6_u8, 0..5).prop_map(|names| names.into_iter().collect::<Vec<_>>()).prop_shuffle()
}

/// Whether a merge would replace content with a value of another type.
fn clashes(document: &Value, partial: &Value) -> bool {
    match (document, partial) {
        (Value::Object(old), Value::Object(new)) => {
            new.iter().any(|(name, value)| old.get(name).is_some_and(|old| clashes(old, value)))
        }
        (Value::Object(old), _) => !old.is_empty(),
        (Value::Array(old), new) => !old.is_empty() && !new.is_array(),
        (Value::Null, _) => false,
        (Value::String(old), new) => !old.is_empty() && (new.is_array() || new.is_object()),
        (_, new) => new.is_array() || new.is_object(),
    }
}

fn holds(result: &Value, partial: &Value) -> bool {
    match (result, partial) {
        (Value::Object(result), Value::Object(partial)) => {
            partial.iter().all(|(name, value)| result.get(name).is_some_and(|result| holds(result, value)))
        }
        _ => result == partial,
    }
}

/// Objects with objects and lists of numbers.
fn object() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<i32>().prop_map(Value::from),
        "[a-z\"\\\\ü]{0,3}".prop_map(Value::from),
        prop::collection::vec(any::<u8>(), 0..3).prop_map(Value::from),
        Just(Value::Null),
    ];
    let tree = leaf.prop_recursive(3, 16, 4, |inner| {
        prop::collection::btree_map("[a-d\"]", inner, 0..4)
            .prop_map(|members| Value::Object(members.into_iter().collect()))
    });
    prop::collection::btree_map("[a-d]", tree, 0..4).prop_map(|members| Value::Object(members.into_iter().collect()))
}
