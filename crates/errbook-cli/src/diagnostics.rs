//! Shows a catalog's report in the three formats, and sums it up. Text of people comes from [`Report`]; the JSON object is defined here.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use errbook_catalog::{Diagnostic, Label, Report, Severity};
use serde::Serialize;

use crate::args::FindingFormat;
use crate::terminal::{DIM, ERROR, GOOD, WARNING};

/// More than this many findings do not help on a screen.
const SCREEN: usize = 100;

/// The report as `--format` says.
pub(crate) fn show(report: &Report, format: FindingFormat, colors: bool) -> String {
    match format {
        FindingFormat::Human => human(report, colors),
        FindingFormat::Short => report.diagnostics().iter().map(|found| report.short(found) + "\n").collect(),
        FindingFormat::Json => json(report),
    }
}

/// One line about all findings; `entries` is how many a valid catalog has.
pub(crate) fn summary(report: &Report, entries: Option<usize>) -> String {
    let counts = counts(report);
    match entries {
        Some(entries) if counts.is_empty() => {
            format!("{GOOD}checked{GOOD:#} {}: no problems", plural(entries, "entry", "entries"))
        }
        Some(entries) => format!("{GOOD}checked{GOOD:#} {}: {counts}", plural(entries, "entry", "entries")),
        None => format!("{ERROR}error{ERROR:#}: {counts} in {}", plural(files(report), "file", "files")),
    }
}

/// `7 errors and 1 warning`; empty when there is nothing.
pub(crate) fn counts(report: &Report) -> String {
    let parts = [(report.errors(), "error", "errors"), (report.warnings(), "warning", "warnings")];
    let parts = parts.iter().filter(|(count, ..)| *count > 0).map(|(count, one, many)| plural(*count, one, many));
    parts.collect::<Vec<_>>().join(" and ")
}

/// `1 entry`, `12 entries`.
pub(crate) fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn files(report: &Report) -> usize {
    let places = report.diagnostics().iter().filter_map(|found| found.labels.first());
    places.map(|label| label.file).collect::<BTreeSet<_>>().len()
}

/// The findings with their lines; of very many the first screens, and how many there are of each rule.
fn human(report: &Report, colors: bool) -> String {
    let found = report.diagnostics();
    let mut text = String::new();
    for diagnostic in found.iter().take(SCREEN) {
        text += &report.human(diagnostic, colors);
        text.push('\n');
    }
    if found.len() > SCREEN {
        let _ = writeln!(text, "{DIM}… and {} more; `--format short` shows all{DIM:#}\n", found.len() - SCREEN);
        text += &rules(found);
    }
    text
}

/// How often each rule speaks, the most frequent first.
fn rules(found: &[Diagnostic]) -> String {
    let mut by_rule = BTreeMap::<_, usize>::new();
    for diagnostic in found {
        *by_rule.entry((diagnostic.severity, diagnostic.rule)).or_default() += 1;
    }
    let mut by_rule: Vec<_> = by_rule.into_iter().collect();
    by_rule.sort_by_key(|(rule, count)| (std::cmp::Reverse(*count), *rule));
    let mut text = String::new();
    for ((severity, rule), count) in by_rule {
        let (word, style) = word(severity);
        let _ = writeln!(text, "{count:>7}  {style}{word}{style:#}[{rule}]");
    }
    text
}

fn word(severity: Severity) -> (&'static str, anstyle::Style) {
    match severity {
        Severity::Error => ("error", ERROR),
        Severity::Warning => ("warning", WARNING),
    }
}

/// The object that `--format json` prints. Members are added, never changed, under one `version`.
#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    errors: usize,
    warnings: usize,
    diagnostics: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(flatten)]
    place: Option<Place<'a>>,
    /// All places, the finding's own first, each with what is to say about it.
    labels: Vec<Labelled<'a>>,
    help: &'a [String],
}

#[derive(Serialize)]
struct Labelled<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    byte_start: u32,
    byte_end: u32,
}

fn json(report: &Report) -> String {
    let diagnostics = report.diagnostics().iter().map(|found| Finding {
        rule: found.rule,
        severity: word(found.severity).0,
        message: &found.message,
        place: found.labels.first().map(|label| place(report, label)),
        labels: found.labels.iter().map(|label| Labelled { place: place(report, label), text: &label.text }).collect(),
        help: &found.help,
    });
    let document = Document {
        version: 1,
        errors: report.errors(),
        warnings: report.warnings(),
        diagnostics: diagnostics.collect(),
    };
    to_json(&document)
}

fn place<'a>(report: &'a Report, label: &Label) -> Place<'a> {
    let (line, column) = report.position(label.file, label.span.start);
    let (end_line, end_column) = report.position(label.file, label.span.end);
    let path = report.path(label.file);
    Place { path, line, column, end_line, end_column, byte_start: label.span.start, byte_end: label.span.end }
}

/// A value as indented JSON and a line break.
pub(crate) fn to_json(value: &impl Serialize) -> String {
    // Only maps with keys that are no strings can fail here, and nothing in this crate has such a map.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
