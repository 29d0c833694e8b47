//! Checks that large, broken, and adversarial OpenAPI documents give a diagnostic in bounded time.

use std::fmt::Write as _;

use errbook_catalog::{Diagnostic, Snapshot, Sources};
use errbook_check::{Options, check};
use proptest::prelude::*;

const MANIFEST: &str = "\
name: demo
codes: {prefix: err, levels: [{name: area}, {name: specific}]}
groups: {data: {title: Data, status: 404}}
profiles: {problem: rfc9457}
requests: {server: https://api.example.com, operation: \"POST /{operation}\"}
";

const ENTRY: &str = "\
message: The thing could not be found
what_happened:
  text: |
    The request names a thing by its ID, and no thing of your account has that ID.
  request:
    operation: create
    body: {name: chair, next: {name: leg, next: {name: nail}}}
";

/// The findings in a catalog of one entry with this document. Without limits, some documents of these
/// tests would take hours or all memory.
fn found(document: String) -> Vec<Diagnostic> {
    let sources = [("catalog.yaml", MANIFEST), ("data/thing.yaml", ENTRY)];
    let sources = Sources::from_texts(sources.map(|(path, text)| (path.to_owned(), text.to_owned())));
    let mut snapshot = Snapshot::from_sources(sources);
    assert_eq!(snapshot.report().errors(), 0, "{}", snapshot.report());
    let mut options = Options::default();
    options.openapi = Some(snapshot.attach("api.yaml".to_owned(), document));
    check(&snapshot, &options)
}

/// The OpenAPI rules that fired.
fn rules(document: String) -> Vec<&'static str> {
    let about = ["openapi-", "operation-", "body-", "query-", "status-"];
    let found = found(document);
    let mut rules: Vec<&str> =
        found.iter().map(|found| found.rule).filter(|rule| about.iter().any(|start| rule.starts_with(start))).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

/// A document with one operation whose body has this schema, and more schemas.
fn with_schema(schema: &str, schemas: &str) -> String {
    format!(
        r#"{{"openapi": "3.1.0", "paths": {{"/create": {{"post": {{"operationId": "create", "requestBody": {{"content": {{"application/json": {{"schema": {schema}}}}}}}}}}}}},
        "components": {{"schemas": {{{schemas}}}}}}}"#
    )
}

#[test]
fn recursive_schema_is_applied_at_every_depth() {
    let node = r##""Node": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "maxLength": MAX}, "next": {"$ref": "#/components/schemas/Node"}}}"##;
    let schema = r##"{"$ref": "#/components/schemas/Node"}"##;
    assert_eq!(rules(with_schema(schema, &node.replace("MAX", "5"))), Vec::<&str>::new());
    assert_eq!(rules(with_schema(schema, &node.replace("MAX", "4"))), ["body-invalid"]);
}

