//! Findings as one JSON object. Its members are documented in `OUTPUTS.md`: they are added, never changed, under one `version`.

use std::borrow::Cow;

use errbook_catalog::{Diagnostics, Label};
use errbook_check::baseline::fingerprint;
use serde::Serialize;

use super::place::{Region, region};
use super::{About, word};

/// Version of the object.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    errors: usize,
    warnings: usize,
    #[serde(flatten)]
    about: &'a About,
    diagnostics: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    fingerprint: String,
    #[serde(flatten)]
    place: Option<Place<'a>>,
    /// All places, the finding's own first, each with what is to say about it.
    labels: Vec<Labelled<'a>>,
    help: &'a [Cow<'static, str>],
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
    #[serde(flatten)]
    region: Region,
}

pub(super) fn json(report: &Diagnostics, about: &About) -> String {
    let diagnostics = report.diagnostics().iter().map(|found| {
        let first = found.labels.first();
        Finding {
            rule: found.rule,
            severity: word(found.severity),
            message: &found.message,
            fingerprint: fingerprint(
                found.rule,
                first.map_or("", |label| report.path_in_catalog(label.file)),
                &found.message,
            ),
            place: first.map(|label| place(report, label)),
            labels: found
                .labels
                .iter()
                .map(|label| Labelled { place: place(report, label), text: &label.text })
                .collect(),
            help: &found.help,
        }
    });
    super::to_json(&Document {
        version: VERSION,
        errors: report.errors(),
        warnings: report.warnings(),
        about,
        diagnostics: diagnostics.collect(),
    })
}

fn place<'a>(report: &'a Diagnostics, label: &Label) -> Place<'a> {
    Place { path: report.path(label.file), region: region(report, label) }
}
