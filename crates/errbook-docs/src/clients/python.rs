//! A request with Python's `requests`.

use errbook_catalog::Json;

use super::{Body, Call};
use crate::json;
use crate::text::literal;

pub(super) fn source(call: &Call<'_>) -> String {
    let (method, url) = (literal(call.method), literal(&call.url));
    let mut source = format!("import requests\n\nresponse = requests.request(\n    {method},\n    {url},\n");
    if !call.headers.is_empty() {
        source.push_str("    headers={\n");
        for (name, value) in call.headers {
            source.push_str(&format!("        {}: {},\n", literal(name), literal(value)));
        }
        source.push_str("    },\n");
    }
    if let Some(Body { value, text }) = &call.body {
        source.push_str(&if json::survives_doubles(value) {
            format!("    json={},\n", expression(value, "    "))
        } else {
            // A number in the body would change if parsed as a float, so send the JSON text.
            format!("    data={}.encode(),\n", literal(text))
        });
    }
    source + ")\n\nprint(response.status_code, response.text)"
}

/// A value as a Python expression. `margin` is the indentation of its first line.
fn expression(value: &Json, margin: &str) -> String {
    let inner = format!("{margin}    ");
    match value {
        Json::Null => "None".to_owned(),
        Json::Boolean(value) => (if *value { "True" } else { "False" }).to_owned(),
        Json::Number(digits) => digits.clone(),
        Json::String(text) => literal(text),
        Json::Array(items) => lines(['[', ']'], margin, items.iter().map(|item| expression(item, &inner))),
        Json::Object(members) => {
            let member = |(name, value): &(String, Json)| format!("{}: {}", literal(name), expression(value, &inner));
            lines(['{', '}'], margin, members.iter().map(member))
        }
    }
}

/// Items between brackets, one per line.
fn lines([open, close]: [char; 2], margin: &str, items: impl Iterator<Item = String>) -> String {
    let items: String = items.map(|item| format!("\n{margin}    {item},")).collect();
    if items.is_empty() { format!("{open}{close}") } else { format!("{open}{items}\n{margin}{close}") }
}
