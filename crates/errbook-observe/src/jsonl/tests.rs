//! Skipping lines reports exactly what parsing every line reports.

use errbook_catalog::{Snapshot, Sources};
use proptest::prelude::*;

use super::*;

/// Two schemes: with a prefix and URLs, and without either. Then two catalogs whose entries set `type`:
/// with a site and without. The last one depends on a catalog with other codes and another site.
const CATALOGS: [&[(&str, &str)]; 5] = [
    &[
        (
            "catalog.yaml",
            "name: shop\ncodes: {prefix: err, levels: [{name: area}, {name: specific}]}\n\
             groups: {orders: {title: Orders, description: Orders., status: 404}}\n\
             profiles: {api: {envelope: {error: {code: $code, message: $detail}}}, \
             web: {envelope: {type: $type, detail: $detail, status: $status}}}\n\
             site: {root: 'https://shop.example/docs', errors: errors}\n",
        ),
        ("orders/gone.yaml", "message: Gone\nredirects: [/old/gone]\n"),
        ("orders/late.yaml", "message: Late\naliases: [err:orders:slow]\n"),
    ],
    &[
        (
            "catalog.yaml",
            "name: flat\ncodes: {levels: [{name: code}]}\n\
             profiles: {api: {envelope: {ok: false, error_code: $code, text: $detail, trace: $request_id}}}\n",
        ),
        ("gone.yaml", "message: Gone\nstatus: 404\n"),
        ("late.yaml", "message: Late\nstatus: 429\n"),
    ],
    &[
        (
            "catalog.yaml",
            "name: typed\ncodes: {prefix: err, levels: [{name: code}]}\n\
             profiles: {web: {envelope: {type: $type, detail: $detail, status: $status}}}\n\
             site: {root: 'https://shop.example/docs', errors: errors}\n\
             redirects: [{from: /start, to: /errors/gone}]\n",
        ),
        ("gone.yaml", "message: Gone\nstatus: 404\ntype: 'https://iana.example/a/problem-types#gone'\n"),
        ("late.yaml", "message: Late\nstatus: 429\ntype: 'urn:problem:late'\n"),
        ("slow.yaml", "message: Slow\nstatus: 429\n"),
    ],
    &[
        (
            "catalog.yaml",
            "name: bare\ncodes: {prefix: err, levels: [{name: code}]}\n\
             profiles: {web: {envelope: {type: $type, detail: $detail, status: $status}}}\n",
        ),
        ("gone.yaml", "message: Gone\nstatus: 404\ntype: 'https://iana.example/a/problem-types#gone'\n"),
        ("late.yaml", "message: Late\nstatus: 429\ntype: 'x:!'\n"),
    ],
    &[
        (
            "catalog.yaml",
            "name: user\ncodes: {prefix: err, levels: [{name: code}]}\n\
             depends: [{name: ship, from: {registry: ship.json}}]\n\
             profiles: {api: {envelope: {error: {code: $code, message: $detail}}}, \
             web: {envelope: {type: $type, detail: $detail, status: $status}}}\n\
             site: {root: 'https://shop.example/docs', errors: errors}\n",
        ),
        ("gone.yaml", "message: Gone\nstatus: 404\n"),
        (
            "_depends/ship.json",
            r#"{"version": 2, "name": "ship", "root": "https://ship.example/docs",
                "scheme": {"prefix": "SHIP", "separator": "-", "levels": []}, "codes": [
                {"code": "SHIP-1", "url": "https://ship.example/docs/1", "aliases": ["OLD-1"], "redirects": ["/one"]},
                {"code": "SHIP-2", "url": "https://ship.example/docs/2", "type": "urn:ship:2"}
            ]}"#,
        ),
    ],
];

fn snapshot(files: &[(&str, &str)]) -> Snapshot {
    let texts = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let snapshot = Snapshot::from_sources(Sources::from_texts(texts));
    assert_eq!(snapshot.report().errors(), 0, "{}", snapshot.report());
    snapshot
}

/// How much of a string is escaped although it needn't be.
#[derive(Debug, Clone, Copy)]
enum Escapes {
    None,
    Slashes,
    All,
    /// Every character whose position has this remainder.
    Some(usize),
}

