//! What a command has to tell beside its findings: members of the JSON object and properties of the SARIF run, documented in `OUTPUTS.md`.

use errbook_catalog::Diagnostics;
use errbook_check::against::{self, Change};
use errbook_check::scan::Scan;
use errbook_check::stats::Stats;
use serde::Serialize;

use super::plural;
use crate::failure::Exit;

/// What a command has to tell beside its findings.
#[derive(Debug, Serialize)]
pub(crate) struct About {
    /// Number of entries that were checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) entries: Option<usize>,
    /// How the command ends.
    pub(crate) outcome: Outcome,
    /// The baseline that the findings were held against.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) baseline: Option<Known>,
    /// The past that the catalog was compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) against: Option<Against>,
    /// The source code that was scanned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) scan: Option<Scanned>,
    /// How complete the catalog is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stats: Option<Stats>,
}

impl About {
    /// About a catalog that was only read.
    pub(crate) fn reading(report: &Diagnostics) -> About {
        let outcome = Outcome::of(report, false);
        About { entries: None, outcome, baseline: None, against: None, scan: None, stats: None }
    }

    /// What a person wants to know of it, a line each.
    pub(crate) fn lines(&self) -> Vec<String> {
        let against = self.against.as_ref().map(Against::line);
        let scan = self.scan.as_ref().map(Scanned::line);
        against.into_iter().chain(scan).collect()
    }
}

/// How a command ends, and why.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Outcome {
    exit_code: u8,
    pub(crate) reason: Reason,
}

/// Why a check ends as it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Reason {
    /// There are no findings.
    Clean,
    /// There are warnings, which may pass.
    Warnings,
    /// There are errors.
    Errors,
    /// There are warnings, and `--deny warnings` lets none pass.
    DeniedWarnings,
}

impl Outcome {
    pub(crate) fn of(report: &Diagnostics, deny_warnings: bool) -> Outcome {
        let reason = match (report.errors(), report.warnings()) {
            (0, 0) => Reason::Clean,
            (0, _) if deny_warnings => Reason::DeniedWarnings,
            (0, _) => Reason::Warnings,
            _ => Reason::Errors,
        };
        Outcome { exit_code: reason.exit() as u8, reason }
    }

    pub(crate) fn exit(self) -> Exit {
        self.reason.exit()
    }
}

impl Reason {
    fn exit(self) -> Exit {
        match self {
            Reason::Clean | Reason::Warnings => Exit::Clean,
            Reason::Errors | Reason::DeniedWarnings => Exit::Findings,
        }
    }
}

/// What a baseline knew.
#[derive(Debug, Serialize)]
pub(crate) struct Known {
    /// The baseline's file.
    pub(crate) file: String,
    /// Findings that are known and therefore not listed.
    pub(crate) known: usize,
    /// Those of them that are errors.
    pub(crate) known_errors: usize,
    /// Findings that the file lists and that are mended.
    pub(crate) mended: usize,
}

/// What changed since a point in the past.
#[derive(Debug, Serialize)]
pub(crate) struct Against {
    /// The revision or file, as it was given.
    past: String,
    /// The version that all changes together ask for; absent where nothing changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    bump: Option<&'static str>,
    changes: Vec<Changed>,
}

#[derive(Debug, Serialize)]
struct Changed {
    /// The rule that finds fault with it; `null` for what may change.
    rule: Option<&'static str>,
    code: Option<String>,
    bump: &'static str,
    message: String,
}

impl Against {
    pub(crate) fn of(past: &str, changes: &[Change]) -> Against {
        let changed = |change: &Change| Changed {
            rule: change.rule,
            code: change.code.clone(),
            bump: change.bump.name(),
            message: change.message.clone(),
        };
        Against {
            past: past.to_owned(),
            bump: against::bump(changes).map(against::Bump::name),
            changes: changes.iter().map(changed).collect(),
        }
    }

    fn line(&self) -> String {
        let changes = plural(self.changes.len(), "change asks", "changes ask");
        match self.bump {
            Some(bump) => format!("compared with `{}`: {changes} for a {bump} version", self.past),
            None => format!("compared with `{}`: nothing changed that anybody could notice", self.past),
        }
    }
}

/// What the source code says about the codes.
#[derive(Debug, Serialize)]
pub(crate) struct Scanned {
    files: usize,
    /// Codes that the source raises.
    raised: usize,
    /// Of those, the codes that a test mentions.
    tested: usize,
}

impl Scanned {
    pub(crate) fn of(scan: &Scan) -> Scanned {
        let (tested, raised) = scan.coverage();
        Scanned { files: scan.files(), raised, tested }
    }

    fn line(&self) -> String {
        let files = plural(self.files, "file", "files");
        let raised = plural(self.raised, "code", "codes");
        format!("scanned {files}: {raised} raised, {} of them named by a test", self.tested)
    }
}
