//! A request with Python's `requests`.

use errbook_catalog::Json;

use super::Part::{As, Quoted};
use super::{Body, Call, write};
use crate::json;
use crate::text::quote;

pub(super) fn source(call: &Call<'_>) -> String {
    let mut source = String::with_capacity(512);
    let start = "import requests\n\nresponse = requests.request(\n    ";
    write(&mut source, &[As(start), Quoted(call.method), As(",\n    "), Quoted(&call.url), As(",\n")]);
    if !call.headers.is_empty() {
        source.push_str("    headers={\n");
        for (name, value) in call.headers {
            write(&mut source, &[As("        "), Quoted(name), As(": "), Quoted(value), As(",\n")]);
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
            write(&mut source, &[As("    data="), Quoted(text), As(".encode(),\n")]);
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
        Json::String(text) => quote(text, out),
        Json::Array(items) => lines(items, ('[', ']'), depth, out, |item, out| literal(item, depth + 1, out)),
        Json::Object(members) => lines(members, ('{', '}'), depth, out, |(name, value), out| {
            quote(name, out);
            out.push_str(": ");
            literal(value, depth + 1, out);
        }),
    }
}

fn lines<T>(items: &[T], (open, close): (char, char), depth: usize, out: &mut String, each: impl Fn(&T, &mut String)) {
    out.push(open);
    for item in items {
        out.push('\n');
        margin(depth + 1, out);
        each(item, out);
        out.push(',');
    }
    if !items.is_empty() {
        out.push('\n');
        margin(depth, out);
    }
    out.push(close);
}

fn margin(depth: usize, out: &mut String) {
    (0..depth).for_each(|_| out.push_str("    "));
}
