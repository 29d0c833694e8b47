//! A request with JavaScript's `fetch`, for browsers and every runtime that has it.

use super::Part::{As, Quoted};
use super::{Body, Call, indent, write};
use crate::json;
use crate::text::quote;

pub(super) fn source(call: &Call<'_>) -> String {
    let mut source = String::with_capacity(512);
    write(
        &mut source,
        &[As("const response = await fetch("), Quoted(&call.url), As(", {\n  method: "), Quoted(call.method)],
    );
    if !call.headers.is_empty() {
        source.push_str(",\n  headers: {\n");
        for (name, value) in call.headers {
            write(&mut source, &[As("    "), Quoted(name), As(": "), Quoted(value), As(",\n")]);
        }
        source.push_str("  }");
    }
    if let Some(Body { value, text }) = &call.body {
        source.push_str(",\n  body: ");
        // An object is what people write; where JavaScript would change a value of it, the text itself is sent.
        if json::survives_doubles(value) {
            source.push_str("JSON.stringify(");
            indent(text, "  ", &mut source);
            source.push(')');
        } else {
            quote(text, &mut source);
        }
    }
    source.push_str(",\n});\n\nconsole.log(response.status, await response.text());");
    source
}
