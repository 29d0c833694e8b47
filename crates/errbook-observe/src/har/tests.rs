use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::*;
use crate::exchange::{Body, MAX_BODY, Unchecked};

/// The exchanges of `har` with their numbers, and the error, if there is one.
fn all(har: impl AsRef<[u8]>) -> (Vec<(usize, Exchange)>, Option<String>) {
    let mut found = Vec::new();
    let result = read(har.as_ref(), &mut |number, exchange| found.push((number, exchange)));
    (found, result.err().map(|error| error.to_string()))
}

fn har(entries: &[Value]) -> String {
    json!({"log": {"version": "1.2", "creator": {"name": "test", "version": "1"}, "entries": entries}}).to_string()
}

fn entry(status: i64, content: Value) -> Value {
    json!({
        "request": {"method": "get", "url": "https://shop.example/items?id=1", "headers": [{"name": "a"}]},
        "response": {"status": status, "headers": [], "content": content},
    })
}

/// The only exchange of a HAR with one entry.
fn one(entry: Value) -> Exchange {
    let (mut found, error) = all(har(&[entry]));
    assert_eq!(error, None);
    assert_eq!(found.len(), 1);
    found.remove(0).1
}

fn body(content: Value) -> Body {
    one(entry(404, content)).body
}

#[test]
fn an_exchange_has_what_the_entry_records() {
    let mut recorded = entry(404, json!({"mimeType": "application/json", "text": "{}"}));
    assert_eq!(
        one(recorded.clone()),
        Exchange {
            method: Some("GET".into()),
            target: Some("https://shop.example/items?id=1".into()),
            operation: None,
            status: Some(404),
            headers: None,
            content_type: Some("application/json".into()),
            body: Body::Bytes(b"{}".into()),
        }
    );
    let response = |name: &str, value: &str| json!({"name": name, "value": value, "comment": ""});
    recorded["response"]["headers"] = json!([
        response(":status", "404"),
        response("Content-TYPE", "application/problem+json"),
        response("X-Twice", "1"),
        response("X-Twice", "2"),
    ]);
    let exchange = one(recorded);
    let headers = [("Content-TYPE", "application/problem+json"), ("X-Twice", "1"), ("X-Twice", "2")];
    assert_eq!(exchange.headers, Some(headers.map(|(name, value)| (name.into(), value.into())).into()));
    assert_eq!(exchange.content_type, None, "the header has it");
}

#[test]
fn headers_that_are_not_recorded_are_none() {
    for headers in [json!(null), json!([]), json!([{"name": ":status", "value": "404"}])] {
        let mut recorded = entry(404, json!({}));
        recorded["response"]["headers"] = headers;
        assert_eq!(one(recorded).headers, None);
    }
}

#[test]
fn unknown_content_types_are_none() {
    for mime_type in [json!(""), json!("x-unknown"), json!(null)] {
        assert_eq!(one(entry(404, json!({"mimeType": mime_type}))).content_type, None);
    }
}

#[test]
fn bodies_are_text_or_base64() {
    assert_eq!(body(json!({"text": "café"})), Body::Bytes("café".into()));
    assert_eq!(body(json!({"text": "café", "encoding": ""})), Body::Bytes("café".into()));
    assert_eq!(body(json!({"text": "e30=", "encoding": "base64"})), Body::Bytes("{}".into()));
    assert_eq!(body(json!({"encoding": "base64", "text": "e30="})), Body::Bytes("{}".into()), "in any order");
    for text in ["e30", "e3 0=", "e30=\n", "{}"] {
        let malformed = Body::Unchecked(Unchecked::Malformed);
        assert_eq!(body(json!({"text": text, "encoding": "base64"})), malformed, "{text:?}");
    }
    assert_eq!(body(json!({"text": "e30=", "encoding": "rot13"})), Body::Unchecked(Unchecked::Encoding));
}

#[test]
fn bodies_are_never_decompressed() {
    // The server compressed the body, and the browser already decompressed it.
    let mut recorded = entry(404, json!({"text": "{}"}));
    recorded["response"]["headers"] = json!([{"name": "content-encoding", "value": "gzip"}]);
    assert_eq!(one(recorded).body, Body::Bytes("{}".into()));
}

