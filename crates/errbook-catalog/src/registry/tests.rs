use super::{Registry, VERSION};

#[test]
fn the_schema_is_that_of_the_types() {
    let mut schema = schemars::schema_for!(Registry);
    // A version is one format: a later one may mean something else by the same words.
    schema.pointer_mut("/properties/version").expect("a version")["const"] = VERSION.into();
    let schema = serde_json::to_string_pretty(&schema).expect("JSON") + "\n";
    assert!(schema == Registry::JSON_SCHEMA, "`errors.schema.json` is stale; it has to be:\n{schema}");
}
