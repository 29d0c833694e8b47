//! Shows findings in all formats, and summarizes them. Each format has a module. [`About`] is what
//! a report contains in addition to its findings.

use std::collections::BTreeSet;

use errbook_catalog::{Diagnostic, Diagnostics, Severity};
use serde::Serialize;
use serde_json::Value;

use crate::args::FindingFormat;
use crate::terminal::{ERROR, GOOD, one_line};

mod about;
pub(crate) mod edition;
mod github;
mod gitlab;
mod human;
mod json;
mod markdown;
mod place;
mod sarif;
mod table;

pub(crate) use about::{About, Reason, Scanned, Traffic};
pub(crate) use edition::{Edition, Kind};
pub(crate) use table::table;

/// Formats the report for `--format`.
pub(crate) fn show(report: &Diagnostics, about: &About, format: FindingFormat, colors: bool) -> String {
    match format {
        FindingFormat::Human => human::human(report, about, colors),
        FindingFormat::Short => {
            report.diagnostics().iter().map(|found| one_line(&report.short(found)) + "\n").collect()
        }
        FindingFormat::Json => json::json(report, about),
        FindingFormat::Sarif => sarif::sarif(report, about, &place::Root::of_environment()),
        FindingFormat::Github => github::github(report, &place::Root::of_environment()),
        FindingFormat::Gitlab => gitlab::gitlab(report, &place::Root::of_environment()),
        FindingFormat::Markdown => markdown::markdown(report, about, &place::Root::of_environment()),
    }
}

/// One line about all findings, including why the command fails if it isn't obvious.
pub(crate) fn summary(report: &Diagnostics, about: &About) -> String {
    let counts = counts(report);
    let known = about.baseline.as_ref().filter(|(_, of)| of.known > 0);
    let known = known.map_or_else(String::new, |(file, of)| format!(" ({} known, in `{file}`)", of.known));
    let checked = match &about.traffic {
        Some(traffic) => format!("{GOOD}observed{GOOD:#} {}", traffic.counts()),
        None => format!("{GOOD}checked{GOOD:#} {}", about.checked()),
    };
    let within = match &about.traffic {
        Some(traffic) => traffic.responses(),
        None => plural(files(report), "file", "files"),
    };
    let failed = format!("{ERROR}error{ERROR:#}: {counts} in {within}");
    match about.reason {
        Reason::Errors => failed + &known,
        Reason::DeniedWarnings => format!("{failed}, and `--deny warnings` treats warnings as errors{known}"),
        Reason::Warnings => format!("{checked}: {counts}{known}"),
        Reason::Clean if !known.is_empty() => format!("{checked}: no new problems{known}"),
        Reason::Clean | Reason::LowCoverage | Reason::CommandFailed => format!("{checked}: no problems"),
    }
}

/// `7 errors and 1 warning`, or an empty string without findings.
pub(crate) fn counts(report: &Diagnostics) -> String {
    counted(report.errors(), report.warnings())
}

pub(crate) fn counted(errors: usize, warnings: usize) -> String {
    let parts = [(errors, "error", "errors"), (warnings, "warning", "warnings")];
    let parts = parts.iter().filter(|(count, ..)| *count > 0).map(|(count, one, many)| plural(*count, one, many));
    parts.collect::<Vec<_>>().join(" and ")
}

/// `1 entry`, `12 entries`.
pub(crate) fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn files(report: &Diagnostics) -> usize {
    let places = report.diagnostics().iter().filter_map(|found| found.labels.first());
    places.map(|label| label.file).collect::<BTreeSet<_>>().len()
}

/// The message, followed by the notes and the help.
fn message(found: &Diagnostic) -> String {
    let notes = found.notes.iter().map(|note| format!("\nnote: {note}"));
    let help = found.help.iter().map(|help| format!("\nhelp: {help}"));
    found.message.clone() + &notes.chain(help).collect::<String>()
}

pub(crate) fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// Indented JSON with a trailing line break.
pub(crate) fn to_json(value: &impl Serialize) -> String {
    // Only maps with keys other than strings can fail here, and this crate has none.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// Merges the members of several objects. Other values are ignored.
pub(crate) fn joined(objects: impl IntoIterator<Item = Value>) -> Value {
    let members = objects.into_iter().filter_map(|object| match object {
        Value::Object(members) => Some(members),
        _ => None,
    });
    Value::Object(members.flatten().collect())
}
