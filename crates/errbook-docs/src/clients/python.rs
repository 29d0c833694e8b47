//! A request with Python's `requests`.

use errbook_catalog::Json;

use super::{Body, Call, quoted};
use crate::json;

pub(super) fn source(call: &Call<'_>) -> String {
    let mut source = String::from("import requests\n\nresponse = requests.request(\n");
    source.push_str(&format!("    {},\n    {},\n", quoted(call.method), quoted(&call.url)));
    if !call.headers.is_empty() {
        source.push_str("    headers={\n");
        for (name, value) in call.headers {
            source.push_str(&format!("        {}: {},\n", quoted(name), quoted(value)));
        }
        source.push_str("    },\n");
    }
    if let Some(Body { value, text }) = &call.body {
        if json::survives_doubles(value) {
            source.push_str("    json=");
            literal(value, 1, &mut source);
            source.push_str(",\n");
        } else {
            // A number of it would change on its way through a float.
            source.push_str(&format!("    data={}.encode(),\n", quoted(text)));
        }
    }
    source.push_str(")\n\nprint(response.status_code, response.text)");
    source
}

/// A value as Python writes it, at a depth of indentation.
fn literal(value: &Json, depth: usize, out: &mut String) {
    match value {
        Json::Null => out.push_str("None"),
        Json::Boolean(value) => out.push_str(if *value { "True" } else { "False" }),
        Json::Number(digits) => out.push_str(digits),
        Json::String(text) => out.push_str(&quoted(text)),
        Json::Array(items) => lines(items, ('[', ']'), depth, out, |item, out| literal(item, depth + 1, out)),
        Json::Object(members) => lines(members, ('{', '}'), depth, out, |(name, value), out| {
            out.push_str(&quoted(name));
            out.push_str(": ");
            literal(value, depth + 1, out);
        }),
    }
}

fn lines<T>(items: &[T], (open, close): (char, char), depth: usize, out: &mut String, each: impl Fn(&T, &mut String)) {
    out.push(open);
    for item in items {
        out.push('\n');
        out.push_str(&"    ".repeat(depth + 1));
        each(item, out);
        out.push(',');
    }
    if !items.is_empty() {
        out.push('\n');
        out.push_str(&"    ".repeat(depth));
    }
    out.push(close);
}
