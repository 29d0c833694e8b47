//! Reads OTLP/JSON: logs and traces as the OpenTelemetry Collector's file exporter writes them, one
//! JSON object per line.
//!
//! Attributes have the names of OpenTelemetry's semantic conventions:
//!
//! - HTTP and URL, stable since 1.23.0 and checked against 1.42.0: `http.request.method`,
//!   `http.request.method_original`, `http.response.status_code`, `http.route`, `url.path`, and
//!   `url.full`.
//! - HTTP up to 1.20.0, which many services still send: `http.method`, `http.status_code`,
//!   `http.target`, and `http.url`.
//! - RPC in 1.42.0, which isn't stable: `rpc.method`.
//!
//! Only decides where an error could be. Whether there is one is up to the caller.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::exchange::{Body, Exchange};

/// Values that are nested deeper are left out. serde_json doesn't parse deeper ones either.
const MAX_DEPTH: usize = 128;

/// Whether `value` is an OTLP/JSON object with logs or spans.
pub fn is_otlp(value: &Value) -> bool {
    value.get("resourceLogs").is_some() || value.get("resourceSpans").is_some()
}

/// Every span, span event, and log record of an OTLP/JSON object, in this order. An event follows
/// its span.
///
/// The body is a JSON object with everything that can contain an error: `body` of a log record,
/// `status` of a span with its `message`, and `attributes` by name. Events and log records inherit
/// what they don't have of method, target, and status from their span, if it is in `value`.
/// The target can be a template such as `/v2/keys/{id}`.
///
/// Members of another type than OTLP specifies are skipped.
///
/// ```
/// use serde_json::json;
///
/// let spans = json!({"resourceSpans": [{"scopeSpans": [{"spans": [{
///     "attributes": [{"key": "http.response.status_code", "value": {"intValue": "404"}}],
/// }]}]}]});
/// let exchanges = errbook_observe::otlp::exchanges(spans);
/// assert_eq!(exchanges[0].status, Some(404));
/// ```
pub fn exchanges(value: Value) -> Vec<Exchange> {
    let Value::Object(mut value) = value else { return Vec::new() };
    let mut found = Vec::new();
    let mut known = HashMap::new();
    // Scopes were called instrumentation libraries before opentelemetry-proto 0.15.0.
    for mut span in items(&mut value, "resourceSpans", &["scopeSpans", "instrumentationLibrarySpans"], &["spans"]) {
        let facts = of_span(&mut span, &mut found);
        if let Some(id) = id(&span) {
            known.insert(id, facts);
        }
    }
    let scopes = ["scopeLogs", "instrumentationLibraryLogs"];
    // `logRecords` was called `logs` before 0.12.0.
    for mut record in items(&mut value, "resourceLogs", &scopes, &["logRecords", "logs"]) {
        found.push(of_record(&mut record, &known));
    }
    found
}

/// A span, by the IDs of its trace and itself.
type SpanId = (String, String);

/// Adds a span and its events to `found`.
fn of_span(span: &mut Map<String, Value>, found: &mut Vec<Exchange>) -> Facts {
    let attributes = attributes(span);
    let facts = Facts::of(&attributes);
    let message = span.get("status").and_then(|status| status.get("message")).filter(|message| message.is_string());
    let status = message.map(|message| json!({"message": message}));
    found.push(facts.clone().exchange(body([("status", status), ("attributes", non_empty(attributes))])));
    found.extend(list(span, "events").map(|mut event| of_event(&mut event, &facts)));
    facts
}

fn of_event(event: &mut Map<String, Value>, span: &Facts) -> Exchange {
    let attributes = attributes(event);
    let facts = Facts::of(&attributes).or(span);
    facts.exchange(body([("attributes", non_empty(attributes))]))
}

fn of_record(record: &mut Map<String, Value>, known: &HashMap<SpanId, Facts>) -> Exchange {
    let attributes = attributes(record);
    let mut facts = Facts::of(&attributes);
    if let Some(span) = id(record).and_then(|id| known.get(&id)) {
        facts = facts.or(span);
    }
    let logged = record.remove("body").and_then(|value| plain(value, 0));
    facts.exchange(body([("body", logged), ("attributes", non_empty(attributes))]))
}

/// IDs are hexadecimal in any case. A log record without a span has empty ones, or none.
fn id(of: &Map<String, Value>) -> Option<SpanId> {
    let id = |name| of.get(name)?.as_str().filter(|id| !id.is_empty()).map(str::to_ascii_lowercase);
    Some((id("traceId")?, id("spanId")?))
}

/// What attributes tell about a request and its response.
#[derive(Debug, Clone, Default)]
struct Facts {
    method: Option<String>,
    target: Option<String>,
    status: Option<u16>,
    operation: Option<String>,
    /// Whether there are HTTP attributes.
    is_http: bool,
}

