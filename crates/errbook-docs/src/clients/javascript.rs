//! A request with JavaScript's `fetch`, for browsers and every runtime that has it.

use super::{Body, Call, indented, quoted};
use crate::json;

pub(super) fn source(call: &Call<'_>) -> String {
    let mut source = format!("const response = await fetch({}, {{\n", quoted(&call.url));
    source.push_str(&format!("  method: {},\n", quoted(call.method)));
    if !call.headers.is_empty() {
        source.push_str("  headers: {\n");
        for (name, value) in call.headers {
            source.push_str(&format!("    {}: {},\n", quoted(name), quoted(value)));
        }
        source.push_str("  },\n");
    }
    if let Some(Body { value, text }) = &call.body {
        // An object is what people write; where JavaScript would change a value of it, the text itself is sent.
        let body = if json::survives_doubles(value) {
            format!("JSON.stringify({})", indented(text, "  "))
        } else {
            quoted(text)
        };
        source.push_str(&format!("  body: {body},\n"));
    }
    source.push_str("});\n\nconsole.log(response.status, await response.text());");
    source
}