/// A value as JSON, with more escapes than it needs.
fn written(value: &Value, escapes: Escapes) -> String {
    let string = |text: &str| {
        let one = |(at, letter): (usize, char)| match (letter, escapes) {
            ('"' | '\\', Escapes::None | Escapes::Slashes) => format!("\\{letter}"),
            ('/', Escapes::Slashes) => "\\/".to_owned(),
            (_, Escapes::All) => format!("\\u{:04x}", u32::from(letter)),
            (_, Escapes::Some(of)) if at % 3 == of => format!("\\u{:04X}", u32::from(letter)),
            ('"' | '\\', _) => format!("\\{letter}"),
            _ => letter.to_string(),
        };
        format!("\"{}\"", text.chars().enumerate().map(one).collect::<String>())
    };
    match value {
        Value::String(text) => string(text),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(|item| written(item, escapes)).collect::<Vec<_>>().join(", "))
        }
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| format!("{} : {}", string(name), written(value, escapes)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        other => other.to_string(),
    }
}

fn escapes() -> impl Strategy<Value = Escapes> {
    prop_oneof![
        4 => Just(Escapes::None),
        1 => Just(Escapes::Slashes),
        1 => Just(Escapes::All),
        1 => (0..3_usize).prop_map(Escapes::Some)
    ]
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("err:orders:gone".to_owned()),
        Just("err:orders:slow".to_owned()),
        Just("err:orders:nope".to_owned()),
        Just("err: not a code".to_owned()),
        Just("gone".to_owned()),
        Just("late".to_owned()),
        Just("https://shop.example/docs/errors/orders/gone".to_owned()),
        Just("https://shop.example/docs/old/gone".to_owned()),
        Just("https://shop.example/docs/errors/orders/x".to_owned()),
        Just("https://shop.example/docs/errors/gone".to_owned()),
        Just("https://shop.example/docs/start".to_owned()),
        Just("https://iana.example/a/problem-types#gone".to_owned()),
        Just("urn:problem:late".to_owned()),
        Just("x:!".to_owned()),
        Just("SHIP-1".to_owned()),
        Just("SHIP-999".to_owned()),
        Just("https://ship.example/docs/1.html".to_owned()),
        Just("urn:ship:2".to_owned()),
        Just("raised".to_owned()),
        "[a-z:/ <\"\\\\]{0,8}",
    ]
}

/// JSON that is like responses and logs, with JSON in strings.
fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        texts().prop_map(Value::from),
        prop_oneof![Just(200), Just(404), Just(500), Just(0)].prop_map(|status: u64| Value::from(status)),
        Just(Value::from("404")),
        Just(Value::from(4.04e2)),
        Just(Value::Bool(false)),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let names = prop_oneof![
            Just("code"),
            Just("error"),
            Just("error_code"),
            Just("type"),
            Just("detail"),
            Just("message"),
            Just("text"),
            Just("trace"),
            Just("ok"),
            Just("status"),
            Just("status_code"),
            Just("errbook"),
            Just("error.type"),
            Just("x"),
        ];
        prop_oneof![
            3 => prop::collection::btree_map(names, inner.clone(), 0..5)
                .prop_map(|members| members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
            1 => prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            2 => (inner, escapes()).prop_map(|(value, escapes)| Value::from(written(&value, escapes))),
        ]
    })
}

/// Lines that are JSON, nearly, or not.
fn lines() -> impl Strategy<Value = Vec<String>> {
    let line = prop_oneof![
        8 => (values(), escapes()).prop_map(|(value, escapes)| written(&value, escapes)),
        // Bodies that only their type identifies.
        2 => (texts(), escapes())
            .prop_map(|(text, escapes)| written(&serde_json::json!({"type": text, "status": 404}), escapes)),
        1 => Just(String::new()),
        1 => ".{0,30}".prop_map(|text| text.replace('\n', " ")),
        1 => (values(), 0..40_usize).prop_map(|(value, end)| value.to_string().chars().take(end).collect()),
    ];
    prop::collection::vec(line, 0..8)
}

fn origin(number: u64) -> Origin {
    Origin { input: 0, number, request: String::new() }
}