#[test]
fn schema_that_contains_itself_without_going_deeper_is_unusable() {
    let round = r##""A": {"allOf": [{"$ref": "#/components/schemas/B"}]}, "B": {"anyOf": [{"$ref": "#/components/schemas/A"}]}"##;
    assert_eq!(rules(with_schema(r##"{"$ref": "#/components/schemas/A"}"##, round)), ["openapi-schema-unusable"]);
    let own = r##""A": {"$ref": "#/components/schemas/A"}"##;
    assert_eq!(
        rules(with_schema(r##"{"$ref": "#/components/schemas/A"}"##, own)),
        ["openapi-reference-broken", "openapi-schema-unusable"]
    );
}

#[test]
fn schema_that_doubles_at_each_step_is_unusable() {
    let mut schemas = String::from(r#""S40": {"type": "object"}"#);
    for step in 0..40 {
        let next = format!(r##"{{"$ref": "#/components/schemas/S{}"}}"##, step + 1);
        write!(schemas, r#", "S{step}": {{"allOf": [{next}, {next}]}}"#).expect("writing to a string never fails");
    }
    assert_eq!(rules(with_schema(r##"{"$ref": "#/components/schemas/S0"}"##, &schemas)), ["openapi-schema-unusable"]);
}

#[test]
fn invalid_schema_is_unusable() {
    assert_eq!(rules(with_schema(r#"{"type": 7}"#, "")), ["openapi-schema-unusable"]);
    assert_eq!(rules(with_schema(r#"{"properties": {"name": {"pattern": "("}}}"#, "")), ["openapi-schema-unusable"]);
}

#[test]
fn long_chain_of_references_is_reported() {
    let mut schemas = String::from(r#""S20000": {"type": "object"}"#);
    for step in 0..20_000 {
        write!(schemas, r##", "S{step}": {{"$ref": "#/components/schemas/S{}"}}"##, step + 1)
            .expect("writing to a string never fails");
    }
    assert_eq!(
        rules(with_schema(r##"{"$ref": "#/components/schemas/S0"}"##, &schemas)),
        ["openapi-reference-broken", "openapi-schema-unusable"]
    );
}

#[test]
fn reads_a_document_of_5_mb() {
    for yaml in [false, true] {
        let mut document =
            String::from(if yaml { "openapi: 3.0.0\npaths:\n" } else { r#"{"openapi": "3.0.0", "paths": {"# });
        for number in 0..40_000 {
            let comma = if yaml || number == 0 { "" } else { ",\n" };
            let (indent, end) = if yaml { ("  ", "\n") } else { ("", "") };
            write!(document, r#"{comma}{indent}"/path/{number}/{{id}}": {{"get": {{"operationId": "get{number}", "responses": {{"404": {{"description": "None"}}}}}}}}{end}"#)
                .expect("writing to a string never fails");
        }
        document.push_str(if yaml { "" } else { "}}" });
        assert!(document.len() > 3 << 20, "{}", document.len());
        assert_eq!(rules(document), ["operation-unknown"]);
    }
}

#[test]
fn points_to_an_error_at_the_end_of_the_document() {
    let document = format!("openapi: 3.1.0\npaths:\n{}  x: [", "  /a: {}\n".repeat(100_000).replace("/a", "? [a]"));
    assert_eq!(rules(document), ["openapi-unreadable"]);
}

#[test]
fn rejects_exponential_aliases_and_deep_nesting() {
    let mut laughs = String::from("openapi: 3.1.0\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for step in 1..12 {
        let items = vec![format!("*a{}", step - 1); 10].join(", ");
        writeln!(laughs, "a{step}: &a{step} [{items}]").expect("writing to a string never fails");
    }
    assert_eq!(rules(laughs), ["openapi-unreadable"]);
    for (open, start) in [
        ("[", "openapi: 3.1.0\npaths: "),
        ("{\"a\": ", "openapi: 3.1.0\npaths: "),
        ("[", "{\"openapi\": \"3.1.0\", \"paths\": "),
    ] {
        assert_eq!(rules(format!("{start}{}", open.repeat(200_000))), ["openapi-unreadable"]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    /// The documents have valid pieces in the wrong places.
    #[test]
    fn rules_never_panic_on_malformed_documents(pieces in proptest::collection::vec(prop_oneof![
        Just("openapi: 3.0.3\n"), Just("openapi: 3.1.0\n"), Just("paths:\n"), Just("  /create:\n"), Just("    post:\n"),
        Just("      operationId: create\n"), Just("      requestBody: {$ref: '#/paths'}\n"), Just("      requestBody: {required: true, content: {application/json: {schema: {type: 7}}}}\n"),
        Just("      responses: [404]\n"), Just("      parameters: {in: query}\n"), Just("  $ref: '#'\n"), Just("$ref: 5\n"), Just("servers: [{url: 'https://{x}', variables: {x: 1}}]\n"),
        Just("{"), Just("}"), Just("\"a\": "), Just("err:data:x"), Just("\u{feff}"), Just("ü"), Just("\r\n"),
    ], 0..14)) {
        found(pieces.concat());
    }
}
