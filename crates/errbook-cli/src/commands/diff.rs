//! `errbook diff`: what changed between two states of a catalog. `check --against` makes the same
//! comparison.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use errbook_catalog::Snapshot;
use errbook_catalog::registry::{Audience, Code, Lifecycle, Registry};
use errbook_check::against::{Base, Change};

use super::check::catalog_at;
use crate::args::{Diff, DiffFormat, Global};
use crate::failure::{Exit, Failure};
use crate::findings::{self, Edition, Kind};
use crate::output;
use crate::terminal::{GOOD, Terminal, WARNING};

pub(crate) fn run(global: &Global, diff: &Diff, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let (edition, snapshot) = edition(global, &diff.from, diff.to.as_deref(), terminal)?;
    let text = match diff.format {
        DiffFormat::Human => findings::edition::human(&edition),
        DiffFormat::Markdown => findings::edition::markdown(&edition),
        DiffFormat::Json => findings::edition::json(&edition),
        DiffFormat::Html => page(&edition, &snapshot)?,
    };
    match &diff.out {
        None => terminal.print(&text),
        Some(path) => {
            output::replace(path, &text)?;
            terminal.say(&format!("{GOOD}wrote{GOOD:#} {}", path.display()));
        }
    }
    Ok(Exit::Clean)
}

/// What changed from one state to another, which is also returned. Without `to`, it is the catalog as it
/// is.
pub(super) fn edition(
    global: &Global,
    from: &str,
    to: Option<&str>,
    terminal: &mut Terminal,
) -> Result<(Edition, Snapshot), Failure> {
    let (old, before) = state(global, from)?;
    let (new, snapshot) = match to {
        Some(to) => state(global, to)?,
        None => {
            let folder = super::locate(global)?;
            described(super::read(&folder, global)).ok_or_else(|| super::no_manifest(&folder))?
        }
    };
    for (name, of) in [(Some(from), &before), (to, &snapshot)] {
        tell_broken(name, of, terminal);
    }
    if old.name != new.name {
        let (old, new) = (&old.name, &new.name);
        terminal.say(&format!(
            "{WARNING}warning{WARNING:#}: the first state is of the catalog `{old}`, the second of `{new}`"
        ));
    }
    // A saved file has no dependencies, which doesn't mean that they were removed.
    let lacks = new.depends.len() > snapshot.manifest().map_or(0, |manifest| manifest.depends.len());
    let mut base = if lacks { Base::new(old) } else { Base::new(old).with_depends(&before) };
    let skipped = base.skipped();
    // A published state has no internal fields, which doesn't mean that they were removed.
    if let Some(public) = Registry::of_snapshot(&before, Audience::Public).filter(|_| new.audience == Audience::Public)
    {
        base.registry = public;
    }
    let changes = errbook_check::compare(&base, &snapshot);
    let states = States { own: (base.registry, new), depends: dependencies(&changes, &before, &snapshot) };
    let edition = Edition {
        name: states.own.1.name.clone(),
        from: from.to_owned(),
        to: to.map(str::to_owned),
        skipped,
        pages: states.pages(&changes),
        migrations: states.migrations(&changes),
        kinds: changes.iter().map(|change| kind(change, states.of(change))).collect(),
        changes,
    };
    Ok((edition, snapshot))
}

/// Both states of the catalog, and of the dependencies that changed.
struct States {
    own: (Registry, Registry),
    depends: BTreeMap<String, (Registry, Registry)>,
}

fn dependencies(changes: &[Change], old: &Snapshot, new: &Snapshot) -> BTreeMap<String, (Registry, Registry)> {
    let registry = |of: &Snapshot, name: &str| {
        let dependency = of.manifest()?.depends.iter().find(|of| of.name == name)?;
        Registry::from_json(&dependency.text).ok()
    };
    let names: BTreeSet<&String> = changes.iter().filter_map(|change| change.dependency.as_ref()).collect();
    let both = |name: &String| Some((name.clone(), (registry(old, name)?, registry(new, name)?)));
    names.into_iter().filter_map(both).collect()
}

/// The page, in the style of the later state.
fn page(edition: &Edition, snapshot: &Snapshot) -> Result<String, Failure> {
    let Some(catalog) = snapshot.valid_part() else {
        return Err(Failure::finding("the manifest has errors, so there is no site whose style the page could have")
            .help("fix them, or use `--format markdown`"));
    };
    crate::pages::comparison(&catalog, &edition.comparison())
}

