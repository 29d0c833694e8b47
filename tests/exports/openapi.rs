//! OpenAPI, with a validator.

use std::collections::BTreeSet;
use std::fs;

use errbook_catalog::Catalog;
use errbook_docs::{Site, Surroundings, Templates, merge};
use errbook_syntax::json::{Kind, Node};
use serde_json::{Value, json};

use super::{CATALOGS, export, load, responses_of_company, run, tool};

/// The OpenAPI document of a catalog.
pub(super) fn openapi(catalog: &Catalog) -> Value {
    let text = &export(catalog, "openapi")["openapi.json"];
    let node = errbook_syntax::json::parse(text).unwrap_or_else(|error| panic!("{error:?}"));
    assert_distinct_members(&node);
    serde_json::from_str(text).expect("JSON")
}

/// A reader that keeps one of two members with the same name would lose the other one.
fn assert_distinct_members(node: &Node) {
    match &node.kind {
        Kind::Object(members) => {
            let mut names = BTreeSet::new();
            for (name, value) in members {
                assert!(names.insert(name), "member `{name}` twice");
                assert_distinct_members(value);
            }
        }
        Kind::Array(items) => items.iter().for_each(assert_distinct_members),
        _ => {}
    }
}

#[test]
fn openapi_is_valid_and_its_examples_match_their_schemas() {
    let openapi_validator = tool("node_modules/.bin/validate-api");
    for name in CATALOGS {
        let catalog = load(name);
        let document = openapi(&catalog);
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("openapi.json"), document.to_string()).expect("written");
        if let Some(validator) = &openapi_validator {
            run(folder.path(), validator, &["openapi.json"]);
        }
        let mut checked = 0;
        for (name, response) in document["components"]["responses"].as_object().expect("responses") {
            let content = response["content"].as_object().expect("content");
            let (_, content) = content.iter().next().expect("one media type");
            if content["example"].is_null() {
                continue;
            }
            // The whole document is the schema, so references to its parts resolve.
            let mut schema = document.clone();
            schema["$ref"] = content["schema"]["$ref"].clone();
            let validator = jsonschema::validator_for(&schema).expect("a schema");
            let errors: Vec<String> =
                validator.iter_errors(&content["example"]).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{name}: {errors:?}");
            // Schemas are specific enough to reject the example of another code.
            let mut other = content["example"].clone();
            change(&mut other);
            assert!(!validator.is_valid(&other), "{name}");
            checked += 1;
        }
        assert!(checked > 0 || catalog.manifest().profiles.is_empty(), "{name}");
    }
}

#[test]
fn openapi_has_the_responses_with_codes_of_dependencies() {
    let catalog = load("examples/company/gateway/catalog").joined(|_| true).expect("valid dependencies");
    let document = openapi(&catalog);
    if let Some(validator) = tool("node_modules/.bin/validate-api") {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("openapi.json"), document.to_string()).expect("written");
        run(folder.path(), validator, &["openapi.json"]);
    }
    let responses = document["components"]["responses"].as_object().expect("responses");
    let validator = |response: &Value| {
        let mut schema = document.clone();
        schema["$ref"] = response["content"]["application/json"]["schema"]["$ref"].clone();
        jsonschema::validator_for(&schema).expect("a schema")
    };
    let validators: Vec<_> = responses.iter().map(|(name, response)| (name.as_str(), validator(response))).collect();
    // What services in other languages send.
    let mut seen = BTreeSet::new();
    for line in responses_of_company().lines().filter(|line| line.contains("{\"error\"")) {
        let body: Value = serde_json::from_str(&line[line.find('{').expect("a body")..]).expect("JSON");
        let fits = validators.iter().filter(|(_, validator)| validator.is_valid(&body)).map(|(name, _)| *name);
        let fits: Vec<&str> = fits.collect();
        assert_eq!(fits.len(), 1, "{line}: {fits:?}");
        seen.insert(fits[0]);
    }
    let expected = [
        "GatewayPaymentsCardDeclined",
        "GatewayPlatformAuthTokenMissing",
        "GatewayPlatformLimitsTooManyRequests",
        "GatewayShippingAddressUnknown",
        "GatewayUpstreamDown",
    ];
    assert_eq!(seen, BTreeSet::from(expected));
}

/// Replaces every URL and code in a body.
fn change(value: &mut Value) {
    match value {
        Value::String(text) => text.push_str("_other"),
        Value::Object(members) => members.values_mut().for_each(change),
        Value::Array(items) => items.iter_mut().for_each(change),
        _ => {}
    }
}

#[test]
fn merging_changes_nothing_else_in_a_document() {
    let catalog = load("catalog");
    let templates = Templates::default();
    let target = templates.target("openapi").expect("an export").clone();
    let site = Site::new(&catalog, target, &templates).expect("templates parse");
    let partial = site.partial(&Surroundings::default()).expect("rendered").expect("something to merge");
    let document = "{\n    \"openapi\": \"3.1.0\",\n    \"info\": {\"version\": \"2\",   \"title\": \"Mine\"},\n    \"paths\": {\n        \
        \"/v2/keys.getKey\": {\"post\": {\"operationId\": \"keys.getKey\", \"responses\": {\"200\": {\"description\": \"Good\"}}}}\n    },\n    \
        \"components\": {\"schemas\": {\"Mine\": {\"type\": \"object\"}}}\n}\n";
    let merged = merge(document, &partial).expect("merged");
    assert_eq!(merge(&merged, &partial).as_ref(), Ok(&merged));
    let value: Value = serde_json::from_str(&merged).expect("JSON");
    let codes = value["paths"]["/v2/keys.getKey"]["post"]["x-error-codes"].as_array().expect("codes");
    assert!(codes.contains(&json!("err:unkey:data:key_not_found")));
    assert!(
        value["components"]["schemas"]["Mine"].is_object()
            && value["components"]["schemas"]["UnkeyApiError"].is_object()
    );
    // Everything in the document is still there, in the same order. Only commas are added.
    let mut rest = merged.as_str();
    for line in document.lines() {
        let start = line.trim_end_matches(['}', ',']);
        let at = rest.find(start).unwrap_or_else(|| panic!("{start}"));
        rest = &rest[at + start.len()..];
    }
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("openapi.json"), &merged).expect("written");
    if let Some(validator) = tool("node_modules/.bin/validate-api") {
        run(folder.path(), &validator, &["openapi.json"]);
    }
}
