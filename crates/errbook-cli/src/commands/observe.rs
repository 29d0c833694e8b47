//! `errbook observe`: checks what services send. The crate `errbook-observe` compares. `inputs`
//! reads files, `proxy` relays requests, and `saved` handles the file of `--save`.

use std::io::IsTerminal;
use std::path::PathBuf;

use errbook_check::Options;
use errbook_check::baseline::Gate;
use errbook_check::observed::Observed;
use errbook_observe::{Coverage, Fields, Input, Lines, Observation, Observer};

use super::{baseline, check};
use crate::args::{Deny, Global, Observe};
use crate::failure::{Exit, Failure};
use crate::findings::{self, About, Reason, Traffic};
use crate::terminal::{ERROR, Terminal};

mod inputs;
mod saved;

use inputs::Inputs;

/// Findings go to standard output, the summary to standard error.
pub(crate) fn run(global: &Global, observe: &Observe, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let folder = super::locate(global)?;
    let mut snapshot = super::read(&folder, global);
    let openapi = check::openapi(observe.openapi.as_deref(), &mut snapshot)?;
    let baseline = baseline::open(&observe.baseline, &mut snapshot)?;
    let Some((catalog, observer)) = snapshot.catalog().zip(Observer::new(&snapshot, openapi)) else {
        let counts = findings::counts(snapshot.report());
        return Err(Failure::finding(format!("cannot compare with the catalog: it has {counts}"))
            .help(format!("run `{}` to see them", global.command("check"))));
    };
    let earlier = observe.save.as_deref().map(|path| saved::read(path, &catalog.manifest().name)).transpose()?;
    let (observation, inputs) = observed(global, observe, &observer, terminal)?;

    let mut all = observation.observed(&snapshot);
    if let Some(path) = &observe.save {
        all.merge(earlier.unwrap_or_else(|| Observed::new(&catalog.manifest().name)));
        saved::write(path, &all)?;
    }
    let coverage = Coverage::of(&snapshot, &catalog, &all);
    let found = errbook_check::traffic(&snapshot, Some(&super::today()), observation.findings(&snapshot, &inputs));
    let gate = Gate::new(&snapshot, &Options::default());
    drop(observer);

    let mut report = snapshot.into_parts().1;
    report.retain(|_| false);
    report.extend(found);
    let mut about = About::reading(&report);
    if let Some(baseline) = baseline {
        if observe.baseline.update {
            return baseline.update(&report, &gate, global, "observe", terminal);
        }
        about.baseline = Some(baseline.apply(&mut report, &gate));
    }
    about.reason = Reason::of(&report, observe.deny == Some(Deny::Warnings));
    let is_low = observe.coverage_below.filter(|least| coverage.codes.percent() < usize::from(*least));
    if is_low.is_some() && about.reason.exit() == Exit::Clean {
        about.reason = Reason::LowCoverage;
    }
    about.traffic = Some(Traffic::of(&observation, coverage));

    terminal.print(&findings::show(&report, &about, observe.format.kind, terminal.colors()));
    for line in about.lines() {
        terminal.say(&line);
    }
    terminal.say(&findings::summary(&report, &about));
    if let (Some(least), Some(traffic)) = (is_low, &about.traffic) {
        terminal.say(&format!("{ERROR}error{ERROR:#}: {}", traffic.below(least)));
    }
    Ok(about.reason.exit())
}

/// Observes all inputs.
fn observed(
    global: &Global,
    observe: &Observe,
    observer: &Observer<'_>,
    terminal: &mut Terminal,
) -> Result<(Observation, Vec<Input>), Failure> {
    let fields =
        Fields { body: observe.body.clone(), status: observe.status.clone(), operation: observe.operation.clone() };
    let files = files(&observe.files)?;
    let lines = Lines::new(observer, fields);
    let sizes = files.iter().map(|path| path.metadata().map_or(0, |metadata| metadata.len()));
    let progress = terminal.progress(sizes.sum());
    let reader = Inputs { observer, lines: &lines, jobs: global.jobs(), progress: &progress };
    let mut observation = Observation::default();
    let mut inputs = Vec::new();
    for (index, path) in files.iter().enumerate() {
        inputs.push(reader.file(path, index, &mut observation)?);
    }
    progress.finish();
    Ok((observation, inputs))
}

/// The files to read. Standard input if there are none.
fn files(files: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    if !files.is_empty() {
        return Ok(files.to_vec());
    }
    if std::io::stdin().is_terminal() {
        return Err(Failure::trouble("nothing to observe")
            .help("name files with recorded responses, pipe JSON Lines in, or relay requests with `--proxy URL`"));
    }
    Ok(vec![PathBuf::from("-")])
}
