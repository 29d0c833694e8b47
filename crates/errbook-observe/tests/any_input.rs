//! Reads random bytes, random JSON, and truncated files. Nothing panics, and a broken file delivers
//! the entries before the break.

use errbook_observe::{Body, Exchange, Unchecked, har, otlp};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Names that the readers know, so random objects have known members of random types.
const NAMES: &[&str] = &[
    "log",
    "entries",
    "request",
    "response",
    "method",
    "url",
    "status",
    "headers",
    "name",
    "value",
    "content",
    "mimeType",
    "encoding",
    "text",
    "resourceLogs",
    "scopeLogs",
    "logRecords",
    "resourceSpans",
    "scopeSpans",
    "spans",
    "events",
    "instrumentationLibrarySpans",
    "attributes",
    "key",
    "body",
    "message",
    "traceId",
    "spanId",
    "stringValue",
    "intValue",
    "doubleValue",
    "boolValue",
    "bytesValue",
    "arrayValue",
    "kvlistValue",
    "values",
];

const TEXTS: &[&str] = &["", "GET", "base64", "e30=", "http.route", "http.status_code", "rpc.method", "404", "NaN"];

fn any_json() -> impl Strategy<Value = Value> {
    let text = prop_oneof![prop::sample::select(TEXTS).prop_map(str::to_owned), any::<String>()];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (0..1100_i64).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    leaf.prop_recursive(8, 64, 6, |inner| {
        let member = (prop::sample::select(NAMES), inner.clone());
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
            prop::collection::vec(member, 0..6).prop_map(|members| {
                Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
            }),
        ]
    })
}

/// A value of `good`, or of any type.
fn or_any(good: impl Strategy<Value = Value> + 'static) -> impl Strategy<Value = Value> {
    prop_oneof![4 => good, 1 => any_json()]
}

fn entry() -> impl Strategy<Value = Value> {
    let headers = prop::collection::vec(or_any(Just(json!({"name": "content-type", "value": "a/b"}))), 0..3);
    (
        or_any(Just(json!("GET"))),
        or_any((-1..600_i64).prop_map(Value::from)),
        or_any(headers.prop_map(Value::from)),
        or_any(".{0,20}".prop_map(Value::from)),
        or_any(prop::sample::select(TEXTS).prop_map(Value::from)),
    )
        .prop_map(|(method, status, headers, text, encoding)| {
            let content = json!({"text": text, "encoding": encoding});
            json!({
                "request": {"method": method, "url": "/"},
                "response": {"status": status, "headers": headers, "content": content},
            })
        })
}

fn entries() -> impl Strategy<Value = Vec<Value>> {
    prop::collection::vec(or_any(entry()), 0..6)
}

fn read(input: &[u8]) -> (Vec<(usize, Exchange)>, Result<(), har::ReadError>) {
    let mut found = Vec::new();
    let result = har::read(input, &mut |number, exchange| found.push((number, exchange)));
    (found, result)
}

fn has_no_response(entry: &Value) -> bool {
    entry.pointer("/response/status").and_then(Value::as_i64).is_some_and(|status| status <= 0)
}

/// The objects in `of[name]`.
fn objects<'a>(of: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    of.get(name).and_then(Value::as_array).into_iter().flatten().filter(|item| item.is_object())
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in any::<Vec<u8>>()) {
        let (found, result) = read(&bytes);
        prop_assert!(found.is_empty());
        prop_assert!(result.is_err());
    }

    #[test]
    fn a_damaged_file_is_read_or_refused(
        entries in entries(),
        at in any::<prop::sample::Index>(),
        removed in 0..3_usize,
        inserted in prop::collection::vec(prop_oneof![prop::sample::select(&b"[]{}\",:\\0"[..]), any::<u8>()], 0..3),
    ) {
        let mut bytes = json!({"log": {"entries": entries}}).to_string().into_bytes();
        let at = at.index(bytes.len());
        bytes.splice(at..(at + removed).min(bytes.len()), inserted);
        let is_har = serde_json::from_slice::<Value>(&bytes).is_ok_and(|value| {
            value.pointer("/log/entries").is_some_and(Value::is_array)
        });
        let (_, result) = read(&bytes);
        prop_assert!(result.is_ok() || !is_har, "{result:?}");
    }

    #[test]
    fn each_entry_with_a_response_is_delivered(entries in entries(), extra in any_json()) {
        let text = json!({"_extra": extra, "log": {"entries": entries, "comment": extra}}).to_string();
        let (found, result) = read(text.as_bytes());
        prop_assert!(result.is_ok(), "{result:?}");
        let expected: Vec<_> = (1..).zip(&entries).filter(|(_, entry)| !has_no_response(entry)).collect();
        prop_assert_eq!(found.len(), expected.len());
        for ((number, exchange), (expected, entry)) in found.iter().zip(expected) {
            prop_assert_eq!(*number, expected);
            if !entry.pointer("/request/method").is_some_and(Value::is_string) {
                prop_assert_eq!(&exchange.body, &Body::Unchecked(Unchecked::Malformed));
            }
        }
    }

    #[test]
    fn a_truncated_file_delivers_the_entries_before_the_break(
        entries in prop::collection::vec(entry(), 0..6),
        at in any::<prop::sample::Index>(),
    ) {
        let text = json!({"log": {"entries": entries}}).to_string();
        let (all, _) = read(text.as_bytes());
        let cut = at.index(text.len());
        let (found, result) = read(&text.as_bytes()[..cut]);
        prop_assert!(result.is_err());
        prop_assert_eq!(&found[..], &all[..found.len()]);
        // An entry is complete if the text up to its end fits.
        let mut end = "{\"log\":{\"entries\":[".len();
        let mut complete = 0;
        for entry in &entries {
            end += entry.to_string().len();
            complete += usize::from(end <= cut && !has_no_response(entry));
            end += 1;
        }
        prop_assert_eq!(found.len(), complete);
    }

    #[test]
    fn any_value_is_read_as_otlp(value in any_json(), resources in any_json()) {
        otlp::exchanges(value);
        otlp::exchanges(json!({"resourceSpans": resources, "resourceLogs": resources}));
    }

    #[test]
    fn each_record_and_span_is_delivered(records in prop::collection::vec(or_any(record()), 0..5)) {
        let records = json!({"logRecords": records, "spans": records});
        let of = |name| objects(&records, name).count();
        let events: usize = objects(&records, "spans").map(|span| objects(span, "events").count()).sum();
        let expected = of("logRecords") + of("spans") + events;
        let value = json!({
            "resourceLogs": [1, {"scopeLogs": [{"logRecords": records["logRecords"]}, []]}],
            "resourceSpans": [{"scopeSpans": {}}, {"scopeSpans": [null, {"spans": records["spans"]}]}],
        });
        prop_assert_eq!(otlp::exchanges(value).len(), expected);
    }
}

fn record() -> impl Strategy<Value = Value> {
    let attribute =
        (prop::sample::select(TEXTS), any_json()).prop_map(|(key, value)| json!({"key": key, "value": value}));
    let members =
        (or_any(prop::collection::vec(or_any(attribute), 0..4).prop_map(Value::from)), any_json(), any_json());
    members.prop_map(|(attributes, body, events)| {
        let members = [("attributes", attributes), ("body", body), ("events", events)];
        Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
    })
}
