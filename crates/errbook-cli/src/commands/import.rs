//! `errbook import`: makes a catalog from existing pages or tables. `source` reads them,
//! errbook-import converts them, and `target` decides which files to write.

use std::collections::BTreeMap;

use errbook_catalog::{Snapshot, Sources};
use errbook_check::Options;
use errbook_check::baseline::Baseline;
use errbook_import::{Extras, File, Format, ImportError, PageMap, Settings, TableMap};
use serde_json::json;

use crate::args::{Global, Import, ImportFormat, ResultFormat, SourceKind as Kind};
use crate::failure::{Exit, Failure};
use crate::findings::{plural, to_json};
use crate::terminal::{CODE, DIM, ERROR, GOOD, Terminal, WARNING, printable};

mod built;
mod history;
mod source;
mod target;

use built::Built;
use target::{Change, Target};

/// The file in the catalog's folder that suppresses the findings of the import.
const BASELINE: &str = "errbook-baseline.json";

/// Longer lists of one kind of item don't help on a screen.
const SCREEN: usize = 40;

/// Imports, prints the loss report, and writes the files that may be written.
pub(crate) fn run(global: &Global, import: &Import, terminal: &mut Terminal) -> Result<Exit, Failure> {
    if import.suggest_map {
        return suggest(import, terminal);
    }
    let there = import.out.join(super::MANIFEST).is_file().then(|| super::read(&import.out, global));
    let (made, built) = made(import, there.as_ref())?;
    if made.report.totals.entries == 0 && built.is_empty() {
        let items = made.report.human(|path| source::shown(import, path), SCREEN);
        terminal.print(&printable(&items));
        let failure = Failure::finding(format!("found no code in `{}`", import.source.display()));
        let failure = help_of_scheme(import).into_iter().fold(failure, Failure::help);
        return Err(failure.help(help(import)));
    }
    let mut target = Target::read(&import.out)?;
    target.keep(&built.files);
    target.plan(&made.files, import.force);
    let errors = baseline(global, import, &mut target);
    if !import.dry_run {
        target.write()?;
    }
    show(import, &made.report, &target, terminal);
    tell_built(import, &built, terminal);
    summary(import, &made.report, &target, terminal);
    let lost = made.report.count(errbook_import::Kind::Lost);
    if lost > 0 {
        terminal.say(&format!(
            "{ERROR}error{ERROR:#}: errbook lost words in {}: the report has them, and this is a bug in errbook",
            plural(lost, "place", "places")
        ));
        return Ok(Exit::Findings);
    }
    if errors == 0 {
        return Ok(Exit::Clean);
    }
    let count = plural(errors, "error", "errors");
    terminal.say(&format!("{ERROR}error{ERROR:#}: the catalog has {count}; {CODE}`errbook check`{CODE:#} shows them"));
    Ok(Exit::Findings)
}

/// Settings from the options, with defaults from the existing catalog so that a second import
/// infers the same codes.
fn settings(import: &Import, there: Option<&Snapshot>) -> Settings {
    let there = there.and_then(Snapshot::manifest);
    let scheme = there.map(|manifest| &manifest.scheme);
    let levels = || {
        // Whether codes end before optional levels is inferred again.
        Some(scheme?.levels.iter().filter(|level| !level.optional).map(|level| level.name.clone()).collect())
    };
    Settings {
        name: import.name.clone().or_else(|| Some(there?.name.clone())),
        prefix: import.prefix.clone().or_else(|| Some(scheme?.prefix.clone().unwrap_or_default())),
        separator: import.separator.clone().or_else(|| Some(scheme?.separator.clone())),
        levels: import.levels.as_ref().map(|levels| levels.0.clone()).or_else(levels),
        docs_url: import.docs_url.clone(),
        errors: import.errors.clone(),
    }
}

/// Imports the source. Also returns the pages in it that errbook built from the existing catalog.
fn made(import: &Import, there: Option<&Snapshot>) -> Result<(errbook_import::Import, Built), Failure> {
    let settings = settings(import, there);
    let name = source::name(&import.source);
    let made = match import.format.kind() {
        Kind::Pages(dialect) => {
            let map = source::map(import, PageMap::read)?;
            let mut pages = source::pages(import, name)?;
            let extras =
                Extras { history: history::pages(import, &pages)?, facts: facts(import)?, redirects: redirects(there) };
            let there = there.and_then(Snapshot::valid_part);
            let built = there.map(|there| {
                let checks = crate::pages::checks(&import.out, &there)?;
                Built::read(&import.source, &pages, dialect, &there, &checks)
            });
            let built = built.transpose()?;
            let mut built = built.unwrap_or_default();
            // Pages of codes show what codes, links, and responses have in common. Lists would become
            // descriptions of groups.
            pages.files.retain(|file| !built.lists.contains(&file.path));
            errbook_import::pages(&pages, dialect, &map, &settings, &extras).map(|mut made| {
                built.settle(&mut made);
                (made, built)
            })
        }
        Kind::File(format) => {
            let map = source::map(import, TableMap::read)?;
            let file = source::file(&import.source, Some(import.format))?;
            let extras =
                Extras { history: history::files(import)?, facts: facts(import)?, redirects: redirects(there) };
            let made = errbook_import::file(&file, format, &map, &name, &settings, &extras);
            made.map(|made| (made, Built::default()))
        }
    };
    made.map_err(|error| failure(import, &error))
}

