//! `errbook check`: every mistake in the catalog. The libraries read and judge; here is what they cannot know: the day, and files beside the catalog.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use errbook::timestamp::Timestamp;
use errbook_catalog::{FileId, Report, Snapshot};
use errbook_check::Options;
use errbook_check::baseline::{Baseline, Gate};

use crate::args::{Check, Deny, Global};
use crate::failure::{Exit, Failure};
use crate::findings::{self, About, Known, Outcome};
use crate::output;
use crate::terminal::{CODE, GOOD, Terminal, WARNING};

/// Reads the catalog, judges it and reports. Findings are the result; the summary is talk.
pub(crate) fn run(global: &Global, check: &Check, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let folder = super::locate(global)?;
    if check.fix && check.dry_run {
        return super::fix::show(&folder, terminal);
    }
    if check.fix {
        super::fix::run(&folder, terminal)?;
    }
    let mut snapshot = Snapshot::read(&folder);
    let options = options();
    let baseline = check.baseline.as_deref().map(|path| open(path, check, &mut snapshot)).transpose()?;
    let found = errbook_check::check(&snapshot, &options);
    let gate = Gate::new(&snapshot, &options);
    let entries = snapshot.codes().len();
    let (catalog, mut report) = snapshot.into_parts();
    report.extend(found);

    if let (Some((path, _, earlier)), true) = (&baseline, check.update_baseline) {
        return update(path, earlier, &report, &gate, terminal);
    }
    let known = baseline.map(|(path, file, baseline)| known(path, &baseline.apply(&mut report, file, &gate)));
    let outcome = Outcome::of(&report, check.deny == Some(Deny::Warnings));
    let about = About { entries: Some(entries), outcome, baseline: known };
    terminal.print(&findings::show(&report, &about, check.format.kind, terminal.colors()));
    terminal.say(&findings::summary(&report, &about));
    if catalog.is_none() && outcome.exit() == Exit::Clean {
        terminal.say(&format!("{WARNING}warning{WARNING:#}: errors that are known keep the catalog from being built"));
    }
    Ok(outcome.exit())
}

/// What the command line and the clock add to the catalog.
fn options() -> Options {
    let mut options = Options::default();
    options.today = Some(today());
    options
}

/// Today in UTC, as exemptions write days.
fn today() -> String {
    let mut now = Timestamp(SystemTime::now()).to_string();
    now.truncate("YYYY-MM-DD".len());
    now
}

/// The baseline and its place among the files; an empty one where it is about to be written for the first time.
fn open<'p>(path: &'p Path, check: &Check, snapshot: &mut Snapshot) -> Result<(&'p Path, FileId, Baseline), Failure> {
    let (text, baseline) = match fs::read_to_string(path) {
        Ok(text) => {
            let baseline = Baseline::read(&text).map_err(|error| unreadable(path, &error.to_string()))?;
            (text, baseline)
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && check.update_baseline => Default::default(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(Failure::trouble(format!("there is no baseline `{}`", path.display()))
                .help("`--update-baseline` writes it with the findings of today"));
        }
        Err(error) => return Err(Failure::io("read the baseline", path, &error)),
    };
    Ok((path, snapshot.attach(path.display().to_string(), text), baseline))
}

fn unreadable(path: &Path, why: &str) -> Failure {
    Failure::trouble(format!("cannot use the baseline `{}`: {why}", path.display()))
        .help("take it from the version control again, or delete it and write it with `--update-baseline`")
}

/// Writes the findings of today and says how they differ from those before.
fn update(
    path: &Path,
    earlier: &Baseline,
    report: &Report,
    gate: &Gate<'_>,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let mut baseline = Baseline::of(report);
    baseline.keep_unjudged(earlier, gate);
    output::replace(path, &baseline.write())?;
    let findings = findings::plural(baseline.len(), "known finding", "known findings");
    let (new, mended) = (baseline.beyond(earlier), earlier.beyond(&baseline));
    terminal.say(&format!("{GOOD}wrote{GOOD:#} {}: {findings} ({new} new, {mended} mended)", path.display()));
    terminal
        .say(&format!("next: commit it, and run {CODE}`errbook check --baseline {}`{CODE:#} in CI", path.display()));
    Ok(Exit::Clean)
}

fn known(path: &Path, outcome: &errbook_check::baseline::Outcome) -> Known {
    Known {
        file: path.display().to_string(),
        known: outcome.known,
        known_errors: outcome.known_errors,
        mended: outcome.mended,
    }
}
