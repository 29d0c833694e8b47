//! Reads files as browsers, Playwright, and the OpenTelemetry Collector write them, and compares
//! the exchanges with snapshots.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use errbook_observe::{Body, Exchange, har, otlp};

/// The files of a folder.
fn files(folder: &str) -> Vec<PathBuf> {
    let items = fs::read_dir(Path::new("tests").join(folder)).expect("a folder");
    let mut files: Vec<_> = items.map(|item| item.expect("an item").path()).collect();
    files.sort();
    assert!(!files.is_empty(), "the test looks at the right folder");
    files
}

/// An exchange as text, with a line for each field that it has.
fn show(exchange: Exchange) -> String {
    let Exchange { method, target, operation, status, headers, content_type, body } = exchange;
    let mut text = String::new();
    let mut line = |name: &str, value: Option<String>| {
        value.into_iter().for_each(|value| writeln!(text, "  {name}: {value}").expect("writing to a string"));
    };
    line("method", method);
    line("target", target);
    line("operation", operation);
    line("status", status.map(|status| status.to_string()));
    headers.into_iter().flatten().for_each(|(name, value)| line("header", Some(format!("{name}: {value}"))));
    line("content type", content_type);
    line(
        "body",
        Some(match body {
            Body::Absent => "absent".to_owned(),
            Body::Bytes(bytes) => format!("{} bytes, {:?}", bytes.len(), String::from_utf8_lossy(&bytes)),
            Body::Json(json) => json.to_string(),
            Body::Unchecked(why) => format!("unchecked, {why:?}"),
        }),
    );
    text
}

fn name(file: &Path) -> String {
    file.file_stem().expect("a name").to_string_lossy().into_owned()
}

#[test]
fn har_files_are_read() {
    for file in files("har") {
        let mut text = String::new();
        let input = fs::File::open(&file).expect("a file");
        har::read(input, &mut |number, exchange| text.push_str(&format!("{number}\n{}", show(exchange))))
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        insta::assert_snapshot!(format!("har_{}", name(&file)), text);
    }
}

#[test]
fn otlp_files_are_read() {
    for file in files("otlp") {
        let mut text = String::new();
        for (line, json) in (1..).zip(fs::read_to_string(&file).expect("text").lines()) {
            let value = serde_json::from_str(json).expect("JSON");
            writeln!(text, "line {line}, {}", if otlp::is_otlp(&value) { "OTLP" } else { "another format" })
                .expect("writing to a string");
            otlp::exchanges(value).into_iter().for_each(|exchange| text.push_str(&format!("-\n{}", show(exchange))));
        }
        insta::assert_snapshot!(format!("otlp_{}", name(&file)), text);
    }
}
