//! `errbook observe` finds every deviation that is planted in traffic, and nothing in traffic that
//! is as the catalog says. Bodies are written by the function that services call.

use std::collections::BTreeSet;
use std::path::Path;

use errbook::envelope::{self, FieldError, Values, Variable};
use errbook_catalog::{Audience, Catalog, Entry, Message, MessagePart, Param, ParamType, Raiser, Response, Snapshot};
use errbook_check::observed;
use errbook_observe::{Body, Exchange, Fields, Lines, Observation, Observer, Origin, har};
use serde_json::{Value, json};

/// The shipped catalog, and others with all kinds of envelopes, params, and schemes.
const CATALOGS: &[&str] =
    &["catalog", "crates/errbook/tests/service/catalog", "crates/errbook-cli/tests/catalogs/shop"];

fn read(folder: &str) -> Snapshot {
    Snapshot::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
}

fn origin(number: u64) -> Origin {
    Origin { input: 0, number, request: String::new() }
}

/// A response as a service sends it.
#[derive(Debug, Clone)]
struct Clean<'c> {
    entry: &'c Entry,
    response: &'c Response,
    exchange: Exchange,
    /// The params of its text.
    used: Vec<&'c Param>,
    is_computed: bool,
}

impl Clean<'_> {
    fn body(&self) -> &Value {
        match &self.exchange.body {
            Body::Json(value) => value,
            other => panic!("{other:?}"),
        }
    }

    fn with_body(&self, body: Value) -> Exchange {
        Exchange { body: Body::Json(body), ..self.exchange.clone() }
    }
}

/// Every response with every text that services send, by every kind of operation.
fn clean(catalog: &Catalog) -> Vec<Clean<'_>> {
    let mut all = Vec::new();
    for entry in catalog.entries().iter().filter(|entry| entry.raisable() && entry.reserved.is_none()) {
        for response in entry.responses.iter().filter(|response| is_marked(catalog, response)) {
            let Some(messages) = &entry.messages else { continue };
            let mut texts = vec![(messages.of(response.profile), false, operation(entry))];
            for wording in entry.wordings.iter().filter(|of| of.sent) {
                if wording.profiles.is_empty() || wording.profiles.contains(&response.profile) {
                    let operation = wording.operations.first().cloned().or_else(|| operation(entry));
                    texts.push((&wording.text, wording.computed, operation));
                }
            }
            let computed = texts.iter().any(|(_, is_computed, _)| *is_computed);
            for (text, _, operation) in texts {
                all.push(response_of(catalog, entry, response, text, operation, computed));
            }
        }
    }
    all
}

/// Whether the body has a code or a type URL, by which it can be recognized.
fn is_marked(catalog: &Catalog, response: &Response) -> bool {
    let profile = &catalog.manifest().profiles[response.profile];
    [Variable::Code, Variable::Type].iter().any(|variable| profile.uses(response.status, variable))
}

/// An operation that raises it.
fn operation(entry: &Entry) -> Option<String> {
    entry.raised_by.origins().iter().find_map(|origin| match &origin.raiser {
        Raiser::Operation(name) => Some(name.clone()),
        Raiser::Stage(_) => None,
    })
}

fn response_of<'c>(
    catalog: &'c Catalog,
    entry: &'c Entry,
    response: &'c Response,
    text: &Message,
    operation: Option<String>,
    is_computed: bool,
) -> Clean<'c> {
    let profile = &catalog.manifest().profiles[response.profile];
    let all: Vec<&Param> = entry.params.iter().chain(entry.wording_params()).collect();
    let detail = detail(entry, &all, text);
    let params: Vec<_> = entry.params.iter().filter(|param| !entry.redact && param.is_sent()).collect();
    let params: Vec<_> = params.iter().map(|param| (param.name.as_str(), param.example.value())).collect();
    let fields = catalog.manifest().fields.seen_by(Audience::Public);
    let fields: Vec<_> =
        fields.filter_map(|field| Some((field.name.as_str(), entry.fields.get(field)?.value()))).collect();
    let extensions: Vec<&str> = entry.extensions.iter().map(String::as_str).collect();
    let fix = entry.fix();
    let url = catalog.type_url(entry);
    let mut body = String::new();
    let values = Values {
        code: &entry.code,
        status: response.status,
        title: &response.title,
        type_url: url.as_deref(),
        detail: &detail,
        request_id: Some("req_1"),
        instance: None,
        retry_after: entry.retry_after,
        action: entry.action.as_ref().map(|action| action.kind),
        fix: fix.as_deref(),
        errors: &[FieldError { location: "body.name", message: "too long", fix: None }],
        params: &params,
        extensions: &extensions,
        fields: &fields,
    };
    envelope::write(profile.envelope_for(response.status), &values, &mut body);
    let shown: Vec<_> = entry.header_params().map(|param| (param.name.as_str(), param.example.value())).collect();
    let filled = profile.headers_of(entry).filter_map(|header| Some((header.name.clone(), header.filled(&shown)?)));
    let mut headers: Vec<(String, String)> = filled.collect();
    headers.push(("content-type".to_owned(), format!("{}; charset=utf-8", profile.content_type)));
    headers.extend(entry.retry_after.map(|seconds| ("retry-after".to_owned(), seconds.to_string())));
    let exchange = Exchange {
        method: Some("POST".to_owned()),
        operation,
        status: Some(response.status),
        headers: Some(headers),
        body: Body::Json(serde_json::from_str(&body).unwrap()),
        ..Exchange::default()
    };
    let index = |part: &MessagePart| match part {
        MessagePart::Param(index) => Some(all[*index]),
        MessagePart::Text(_) => None,
    };
    Clean { entry, response, exchange, used: text.parts.iter().filter_map(index).collect(), is_computed }
}

