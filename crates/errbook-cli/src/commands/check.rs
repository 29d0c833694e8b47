//! `errbook check`: reports every mistake in the catalog. The libraries do the checks. `inputs`
//! collects what they can't read (the date, files outside the catalog, the base revision from Git),
//! and `baseline` handles the file of `--baseline`.

use std::collections::BTreeMap;

use errbook_catalog::{Catalog, Snapshot, dependency_path};
use errbook_check::Options;
use errbook_check::against::Base;
use errbook_check::baseline::Gate;
use errbook_check::stats::Stats;

use super::baseline;
use super::selection::Selection;
use crate::args::{Check, Deny, FindingFormat, Global};
use crate::failure::{Exit, Failure};
use crate::findings::{self, About, Reason, Scanned};
use crate::terminal::{Terminal, WARNING};

mod inputs;
pub(super) mod walk;

pub(super) use inputs::{catalog_at, defaults, openapi, queries, scan};

/// Findings go to standard output, the summary to standard error.
pub(crate) fn run(global: &Global, check: &Check, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let folder = super::locate(global)?;
    let mut snapshot = super::read(&folder, global);
    let selection = Selection::new(&folder, &check.paths, &snapshot)?;
    if check.fix && check.dry_run {
        return super::fix::show(&folder, &snapshot, &selection, terminal);
    }
    if check.fix && super::fix::run(&folder, &snapshot, &selection, terminal)? {
        snapshot = super::read(&folder, global);
    }
    let options = inputs::options(&folder, check, &mut snapshot)?;
    let baseline = baseline::open(&check.baseline, &mut snapshot)?;

    let found = errbook_check::check(&snapshot, &options);
    let gate = Gate::new(&snapshot, &options);
    let mut about = about(check, &snapshot, &options);
    let files = snapshot.codes().iter().map(|code| code.file);
    about.entries = Some(files.filter(|file| selection.has(snapshot.path(*file))).collect());
    let depends = snapshot.manifest().map(|manifest| manifest.depends.as_slice()).unwrap_or_default();
    about.dependencies = depends.iter().filter(|of| selection.has(&dependency_path(&of.name))).count();
    about.all = check.all;
    if check.format.kind == FindingFormat::Markdown {
        about.pages = snapshot.valid_part().map(|catalog| pages(&catalog, &about)).unwrap_or_default();
    }
    let (catalog, mut report) = snapshot.into_parts();
    report.extend(found);
    if let Some(baseline) = baseline {
        if check.baseline.update {
            return baseline.update(&report, &gate, Some(global.command("check")), terminal);
        }
        about.baseline = Some(baseline.apply(&mut report, &gate));
    }
    report.retain_in(|found, path| selection.concerns(found, path));
    about.reason = Reason::of(&report, check.deny == Some(Deny::Warnings));

    terminal.print(&findings::show(&report, &about, check.format.kind, terminal.colors()));
    if let (Some(stats), FindingFormat::Human | FindingFormat::Short) = (&about.stats, check.format.kind) {
        terminal.print(&findings::table(stats));
    }
    for line in about.lines() {
        terminal.say(&line);
    }
    terminal.say(&findings::summary(&report, &about));
    if catalog.is_none() && about.baseline.is_some() && about.reason.exit() == Exit::Clean {
        terminal
            .say(&format!("{WARNING}warning{WARNING:#}: `errbook build` still fails on the errors in the baseline"));
    }
    Ok(about.reason.exit())
}

/// What the report contains in addition to the findings.
fn about(check: &Check, snapshot: &Snapshot, options: &Options) -> About {
    // Without a manifest, nothing is compared.
    let compared = check.against.as_deref().zip(options.base.as_ref()).filter(|_| snapshot.manifest().is_some());
    About {
        against: compared.map(|(name, base)| (name.to_owned(), errbook_check::compare(base, snapshot))),
        skipped: options.base.as_ref().map_or_else(Vec::new, Base::skipped),
        scan: options.scan.as_ref().map(Scanned::of),
        observed: options.observed.as_ref().map(|observed| observed.coverage(snapshot)),
        stats: check.stats.then(|| Stats::of(snapshot)),
        ..About::reading(snapshot.report())
    }
}

/// The pages of the codes that changed, also of dependencies. A code that was renamed still finds its page.
fn pages(catalog: &Catalog, about: &About) -> BTreeMap<String, String> {
    let changes = about.against.iter().flat_map(|(_, changes)| changes);
    let outside = |code: &str| {
        let depends = &catalog.manifest().depends;
        depends.iter().find_map(|of| of.codes[of.find(code)?].url.clone())
    };
    let page = |code: &String| {
        let url = catalog.entry(code).map_or_else(|| outside(code), |entry| catalog.page_url(entry));
        Some((code.clone(), url?))
    };
    changes.filter_map(|change| page(change.code.as_ref()?)).collect()
}
