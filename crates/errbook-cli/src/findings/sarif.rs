//! Findings as SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"), for code-scanning services. Only the parts that we fill are
//! written out here; a test holds what comes out against the official schema.

use std::collections::BTreeMap;

use errbook_catalog::{Catalog, Diagnostic, Diagnostics, Entry, Label, RuleLevel, Severity};
use errbook_check::Rule;
use errbook_check::baseline::fingerprint;
use serde::Serialize;

use super::place::{Root, region};
use super::{About, word};
use crate::pages;

/// Where the pages of the rules can be read.
const PAGES: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/crates/errbook-check/rules/");

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    /// How columns are counted.
    column_kind: &'static str,
    results: Vec<Found<'a>>,
    properties: &'a About,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    semantic_version: &'static str,
    information_uri: &'static str,
    rules: Vec<Descriptor<'a>>,
}

/// What a rule is about, from its page.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'a> {
    id: &'a str,
    #[serde(flatten)]
    page: Option<Page<'a>>,
    default_configuration: Configuration,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page<'a> {
    short_description: Text<'a>,
    full_description: Text<'a>,
    help: Help<'a>,
    help_uri: String,
}

#[derive(Serialize)]
struct Help<'a> {
    text: &'a str,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    enabled: bool,
    level: &'static str,
}

#[derive(Serialize)]
struct Text<'a> {
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Found<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'a str,
    message: Message,
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: BTreeMap<&'static str, String>,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    byte_offset: u32,
    byte_length: u32,
}

/// The log of one run.
pub(super) fn sarif(report: &Diagnostics, about: &About, root: &Root) -> String {
    let found = report.diagnostics();
    let mut rules: Vec<&str> = found.iter().map(|diagnostic| diagnostic.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    // The embedded catalog is held to be right by a test; without it a log still has its findings.
    let catalog = errbook_check::pages().ok();
    let run = Run {
        tool: Tool {
            driver: Driver {
                name: "errbook",
                semantic_version: env!("CARGO_PKG_VERSION"),
                information_uri: env!("CARGO_PKG_REPOSITORY"),
                rules: descriptors(&rules, found, catalog.as_ref()),
            },
        },
        column_kind: "unicodeCodePoints",
        results: results(report, &rules, root),
        properties: about,
    };
    super::to_json(&Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [run],
    })
}

fn descriptors<'a>(ids: &[&'a str], found: &[Diagnostic], catalog: Option<&'a Catalog>) -> Vec<Descriptor<'a>> {
    let entries: Vec<Option<&Entry>> = ids.iter().map(|id| catalog?.entry(id)).collect();
    let texts = catalog.and_then(|catalog| pages::markdown_of(catalog, entries.iter().flatten().copied()).ok());
    let mut texts = texts.unwrap_or_default().into_iter();
    let descriptor = |(id, entry): (&&'a str, Option<&'a Entry>)| Descriptor {
        id,
        page: entry.zip(entry.and_then(|_| texts.next())).map(|(entry, markdown)| page(entry, markdown)),
        default_configuration: configuration(id, found),
    };
    ids.iter().zip(entries).map(descriptor).collect()
}

fn page(entry: &Entry, markdown: String) -> Page<'_> {
    let summary = entry.summary.as_deref().unwrap_or(&entry.name);
    Page {
        short_description: Text { text: &entry.name },
        full_description: Text { text: summary },
        help: Help { text: summary, markdown },
        help_uri: format!("{PAGES}{}", entry.file),
    }
}

/// The level of a rule before the manifest has its say. The loader's rules have none of their own but how they speak.
fn configuration(id: &str, found: &[Diagnostic]) -> Configuration {
    let level = Rule::by_id(id).map(|rule| rule.level).unwrap_or_else(|| {
        let is_error = |diagnostic: &Diagnostic| diagnostic.rule == id && diagnostic.severity == Severity::Error;
        if found.iter().any(is_error) { RuleLevel::Error } else { RuleLevel::Warn }
    });
    match level {
        RuleLevel::Error => Configuration { enabled: true, level: "error" },
        RuleLevel::Warn => Configuration { enabled: true, level: "warning" },
        RuleLevel::Allow => Configuration { enabled: false, level: "warning" },
    }
}

fn results<'a>(report: &'a Diagnostics, rules: &[&str], root: &Root) -> Vec<Found<'a>> {
    let mut alike = BTreeMap::<String, usize>::new();
    let of = |found: &'a Diagnostic| {
        let file = found.labels.first().map_or("", |label| report.path_in_catalog(label.file));
        let print = fingerprint(found.rule, file, &found.message);
        let number = alike.entry(print.clone()).or_default();
        *number += 1;
        Found {
            rule_id: found.rule,
            rule_index: rules.binary_search(&found.rule).unwrap_or_default(),
            level: word(found.severity),
            message: Message { text: message(found) },
            locations: found.labels.iter().take(1).map(|label| location(report, root, label, None)).collect(),
            related_locations: found
                .labels
                .iter()
                .enumerate()
                .skip(1)
                .map(|(id, label)| location(report, root, label, Some(id)))
                .collect(),
            partial_fingerprints: BTreeMap::from([("errbook/v1", format!("{print}:{number}"))]),
        }
    };
    report.diagnostics().iter().map(of).collect()
}

/// The message as sentences, then what to do about it.
fn message(found: &Diagnostic) -> String {
    std::iter::once(&*found.message).chain(found.help.iter().map(|help| &**help)).collect::<Vec<_>>().join("\nhelp: ")
}

fn location(report: &Diagnostics, root: &Root, label: &Label, id: Option<usize>) -> Location {
    let at = region(report, label);
    Location {
        id,
        physical_location: Physical {
            artifact_location: Artifact { uri: uri(&root.path(report.path(label.file))), uri_base_id: "%SRCROOT%" },
            region: Region {
                start_line: at.line,
                start_column: at.column,
                end_line: at.end_line,
                end_column: at.end_column,
                byte_offset: at.byte_start,
                byte_length: at.byte_end.saturating_sub(at.byte_start),
            },
        },
        message: id.map(|_| Message { text: label.text.to_string() }),
    }
}

/// A path as a relative reference (RFC 3986, section 4.2): what is no `pchar` is percent-encoded, and so is a colon, which would make the first
/// part a scheme.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => uri.push(char::from(byte)),
            b'-' | b'.' | b'_' | b'~' | b'/' | b'@' | b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b','
            | b';' | b'=' => {
                uri.push(char::from(byte));
            }
            _ => uri += &format!("%{byte:02X}"),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    #[test]
    fn paths_are_relative_references() {
        assert_eq!(super::uri("catalog/a-b.yaml"), "catalog/a-b.yaml");
        assert_eq!(super::uri("a:b/c d%\u{e9}.yaml"), "a%3Ab/c%20d%25%C3%A9.yaml");
    }
}
