use super::{Registry, VERSION};

#[test]
fn errors_schema_json_matches_the_types() {
    let mut schema = schemars::schema_for!(Registry);
    // Each version is a separate format. A later one may give members another meaning.
    schema.pointer_mut("/properties/version").expect("a version")["const"] = VERSION.into();
    let schema = serde_json::to_string_pretty(&schema).expect("JSON") + "\n";
    assert!(schema == Registry::JSON_SCHEMA, "`errors.schema.json` is stale; it has to be:\n{schema}");
}