fn detail(entry: &Entry, params: &[&Param], text: &Message) -> String {
    let part = |part: &MessagePart| match part {
        MessagePart::Text(literal) => literal.clone(),
        MessagePart::Param(_) if entry.redact => errbook::REDACTED.to_owned(),
        MessagePart::Param(index) => params[*index].text(),
    };
    text.parts.iter().map(part).collect()
}

/// The rules that an exchange violates.
fn rules(observer: &Observer<'_>, snapshot: &Snapshot, exchange: &Exchange) -> BTreeSet<&'static str> {
    let mut observation = Observation::default();
    observer.exchange(exchange, origin(1), &mut observation);
    rules_of(&observation, snapshot)
}

/// The same exchange as a line of a log, whose body is JSON in a string.
fn rules_of_line(observer: &Observer<'_>, snapshot: &Snapshot, exchange: &Exchange) -> BTreeSet<&'static str> {
    let line = json!({"at": 1, "op": exchange.operation, "res": {"status": exchange.status, "body": text(exchange)}});
    let name = |name: &str| Some(name.to_owned());
    let fields = Fields { body: name("res.body"), status: name("res.status"), operation: name("op") };
    let mut observation = Observation::default();
    Lines::new(observer, fields).block(format!("{line}\n").as_bytes(), origin(1), &mut observation);
    rules_of(&observation, snapshot)
}

/// The same exchange as a HAR file, which has no names of operations.
fn rules_of_har(observer: &Observer<'_>, snapshot: &Snapshot, exchange: &Exchange) -> BTreeSet<&'static str> {
    let header = |(name, value): &(String, String)| json!({"name": name, "value": value});
    let headers: Vec<Value> = exchange.headers.iter().flatten().map(header).collect();
    let content = json!({"mimeType": "application/json", "text": text(exchange)});
    let response = json!({"status": exchange.status, "headers": headers, "content": content});
    let entry = json!({"request": {"method": "POST", "url": "https://h.example/"}, "response": response});
    let file = json!({"log": {"entries": [entry]}}).to_string();
    let mut observation = Observation::default();
    let mut each = |_, exchange| observer.exchange(&exchange, origin(1), &mut observation);
    har::read(file.as_bytes(), &mut each).unwrap();
    rules_of(&observation, snapshot)
}

fn text(exchange: &Exchange) -> String {
    match &exchange.body {
        Body::Json(value) => value.to_string(),
        Body::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        other => panic!("{other:?}"),
    }
}

/// Whether an input with these parts of exchanges can show that a rule is violated.
fn can_show(rule: &str, has_headers: bool, has_operations: bool) -> bool {
    match rule {
        "observed-header" | "observed-content-type" => has_headers,
        "observed-elsewhere" => has_operations,
        _ => true,
    }
}

fn rules_of(observation: &Observation, snapshot: &Snapshot) -> BTreeSet<&'static str> {
    observation.findings(snapshot, &[]).into_iter().map(|(rule, _)| rule).collect()
}

/// A mistake of a service: the rule that must report it, and what makes it.
type Plant = (&'static str, fn(&Catalog, &Clean<'_>) -> Option<Exchange>);

const PLANTS: &[Plant] = &[
    ("observed-unknown", |_, clean| {
        let code = &clean.entry.code;
        let last = clean.entry.segments.last()?;
        let text = clean.body().to_string();
        let other = if text.contains(&format!("\"{code}\"")) {
            text.replace(&format!("\"{code}\""), &format!("\"{code}x\""))
        } else {
            text.replace(&format!("/{last}\""), &format!("/{last}x\""))
        };
        Some(clean.with_body(serde_json::from_str(&other).ok()?))
    }),
    ("observed-status", |_, clean| Some(Exchange { status: Some(418), ..clean.exchange.clone() })),
    ("observed-status", |_, clean| changed(clean, |value| *value == json!(clean.response.status), |_| json!(418))),
    ("observed-title", |_, clean| {
        let mut body = clean.body().clone();
        let title = [body.pointer("/error/title"), body.get("title")].into_iter().flatten().next()?.clone();
        let path = if body.pointer("/error/title").is_some() { "/error/title" } else { "/title" };
        *body.pointer_mut(path).filter(|of| **of == title)? = json!("Another Title");
        Some(clean.with_body(body))
    }),
    ("observed-type", |catalog, clean| {
        let url = json!(catalog.type_url(clean.entry)?);
        let has_code = clean.body().to_string().contains(&format!("\"{}\"", clean.entry.code));
        has_code.then(|| changed(clean, |value| *value == url, |_| json!("https://example.net/other")))?
    }),
    ("observed-content-type", |_, clean| {
        let mut exchange = clean.exchange.clone();
        let headers = exchange.headers.as_mut()?;
        headers.iter_mut().find(|(name, _)| name == "content-type")?.1 = "text/plain".to_owned();
        Some(exchange)
    }),
    ("observed-header", |catalog, clean| {
        let profile = &catalog.manifest().profiles[clean.response.profile];
        let header = profile.headers_of(clean.entry).find(|header| header.when.is_none())?;
        let mut exchange = clean.exchange.clone();
        exchange.headers.as_mut()?.retain(|(name, _)| *name != header.name);
        Some(exchange)
    }),
    ("observed-header", |catalog, clean| {
        let profile = &catalog.manifest().profiles[clean.response.profile];
        let header = profile.headers_of(clean.entry).find(|header| header.fixed().is_some())?;
        let mut exchange = clean.exchange.clone();
        exchange.headers.as_mut()?.iter_mut().find(|(name, _)| *name == header.name)?.1 = "another".to_owned();
        Some(exchange)
    }),
    ("observed-body", |_, clean| {
        let mut body = clean.body().clone();
        body.get_mut("meta")?.as_object_mut()?.remove("requestId")?;
        Some(clean.with_body(body))
    }),
    ("observed-body", |_, clean| {
        let mut body = clean.body().clone();
        body.get_mut("error")?.as_object_mut()?.insert("hint".to_owned(), json!("a"));
        Some(clean.with_body(body))
    }),
    ("observed-body", |_, clean| changed(clean, |value| *value == json!("req_1"), |_| json!(["req_1"]))),
    ("observed-message", |_, clean| {
        let is_free = clean.used.iter().any(|param| matches!(param.ty, ParamType::String | ParamType::List));
        let text = said(clean).filter(|_| !clean.is_computed && !is_free)?;
        let other = json!(format!("Well, {text} indeed"));
        changed(clean, move |value| *value == json!(text), move |_| other.clone())
    }),
    ("observed-message", |_, clean| {
        let text = said(clean).filter(|text| !clean.is_computed && text.len() > 10)?;
        changed(clean, move |value| *value == json!(text), |_| json!("Oops"))
    }),
    ("observed-param", |_, clean| {
        let param = clean.used.iter().find(|param| param.ty == ParamType::Integer && param.is_sent())?;
        if clean.entry.redact || clean.is_computed {
            return None;
        }
        let (text, value) = (said(clean)?, param.text());
        if text.matches(&value).count() != 1 {
            return None;
        }
        let other = json!(text.replace(&value, "many"));
        changed(clean, move |value| *value == json!(text), move |_| other.clone())
    }),
    ("observed-secret", |_, clean| {
        let secret = clean.used.iter().find(|param| clean.entry.redact || !param.is_sent())?;
        if clean.is_computed {
            return None;
        }
        let mask = if clean.entry.redact { errbook::REDACTED } else { errbook::MASKED };
        let text = said(clean)?;
        let other = json!(text.replacen(mask, &secret.example.value().to_string(), 1));
        changed(clean, move |value| *value == json!(text), move |_| other.clone())
    }),
    ("observed-elsewhere", |_, clean| {
        let exchange = Exchange { operation: Some("planted.operation".to_owned()), ..clean.exchange.clone() };
        let has_operations = clean.entry.wordings.iter().any(|wording| !wording.operations.is_empty());
        (!has_operations).then_some(exchange)
    }),
    ("observed-without-code", |_, clean| Some(clean.with_body(json!({"status": "Internal error"})))),
    ("observed-without-code", |_, clean| {
        Some(Exchange { body: Body::Bytes(b"Internal error".to_vec()), ..clean.exchange.clone() })
    }),
];

/// The text of a response.
fn said(clean: &Clean<'_>) -> Option<String> {
    let body = clean.body();
    let paths = ["/error/detail", "/error/message", "/detail", "/message"];
    paths.iter().find_map(|path| body.pointer(path)?.as_str()).map(str::to_owned)
}

/// A body in which one value is another one. `None` if it has no such value.
fn changed(clean: &Clean<'_>, is_it: impl Fn(&Value) -> bool, other: impl Fn(&Value) -> Value) -> Option<Exchange> {
    fn visit(value: &mut Value, is_it: &dyn Fn(&Value) -> bool, other: &dyn Fn(&Value) -> Value) -> bool {
        if is_it(value) {
            *value = other(value);
            return true;
        }
        match value {
            Value::Object(members) => members.values_mut().any(|value| visit(value, is_it, other)),
            Value::Array(items) => items.iter_mut().any(|value| visit(value, is_it, other)),
            _ => false,
        }
    }
    let mut body = clean.body().clone();
    visit(&mut body, &is_it, &other).then(|| clean.with_body(body))
}

#[test]
fn clean_traffic_has_no_findings() {
    for folder in CATALOGS {
        let snapshot = read(folder);
        let catalog = snapshot.catalog().unwrap();
        let observer = Observer::new(&snapshot, None).unwrap();
        let all = clean(&catalog);
        assert!(all.len() > 3, "{folder}");
        let mut alarms = Vec::new();
        println!("{folder}: {} clean", 3 * all.len());
        for clean in all {
            let in_line = rules_of_line(&observer, &snapshot, &clean.exchange);
            let in_har = rules_of_har(&observer, &snapshot, &clean.exchange);
            alarms.extend(in_line.iter().chain(&in_har).map(|rule| format!("[{rule}] {}", clean.body())));
            let mut observation = Observation::default();
            observer.exchange(&clean.exchange, origin(1), &mut observation);
            let found = observation.findings(&snapshot, &[]).into_iter();
            let body = clean.body();
            alarms.extend(
                found.map(|(rule, finding)| format!("[{rule}] {} {:?} {body}", finding.message, finding.notes)),
            );
        }
        assert!(alarms.is_empty(), "{folder}: {alarms:#?}");
    }
}

#[test]
fn every_planted_deviation_is_found() {
    for folder in CATALOGS {
        let snapshot = read(folder);
        let catalog = snapshot.catalog().unwrap();
        let observer = Observer::new(&snapshot, None).unwrap();
        let (mut planted, mut wrong) = (0, Vec::new());
        for clean in clean(&catalog) {
            for (rule, plant) in PLANTS {
                let Some(exchange) = plant(&catalog, &clean) else { continue };
                let position = snapshot.position(&clean.entry.code).unwrap();
                let operation = exchange.operation.as_deref().unwrap_or_default();
                if *rule == "observed-elsewhere" && observed::elsewhere(&snapshot, position, operation).is_none() {
                    continue;
                }
                let found = rules(&observer, &snapshot, &exchange);
                let in_line = rules_of_line(&observer, &snapshot, &exchange);
                let in_har = rules_of_har(&observer, &snapshot, &exchange);
                for (found, is_shown) in
                    [(found, true), (in_line, can_show(rule, false, true)), (in_har, can_show(rule, true, false))]
                {
                    let expected = if is_shown { BTreeSet::from([*rule]) } else { BTreeSet::new() };
                    planted += usize::from(is_shown);
                    if found != expected {
                        wrong.push(format!("{rule}: {found:?} {:?} {:?}", exchange.operation, exchange.body));
                    }
                }
            }
        }
        println!("{folder}: {planted} planted");
        assert!(wrong.is_empty(), "{folder}: {} of {planted}: {wrong:#?}", wrong.len());
        assert!(planted > 20, "{folder}");
    }
}