/// The former URLs that the existing catalog has.
fn redirects(there: Option<&Snapshot>) -> Vec<(Vec<String>, Vec<String>)> {
    let catalog = there.and_then(Snapshot::valid_part);
    let entries = catalog.iter().flat_map(|catalog| catalog.entries());
    let with = entries.filter(|entry| !entry.redirects.is_empty());
    with.map(|entry| (entry.segments.clone(), entry.redirects.clone())).collect()
}

/// The table of `--status-table`. Its extension says which format it has.
fn facts(import: &Import) -> Result<Option<(File, Format)>, Failure> {
    let Some(path) = &import.status_table else { return Ok(None) };
    let mut file = source::file(path, None)?;
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let is_openapi = || file.text.contains("\"openapi\"");
    let format = match extension.as_str() {
        "csv" => Format::Csv,
        "toml" => Format::Toml,
        "yaml" | "yml" => Format::Openapi,
        "json" if is_openapi() => Format::Openapi,
        "json" => Format::Json,
        _ => {
            return Err(Failure::trouble(format!("unsupported file type of the status table `{}`", path.display()))
                .help("use a CSV, JSON, or TOML file, or an OpenAPI document in JSON or YAML"));
        }
    };
    file.path = path.display().to_string();
    Ok(Some((file, format)))
}

/// Prints a map for the source.
fn suggest(import: &Import, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let map = match import.format.kind() {
        Kind::Pages(dialect) => {
            let name = source::name(&import.source);
            errbook_import::suggest_page_map(&source::pages(import, name)?, dialect)
        }
        Kind::File(format) => {
            let map = source::map(import, TableMap::read)?;
            let map = errbook_import::suggest_map(&source::file(&import.source, Some(import.format))?, format, &map);
            map.map_err(|error| failure(import, &error))?
        }
    };
    terminal.print(&printable(&map));
    Ok(Exit::Clean)
}

fn failure(import: &Import, error: &ImportError) -> Failure {
    let what = match (error, &import.map, &import.status_table) {
        (ImportError::Map(error), Some(map), _) => return source::unfit_map(map, error),
        (ImportError::StatusTable(_), _, Some(table)) => format!("cannot use the status table `{}`", table.display()),
        _ => format!("cannot import `{}`", import.source.display()),
    };
    let help = match error.cause() {
        ImportError::Empty { help, .. } => help,
        ImportError::Unmapped(_) if matches!(error, ImportError::StatusTable(_)) => "use a file with one list of codes",
        ImportError::Unmapped(_) if import.suggest_map => "correct the map",
        ImportError::Unmapped(_) if import.map.is_some() => {
            "correct the map, or run the same command with `--suggest-map`, and without `--map`, to see one"
        }
        ImportError::Unmapped(_) => {
            "run the same command with `--suggest-map` to see what errbook reads from the source"
        }
        _ => "nothing was written; fix the file, or choose another format",
    };
    Failure::finding(format!("{what}: {error}")).help(help)
}

/// Help for options that the codes of the source may not fit.
fn help_of_scheme(import: &Import) -> Option<String> {
    let options = [
        ("`--prefix`", import.prefix.is_some()),
        ("`--separator`", import.separator.is_some()),
        ("`--levels`", import.levels.is_some()),
    ];
    let given: Vec<&str> = options.into_iter().filter(|(_, given)| *given).map(|(name, _)| name).collect();
    let all = given.join(" and ");
    (!given.is_empty()).then(|| format!("if the codes of the source have another format, change or remove {all}"))
}

fn help(import: &Import) -> &'static str {
    match import.format {
        ImportFormat::Mintlify => {
            "put each page's code in a `<Danger>` callout, in `code:` of its front matter, or in its path"
        }
        ImportFormat::Markdown => {
            "put each page's code in a callout, in its front matter (set the key with `--map`), or in its path"
        }
        ImportFormat::Openapi => "give error responses an example of the body with a code, or an enum of codes",
        ImportFormat::Protobuf | ImportFormat::Rust | ImportFormat::Java => {
            "the report says why; set the format of codes with `--prefix`, `--separator`, and `--levels`"
        }
        ImportFormat::Json | ImportFormat::Csv | ImportFormat::Toml => {
            "set the field that is the code with `--map FILE`: `code: NAME`"
        }
    }
}