/// A state of the catalog: a folder, an `errors.json`, or a Git revision.
fn state(global: &Global, name: &str) -> Result<(Registry, Snapshot), Failure> {
    let path = Path::new(name);
    let folders = [path.to_owned(), path.join("catalog")];
    if let Some(folder) = folders.iter().find(|folder| folder.join(super::MANIFEST).is_file()) {
        return described(super::read(folder, global)).ok_or_else(|| super::no_manifest(folder));
    }
    if path.is_file() || path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) {
        let help = "use a Git revision, a folder, or a saved `errors.json`";
        let text = fs::read_to_string(path).map_err(|error| Failure::io("read", path, &error).help(help))?;
        let registry = Registry::from_json(&text)
            .map_err(|error| Failure::unusable(format!("`{name}`"), &error, error.is_newer(), help))?;
        let registry = registry.own();
        let snapshot = Snapshot::from_sources(registry.sources());
        return Ok((registry, snapshot));
    }
    let is_folder = |failure: Failure| match path.is_dir() {
        true => failure.help(format!("or use a folder with a `{}`: `{name}` has none", super::MANIFEST)),
        false => failure,
    };
    let (sources, _) = catalog_at(&super::locate(global)?, name, None).map_err(is_folder)?;
    described(Snapshot::from_sources(sources.with_jobs(global.jobs()))).ok_or_else(|| {
        Failure::finding(format!("the `{}` of `{name}` cannot be read", super::MANIFEST))
            .help("use a revision in which it is valid, or a saved `errors.json`")
    })
}

/// `None` without a manifest.
fn described(snapshot: Snapshot) -> Option<(Registry, Snapshot)> {
    Some((Registry::of_snapshot(&snapshot, Audience::Internal)?, snapshot))
}

/// Entries with errors are compared as far as they could be read.
fn tell_broken(name: Option<&str>, snapshot: &Snapshot, terminal: &mut Terminal) {
    let errors = snapshot.report().errors();
    if errors > 0 {
        let name = name.map_or_else(|| "the catalog".to_owned(), |name| format!("`{name}`"));
        let errors = findings::plural(errors, "error", "errors");
        terminal.say(&format!("{WARNING}warning{WARNING:#}: {name} has {errors}, so the comparison is incomplete"));
    }
}

impl States {
    /// The states of the catalog that changed.
    fn of(&self, change: &Change) -> &(Registry, Registry) {
        change.dependency.as_ref().and_then(|name| self.depends.get(name)).unwrap_or(&self.own)
    }

    fn all(&self) -> impl Iterator<Item = &(Registry, Registry)> {
        std::iter::once(&self.own).chain(self.depends.values())
    }

    /// The page of each code, also by the names that changes have.
    fn pages(&self, changes: &[Change]) -> BTreeMap<String, String> {
        let of_change = |change: &Change| {
            let (_, now) = codes(change, self.of(change));
            Some((change.code.clone()?, now?.url.clone()?))
        };
        let of_code = |code: &Code| Some((code.code.clone(), code.url.clone()?));
        let all = self.all().flat_map(|(_, new)| &new.codes);
        changes.iter().filter_map(of_change).chain(all.filter_map(of_code)).collect()
    }

    /// What clients of changed codes have to do, by code.
    fn migrations(&self, changes: &[Change]) -> BTreeMap<String, String> {
        let text = |change: &Change| {
            let (_, now) = codes(change, self.of(change));
            Some((now?.code.clone(), now?.migration.clone()?))
        };
        changes.iter().filter_map(text).collect()
    }
}

/// The code of a change in both states. Changes have the name in the base, or an alias that was lost.
fn codes<'r>(change: &Change, (old, new): &'r (Registry, Registry)) -> (Option<&'r Code>, Option<&'r Code>) {
    let name = change.code.as_deref().unwrap_or_default();
    let was = find(name, old);
    (was, find(name, new).or_else(|| find(&was?.code, new)))
}

/// The code with this name, or with this alias.
fn find<'r>(code: &str, registry: &'r Registry) -> Option<&'r Code> {
    let has_alias = |of: &&Code| of.aliases.iter().any(|alias| alias == code);
    registry.code(code).or_else(|| registry.codes.iter().find(has_alias))
}

fn kind(change: &Change, states: &(Registry, Registry)) -> Kind {
    if change.code.is_none() {
        return Kind::Catalog;
    }
    let (was, now) = codes(change, states);
    let is_draft = |code: &Code| code.lifecycle == Lifecycle::Draft;
    let turned =
        |state| now.is_some_and(|code| code.lifecycle == state) && was.is_some_and(|code| code.lifecycle != state);
    match (was, now) {
        (None, _) => Kind::New,
        (_, None) => Kind::Removed,
        (Some(was), Some(now)) if is_draft(was) && !is_draft(now) => Kind::New,
        _ if turned(Lifecycle::Retired) => Kind::Retired,
        _ if turned(Lifecycle::Deprecated) => Kind::Deprecated,
        _ => Kind::Changed,
    }
}
