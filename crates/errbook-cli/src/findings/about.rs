//! What a report contains in addition to its findings: members of the JSON object and properties of
//! the SARIF run, documented in `OUTPUTS.md`.

use errbook_catalog::Diagnostics;
use errbook_check::against::{self, Bump, Change};
use errbook_check::baseline;
use errbook_check::observed::Coverage;
use errbook_check::scan::Scan;
use errbook_check::stats::Stats;
use serde_json::{Value, json};

use super::plural;
use crate::failure::Exit;

/// What a report contains in addition to its findings.
#[derive(Debug)]
pub(crate) struct About {
    /// Number of entries that were checked.
    pub(crate) entries: Option<usize>,
    /// Why the command ends as it does.
    pub(crate) reason: Reason,
    /// The baseline file, and the outcome of applying it.
    pub(crate) baseline: Option<(String, baseline::Outcome)>,
    /// The base, as given on the command line, and the changes since.
    pub(crate) against: Option<(String, Vec<Change>)>,
    /// What the base could not be compared by.
    pub(crate) skipped: &'static [&'static str],
    /// The source code that was scanned.
    pub(crate) scan: Option<Scanned>,
    /// How many codes services were seen to send.
    pub(crate) observed: Option<Coverage>,
    /// How complete the catalog is.
    pub(crate) stats: Option<Stats>,
}

impl About {
    /// For a command that only reads the catalog.
    pub(crate) fn reading(report: &Diagnostics) -> About {
        let reason = Reason::of(report, false);
        About {
            entries: None,
            reason,
            baseline: None,
            against: None,
            skipped: &[],
            scan: None,
            observed: None,
            stats: None,
        }
    }

    /// The human-readable form, one line per fact.
    pub(crate) fn lines(&self) -> Vec<String> {
        let against = self.against.as_ref().map(|(base, changes)| {
            let counts = against::count(changes).map(|(bump, count)| format!("{count} {}", bump.name()));
            match counts.collect::<Vec<_>>().join(", ") {
                counts if counts.is_empty() => format!("compared with `{base}`: no visible change"),
                counts => format!("compared with `{base}`: {} ({counts})", plural(changes.len(), "change", "changes")),
            }
        });
        let skipped = (!self.skipped.is_empty())
            .then(|| format!("not compared, because the base has version 1: {}", self.skipped.join(", ")));
        let observed =
            self.observed.map(|of| format!("observed: {} of {}", of.seen, plural(of.codes, "code", "codes")));
        against.into_iter().chain(skipped).chain(self.scan.as_ref().map(Scanned::line)).chain(observed).collect()
    }

    /// The JSON form, without members for what the command didn't do.
    pub(super) fn json(&self) -> Value {
        let baseline = self.baseline.as_ref().map(
            |(file, of)| json!({"file": file, "known": of.known, "known_errors": of.known_errors, "mended": of.mended}),
        );
        let against = self.against.as_ref().map(|(past, changes)| {
            let changed = |change: &Change| {
                let Change { rule, code, bump, audience, message, .. } = change;
                json!({"rule": rule, "code": code, "bump": bump.name(), "audience": audience.name(), "message": message})
            };
            let bump = json!(against::bump(changes).map(Bump::name));
            present([("past", json!(past)), ("bump", bump), ("changes", changes.iter().map(changed).collect())])
        });
        let scan = self.scan.map(|of| json!({"files": of.files, "raised": of.raised}));
        present([
            ("entries", json!(self.entries)),
            ("outcome", json!({"exit_code": self.reason.exit() as u8, "reason": self.reason.word()})),
            ("baseline", json!(baseline)),
            ("against", json!(against)),
            ("scan", json!(scan)),
            ("observed", json!(self.observed)),
            ("stats", json!(self.stats)),
        ])
    }
}

/// An object of the members that aren't `null`.
fn present<const N: usize>(members: [(&str, Value); N]) -> Value {
    let members = members.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(members.map(|(name, value)| (name.to_owned(), value)).collect())
}

/// Why a check ends as it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// No findings.
    Clean,
    /// Warnings only, which don't fail the check.
    Warnings,
    /// There are errors.
    Errors,
    /// Warnings only, with `--deny warnings`.
    DeniedWarnings,
}

impl Reason {
    pub(crate) fn of(report: &Diagnostics, deny_warnings: bool) -> Reason {
        match (report.errors(), report.warnings()) {
            (0, 0) => Reason::Clean,
            (0, _) if deny_warnings => Reason::DeniedWarnings,
            (0, _) => Reason::Warnings,
            _ => Reason::Errors,
        }
    }

    pub(crate) fn exit(self) -> Exit {
        match self {
            Reason::Clean | Reason::Warnings => Exit::Clean,
            Reason::Errors | Reason::DeniedWarnings => Exit::Findings,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Reason::Clean => "clean",
            Reason::Warnings => "warnings",
            Reason::Errors => "errors",
            Reason::DeniedWarnings => "denied-warnings",
        }
    }
}

/// Results of scanning source code for codes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scanned {
    files: usize,
    /// Codes that the source raises.
    raised: usize,
}

impl Scanned {
    pub(crate) fn of(scan: &Scan) -> Scanned {
        Scanned { files: scan.files(), raised: scan.raised() }
    }

    fn line(&self) -> String {
        let files = plural(self.files, "file", "files");
        let raised = plural(self.raised, "code", "codes");
        format!("scanned {files}: {raised} raised")
    }
}