impl Facts {
    fn of(attributes: &Map<String, Value>) -> Self {
        let text = |name: &str| attributes.get(name)?.as_str().filter(|text| !text.is_empty());
        let first = |names: &[&str]| names.iter().find_map(|name| text(name)).map(str::to_owned);
        let status = |name: &str| attributes.get(name).and_then(status);
        // A method that the instrumentation doesn't know is `_OTHER`.
        let method = first(&["http.request.method", "http.method"]).filter(|method| method != "_OTHER");
        let method = method.or_else(|| first(&["http.request.method_original"]));
        let is_http = attributes.keys().any(|name| name.starts_with("http."));
        Facts {
            method: method.map(|method| method.to_ascii_uppercase()),
            target: first(&["http.route", "url.path", "url.full", "http.target", "http.url"]),
            status: status("http.response.status_code").or_else(|| status("http.status_code")),
            operation: first(&["rpc.method"]).filter(|name| !is_http && name != "_OTHER"),
            is_http,
        }
    }

    /// Adds what is missing from `span`.
    fn or(self, span: &Facts) -> Self {
        let is_http = self.is_http || span.is_http;
        let operation = self.operation.or_else(|| span.operation.clone());
        Facts {
            method: self.method.or_else(|| span.method.clone()),
            target: self.target.or_else(|| span.target.clone()),
            status: self.status.or(span.status),
            operation: operation.filter(|_| !is_http),
            is_http,
        }
    }

    fn exchange(self, body: Body) -> Exchange {
        let Facts { method, target, status, operation, is_http: _ } = self;
        Exchange { method, target, operation, status, headers: None, content_type: None, body }
    }
}

/// A status code. Tracers that only know string attributes write it as a string.
fn status(value: &Value) -> Option<u16> {
    let code = value.as_u64().or_else(|| value.as_str()?.parse().ok())?;
    u16::try_from(code).ok().filter(|code| (100..=999).contains(code))
}

/// The objects in `resources[].scopes[].items[]`. Each level has the first name that exists.
fn items<'a>(
    value: &'a mut Map<String, Value>,
    resources: &'static str,
    scopes: &'a [&'static str],
    items: &'a [&'static str],
) -> impl Iterator<Item = Map<String, Value>> + 'a {
    let below = |mut parent: Map<String, Value>, names: &'a [&'static str]| {
        let name = names.iter().find(|name| parent.contains_key(**name)).copied().unwrap_or_default();
        list(&mut parent, name)
    };
    list(value, resources).flat_map(move |resource| below(resource, scopes)).flat_map(move |scope| below(scope, items))
}

/// The objects of an array, which is taken out of `parent`.
fn list(parent: &mut Map<String, Value>, name: &str) -> impl Iterator<Item = Map<String, Value>> + use<> {
    let items = match parent.get_mut(name).map(Value::take) {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    };
    items.into_iter().filter_map(|item| match item {
        Value::Object(item) => Some(item),
        _ => None,
    })
}

/// The attributes by name, which are taken out of `parent`.
fn attributes(parent: &mut Map<String, Value>) -> Map<String, Value> {
    pairs(list(parent, "attributes"), 0)
}

/// A list of `KeyValue` as an object.
fn pairs(list: impl Iterator<Item = Map<String, Value>>, depth: usize) -> Map<String, Value> {
    let pair = |mut pair: Map<String, Value>| match (pair.remove("key"), pair.remove("value")) {
        (Some(Value::String(key)), Some(value)) => Some((key, plain(value, depth)?)),
        _ => None,
    };
    list.filter_map(pair).collect()
}

/// An `AnyValue` as plain JSON. `None` if it isn't one, or if it is nested too deeply. Bytes stay
/// base64, and an empty `AnyValue` is `null`.
fn plain(value: Value, depth: usize) -> Option<Value> {
    let Value::Object(value) = value else { return None };
    if depth > MAX_DEPTH {
        return None;
    }
    if value.is_empty() {
        return Some(Value::Null);
    }
    value.into_iter().find_map(|(kind, value)| of_kind(&kind, value, depth))
}

/// The value of an `AnyValue`, whose member has the name `kind`.
fn of_kind(kind: &str, value: Value, depth: usize) -> Option<Value> {
    match (kind, value) {
        ("stringValue" | "bytesValue", value @ Value::String(_)) | ("boolValue", value @ Value::Bool(_)) => Some(value),
        ("intValue", Value::Number(number)) => (!number.is_f64()).then_some(Value::Number(number)),
        ("intValue", Value::String(digits)) => digits.parse::<i64>().ok().map(Value::from),
        ("doubleValue", value @ Value::Number(_)) => Some(value),
        // JSON has no number for `NaN` and `Infinity`, which are strings in OTLP/JSON.
        ("doubleValue", Value::String(text)) => {
            Some(text.parse().ok().and_then(serde_json::Number::from_f64).map_or(Value::String(text), Value::Number))
        }
        ("arrayValue", Value::Object(mut array)) => {
            let values = array.remove("values").unwrap_or_default();
            let Value::Array(values) = values else { return Some(Value::Array(Vec::new())) };
            Some(values.into_iter().filter_map(|value| plain(value, depth + 1)).collect())
        }
        ("kvlistValue", Value::Object(mut list_of)) => Some(pairs(list(&mut list_of, "values"), depth + 1).into()),
        _ => None,
    }
}

fn non_empty(attributes: Map<String, Value>) -> Option<Value> {
    Some(attributes).filter(|attributes| !attributes.is_empty()).map(Value::Object)
}

/// A body with the members that exist, if there are any.
fn body<const N: usize>(members: [(&str, Option<Value>); N]) -> Body {
    let members: Map<_, _> = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
    non_empty(members).map_or(Body::Absent, Body::Json)
}

#[cfg(test)]
mod tests;
