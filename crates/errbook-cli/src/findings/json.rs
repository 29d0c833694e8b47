//! Findings as one JSON object, documented in `OUTPUTS.md`. Within one `version`, members may be
//! added but not changed.

use errbook_catalog::{Diagnostic, Diagnostics, Label};
use errbook_check::baseline::fingerprint;
use serde_json::{Value, json};

use super::place::region;
use super::{About, joined, to_json, word};

pub(super) fn json(report: &Diagnostics, about: &About) -> String {
    let diagnostics: Vec<Value> = report.diagnostics().iter().map(|found| finding(report, found)).collect();
    to_json(&joined([
        json!({"version": 1, "errors": report.errors(), "warnings": report.warnings()}),
        about.json(),
        json!({"diagnostics": diagnostics}),
    ]))
}

/// A finding with its primary location, and all labeled locations.
fn finding(report: &Diagnostics, found: &Diagnostic) -> Value {
    let first = found.labels.first();
    let file = first.map_or("", |label| report.path_in_catalog(label.file));
    let labels = found.labels.iter().map(|label| joined([place(report, label), json!({"text": label.text})]));
    joined([
        json!({
            "rule": found.rule,
            "severity": word(found.severity),
            "message": found.message,
            "fingerprint": fingerprint(found.rule, file, &found.message),
        }),
        first.map_or(Value::Null, |label| place(report, label)),
        json!({"labels": labels.collect::<Vec<_>>(), "notes": found.notes, "help": found.help}),
    ])
}

fn place(report: &Diagnostics, label: &Label) -> Value {
    let at = region(report, label);
    json!({
        "path": report.path(label.file),
        "line": at.line,
        "column": at.column,
        "end_line": at.end_line,
        "end_column": at.end_column,
        "byte_start": label.span.start,
        "byte_end": label.span.end,
    })
}
