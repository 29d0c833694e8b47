use super::*;

/// A list of `KeyValue`.
fn key_values(attributes: &[(&str, Value)]) -> Value {
    attributes.iter().map(|(key, value)| json!({"key": key, "value": value})).collect()
}

fn string(text: &str) -> Value {
    json!({"stringValue": text})
}

/// A span without events.
fn span(attributes: &[(&str, Value)]) -> Value {
    json!({"traceId": "0AF7651916cd43dd8448eb211c80319c", "spanId": "b7ad6b7169203331", "name": "GET",
        "attributes": key_values(attributes)})
}

fn spans(spans: &[Value]) -> Value {
    json!({"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]})
}

/// The only exchange of a span.
fn only_span(attributes: &[(&str, Value)]) -> Exchange {
    let mut all = exchanges(spans(&[span(attributes)]));
    assert_eq!(all.len(), 1);
    all.remove(0)
}

fn logs(records: &[Value]) -> Value {
    json!({"resourceLogs": [{"scopeLogs": [{"logRecords": records}]}]})
}

/// The body of a log record.
fn logged(value: Value) -> Body {
    exchanges(logs(&[json!({"body": value})])).remove(0).body
}

#[test]
fn logs_and_traces_are_otlp() {
    assert!(is_otlp(&logs(&[])));
    assert!(is_otlp(&spans(&[])));
    for other in [json!({"resourceMetrics": []}), json!({"body": 1}), json!(["resourceLogs"]), json!(null)] {
        assert!(!is_otlp(&other), "{other}");
        assert_eq!(exchanges(other), []);
    }
}

#[test]
fn any_values_become_plain_json() {
    for (value, plain) in [
        (string("err:shop:item:gone"), json!("err:shop:item:gone")),
        (json!({"boolValue": true}), json!(true)),
        (json!({"intValue": "-42"}), json!(-42)),
        (json!({"intValue": 42}), json!(42)),
        (json!({"doubleValue": 1.5}), json!(1.5)),
        (json!({"doubleValue": 2}), json!(2)),
        (json!({"doubleValue": "1.5"}), json!(1.5)),
        (json!({"doubleValue": "NaN"}), json!("NaN")),
        (json!({"doubleValue": "-Infinity"}), json!("-Infinity")),
        (json!({"bytesValue": "e30="}), json!("e30=")),
        (json!({}), json!(null)),
        (json!({"arrayValue": {}}), json!([])),
        (json!({"arrayValue": {"values": [string("a"), {}, {"intValue": "b"}]}}), json!(["a", null])),
        (
            json!({"kvlistValue": {"values": key_values(&[("a", string("b")), ("c", json!({}))])}}),
            json!({"a": "b", "c": null}),
        ),
        (json!({"newValue": 1, "stringValue": "a"}), json!("a")),
    ] {
        assert_eq!(logged(value), Body::Json(json!({"body": plain})));
    }
}

#[test]
fn mistyped_values_are_skipped() {
    for value in [
        json!("text"),
        json!(null),
        json!({"stringValue": 1}),
        json!({"boolValue": "true"}),
        json!({"intValue": "4o4"}),
        json!({"intValue": 1.5}),
        json!({"doubleValue": true}),
        json!({"bytesValue": [1]}),
        json!({"arrayValue": []}),
        json!({"kvlistValue": "a"}),
        json!({"newValue": 1}),
    ] {
        assert_eq!(logged(value.clone()), Body::Absent, "{value}");
    }
    let attributes = json!([{"key": "a"}, {"value": string("b")}, {"key": 1, "value": string("c")}, "d",
        {"key": "e", "value": string("f")}]);
    let all = exchanges(logs(&[json!({"attributes": attributes}), json!("record"), json!({"attributes": {"a": 1}})]));
    let bodies: Vec<_> = all.into_iter().map(|exchange| exchange.body).collect();
    assert_eq!(bodies, [Body::Json(json!({"attributes": {"e": "f"}})), Body::Absent]);
}

#[test]
fn stable_names_win_over_old_ones() {
    let old = [
        ("http.method", string("get")),
        ("http.status_code", json!({"intValue": "404"})),
        ("http.target", string("/items/1?a=b")),
        ("http.url", string("https://shop.example/items/1?a=b")),
    ];
    let exchange = only_span(&old);
    assert_eq!(exchange.method.as_deref(), Some("GET"));
    assert_eq!(exchange.status, Some(404));
    assert_eq!(exchange.target.as_deref(), Some("/items/1?a=b"));
    let mut both = old.to_vec();
    both.extend([("http.request.method", string("PUT")), ("http.response.status_code", json!({"intValue": 409}))]);
    let exchange = only_span(&both);
    assert_eq!((exchange.method.as_deref(), exchange.status), (Some("PUT"), Some(409)));
    for (name, target) in
        [("url.full", "https://shop.example/items/1"), ("url.path", "/items/1"), ("http.route", "/items/{id}")]
    {
        both.push((name, string(target)));
        assert_eq!(only_span(&both).target.as_deref(), Some(target));
    }
}

#[test]
fn impossible_facts_are_skipped() {
    for status in
        [json!({"intValue": 0}), json!({"intValue": "-1"}), json!({"intValue": 1000}), json!({"boolValue": true})]
    {
        assert_eq!(only_span(&[("http.response.status_code", status.clone())]).status, None, "{status}");
    }
    assert_eq!(only_span(&[("http.status_code", string("404"))]).status, Some(404), "some tracers only know strings");
    let unknown = [("http.request.method", string("_OTHER"))];
    assert_eq!(only_span(&unknown).method, None);
    let original = [unknown[0].clone(), ("http.request.method_original", string("Purge"))];
    assert_eq!(only_span(&original).method.as_deref(), Some("PURGE"));
    assert_eq!(only_span(&[("http.route", string("")), ("url.path", string("/a"))]).target.as_deref(), Some("/a"));
}

#[test]
fn an_operation_is_an_rpc_method_without_http() {
    let method = ("rpc.method", string("shop.Items/Get"));
    assert_eq!(only_span(std::slice::from_ref(&method)).operation.as_deref(), Some("shop.Items/Get"));
    assert_eq!(only_span(&[("rpc.method", string("_OTHER"))]).operation, None);
    assert_eq!(only_span(&[method, ("http.route", string("/shop.Items/Get"))]).operation, None);
}

#[test]
fn a_span_has_the_message_of_its_status() {
    let mut failed = span(&[]);
    failed["status"] = json!({"code": 2, "message": "err:shop:item:gone"});
    let body = exchanges(spans(&[failed])).remove(0).body;
    assert_eq!(body, Body::Json(json!({"status": {"message": "err:shop:item:gone"}})));
    for status in [json!({"code": 2}), json!({"message": 1}), json!("error"), json!(null)] {
        let mut failed = span(&[]);
        failed["status"] = status;
        assert_eq!(exchanges(spans(&[failed])).remove(0).body, Body::Absent);
    }
}

#[test]
fn events_inherit_from_their_span() {
    let mut parent =
        span(&[("http.request.method", string("GET")), ("http.response.status_code", json!({"intValue": 404}))]);
    parent["events"] = json!([
        {"name": "exception", "attributes": key_values(&[("exception.message", string("err:shop:item:gone"))])},
        {"name": "retry", "attributes": key_values(&[("http.response.status_code", json!({"intValue": 500}))])},
    ]);
    let all = exchanges(spans(&[parent]));
    let facts: Vec<_> = all.iter().map(|exchange| (exchange.method.as_deref(), exchange.status)).collect();
    assert_eq!(facts, [(Some("GET"), Some(404)), (Some("GET"), Some(404)), (Some("GET"), Some(500))]);
    assert_eq!(all[1].body, Body::Json(json!({"attributes": {"exception.message": "err:shop:item:gone"}})));
}

#[test]
fn records_inherit_from_their_span() {
    let mut value = logs(&[
        json!({"traceId": "0af7651916cd43dd8448eb211c80319C", "spanId": "B7AD6B7169203331", "body": string("a")}),
        json!({"traceId": "0af7651916cd43dd8448eb211c80319c", "spanId": "0000000000000001", "body": string("b")}),
        json!({"traceId": "", "spanId": "", "body": string("c")}),
    ]);
    let mut nameless = span(&[("http.route", string("/nameless"))]);
    (nameless["traceId"], nameless["spanId"]) = (json!(""), json!(""));
    value["resourceSpans"] = spans(&[span(&[("http.route", string("/items/{id}"))]), nameless])["resourceSpans"].take();
    let targets: Vec<_> = exchanges(value).into_iter().map(|exchange| exchange.target).collect();
    let targets: Vec<_> = targets.iter().map(Option::as_deref).collect();
    assert_eq!(targets, [Some("/items/{id}"), Some("/nameless"), Some("/items/{id}"), None, None]);
}

#[test]
fn an_rpc_event_inherits_the_operation_without_http() {
    let mut parent = span(&[("rpc.method", string("shop.Items/Get"))]);
    parent["events"] = json!([{"name": "a"}, {"attributes": key_values(&[("http.route", string("/"))])}]);
    let operations: Vec<_> = exchanges(spans(&[parent])).into_iter().map(|exchange| exchange.operation).collect();
    assert_eq!(operations, [Some("shop.Items/Get".into()), Some("shop.Items/Get".into()), None]);
}

#[test]
fn old_names_of_scopes_are_read() {
    let value = json!({
        "resourceSpans": [{"instrumentationLibrarySpans": [{"spans": [span(&[("a", string("b"))])]}]}],
        "resourceLogs": [{"instrumentationLibraryLogs": [{"logs": [{"body": string("c")}]}, {"logRecords": [{}]}]}],
    });
    let bodies: Vec<_> = exchanges(value).into_iter().map(|exchange| exchange.body).collect();
    assert_eq!(bodies, [Body::Json(json!({"attributes": {"a": "b"}})), Body::Json(json!({"body": "c"})), Body::Absent]);
}

#[test]
fn deep_values_are_left_out() {
    let nested = |depth| (0..depth).fold(string("a"), |value, _| json!({"arrayValue": {"values": [value]}}));
    let depth = |body: Body| {
        let Body::Json(body) = body else { return 0 };
        std::iter::successors(body.get("body"), |value| value.get(0)).count()
    };
    assert_eq!(depth(logged(nested(20))), 21);
    assert_eq!(depth(logged(nested(200))), MAX_DEPTH + 1);
}
