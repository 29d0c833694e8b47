//! `errbook observe`: checks what services send. The crate `errbook-observe` compares. `inputs`
//! reads files, `proxy` relays requests, `report` writes the page of `--report`, `saved` handles the
//! file of `--save`, and `infer` writes what `--infer` adds to the catalog.

use std::io::IsTerminal;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitStatus;

use errbook_check::baseline::Gate;
use errbook_observe::{Coverage, Fields, Input, Lines, Observation, Observer, Origin};

use super::{baseline, check};
use crate::args::{Deny, Global, Observe};
use crate::failure::{Exit, Failure};
use crate::findings::{self, About, Reason, Traffic, plural};
use crate::terminal::{ERROR, Terminal, WARNING};

mod infer;
mod inputs;
mod proxy;
mod report;
mod saved;

use inputs::Inputs;
use proxy::{Outcome, Proxy, Upstream};

/// The address that the proxy listens on by default.
const ANY_PORT: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// Findings go to standard output, the summary to standard error.
pub(crate) fn run(global: &Global, observe: &Observe, terminal: &mut Terminal) -> Result<Exit, Failure> {
    require_proxy(observe)?;
    let folder = super::locate(global)?;
    let mut snapshot = super::read(&folder, global);
    let openapi = check::openapi(observe.openapi.as_deref(), &mut snapshot)?;
    let baseline = baseline::open(&observe.baseline, &mut snapshot)?;
    let Some((catalog, observer)) = snapshot.catalog().zip(Observer::new(&snapshot, openapi)) else {
        let counts = findings::counts(snapshot.report());
        return Err(Failure::finding(format!("cannot compare with the catalog: it has {counts}"))
            .help(format!("run `{}` to see them", global.command("check"))));
    };
    require_operations(observe, &observer)?;
    let earlier = observe.save.as_deref().map(|path| saved::read(path, &catalog.manifest().name)).transpose()?;
    let includes_earlier = earlier.as_ref().is_some_and(|earlier| earlier.codes().next().is_some());
    let mut observation = Observation::default();
    let (inputs, failed) = match &observe.proxy {
        Some(url) => {
            let outcome = relay(url, observe, &observer, &mut observation, terminal)?;
            (vec![Input::Proxy], outcome.status.filter(|status| !status.success()))
        }
        None => (read(global, observe, &observer, &mut observation, terminal)?, None),
    };
    if observe.infer {
        let inferred = infer::infer(&folder, &snapshot, &observation);
        if observe.dry_run {
            infer::show(&folder, &inferred, terminal);
            return Ok(failed.map_or(Exit::Clean, |status| tell_failed(observe, status, terminal)));
        }
        infer::write(&folder, &inferred, &global.command("check"), terminal)?;
    }
    let mut all = observation.observed(&snapshot);
    if let Some(commit) = &observe.commit {
        saved::check(&mut all, commit, &snapshot, &observation);
    }
    if let Some(path) = &observe.save {
        saved::add(path, &mut all)?;
    }
    let coverage = Coverage::of(&snapshot, &catalog, &all);
    let found = errbook_check::traffic(&snapshot, Some(&super::today()), observation.findings(&snapshot, &inputs));
    let gate = Gate::of_traffic(&snapshot);
    drop(observer);
    let files = report::Files::of(&snapshot);

    let mut report = snapshot.into_parts().1;
    report.retain(|_| false);
    report.extend(found);
    let mut about = About::reading(&report);
    if let Some(baseline) = baseline {
        if observe.baseline.update {
            return baseline.update(&report, &gate, None, terminal);
        }
        about.baseline = Some(baseline.apply(&mut report, &gate));
    }
    let is_low = observe.coverage_below.filter(|least| coverage.codes.percent() < usize::from(*least));
    about.reason = match (Reason::of(&report, observe.deny == Some(Deny::Warnings)), failed, is_low) {
        (Reason::Clean | Reason::Warnings, Some(_), _) => Reason::CommandFailed,
        (Reason::Clean | Reason::Warnings, None, Some(_)) => Reason::LowCoverage,
        (reason, _, _) => reason,
    };
    if let Some(path) = &observe.report {
        let known = about.baseline.as_ref().map_or(0, |(_, of)| of.known);
        let seen = report::Seen { observation: &observation, all: &all, coverage: &coverage, includes_earlier, known };
        report::write(path, &catalog, &seen, &files, &report, terminal)?;
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
    if let Some(status) = failed {
        tell_failed(observe, status, terminal);
    }
    Ok(about.reason.exit())
}

/// Refuses what only means something with a proxy.
fn require_proxy(observe: &Observe) -> Result<(), Failure> {
    let what = match observe {
        Observe { proxy: Some(_), .. } => return Ok(()),
        Observe { listen: Some(_), .. } => "`--listen`",
        Observe { command, .. } if !command.is_empty() => "a command",
        _ => return Ok(()),
    };
    Err(Failure::trouble(format!("{what} needs `--proxy`")).help("add `--proxy URL` with the address of the service"))
}

/// Refuses an OpenAPI document that can't be read.
fn require_operations(observe: &Observe, observer: &Observer<'_>) -> Result<(), Failure> {
    let Some(path) = observe.openapi.as_ref().filter(|_| !observer.has_operations()) else { return Ok(()) };
    Err(Failure::trouble(format!("`{}` is not an OpenAPI document that errbook can read", path.display()))
        .help("use an OpenAPI 3.0 or 3.1 document, and run `errbook check --openapi FILE` to see why"))
}

/// Prints that the command failed.
fn tell_failed(observe: &Observe, status: ExitStatus, terminal: &mut Terminal) -> Exit {
    let command = observe.command.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ");
    terminal.say(&format!("{ERROR}error{ERROR:#}: `{command}` failed: {status}"));
    Exit::Findings
}

/// Observes what a service sends through a proxy.
fn relay(
    url: &str,
    observe: &Observe,
    observer: &Observer<'_>,
    observation: &mut Observation,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let proxy = Proxy::listen(Upstream::parse(url)?, observe.listen.unwrap_or(ANY_PORT))?;
    if observe.command.is_empty() {
        terminal.say(&format!("listening on {}, until Ctrl-C", proxy.url()));
    }
    let mut number = 0;
    let outcome = proxy.run(&observe.command, &mut |exchange| {
        number += 1;
        observer.exchange(&exchange, Origin { input: 0, number, request: String::new() }, observation);
    })?;
    if let Some(error) = &outcome.connect_error {
        let connections =
            plural(usize::try_from(outcome.connect_failures).unwrap_or(usize::MAX), "connection", "connections");
        terminal.say(&format!("{WARNING}warning{WARNING:#}: {connections} could not reach `{url}`: {error}"));
    } else if outcome.connections == 0 && number == 0 {
        let next = if observe.command.is_empty() { "" } else { ", let the command use `$ERRBOOK_PROXY_URL`" };
        terminal.say(&format!("{WARNING}warning{WARNING:#}: no request reached the proxy{next}"));
    }
    Ok(outcome)
}

/// Observes files, or standard input.
fn read(
    global: &Global,
    observe: &Observe,
    observer: &Observer<'_>,
    observation: &mut Observation,
    terminal: &mut Terminal,
) -> Result<Vec<Input>, Failure> {
    let fields =
        Fields { body: observe.body.clone(), status: observe.status.clone(), operation: observe.operation.clone() };
    let files = files(&observe.files)?;
    let lines = Lines::new(observer, fields);
    let sizes = files.iter().map(|path| path.metadata().map_or(0, |metadata| metadata.len()));
    let progress = terminal.progress(sizes.sum());
    let (jobs, progress_of) = (global.jobs(), &progress);
    let mut reader = Inputs { observer, lines: &lines, jobs, progress: progress_of, missing: Vec::new() };
    let inputs = files.iter().enumerate().map(|(index, path)| reader.file(path, index, observation)).collect();
    progress.finish();
    for name in &reader.missing {
        terminal.say(&format!("{WARNING}warning{WARNING:#}: none of the first lines has the member `{name}`"));
    }
    inputs
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
