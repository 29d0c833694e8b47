//! Imports existing pages and tables of errors as the files of a catalog, with a [`LossReport`] of
//! everything that changed or got lost.
//!
//! Each stage is a module. `mdx` converts MDX to Markdown, `page` reads a page, `pages` infers
//! facts about the whole catalog, and `place` makes an entry of each page. `table` does the same
//! for JSON and CSV. `manifest` and `entry` write YAML. Content that can't be structured without
//! changing what readers see stays text. Content without an equivalent goes to the report, so
//! nothing is lost silently. This crate doesn't read files or print.

mod entry;
mod envelope;
mod front_matter;
mod loss_report;
mod manifest;
mod mdx;
mod model;
mod navigation;
mod page;
mod page_map;
mod pages;
mod place;
mod prose;
mod scheme;
mod table;
mod yaml;

use std::collections::BTreeMap;

use errbook_catalog::reason_phrase;

pub use loss_report::{Inferred, Item, Kind, LossReport, Taken, Totals};
pub use model::File;
pub use page_map::PageMap;
pub use prose::Amount;
pub use table::{TableError, TableMap};

/// Settings of the catalog. Missing ones are inferred.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Name of the catalog.
    pub name: Option<String>,
    /// Prefix of all codes. Empty for none.
    pub prefix: Option<String>,
    /// Separator between the parts of a code.
    pub separator: Option<String>,
    /// Names of the levels below the prefix.
    pub levels: Option<Vec<String>>,
    /// Root of the docs.
    pub docs_url: Option<String>,
    /// Folder of the error pages below it.
    pub errors: Option<String>,
}

/// A folder of pages.
#[derive(Debug, Clone, Default)]
pub struct Pages {
    /// Name of the catalog, unless the source or the settings specify one.
    pub name: String,
    /// The pages.
    pub files: Vec<File>,
    /// `docs.json` or `mint.json`.
    pub navigation: Option<File>,
    /// Path of the folder relative to the navigation's folder, without leading or trailing slashes.
    pub below: String,
}

/// An imported catalog.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Import {
    /// The files, the manifest first.
    pub files: Vec<File>,
    /// The loss report.
    pub report: LossReport,
}

/// A catalog before it is written.
pub(crate) struct Made {
    pub(crate) manifest: manifest::Manifest,
    pub(crate) entries: Vec<model::Entry>,
    pub(crate) report: LossReport,
}

/// Imports the MDX pages of a Mintlify site.
pub fn mintlify(pages: &Pages, map: &PageMap, settings: &Settings) -> Import {
    written(pages::import(pages, mdx::Dialect::Mdx, map, settings))
}

/// Imports pages of Markdown.
pub fn markdown(pages: &Pages, map: &PageMap, settings: &Settings) -> Import {
    written(pages::import(pages, mdx::Dialect::Markdown, map, settings))
}

/// Imports a JSON document, a map or a list of errors. `name` is the name of the catalog, unless
/// the settings specify one.
///
/// # Errors
/// Why the file can't be read as a table.
pub fn json(source: &File, map: &TableMap, name: &str, settings: &Settings) -> Result<Import, TableError> {
    table::json(source, map, name, settings).map(written)
}

/// Imports a CSV table whose first line names the columns.
///
/// # Errors
/// Why the file can't be read as a table.
pub fn csv(source: &File, map: &TableMap, name: &str, settings: &Settings) -> Result<Import, TableError> {
    table::csv(source, map, name, settings).map(written)
}

/// The largest file that errbook-catalog reads, in bytes.
const LARGEST: usize = 4 << 20;

/// An entry without its prose.
fn stub(entry: &model::Entry) -> model::Entry {
    model::Entry {
        code: entry.code.clone(),
        place: entry.place.clone(),
        profile: entry.profile,
        redirects: entry.redirects.clone(),
        draft: true,
        ..model::Entry::default()
    }
}

/// Writes the files of a catalog and completes the report.
fn written(made: Made) -> Import {
    let Made { mut manifest, mut entries, mut report } = made;
    manifest.name = pages::catalog_name(&manifest.name);
    profiles(&mut manifest, &entries);
    messages(&mut manifest, &mut entries, &mut report);
    statuses(&mut manifest, &mut entries, &mut report);
    infer(&manifest, &mut report);
    report.totals.entries = entries.len();
    report.totals.drafts = entries.iter().filter(|entry| entry.draft).count();
    report.totals.written = pages::groups::amount(&manifest.groups);
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for entry in &mut entries {
        let profile = entry.profile.filter(|_| manifest.profiles.len() > 1);
        let profile = profile.and_then(|index| manifest.profiles.get(index)).map(|(name, _)| name.as_str());
        let mut text = entry::text(entry, profile);
        if text.len() > LARGEST {
            let message = format!(
                "the entry is larger than {LARGEST} bytes: its text is only in this report, and the entry is a draft"
            );
            report.unplaced(entry.place.clone(), message, std::mem::take(&mut text));
            *entry = stub(entry);
            report.totals.drafts += 1;
            text = entry::text(entry, profile);
        }
        report.totals.written += amount(entry);
        files.insert(format!("{}.yaml", entry.code.0.join("/")), text);
    }
    let head = File { path: "catalog.yaml".to_owned(), text: manifest::text(&manifest) };
    let files = files.into_iter().map(|(path, text)| File { path, text });
    report.finish();
    Import { files: std::iter::once(head).chain(files).collect(), report }
}

