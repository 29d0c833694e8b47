//! `check`: the findings of `errbook check`.

use errbook_catalog::{Diagnostic, Diagnostics, Severity};
use errbook_check::lifecycle::Refusal;
use serde_json::{Value, json};

use super::arguments::Arguments;
use super::{Effect, Output, Tool, object};
use crate::workspace::{Access, Workspace};

/// How many findings are returned by default, and at most.
const LIMIT: usize = 50;
const MOST: usize = 500;

pub(super) fn tool() -> Tool {
    Tool {
        name: "check",
        title: "Check the catalog",
        description: "Check the catalog for mistakes, as `errbook check` does. Returns findings with their rule, \
            location, and help, errors first. `explain` explains a rule.",
        arguments: json!({
            "limit": {
                "type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT,
                "description": "Maximum number of findings",
            },
        }),
        required: &[],
        output: Some(schema()),
        effect: Effect::Reads,
        access: Access::Read,
    }
}

fn schema() -> Value {
    let text = |description: &str| json!({"type": "string", "description": description});
    let number = |description: &str| json!({"type": "integer", "description": description});
    object(
        json!({
            "total": number("Number of all findings"),
            "errors": number("Number of errors"),
            "warnings": number("Number of warnings"),
            "findings": {"type": "array", "items": object(json!({
                "rule": text("ID of the rule"),
                "level": {"enum": ["error", "warning"]},
                "message": text("The mistake"),
                "file": text("Path of the file"),
                "line": number("Line, starting at 1"),
                "column": number("Column, starting at 1"),
                "notes": {"type": "array", "items": {"type": "string"}},
                "help": {"type": "array", "items": {"type": "string"}, "description": "How to fix it"},
            }), &["rule", "level", "message", "notes", "help"])},
        }),
        &["total", "errors", "warnings", "findings"],
    )
}

pub(super) fn run(workspace: &impl Workspace, arguments: &Arguments<'_>) -> Result<Output, Refusal> {
    let limit = arguments.number("limit")?.unwrap_or(LIMIT).clamp(1, MOST);
    let report = workspace.check()?;
    let mut found: Vec<&Diagnostic> = report.diagnostics().iter().collect();
    found.sort_by_key(|found| found.severity != Severity::Error);
    Ok(Output::Structured(json!({
        "total": found.len(),
        "errors": report.errors(),
        "warnings": report.warnings(),
        "findings": found.iter().take(limit).map(|found| finding(&report, found)).collect::<Vec<_>>(),
    })))
}

fn finding(report: &Diagnostics, found: &Diagnostic) -> Value {
    let mut finding = json!({
        "rule": found.rule,
        "level": match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "message": found.message,
        "notes": found.notes,
        "help": found.help,
    });
    if let Some(label) = found.labels.first() {
        let (line, column) = report.position(label.file, label.span.start);
        finding["file"] = Value::from(report.path(label.file));
        finding["line"] = Value::from(line);
        finding["column"] = Value::from(column);
    }
    finding
}
