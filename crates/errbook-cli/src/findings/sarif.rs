//! Findings as SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"), for code-scanning
//! services. A test validates the result against the official schema.

use std::collections::BTreeMap;

use errbook_catalog::{Diagnostic, Diagnostics, Entry, Label, RuleLevel, Severity};
use errbook_check::PAGES_URL;
use errbook_check::Rule;
use errbook_check::baseline::fingerprint;
use serde_json::{Value, json};

use super::place::{Root, region};
use super::{About, word};
use crate::pages;

/// The log of one run.
pub(super) fn sarif(report: &Diagnostics, about: &About, root: &Root) -> String {
    let mut rules: Vec<&str> = report.diagnostics().iter().map(|found| found.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    super::to_json(&json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "errbook",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": descriptors(&rules, report.diagnostics()),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results(report, &rules, root),
            "properties": about.json(),
        }],
    }))
}

/// Descriptions of the rules, from their pages.
fn descriptors(ids: &[&str], found: &[Diagnostic]) -> Vec<Value> {
    // A test ensures that the embedded catalog is valid. Without it, the log still contains the
    // findings.
    let catalog = errbook_check::pages().ok();
    let entries: Vec<Option<&Entry>> = ids.iter().map(|id| catalog.as_ref()?.entry(id)).collect();
    let texts =
        catalog.as_ref().and_then(|catalog| pages::markdown_of(catalog, entries.iter().flatten().copied()).ok());
    let mut texts = texts.unwrap_or_default().into_iter();
    let descriptor = |(id, entry): (&&str, Option<&Entry>)| match entry.and_then(|entry| Some((entry, texts.next()?))) {
        None => json!({"id": id, "defaultConfiguration": configuration(id, found)}),
        Some((entry, markdown)) => {
            let summary = entry.summary.as_deref().unwrap_or(&entry.name);
            json!({
                "id": id,
                "shortDescription": {"text": entry.name},
                "fullDescription": {"text": summary},
                "help": {"text": summary, "markdown": markdown},
                "helpUri": format!("{PAGES_URL}{}", entry.file),
                "defaultConfiguration": configuration(id, found),
            })
        }
    };
    ids.iter().zip(entries).map(descriptor).collect()
}

/// The default level of a rule. The loader's rules have no level, so it is derived from the
/// severity of their findings.
fn configuration(id: &str, found: &[Diagnostic]) -> Value {
    let level = Rule::by_id(id).map(|rule| rule.level).unwrap_or_else(|| {
        let is_error = |diagnostic: &Diagnostic| diagnostic.rule == id && diagnostic.severity == Severity::Error;
        if found.iter().any(is_error) { RuleLevel::Error } else { RuleLevel::Warn }
    });
    let word = if level == RuleLevel::Error { "error" } else { "warning" };
    json!({"enabled": level != RuleLevel::Allow, "level": word})
}

fn results(report: &Diagnostics, rules: &[&str], root: &Root) -> Vec<Value> {
    let mut alike = BTreeMap::<String, usize>::new();
    let of = |found: &Diagnostic| {
        let file = found.labels.first().map_or("", |label| report.path_in_catalog(label.file));
        let print = fingerprint(found.rule, file, &found.message);
        let number = alike.entry(print.clone()).or_default();
        *number += 1;
        let mut places: Vec<Value> =
            found.labels.iter().enumerate().map(|label| location(report, root, label)).collect();
        let related = places.split_off(places.len().min(1));
        let mut result = json!({
            "ruleId": found.rule,
            "ruleIndex": rules.binary_search(&found.rule).unwrap_or_default(),
            "level": word(found.severity),
            "message": {"text": super::message(found)},
            "locations": places,
        });
        if !related.is_empty() {
            result["relatedLocations"] = related.into();
        }
        result["partialFingerprints"] = json!({"errbook/v1": format!("{print}:{number}")});
        result
    };
    report.diagnostics().iter().map(of).collect()
}

/// The first label is the primary location and has no number. Each other one has a number and its
/// message.
fn location(report: &Diagnostics, root: &Root, (id, label): (usize, &Label)) -> Value {
    let at = region(report, label);
    let physical = json!({
        "artifactLocation": {"uri": uri(&root.path(report.path(label.file))), "uriBaseId": "%SRCROOT%"},
        "region": {
            "startLine": at.line,
            "startColumn": at.column,
            "endLine": at.end_line,
            "endColumn": at.end_column,
            "byteOffset": label.span.start,
            "byteLength": label.span.end.saturating_sub(label.span.start),
        },
    });
    match id {
        0 => json!({"physicalLocation": physical}),
        _ => json!({"id": id, "physicalLocation": physical, "message": {"text": label.text}}),
    }
}

/// A path as a relative reference (RFC 3986, section 4.2): encodes everything that isn't a `pchar`,
/// and colons, which would turn the first segment into a scheme.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/@!$&'()*+,;=".contains(&byte);
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn paths_are_relative_references() {
        assert_eq!(super::uri("catalog/a-b.yaml"), "catalog/a-b.yaml");
        assert_eq!(super::uri("a:b/c d%\u{e9}.yaml"), "a%3Ab/c%20d%25%C3%A9.yaml");
    }
}
