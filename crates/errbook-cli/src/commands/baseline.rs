//! Reads, applies, and writes the file of `--baseline`.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use errbook_catalog::{Diagnostics, FileId, Snapshot};
use errbook_check::baseline::{Baseline, Gate, Outcome, ReadError};

use crate::args;
use crate::failure::{Exit, Failure};
use crate::findings::plural;
use crate::output;
use crate::terminal::{CODE, GOOD, Terminal};

/// A baseline, its path, and its file ID in the snapshot.
pub(super) struct File<'p> {
    path: &'p Path,
    file: FileId,
    baseline: Baseline,
}

/// Reads the file. The baseline is empty if the file is about to be created.
pub(super) fn open<'p>(args: &'p args::Baseline, snapshot: &mut Snapshot) -> Result<Option<File<'p>>, Failure> {
    let Some(path) = args.file.as_deref() else { return Ok(None) };
    let (text, baseline) = match fs::read_to_string(path) {
        Ok(text) => {
            let baseline = Baseline::read(&text).map_err(|error| unusable(path, &error))?;
            (text, baseline)
        }
        Err(error) if error.kind() == ErrorKind::NotFound && args.update => Default::default(),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(Failure::trouble(format!("baseline `{}` does not exist", path.display()))
                .help("create it with `--update-baseline`"));
        }
        Err(error) => {
            let failure = Failure::io("read the baseline", path, &error);
            return Err(failure.help("use a file written by `--update-baseline`"));
        }
    };
    Ok(Some(File { path, file: snapshot.attach(path.display().to_string(), text), baseline }))
}

fn unusable(path: &Path, error: &ReadError) -> Failure {
    let otherwise = "restore it from version control, or delete it and run the check with `--update-baseline`";
    Failure::unusable(format!("the baseline `{}`", path.display()), error, error.is_newer(), otherwise)
}

impl File<'_> {
    /// Removes the findings listed in the baseline from the report, and adds one for each entry
    /// that no longer applies. Returns the file's path and the outcome.
    pub(super) fn apply(&self, report: &mut Diagnostics, gate: &Gate) -> (String, Outcome) {
        (self.path.display().to_string(), self.baseline.apply(report, self.file, gate))
    }

    /// Replaces the baseline with the current findings and prints the difference. `check` is the command
    /// to run with it.
    pub(super) fn update(
        &self,
        report: &Diagnostics,
        gate: &Gate,
        check: Option<String>,
        terminal: &mut Terminal,
    ) -> Result<Exit, Failure> {
        let mut baseline = Baseline::of(report);
        baseline.keep_unjudged(&self.baseline, gate);
        output::replace(self.path, &baseline.write())?;
        let path = self.path.display();
        let findings = plural(baseline.len(), "known finding", "known findings");
        let (new, mended) = (baseline.beyond(&self.baseline), self.baseline.beyond(&baseline));
        terminal.say(&format!("{GOOD}wrote{GOOD:#} {path}: {findings} ({new} new, {mended} fixed)"));
        let check = check.map_or_else(
            || format!("pass {CODE}`--baseline {path}`{CODE:#}"),
            |check| format!("run {CODE}`{check} --baseline {path}`{CODE:#}"),
        );
        terminal.say(&format!("next: commit it, and {check} in CI"));
        Ok(Exit::Clean)
    }
}
