//! A request with Go's `net/http`, laid out as gofmt does.

use super::Part::{As, Quoted};
use super::{Call, write};
use crate::text::quote;

pub(super) fn source(call: &Call<'_>) -> String {
    let mut source = String::with_capacity(1024);
    source.push_str("package main\n\nimport (\n\t\"fmt\"\n\t\"io\"\n\t\"net/http\"\n");
    let body = match &call.body {
        Some(body) => {
            source.push_str("\t\"strings\"\n)\n\nfunc main() {\n\tbody := strings.NewReader(");
            text(&body.text, &mut source);
            source.push_str(")\n");
            "body"
        }
        None => {
            source.push_str(")\n\nfunc main() {\n");
            "nil"
        }
    };
    let start = "\trequest, err := http.NewRequest(";
    let parts =
        [As(start), Quoted(call.method), As(", "), Quoted(&call.url), As(", "), As(body), As(")\n"), As(FAILED)];
    write(&mut source, &parts);
    for (name, value) in call.headers {
        write(&mut source, &[As("\trequest.Header.Set("), Quoted(name), As(", "), Quoted(value), As(")\n")]);
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
fn text(text: &str, out: &mut String) {
    if text.contains(['`', '\r', '\0', '\u{feff}']) {
        return quote(text, out);
    }
    out.push('`');
    out.push_str(text);
    out.push('`');
}