/// Adds a profile if the source has statuses, which need a response, but doesn't show any.
fn profiles(manifest: &mut manifest::Manifest, entries: &[model::Entry]) {
    if manifest.profiles.is_empty() && entries.iter().any(|entry| entry.status.is_some()) {
        manifest.profiles.push(("api".to_owned(), Vec::new()));
    }
}

/// Handles missing messages. Without one, services can't send the code. In a catalog without any
/// response, nothing sends codes, so they are a reference. In others, the entry is a draft, and so is
/// one without any key.
fn messages(manifest: &mut manifest::Manifest, entries: &mut [model::Entry], report: &mut LossReport) {
    let mut without: Vec<&mut model::Entry> =
        entries.iter_mut().filter(|entry| !entry.draft && entry.message.is_none()).collect();
    if manifest.profiles.is_empty() {
        manifest.reference = !without.is_empty();
        without.retain(|entry| entry::text(entry, None).is_empty());
    }
    for entry in without {
        entry.draft = true;
        report.kept(entry.place.clone(), "no message found: the entry is a draft until you add one", "");
    }
}

/// Handles statuses that the format requires to be explicit: those outside of the error range, and
/// missing ones in a catalog with services.
fn statuses(manifest: &mut manifest::Manifest, entries: &mut [model::Entry], report: &mut LossReport) {
    for entry in entries.iter_mut().filter(|_| !manifest.profiles.is_empty()) {
        let place = entry.place.clone();
        match entry.status {
            None if !entry.draft => {
                entry.draft = true;
                report.kept(place, "no status found: the entry is a draft until you add one", "");
            }
            Some(status) => {
                if !(400..600).contains(&status) && !manifest.extra_statuses.contains(&status) {
                    manifest.extra_statuses.push(status);
                }
                if entry.title.is_none() && reason_phrase(status).is_none() {
                    let title = entry.code.0.last().map(|last| manifest::words(last)).unwrap_or_default();
                    report.kept(place, format!("status {status} has no reason phrase: its title is `{title}`"), "");
                    entry.title = Some(title);
                }
            }
            None => {}
        }
    }
    manifest.extra_statuses.sort_unstable();
}

/// Reports the inferred facts.
fn infer(manifest: &manifest::Manifest, report: &mut LossReport) {
    report.infer("name", manifest.name.as_str(), "--name");
    report.infer("codes", manifest.scheme.shape(), "--prefix, --separator, --levels");
    if manifest.reference {
        report.infer("kind", "reference (no code has a response, and some have no message)", "");
    }
    let mut groups = Vec::new();
    pages::groups::outline(&manifest.groups, "", &mut groups);
    if !groups.is_empty() {
        report.infer("groups", groups.join(", "), "");
    }
    if !manifest.profiles.is_empty() {
        let name = |(name, shape): &(String, Vec<_>)| match shape.as_slice() {
            [] => format!("{name} (rfc9457, because the source has no response)"),
            _ => name.clone(),
        };
        report.infer("profiles", manifest.profiles.iter().map(name).collect::<Vec<_>>().join(", "), "");
    }
    match &manifest.site {
        Some(site) => {
            report.infer("docs", format!("{}, errors in /{}", site.root, site.errors), "--docs-url, --errors")
        }
        None => report.infer("docs", "unknown", "--docs-url, --errors"),
    }
}

fn amount(entry: &model::Entry) -> Amount {
    let (happened, fix) = (&entry.what_happened, &entry.how_to_fix);
    let requests = || happened.requests.iter().chain(&fix.requests);
    let lines = [&entry.name, &entry.summary, &entry.message].into_iter().flatten();
    let lines = lines.chain([&happened.text, &fix.text]).chain(&happened.causes);
    let lines = lines.chain(fix.steps.iter().flat_map(|of| of.title.iter().chain([&of.text])));
    let lines = lines.chain(entry.common_mistakes.iter().flat_map(|of| [&of.lead, &of.text]));
    let lines = lines.chain(entry.notes.iter().map(|of| &of.text));
    let lines = lines.chain(entry.sections.iter().flat_map(|of| [&of.heading, &of.text]));
    let lines = lines.chain(entry.related.iter().filter_map(|of| of.when.as_ref()));
    let lines = lines.chain(requests().filter_map(|of| of.text.as_ref()));
    let mut amount = Amount::default();
    lines.for_each(|text| amount += prose::amount(text));
    amount.fences += requests().count();
    amount.links += entry.related.len();
    amount
}
