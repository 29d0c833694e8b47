//! What a command has to tell beside its findings: members of the JSON object and properties of the SARIF run, documented in `OUTPUTS.md`.

use errbook_catalog::Report;
use serde::Serialize;

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
}

impl About {
    /// About a catalog that was only read.
    pub(crate) fn reading(report: &Report) -> About {
        About { entries: None, outcome: Outcome::of(report, false), baseline: None }
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
    pub(crate) fn of(report: &Report, deny_warnings: bool) -> Outcome {
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
