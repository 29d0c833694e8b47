//! What a report contains in addition to its findings: members of the JSON object and properties of
//! the SARIF run, documented in `OUTPUTS.md`.

use std::collections::{BTreeMap, BTreeSet};

use errbook_catalog::{Diagnostics, FileId};
use errbook_check::against::{self, Bump, Change};
use errbook_check::baseline;
use errbook_check::observed::Ratio;
use errbook_check::stats::Stats;
use errbook_observe::{Coverage, Observation};
use errbook_scan::{Coverage as Sites, Scan};
use serde_json::{Value, json};

use super::plural;
use crate::failure::Exit;

/// What a report contains in addition to its findings.
#[derive(Debug)]
pub(crate) struct About {
    /// The files of the entries that were checked.
    pub(crate) entries: Option<BTreeSet<FileId>>,
    /// How many dependencies were checked.
    pub(crate) dependencies: usize,
    /// Whether people see all findings, however many they are.
    pub(crate) all: bool,
    /// Why the command ends as it does.
    pub(crate) reason: Reason,
    /// The baseline file, and the outcome of applying it.
    pub(crate) baseline: Option<(String, baseline::Outcome)>,
    /// The base, as given on the command line, and the changes since.
    pub(crate) against: Option<(String, Vec<Change>)>,
    /// The page of each code that changed, by the name that the change has.
    pub(crate) pages: BTreeMap<String, String>,
    /// What the base could not be compared by.
    pub(crate) skipped: Vec<&'static str>,
    /// The source code that was scanned.
    pub(crate) scan: Option<Scanned>,
    /// How many codes services were seen to send.
    pub(crate) observed: Option<Ratio>,
    /// How complete the catalog is.
    pub(crate) stats: Option<Stats>,
    /// What services sent.
    pub(crate) traffic: Option<Traffic>,
}

impl About {
    /// For a command that only reads the catalog.
    pub(crate) fn reading(report: &Diagnostics) -> About {
        let reason = Reason::of(report, false);
        About {
            entries: None,
            dependencies: 0,
            all: false,
            reason,
            baseline: None,
            against: None,
            pages: BTreeMap::new(),
            skipped: Vec::new(),
            scan: None,
            observed: None,
            stats: None,
            traffic: None,
        }
    }

    /// `3 entries and 1 dependency`
    pub(super) fn checked(&self) -> String {
        let entries = plural(self.entries.as_ref().map_or(0, BTreeSet::len), "entry", "entries");
        match self.dependencies {
            0 => entries,
            count => format!("{entries} and {}", plural(count, "dependency", "dependencies")),
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
            .then(|| format!("not compared, because the base lacks them: {}", self.skipped.join(", ")));
        let observed = self.observed.map(|of| format!("observed: {} of {}", of.seen, plural(of.all, "code", "codes")));
        let traffic = self.traffic.iter().flat_map(Traffic::lines);
        let scan = self.scan.as_ref().map(Scanned::line);
        against.into_iter().chain(skipped).chain(scan).chain(observed).chain(traffic).collect()
    }

    /// The JSON form, without members for what the command didn't do.
    pub(super) fn json(&self) -> Value {
        let baseline = self.baseline.as_ref().map(
            |(file, of)| json!({"file": file, "known": of.known, "known_errors": of.known_errors, "mended": of.mended}),
        );
        let against = self.against.as_ref().map(|(past, changes)| {
            let bump = json!(against::bump(changes).map(Bump::name));
            present([("past", json!(past)), ("bump", bump), ("changes", changes.iter().map(change).collect())])
        });
        let scan = self.scan.as_ref().map(Scanned::json);
        present([
            ("entries", json!(self.entries.as_ref().map(BTreeSet::len))),
            ("dependencies", json!((self.dependencies > 0).then_some(self.dependencies))),
            ("outcome", json!({"exit_code": self.reason.exit() as u8, "reason": self.reason.word()})),
            ("baseline", json!(baseline)),
            ("against", json!(against)),
            ("scan", json!(scan)),
            ("observed", self.observed.map_or(Value::Null, ratio)),
            ("stats", json!(self.stats)),
            ("traffic", self.traffic.as_ref().map_or(Value::Null, Traffic::json)),
        ])
    }
}

/// The JSON form of a change.
pub(super) fn change(change: &Change) -> Value {
    let Change { rule, code, dependency, bump, audience, message, .. } = change;
    let mut value =
        json!({"rule": rule, "code": code, "bump": bump.name(), "audience": audience.name(), "message": message});
    if let Some(dependency) = dependency {
        value["dependency"] = dependency.as_str().into();
    }
    value
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
    /// No errors, but fewer codes were seen than `--coverage-below` asks for.
    LowCoverage,
    /// No errors, but the command that ran failed.
    CommandFailed,
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
            Reason::Errors | Reason::DeniedWarnings | Reason::LowCoverage | Reason::CommandFailed => Exit::Findings,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Reason::Clean => "clean",
            Reason::Warnings => "warnings",
            Reason::Errors => "errors",
            Reason::DeniedWarnings => "denied-warnings",
            Reason::LowCoverage => "low-coverage",
            Reason::CommandFailed => "command-failed",
        }
    }
}