#[test]
fn bodies_that_are_not_recorded_are_absent() {
    for content in [json!({}), json!(null), json!({"text": null}), json!({"size": 9, "text": ""})] {
        assert_eq!(body(content), Body::Absent);
    }
    let attached = json!({"size": 9, "mimeType": "application/json", "_file": "3a5b.json"});
    assert_eq!(body(attached), Body::Absent, "Playwright wrote the body to another file");
    let mut recorded = entry(204, json!({}));
    recorded["response"].as_object_mut().map(|response| response.remove("content"));
    assert_eq!(one(recorded).body, Body::Absent);
}

#[test]
fn bodies_up_to_the_limit_are_read() {
    let largest = "x".repeat(MAX_BODY);
    let encoded = STANDARD.encode(&largest);
    assert_eq!(body(json!({"text": largest})), Body::Bytes(largest.clone().into()));
    assert_eq!(body(json!({"text": encoded, "encoding": "base64"})), Body::Bytes(largest.clone().into()));
    for larger in [largest.clone() + "x", largest.repeat(2)] {
        let encoded = STANDARD.encode(&larger);
        assert_eq!(body(json!({"text": encoded, "encoding": "base64"})), Body::Unchecked(Unchecked::TooLarge));
        assert_eq!(body(json!({"text": larger})), Body::Unchecked(Unchecked::TooLarge));
    }
}

#[test]
fn entries_without_a_response_are_counted() {
    let failed = |status| entry(status, json!({"mimeType": "x-unknown", "size": 0}));
    let (found, error) = all(har(&[failed(0), entry(404, json!({})), failed(-1), failed(0), entry(500, json!({}))]));
    assert_eq!(error, None);
    let found: Vec<_> = found.into_iter().map(|(number, exchange)| (number, exchange.status)).collect();
    assert_eq!(found, [(2, Some(404)), (5, Some(500))]);
}

#[test]
fn web_sockets_are_not_checked() {
    let mut socket = entry(101, json!({"text": "x"}));
    socket["_webSocketMessages"] = json!([{"type": "send", "time": 1.5, "opcode": 1, "data": "err:shop:item:gone"}]);
    assert_eq!(one(socket).body, Body::Unchecked(Unchecked::Upgraded));
}

#[test]
fn a_missing_or_mistyped_member_spoils_only_its_entry() {
    let good = entry(404, json!({"text": "{}", "mimeType": "a/b", "encoding": ""}));
    let header = |header: Value| json!([header]);
    for (pointer, value) in [
        ("", json!(null)),
        ("", json!("entry")),
        ("", json!([[[{"a": [1]}]]])),
        ("/request", json!(1)),
        ("/request", json!(null)),
        ("/request/method", json!({"name": "GET"})),
        ("/request/url", json!(true)),
        ("/request/url", json!(null)),
        ("/response", json!([])),
        ("/response/status", json!("404")),
        ("/response/status", json!(404.5)),
        ("/response/status", json!(99)),
        ("/response/status", json!(1000)),
        ("/response/status", json!(65936)),
        ("/response/status", json!(u64::MAX)),
        ("/response/headers", json!({"a": "b"})),
        ("/response/headers", header(json!(["a", "b"]))),
        ("/response/headers", header(json!({"name": "a"}))),
        ("/response/headers", header(json!({"name": "a", "value": 1}))),
        ("/response/content", json!("{}")),
        ("/response/content/text", json!({})),
        ("/response/content/mimeType", json!(1)),
        ("/response/content/encoding", json!(false)),
        ("/request/method", json!("x".repeat(2 * MAX_BODY))),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).expect("a member") = value.clone();
        let (found, error) = all(har(&[good.clone(), bad, good.clone()]));
        assert_eq!(error, None, "{pointer}: {value}");
        let bodies: Vec<_> = found.into_iter().map(|(number, exchange)| (number, exchange.body)).collect();
        let read = Body::Bytes(b"{}".into());
        let expected = [(1, read.clone()), (2, Body::Unchecked(Unchecked::Malformed)), (3, read)];
        assert_eq!(bodies, expected, "{pointer}: {value}");
    }
}

