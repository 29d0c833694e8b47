//! `errbook diff`: what changed between two states of a catalog, by the engine of `check --against`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use errbook_catalog::Snapshot;
use errbook_catalog::registry::{Audience, Code, Lifecycle, Registry};
use errbook_check::against::{Base, Change};

use super::check::catalog_at;
use crate::args::{Diff, DiffFormat, Global};
use crate::failure::{Exit, Failure};
use crate::findings::{self, Edition, Kind};
use crate::terminal::Terminal;

pub(crate) fn run(global: &Global, diff: &Diff, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let (old, _) = state(global, &diff.from)?;
    let (new, snapshot) = match &diff.to {
        Some(to) => state(global, to)?,
        None => described(super::read(&super::locate(global)?, global), "the catalog")?,
    };
    let base = Base::new(old);
    let changes = errbook_check::compare(&base, &snapshot);
    let edition = Edition {
        name: new.name.clone(),
        from: diff.from.clone(),
        to: diff.to.clone(),
        skipped: base.skipped(),
        pages: pages(&changes, &new),
        migrations: migrations(&changes, &new),
        changes: changes.into_iter().map(|change| (kind(&change, &base.registry, &new), change)).collect(),
    };
    terminal.print(&match diff.format {
        DiffFormat::Human => findings::edition::human(&edition),
        DiffFormat::Markdown => findings::edition::markdown(&edition),
        DiffFormat::Json => findings::edition::json(&edition),
    });
    Ok(Exit::Clean)
}

/// A state of the catalog: a folder, an `errors.json`, or a Git revision.
fn state(global: &Global, name: &str) -> Result<(Registry, Snapshot), Failure> {
    let path = Path::new(name);
    if let Some(folder) = path.is_dir().then(|| errbook_catalog::find(path)).flatten() {
        return described(super::read(&folder, global), name);
    }
    if path.is_file() || path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) {
        let help = "use a Git revision, a folder, or a saved `errors.json`";
        let text = fs::read_to_string(path).map_err(|error| Failure::io("read", path, &error).help(help))?;
        let registry = Registry::from_json(&text)
            .map_err(|error| Failure::unusable(format!("`{name}`"), &error, error.is_newer(), help))?;
        let snapshot = Snapshot::from_sources(registry.sources());
        return Ok((registry, snapshot));
    }
    let (sources, _) = catalog_at(&super::locate(global)?, name)?;
    described(Snapshot::from_sources(sources.with_jobs(global.jobs())), name)
}

/// Codes whose entries have errors are compared as far as they could be read.
fn described(snapshot: Snapshot, name: &str) -> Result<(Registry, Snapshot), Failure> {
    match Registry::of_snapshot(&snapshot, Audience::Internal) {
        Some(registry) => Ok((registry, snapshot)),
        None => Err(Failure::finding(format!("the `{}` of `{name}` cannot be read", super::MANIFEST))
            .help("use a revision in which it is valid, or a saved `errors.json`")),
    }
}

/// The code of a change today. Changes have the name in the base.
fn now<'r>(change: &Change, new: &'r Registry) -> Option<&'r Code> {
    let code = change.code.as_deref()?;
    new.code(code).or_else(|| new.codes.iter().find(|of| of.aliases.iter().any(|alias| alias == code)))
}

fn kind(change: &Change, old: &Registry, new: &Registry) -> Kind {
    let Some(code) = &change.code else { return Kind::Catalog };
    let (was, now) = (old.code(code), now(change, new));
    let turned =
        |state| now.is_some_and(|code| code.lifecycle == state) && was.is_some_and(|code| code.lifecycle != state);
    match (was, now) {
        (None, _) => Kind::New,
        (_, None) => Kind::Removed,
        _ if turned(Lifecycle::Retired) => Kind::Retired,
        _ if turned(Lifecycle::Deprecated) => Kind::Deprecated,
        _ => Kind::Changed,
    }
}

fn pages(changes: &[Change], new: &Registry) -> BTreeMap<String, String> {
    let page = |change: &Change| Some((change.code.clone()?, now(change, new)?.url.clone()?));
    changes.iter().filter_map(page).collect()
}

/// What clients of changed codes have to do, by code.
fn migrations(changes: &[Change], new: &Registry) -> BTreeMap<String, String> {
    let text = |change: &Change| now(change, new).and_then(|code| Some((code.code.clone(), code.migration.clone()?)));
    changes.iter().filter_map(text).collect()
}
