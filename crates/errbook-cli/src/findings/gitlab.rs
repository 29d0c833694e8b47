//! Findings as a Code Quality report, which GitLab shows on the lines of a merge request.
//!
//! The format is defined in GitLab's documentation, "Code Quality report format".

use std::collections::HashMap;

use errbook_catalog::{Diagnostic, Diagnostics, Severity};
use errbook_check::baseline::fingerprint;
use serde_json::{Value, json};

use super::place::{Root, region};
use super::{message, to_json};

pub(super) fn gitlab(report: &Diagnostics, root: &Root) -> String {
    let mut seen = HashMap::new();
    let issue = |found: &Diagnostic| {
        let label = found.labels.first()?;
        let file = report.path_in_catalog(label.file);
        let fingerprint = fingerprint(found.rule, file, &found.message);
        // GitLab shows one finding for each fingerprint.
        let count = seen.entry((file, fingerprint.clone())).or_insert(0);
        *count += 1;
        Some(json!({
            "check_name": found.rule,
            "description": message(found),
            "fingerprint": format!("{file}:{fingerprint}:{count}"),
            "severity": match found.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
            },
            "location": {"path": root.path(report.path(label.file)), "lines": {"begin": region(report, label).line}},
        }))
    };
    to_json(&report.diagnostics().iter().filter_map(issue).collect::<Vec<Value>>())
}