fn fields() -> impl Strategy<Value = Fields> {
    let name = |names: [&'static str; 3]| prop::option::of(prop::sample::select(names.to_vec()));
    (name(["status", "error.status_code", "x"]), name(["x", "error", "text"]), name(["x", "type", "trace"])).prop_map(
        |(status, body, operation)| Fields {
            status: status.map(str::to_owned),
            body: body.map(str::to_owned),
            operation: operation.map(str::to_owned),
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn skipping_lines_reports_what_parsing_them_reports(
        lines in lines(),
        fields in fields(),
        catalog in 0..CATALOGS.len(),
        ends in any::<bool>(),
    ) {
        let snapshot = snapshot(CATALOGS[catalog]);
        let observer = Observer::new(&snapshot, None).unwrap();
        let reader = Lines::new(&observer, fields);
        let mut all = Observation::default();
        for (number, line) in (1..).zip(&lines) {
            reader.line(line.as_bytes(), origin(number), &mut all);
        }
        let block = lines.join("\n") + if ends && !lines.is_empty() { "\n" } else { "" };
        let mut skipped = Observation::default();
        reader.block(block.as_bytes(), origin(1), &mut skipped);
        all.exchanges = skipped.exchanges;
        prop_assert_eq!(format!("{all:?}"), format!("{skipped:?}"), "{}", block);
    }
}

#[test]
fn lines_without_errors_are_skipped() {
    let snapshot = snapshot(CATALOGS[0]);
    let observer = Observer::new(&snapshot, None).unwrap();
    let reader = Lines::new(&observer, Fields { status: Some("status".to_owned()), ..Fields::default() });
    for (line, may_have_error) in [
        (r#"{"status":200,"url":"https://shop.example/v1/orders","note":"a <b> err: x"}"#, false),
        (r#"{"status": 404}"#, true),
        (r#"{"status" : "404"}"#, true),
        (r#"{"code":"err:orders:gone"}"#, true),
        (r#"{"code":"\u0065rr:orders:gone"}"#, true),
        (r#"{"type":"https:\/\/shop.example\/docs\/errors\/orders\/gone"}"#, true),
        (r#"{"errbook":"raised"}"#, true),
    ] {
        assert_eq!(reader.filter.may_have_error(line.as_bytes()), may_have_error, "{line}");
    }
}

#[test]
fn origins_are_the_numbers_of_lines() {
    let snapshot = snapshot(CATALOGS[0]);
    let observer = Observer::new(&snapshot, None).unwrap();
    let reader = Lines::new(&observer, Fields::default());
    let error = r#"{"body":{"error":{"code":"err:orders:gone","message":"Oops"}}}"#;
    let block = format!("{{}}\n\n{error}\n{{}}\n{error}");
    let mut found = Observation::default();
    reader.block(block.as_bytes(), origin(10), &mut found);
    let seen = found.deviations.values().next().unwrap();
    assert_eq!((seen.first.number, seen.count, found.exchanges), (12, 2, 5));
}

#[test]
fn lines_with_types_that_entries_set_are_not_skipped() {
    for catalog in &CATALOGS[2..4] {
        let snapshot = snapshot(catalog);
        let observer = Observer::new(&snapshot, None).unwrap();
        let reader = Lines::new(&observer, Fields::default());
        for (line, may_have_error) in [
            (r#"{"type":"https://iana.example/a/problem-types#gone"}"#, true),
            (r#"{"type":"https:\/\/iana.example\/a\/problem-types#gone"}"#, true),
            (r#"{"type":"https://iana.example/\u0061/problem-types#gone"}"#, true),
            (r#"{"type":"https://iana.example/a"}"#, false),
            (r#"{"type":"urn:other:late"}"#, false),
        ] {
            assert_eq!(reader.filter.may_have_error(line.as_bytes()), may_have_error, "{line}");
        }
    }
}

/// Their own catalog says what is sent with them.
#[test]
fn names_of_codes_of_dependencies_are_errors_without_findings() {
    let snapshot = snapshot(CATALOGS[4]);
    let observer = Observer::new(&snapshot, None).unwrap();
    let urls = ["https://ship.example/docs/1", "https://ship.example/docs/2.html#fix", "https://ship.example/docs/one"];
    let by_type = urls.into_iter().chain(["urn:ship:2"]).map(|url| serde_json::json!({"type": url, "title": "x"}));
    let by_code = ["SHIP-1", "OLD-1"].map(|code| serde_json::json!({"error": {"code": code}}));
    for body in by_type.chain(by_code) {
        let exchange = Exchange { status: Some(404), body: Body::Json(body.clone()), ..Exchange::default() };
        let mut found = Observation::default();
        observer.exchange(&exchange, origin(1), &mut found);
        let line = serde_json::json!({"status": 404, "body": body}).to_string();
        Lines::new(&observer, Fields::default()).block(line.as_bytes(), origin(1), &mut found);
        assert_eq!((found.errors, found.deviations.len()), (2, 0), "{body}: {:?}", found.deviations);
    }
}

#[test]
fn an_unknown_code_that_starts_like_those_of_a_dependency_is_reported() {
    let snapshot = snapshot(CATALOGS[4]);
    let observer = Observer::new(&snapshot, None).unwrap();
    let mut found = Observation::default();
    let line = r#"{"status": 404, "body": {"error": {"code": "SHIP-999"}}}"#;
    Lines::new(&observer, Fields::default()).block(line.as_bytes(), origin(1), &mut found);
    let told: Vec<_> =
        found.deviations.into_values().map(|seen| (seen.deviation.message, seen.deviation.help.into_owned())).collect();
    let help = "run `errbook update ship`, or correct the code in the service";
    assert_eq!(told, [("unknown code `SHIP-999` was sent".to_owned(), help.to_owned())]);
}

/// The messages about lines of a catalog, each with its count.
fn messages(files: &[(&str, &str)], lines: &[&str]) -> Vec<(String, u64)> {
    let snapshot = snapshot(files);
    let observer = Observer::new(&snapshot, None).unwrap();
    let mut found = Observation::default();
    Lines::new(&observer, Fields::default()).block(lines.join("\n").as_bytes(), origin(1), &mut found);
    found.deviations.into_values().map(|seen| (seen.deviation.message, seen.count)).collect()
}

#[test]
fn recorded_codes_are_findings_with_their_counts() {
    let raised = [
        r#"{"errbook":"raised","catalog":"shop","code":"err:orders:slow","operation":"orders.get","count":7}"#,
        r#"{"errbook":"raised","catalog":"shop","code":"err:orders:slow","operation":"orders.list","count":2}"#,
        r#"{"errbook":"raised","catalog":"shop","code":"nope","count":3}"#,
        r#"{"errbook":"raised","catalog":"other","code":"err:orders:slow","count":1}"#,
    ];
    let expected = [
        ("former code `err:orders:slow` was sent for `err:orders:late`".to_owned(), 9),
        ("unknown code `nope` was sent".to_owned(), 3),
    ];
    assert_eq!(messages(CATALOGS[0], &raised), expected);
}

#[test]
fn pages_of_codes_that_set_a_type_are_former_types() {
    let urls = ["https://shop.example/docs/errors/gone", "https://shop.example/docs/start"];
    let lines = urls.map(|url| format!(r#"{{"type":"{url}","detail":"Gone","status":404}}"#));
    let expected = urls.map(|url| (format!("former type URL `{url}` was sent for `err:gone`"), 1));
    assert_eq!(messages(CATALOGS[2], &lines.each_ref().map(String::as_str)), expected);
}

#[test]
fn a_former_type_url_anywhere_in_an_error_is_called_one() {
    let snapshot = snapshot(CATALOGS[0]);
    let observer = Observer::new(&snapshot, None).unwrap();
    let body = serde_json::json!({"oops": {"see": "https://shop.example/docs/old/gone"}});
    let exchange = Exchange { status: Some(404), body: Body::Json(body), ..Exchange::default() };
    let mut found = Observation::default();
    observer.exchange(&exchange, origin(1), &mut found);
    let messages: Vec<&str> = found.deviations.values().map(|seen| seen.deviation.message.as_str()).collect();
    let url = "former type URL `https://shop.example/docs/old/gone` was sent for `err:orders:gone`";
    assert!(messages.contains(&url), "{messages:?}");
}