/// Adds a baseline that suppresses the findings of the imported catalog. Returns the number of
/// loader errors.
fn baseline(global: &Global, import: &Import, target: &mut Target) -> usize {
    let mut snapshot = snapshot(global, target);
    // Entries that were edited, or that are gone from the source, may need groups and profiles that
    // only the manifest on disk has.
    if snapshot.report().errors() > 0 && target.turn(super::MANIFEST, Change::Changed, Change::Unfit) {
        let other = self::snapshot(global, target);
        if other.report().errors() < snapshot.report().errors() {
            snapshot = other;
        } else {
            target.turn(super::MANIFEST, Change::Unfit, Change::Changed);
        }
    }
    let mut options = Options::default();
    options.today = Some(super::today());
    let found = errbook_check::check(&snapshot, &options);
    let (_, mut report) = snapshot.into_parts();
    let errors = report.errors();
    report.extend(found);
    if target.changes() {
        target.add(BASELINE, &Baseline::of(&report).write(), import.force);
    }
    errors
}

fn snapshot(global: &Global, target: &Target) -> Snapshot {
    Snapshot::from_sources(Sources::from_texts(target.catalog(global)).with_jobs(global.jobs()))
}

fn show(import: &Import, report: &errbook_import::LossReport, target: &Target, terminal: &mut Terminal) {
    match import.show {
        ResultFormat::Human if report.totals.sources == 0 && report.items.is_empty() => {}
        ResultFormat::Human => {
            let text = report.human(|path| source::shown(import, path), SCREEN);
            terminal.print(&printable(text.trim_start()));
        }
        ResultFormat::Json => {
            let files = target.files().map(|(path, change)| json!({"path": path, "change": change.word()}));
            let files: Vec<_> = files.collect();
            let outcome = json!({"version": 2, "written": !import.dry_run, "report": report, "files": files});
            terminal.print(&to_json(&outcome));
        }
    }
}

/// Says which pages have nothing to import, and which of them somebody may have edited.
fn tell_built(import: &Import, built: &Built, terminal: &mut Terminal) {
    if built.is_empty() {
        return;
    }
    let mut differing = built.differing();
    if let Some(first) = differing.next() {
        let more = match differing.count() {
            0 => " differs from what the catalog builds, and is".to_owned(),
            more => format!(" and {more} more differ from what the catalog builds, and are"),
        };
        let first = printable(&source::shown(import, first));
        terminal.say(&format!(
            "{WARNING}warning{WARNING:#}: {first}{more} not imported; change the catalog instead, and build again"
        ));
    }
    let pages = plural(built.codes.len(), "page was", "pages were");
    terminal.say(&format!("{pages} built from {}: nothing to import", import.out.display()));
}

/// Prints a short summary of what happened to the files.
fn summary(import: &Import, report: &errbook_import::LossReport, target: &Target, terminal: &mut Terminal) {
    let mut counts: BTreeMap<Change, Vec<&str>> = BTreeMap::new();
    for (path, change) in target.files() {
        counts.entry(change).or_default().push(path);
    }
    let out = import.out.display();
    for (change, what, style) in [
        (Change::Edited, "was edited since the import, and is kept (overwrite it with `--force`)", WARNING),
        (
            Change::Removed,
            "was removed or renamed since the import, and is not restored (restore it with `--force`)",
            WARNING,
        ),
        (Change::Unfit, "is kept, because the manifest of the source does not fit the entries that are kept", WARNING),
        (Change::Gone, "is no longer in the source, and is kept", WARNING),
    ] {
        for path in counts.get(&change).into_iter().flatten().take(SCREEN) {
            terminal.say(&format!(
                "{style}warning{style:#}: {} {what}",
                printable(&super::file(&import.out, path).display().to_string())
            ));
        }
    }
    let counted = counts.iter().map(|(change, paths)| format!("{} {}", paths.len(), change.word()));
    let counted = counted.collect::<Vec<_>>().join(", ");
    let totals = &report.totals;
    let entries = plural(totals.entries, "entry", "entries");
    let drafts =
        if totals.drafts > 0 { format!(" ({})", plural(totals.drafts, "draft", "drafts")) } else { String::new() };
    terminal.say(&format!(
        "{GOOD}imported{GOOD:#} {entries}{drafts} from {} into {out} (files: {counted})",
        import.source.display()
    ));
    if totals.skipped > 0 {
        let sources = match import.format.kind() {
            Kind::Pages(_) => plural(totals.sources, "page", "pages"),
            Kind::File(_) => plural(totals.sources, "row", "rows"),
        };
        let skipped = totals.skipped;
        terminal.say(&format!("{WARNING}warning{WARNING:#}: {skipped} of {sources} not imported; the report says why"));
    }
    let unplaced = report.count(errbook_import::Kind::Unplaced);
    if unplaced > 0 {
        terminal.say(&format!("{} didn't fit; the report contains their text", plural(unplaced, "item", "items")));
    }
    if import.dry_run {
        return terminal
            .say(&format!("{DIM}nothing was written; run the same command without `--dry-run` to write it{DIM:#}"));
    }
    let baseline = super::file(&import.out, BASELINE);
    terminal.say(&format!("next: {CODE}`errbook --catalog {out} check --baseline {}`{CODE:#}", baseline.display()));
}
