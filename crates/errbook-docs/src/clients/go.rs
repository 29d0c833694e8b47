//! A request with Go's `net/http`, formatted like gofmt.

use super::Call;
use crate::text::literal;

pub(super) fn source(call: &Call<'_>) -> String {
    let (import, setup, body) = match &call.body {
        Some(body) => ("\t\"strings\"\n", format!("\tbody := strings.NewReader({})\n", text(&body.text)), "body"),
        None => ("", String::new(), "nil"),
    };
    let headers: String = call
        .headers
        .iter()
        .map(|(name, value)| format!("\trequest.Header.Set({}, {})\n", literal(name), literal(value)))
        .collect();
    let (method, url) = (literal(call.method), literal(&call.url));
    format!(
        "package main\n\nimport (\n\t\"fmt\"\n\t\"io\"\n\t\"net/http\"\n{import})\n\n\
        func main() {{\n{setup}\
        \trequest, err := http.NewRequest({method}, {url}, {body})\n{FAILED}{headers}\n\
        \tresponse, err := http.DefaultClient.Do(request)\n{FAILED}\
        \tdefer response.Body.Close()\n\n\
        \tanswer, err := io.ReadAll(response.Body)\n{FAILED}\
        \tfmt.Println(response.Status, string(answer))\n}}"
    )
}

const FAILED: &str = "\tif err != nil {\n\t\tpanic(err)\n\t}\n";

/// A raw string if Go allows it: no backticks, and no characters that Go rejects or drops.
fn text(text: &str) -> String {
    if text.contains(['`', '\r', '\0', '\u{feff}']) { literal(text) } else { format!("`{text}`") }
}
