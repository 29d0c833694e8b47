//! A request with Go's `net/http`, laid out as gofmt does.

use super::{Call, quoted};

pub(super) fn source(call: &Call<'_>) -> String {
    let method = quoted(call.method);
    let url = quoted(&call.url);
    let mut source = String::from("package main\n\nimport (\n\t\"fmt\"\n\t\"io\"\n\t\"net/http\"\n");
    if call.body.is_some() {
        source.push_str("\t\"strings\"\n");
    }
    source.push_str(")\n\nfunc main() {\n");
    let body = match &call.body {
        Some(body) => {
            source.push_str(&format!("\tbody := strings.NewReader({})\n", text(&body.text)));
            "body"
        }
        None => "nil",
    };
    source.push_str(&format!("\trequest, err := http.NewRequest({method}, {url}, {body})\n"));
    source.push_str(FAILED);
    for (name, value) in call.headers {
        source.push_str(&format!("\trequest.Header.Set({}, {})\n", quoted(name), quoted(value)));
    }
    source.push_str("\n\tresponse, err := http.DefaultClient.Do(request)\n");
    source.push_str(FAILED);
    source.push_str("\tdefer response.Body.Close()\n\n\tanswer, err := io.ReadAll(response.Body)\n");
    source.push_str(FAILED);
    source.push_str("\tfmt.Println(response.Status, string(answer))\n}");
    source
}

const FAILED: &str = "\tif err != nil {\n\t\tpanic(err)\n\t}\n";

/// A raw string where Go allows one: no backtick, nothing that cannot stand in a source or would be dropped from it.
fn text(text: &str) -> String {
    if text.contains(['`', '\r', '\0', '\u{feff}']) { quoted(text) } else { format!("`{text}`") }
}