/// What services sent.
#[derive(Debug)]
pub(crate) struct Traffic {
    exchanges: u64,
    errors: u64,
    unchecked: Vec<(&'static str, u64)>,
    /// Deviations that were only counted.
    dropped: u64,
    coverage: Coverage,
}

impl Traffic {
    pub(crate) fn of(observation: &Observation, coverage: Coverage) -> Traffic {
        let unchecked = observation.unchecked.iter().map(|(why, count)| (why.as_str(), *count)).collect();
        let Observation { exchanges, errors, dropped, .. } = *observation;
        Traffic { exchanges, errors, unchecked, dropped, coverage }
    }

    /// `12 responses with 3 errors`
    pub(crate) fn counts(&self) -> String {
        let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let (count, errors) = (number(self.exchanges), number(self.errors));
        format!("{} with {}", plural(count, "response", "responses"), plural(errors, "error", "errors"))
    }

    /// `12 responses`
    pub(crate) fn responses(&self) -> String {
        plural(usize::try_from(self.exchanges).unwrap_or(usize::MAX), "response", "responses")
    }

    /// Why the coverage fails.
    pub(crate) fn below(&self, least: u8) -> String {
        const MOST: usize = 3;
        let never = &self.coverage.never;
        let some = never.iter().take(MOST).map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ");
        let more = never.len().saturating_sub(MOST);
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        let percent = self.coverage.codes.percent();
        format!("{percent} % of the codes were seen, below {least} %: never {some}{more}")
    }

    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.unchecked.is_empty() {
            let counts = self.unchecked.iter().map(|(why, count)| format!("{count} {why}"));
            lines.push(format!("not checked: {}", counts.collect::<Vec<_>>().join(", ")));
        }
        if self.dropped > 0 {
            lines.push(format!("too many different findings: {} are left out", self.dropped));
        }
        let of = |ratio: Ratio| format!("{} of {}", ratio.seen, ratio.all);
        let profiles = self.coverage.profiles.iter().map(|(name, ratio)| format!("{name} {}", of(*ratio)));
        let profiles = profiles.collect::<Vec<_>>().join(", ");
        let profiles = if profiles.is_empty() { profiles } else { format!("; {profiles}") };
        let codes = self.coverage.codes;
        lines.push(format!("seen: {} codes ({} %){profiles}", of(codes), codes.percent()));
        lines
    }

    fn json(&self) -> Value {
        let ratios = |list: &[(String, Ratio)]| -> Value {
            Value::Object(list.iter().map(|(name, of)| (name.clone(), ratio(*of))).collect())
        };
        let unchecked = self.unchecked.iter().map(|(why, count)| ((*why).to_owned(), json!(count)));
        let Coverage { codes, profiles, operations, never } = &self.coverage;
        json!({
            "exchanges": self.exchanges,
            "errors": self.errors,
            "unchecked": Value::Object(unchecked.collect()),
            "dropped": self.dropped,
            "coverage": {
                "codes": ratio(*codes),
                "profiles": ratios(profiles),
                "operations": ratios(operations),
                "never": never,
            },
        })
    }
}

fn ratio(ratio: Ratio) -> Value {
    json!({"seen": ratio.seen, "all": ratio.all, "percent": ratio.percent()})
}

/// Results of scanning source code for codes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scanned {
    files: usize,
    /// Codes that the source raises.
    raised: usize,
    sites: Option<Sites>,
}

impl Scanned {
    pub(crate) fn of(scan: &Scan) -> Scanned {
        Scanned { files: scan.files(), raised: scan.raised(), sites: scan.coverage }
    }

    /// `scanned 12 files: 5 codes raised, message or status read at 8 of 9 sites`
    fn line(&self) -> String {
        let files = plural(self.files, "file", "files");
        let raised = plural(self.raised, "code", "codes");
        let sites = self.sites.map(|Sites { found, read }| {
            format!(", message or status read at {read} of {}", plural(found, "site", "sites"))
        });
        format!("scanned {files}: {raised} raised{}", sites.unwrap_or_default())
    }

    fn json(&self) -> Value {
        let sites = self.sites.map(|Sites { found, read }| json!({"found": found, "read": read}));
        present([("files", json!(self.files)), ("raised", json!(self.raised)), ("sites", json!(sites))])
    }
}