#[test]
fn what_else_an_entry_has_is_skipped() {
    let mut deep = json!([]);
    (0..100).for_each(|_| deep = json!([{"log": deep.take()}]));
    let mut recorded = entry(404, json!({"text": "{}"}));
    for object in ["", "/request", "/response", "/response/content"] {
        let object = recorded.pointer_mut(object).expect("an object");
        object["_deep"] = deep.clone();
        object["comment"] = json!("err:shop:item:gone");
        object["entries"] = json!([1]);
    }
    assert_eq!(one(recorded).body, Body::Bytes(b"{}".into()));
    // Deeper than serde_json parses values.
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let (found, error) = all(format!("{{\"log\": {{\"_deep\": {deep}, \"entries\": [{deep}]}}}}"));
    assert_eq!((found.len(), error), (1, None));
}

#[test]
fn a_repeated_member_has_its_last_value() {
    let (found, error) = all(r#"{"log": {"entries": [{"request": {"method": 1, "method": "GET", "url": "/"},
            "response": {"status": 0, "content": {"text": "a"}}, "response": {"status": 404}}]}}"#);
    assert_eq!(error, None);
    let exchange =
        Exchange { method: Some("GET".into()), target: Some("/".into()), status: Some(404), ..Exchange::default() };
    assert_eq!(found, [(1, exchange)]);
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let (found, error) = all(format!("\u{feff}{}", har(&[entry(404, json!({}))])));
    assert_eq!((found.len(), error), (1, None));
    assert_eq!(all("\u{feff}\u{feff}{}").1.as_deref(), Some("line 1, column 1: invalid JSON: expected value"));
}

#[test]
fn what_is_not_a_har_is_an_error() {
    for (text, expected) in [
        ("", "line 1, column 1: incomplete JSON: EOF while parsing a value"),
        ("GET /", "line 1, column 1: invalid JSON: expected value"),
        ("[]", "line 1, column 1: invalid type: sequence, expected an object with `log.entries`"),
        ("{\"a\": 1}", "line 1, column 8: missing `log`"),
        ("{\n  \"log\": []}", "line 2, column 10: invalid type: sequence, expected an object with `entries` as `log`"),
        ("{\"log\":\n{}}", "line 2, column 2: missing `log.entries`"),
        ("{\"log\": {\"entries\": {}}}", "line 1, column 21: invalid type: map, expected an array as `log.entries`"),
        ("{\"log\": {\"entries\": null}}", "line 1, column 24: invalid type: null, expected an array as `log.entries`"),
        ("{\"log\": {\"entries\": []}}\n{}", "line 2, column 1: invalid JSON: trailing characters"),
    ] {
        assert_eq!(all(text), (Vec::new(), Some(expected.to_owned())), "{text}");
    }
}

#[test]
fn entries_before_an_error_are_read() {
    let text = har(&[entry(404, json!({})), entry(500, json!({"text": "{}"})), entry(400, json!({}))]);
    let cut = text.find("\"status\":400").expect("the third entry");
    let (found, error) = all(&text[..cut]);
    assert_eq!(found.len(), 2);
    assert_eq!(error, Some(format!("line 1, column {cut}: incomplete JSON: EOF while parsing an object")));
    let (found, error) = all(text.replace("400", "4oo"));
    assert_eq!(found.len(), 2);
    let column = text.find("400").expect("the status") + 2;
    assert_eq!(error, Some(format!("line 1, column {column}: invalid JSON: expected `,` or `}}`")));
}

#[test]
fn a_failing_input_is_an_error() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    let text = har(&[entry(404, json!({}))]);
    for (start, entries) in [("", 0), ("{\"log\"", 0), (&text[..text.len() - 3], 1)] {
        let mut found = 0;
        let error = read(start.as_bytes().chain(Failing), &mut |_, _| found += 1).expect_err("the input fails");
        assert!(matches!(error, ReadError::Io(_)), "{error:?}");
        assert_eq!(error.to_string(), "cannot read the HAR file: the disk is gone");
        assert_eq!(found, entries);
    }
}
