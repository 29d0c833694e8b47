//! Writes the page of `--report`. `errbook-docs` renders it.

use std::collections::HashMap;
use std::path::Path;

use errbook_catalog::{Catalog, Diagnostic, Diagnostics, FileId, Severity, Snapshot};
use errbook_check::observed::{Observed, Ratio};
use errbook_docs::observed::{self, Deviation, Report, Share};
use errbook_observe::{Coverage, Observation};

use crate::failure::Failure;
use crate::output;
use crate::pages;
use crate::terminal::{GOOD, Terminal};

/// The start of the IDs of rules about traffic.
const RULES: &str = "observed-";

/// The code that each file defines.
pub(super) struct Files(HashMap<FileId, String>);

impl Files {
    pub(super) fn of(snapshot: &Snapshot) -> Files {
        Files(snapshot.codes().iter().map(|code| (code.file, code.code.clone())).collect())
    }
}

/// What was seen, in this run and before.
pub(super) struct Seen<'o> {
    /// This run.
    pub(super) observation: &'o Observation,
    /// This run and earlier ones.
    pub(super) all: &'o Observed,
    /// The coverage of `all`.
    pub(super) coverage: &'o Coverage,
    /// Whether there were any earlier runs.
    pub(super) includes_earlier: bool,
    /// Number of findings that the baseline lists.
    pub(super) known: usize,
}

pub(super) fn write(
    path: &Path,
    catalog: &Catalog,
    seen: &Seen<'_>,
    files: &Files,
    found: &Diagnostics,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let page = pages::observed(catalog, &report(seen, files, found.diagnostics()))?;
    output::replace(path, &page)?;
    terminal.say(&format!("{GOOD}wrote{GOOD:#} {}", path.display()));
    Ok(())
}

fn report(seen: &Seen<'_>, files: &Files, found: &[Diagnostic]) -> Report {
    let Seen { observation, all, coverage, includes_earlier, known } = seen;
    let shares = |list: &[(String, Ratio)]| list.iter().map(|(name, of)| (name.clone(), share(*of))).collect();
    let seen = all.codes().map(|(code, seen)| observed::Seen {
        code: code.to_owned(),
        count: seen.count,
        operations: seen.operations.clone(),
    });
    let found = found.iter().filter(|found| found.rule.starts_with(RULES));
    Report {
        includes_earlier: *includes_earlier,
        responses: observation.exchanges,
        errors: observation.errors,
        unchecked: observation.unchecked.iter().map(|(why, count)| (why.as_str().to_owned(), *count)).collect(),
        dropped: observation.dropped,
        known: *known,
        codes: share(coverage.codes),
        profiles: shares(&coverage.profiles),
        operations: shares(&coverage.operations),
        seen: seen.collect(),
        never: coverage.never.clone(),
        deviations: found.map(|found| deviation(found, files)).collect(),
    }
}

fn share(ratio: Ratio) -> Share {
    Share { seen: ratio.seen, all: ratio.all, percent: ratio.percent() }
}

fn deviation(found: &Diagnostic, files: &Files) -> Deviation {
    let texts = |texts: &[std::borrow::Cow<'static, str>]| texts.iter().map(ToString::to_string).collect();
    Deviation {
        rule: found.rule,
        is_error: found.severity == Severity::Error,
        code: found.labels.first().and_then(|label| files.0.get(&label.file)).cloned(),
        message: found.message.clone(),
        notes: texts(&found.notes),
        help: texts(&found.help),
    }
}
