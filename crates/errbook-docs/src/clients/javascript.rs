//! A request with JavaScript's `fetch`, for browsers and all runtimes that support it.

use super::{Body, Call, indented};
use crate::json;
use crate::text::literal;

pub(super) fn source(call: &Call<'_>) -> String {
    let (url, method) = (literal(&call.url), literal(call.method));
    let mut source = format!("const response = await fetch({url}, {{\n  method: {method}");
    if !call.headers.is_empty() {
        source.push_str(",\n  headers: {\n");
        for (name, value) in call.headers {
            source.push_str(&format!("    {}: {},\n", literal(name), literal(value)));
        }
        source.push_str("  }");
    }
    if let Some(Body { value, text }) = &call.body {
        // An object literal is idiomatic. If JavaScript would change a value in it, send the JSON
        // text.
        let body = if json::survives_doubles(value) {
            format!("JSON.stringify({})", indented(text, "  "))
        } else {
            literal(text)
        };
        source.push_str(&format!(",\n  body: {body}"));
    }
    source + ",\n});\n\nconsole.log(response.status, await response.text());"
}
