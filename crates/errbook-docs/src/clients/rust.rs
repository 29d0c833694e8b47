//! A request with Rust's `reqwest`, laid out as rustfmt does.

use super::Call;

pub(super) fn source(call: &Call<'_>) -> String {
    let mut source = String::from("fn main() -> Result<(), Box<dyn std::error::Error>> {\n");
    source.push_str("    let response = reqwest::blocking::Client::new()\n");
    source.push_str(&format!("        {}\n", start(call.method, &string(&call.url))));
    for (name, value) in call.headers {
        source.push_str(&format!("        .header({}, {})\n", string(name), string(value)));
    }
    if let Some(body) = &call.body {
        source.push_str(&format!("        .body({})\n", raw(&body.text)));
    }
    source.push_str(
        "        .send()?;\n\n    println!(\"{}\\n{}\", response.status(), response.text()?);\n    Ok(())\n}",
    );
    source
}

/// The call that names method and URL.
fn start(method: &str, url: &str) -> String {
    match method {
        "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" => format!(".{}({url})", method.to_ascii_lowercase()),
        other => format!(".request({}.parse()?, {url})", string(other)),
    }
}

fn string(text: &str) -> String {
    let mut literal = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => literal.extend(['\\', char]),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            _ if char.is_control() || turns_text(char) => literal.push_str(&format!("\\u{{{:x}}}", u32::from(char))),
            _ => literal.push(char),
        }
    }
    literal.push('"');
    literal
}

/// A raw string where Rust allows one, with as many `#` as it needs.
fn raw(text: &str) -> String {
    if text.contains('\r') || text.contains(turns_text) {
        return string(text);
    }
    let hashes = text.split('"').skip(1).map(|rest| rest.len() - rest.trim_start_matches('#').len() + 1).max();
    let hashes = "#".repeat(hashes.unwrap_or(0));
    format!("r{hashes}\"{text}\"{hashes}")
}

/// Whether a character changes the direction of text: rustc refuses these in literals.
fn turns_text(char: char) -> bool {
    matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
