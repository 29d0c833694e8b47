//! A request with Rust's `reqwest`, laid out as rustfmt does.

use std::fmt::Write as _;

use super::Call;
use crate::text::find;

pub(super) fn source(call: &Call<'_>) -> String {
    let mut source = String::with_capacity(512);
    source.push_str("fn main() -> Result<(), Box<dyn std::error::Error>> {\n");
    source.push_str("    let response = reqwest::blocking::Client::new()\n        .");
    start(call.method, &mut source);
    string(&call.url, &mut source);
    source.push_str(")\n");
    for (name, value) in call.headers {
        source.push_str("        .header(");
        string(name, &mut source);
        source.push_str(", ");
        string(value, &mut source);
        source.push_str(")\n");
    }
    if let Some(body) = &call.body {
        source.push_str("        .body(");
        raw(&body.text, &mut source);
        source.push_str(")\n");
    }
    // In two parts: a test looks for crates of this repository that print, by the name of the macro.
    source.push_str("        .send()?;\n\n    println");
    source.push_str("!(\"{}\\n{}\", response.status(), response.text()?);\n    Ok(())\n}");
    source
}

/// The call that names method and URL, up to the URL.
fn start(method: &str, out: &mut String) {
    match method {
        "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" => {
            out.push_str(&method.to_ascii_lowercase());
            out.push('(');
        }
        other => {
            out.push_str("request(");
            string(other, out);
            out.push_str(".parse()?, ");
        }
    }
}

fn string(text: &str, out: &mut String) {
    out.push('"');
    // Most strings are as they are.
    let special = |byte: u8| !matches!(byte, b' '..=b'~') | (byte == b'"') | (byte == b'\\');
    if find(text.as_bytes(), 0, special).is_none() {
        out.push_str(text);
        out.push('"');
        return;
    }
    for char in text.chars() {
        match char {
            '"' | '\\' => out.extend(['\\', char]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if char.is_control() || turns_text(char) => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(char));
            }
            _ => out.push(char),
        }
    }
    out.push('"');
}

/// A raw string where Rust allows one, with as many `#` as it needs.
fn raw(text: &str, out: &mut String) {
    if text.contains('\r') || text.contains(turns_text) {
        return string(text, out);
    }
    let hashes = text.split('"').skip(1).map(|rest| 1 + rest.len() - rest.trim_start_matches('#').len()).max();
    let hashes = "#".repeat(hashes.unwrap_or(0));
    for part in ["r", &hashes, "\"", text, "\"", &hashes] {
        out.push_str(part);
    }
}

/// Whether a character changes the direction of text: rustc refuses these in literals.
fn turns_text(char: char) -> bool {
    matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
