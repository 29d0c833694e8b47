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
mod facts;
mod fields;
mod front_matter;
mod history;
mod ledger;
mod loss_report;
mod manifest;
mod map_file;
mod mdx;
mod model;
mod navigation;
mod page;
mod page_map;
mod pages;
mod place;
mod prose;
mod scheme;
mod suggest;
mod table;
mod yaml;

use std::collections::HashSet;

use errbook_catalog::{SinceKind, is_since, reason_phrase};

use scheme::Code;

pub use loss_report::{Inferred, Item, Kind, LossReport, Taken, Totals};
pub use map_file::MapError;
pub use mdx::Dialect;
pub use model::File;
pub use page_map::PageMap;
pub use table::Format;
pub use table::field_map::TableMap;

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

impl Settings {
    /// The settings for another source with the same codes. Optional levels are inferred.
    fn with_scheme(&self, scheme: &scheme::Scheme) -> Settings {
        let levels = scheme.levels.iter().filter(|level| !level.optional).map(|level| level.name.clone());
        Settings {
            prefix: Some(scheme.prefix.clone().unwrap_or_default()),
            separator: Some(scheme.separator.clone()),
            levels: Some(levels.collect()),
            ..self.clone()
        }
    }
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

/// Why a source can't be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is not valid in its format.
    #[error("{0}")]
    Malformed(String),
    /// The source needs a map, or one that fits it.
    #[error("{0}")]
    Unmapped(String),
    /// A key of the map doesn't fit the source.
    #[error("{0}")]
    Map(MapError),
    /// The table of [`Extras`] can't be read.
    #[error("{0}")]
    StatusTable(Box<ImportError>),
    /// The file has no errors.
    #[error("{message}")]
    Empty {
        /// What is missing.
        message: String,
        /// What to do about it.
        help: &'static str,
    },
}

impl ImportError {
    /// The error itself, whichever file it is about.
    pub fn cause(&self) -> &ImportError {
        match self {
            ImportError::StatusTable(error) => error.cause(),
            _ => self,
        }
    }
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
    /// Everything that was read.
    pub(crate) units: Vec<ledger::Unit>,
}

/// What else to read for an import.
#[derive(Debug, Clone)]
pub struct Extras<S> {
    /// Earlier versions of the source with the names of their revisions, the latest first.
    pub history: Vec<(String, S)>,
    /// A table of what services do, which the source is compared with.
    pub facts: Option<(File, Format)>,
    /// Former URLs that the existing catalog has, by the segments of the code. They stay.
    pub redirects: Vec<(Vec<String>, Vec<String>)>,
}

impl<S> Default for Extras<S> {
    fn default() -> Self {
        Extras { history: Vec::new(), facts: None, redirects: Vec::new() }
    }
}

/// Imports a folder of pages.
///
/// ```
/// use errbook_import::{Dialect, Extras, File, PageMap, Pages, Settings, pages};
///
/// let text = "---\ntitle: Order not paid\n---\n\n`err:orders:not_paid`\n\n## What happened?\n\nNobody paid yet.\n";
/// let page = File { path: "orders/not_paid.mdx".to_owned(), text: text.to_owned() };
/// let source = Pages { name: "shop".to_owned(), files: vec![page], ..Pages::default() };
/// let import = pages(&source, Dialect::Mdx, &PageMap::default(), &Settings::default(), &Extras::default())?;
///
/// let paths: Vec<&str> = import.files.iter().map(|file| file.path.as_str()).collect();
/// assert_eq!(paths, ["catalog.yaml", "orders/not_paid.yaml"]);
/// assert!(import.files[1].text.contains("Nobody paid yet."));
/// # Ok::<(), errbook_import::ImportError>(())
/// ```
///
/// # Errors
/// If no page has what the map names, or a table of [`Extras`] can't be read.
pub fn pages(
    pages: &Pages,
    dialect: Dialect,
    map: &PageMap,
    settings: &Settings,
    extras: &Extras<Pages>,
) -> Result<Import, ImportError> {
    let made = pages::import(pages, dialect, map, settings)?;
    let map = map.lenient();
    complete(made, settings, extras, |pages, settings| pages::import(pages, dialect, &map, settings))
}

/// Imports a file of errors. `name` is the name of the catalog, unless the settings specify one.
///
/// ```
/// use errbook_import::{Extras, File, Format, Settings, TableMap, file};
///
/// let text = "code,status,message\nshop.cart.empty,422,The cart is empty\n";
/// let source = File { path: "errors.csv".to_owned(), text: text.to_owned() };
/// let map = TableMap::default();
/// let import = file(&source, Format::Csv, &map, "shop", &Settings::default(), &Extras::default())?;
/// assert!(import.files.iter().any(|file| file.text.contains("The cart is empty")));
/// # Ok::<(), errbook_import::ImportError>(())
/// ```
///
/// # Errors
/// Why the file can't be read, or what the map lacks.
pub fn file(
    source: &File,
    format: Format,
    map: &TableMap,
    name: &str,
    settings: &Settings,
    extras: &Extras<File>,
) -> Result<Import, ImportError> {
    let made = table::import(source, format, map, name, settings)?;
    let map = map.lenient();
    complete(made, settings, extras, |source, settings| table::import(source, format, &map, name, settings))
}

/// Adds earlier versions of the source, compares with a table, and writes the files. `read` reads an
/// earlier version.
fn complete<S>(
    mut made: Made,
    settings: &Settings,
    extras: &Extras<S>,
    read: impl Fn(&S, &Settings) -> Result<Made, ImportError>,
) -> Result<Import, ImportError> {
    let settings = settings.with_scheme(&made.manifest.scheme);
    for (revision, source) in &extras.history {
        history::add(&mut made, revision, read(source, &settings)?);
    }
    history::keep(&mut made, &extras.redirects);
    if let Some((file, format)) = &extras.facts {
        let facts =
            table::facts(file, *format, &settings).map_err(|error| ImportError::StatusTable(Box::new(error)))?;
        facts::compare(&mut made, &facts);
    }
    Ok(written(made))
}

/// A commented map for a file: what errbook recognizes, and the fields that are left. `map` has what
/// is needed to read the file.
///
/// ```
/// use errbook_import::{File, Format, TableMap, suggest_map};
///
/// let text = "code,status,message,team\nshop.cart.empty,422,The cart is empty,checkout\n";
/// let source = File { path: "errors.csv".to_owned(), text: text.to_owned() };
/// let map = suggest_map(&source, Format::Csv, &TableMap::default())?;
/// assert!(map.contains("team"), "{map}");
/// # Ok::<(), errbook_import::ImportError>(())
/// ```
///
/// # Errors
/// Why the file can't be read.
pub fn suggest_map(source: &File, format: Format, map: &TableMap) -> Result<String, ImportError> {
    table::read(source, format, map).map(|(rows, map)| suggest::of_rows(&rows, &map))
}

/// A commented map for pages: their headings, and the keys of their front matter.
///
/// ```
/// use errbook_import::{Dialect, File, Pages, suggest_page_map};
///
/// let text = "---\ntitle: Not paid\nteam: checkout\n---\n\n## Symptoms\n\nNobody paid yet.\n";
/// let page = File { path: "not_paid.md".to_owned(), text: text.to_owned() };
/// let map = suggest_page_map(&Pages { files: vec![page], ..Pages::default() }, Dialect::Markdown);
/// assert!(map.contains("Symptoms") && map.contains("team"), "{map}");
/// ```
pub fn suggest_page_map(pages: &Pages, dialect: Dialect) -> String {
    pages::suggest(pages, dialect)
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
    let Made { mut manifest, mut entries, mut report, units } = made;
    manifest.name = pages::catalog_name(&manifest.name);
    manifest.fields = fields::declared(&entries);
    since(&mut manifest, &mut entries, &mut report);
    profiles(&mut manifest, &entries);
    messages(&mut manifest, &mut entries, &mut report);
    statuses(&mut manifest, &mut entries, &mut report);
    infer(&manifest, &mut report);
    report.totals.entries = entries.len();
    report.totals.drafts = entries.iter().filter(|entry| entry.draft).count();
    let mut files: Vec<(model::Place, File)> = Vec::new();
    for entry in &mut entries {
        let mut text = manifest.entry(entry);
        if text.len() > LARGEST {
            let message = format!(
                "the entry is larger than {LARGEST} bytes: its text is only in this report, and the entry is a draft"
            );
            report.unplaced(entry.place.clone(), message, std::mem::take(&mut text));
            *entry = stub(entry);
            report.totals.drafts += 1;
            text = manifest.entry(entry);
        }
        files.push((entry.place.clone(), File { path: format!("{}.yaml", entry.code.0.join("/")), text }));
    }
    let head = File { path: "catalog.yaml".to_owned(), text: manifest::text(&manifest) };
    ledger::settle(&units, &head, &files, &mut report);
    report.finish();
    let mut files: Vec<File> = files.into_iter().map(|(_, file)| file).collect();
    files.sort_by(|one, two| one.path.cmp(&two.path));
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
        entries.iter_mut().filter(|of| !of.draft && of.retired.is_none() && of.message.is_none()).collect();
    if manifest.profiles.is_empty() {
        manifest.reference |= !without.is_empty();
        without.retain(|entry| manifest.entry(entry).is_empty());
    }
    for entry in without {
        entry.draft = true;
        report.kept(entry.place.clone(), "no message found: the entry is a draft until you add one", "");
    }
}

/// Chooses between dates and versions, and reports what is something else.
fn since(manifest: &mut manifest::Manifest, entries: &mut [model::Entry], report: &mut LossReport) {
    let count = |kind| entries.iter().filter_map(|of| of.since.as_ref()).filter(|text| is_since(kind, text)).count();
    let (kind, what) = match count(SinceKind::Version) > count(SinceKind::Date) {
        true => (SinceKind::Version, "version"),
        false => (SinceKind::Date, "date"),
    };
    manifest.since = kind;
    for entry in entries {
        if let Some(text) = entry.since.take_if(|text| !is_since(kind, text)) {
            report.unplaced(entry.place.clone(), format!("`{text}` is not a valid {what} for `since`"), text);
        }
    }
}

/// Handles statuses that the format requires to be explicit: those outside of the error range, and
/// missing ones in a catalog with services.
fn statuses(manifest: &mut manifest::Manifest, entries: &mut [model::Entry], report: &mut LossReport) {
    let with_status: HashSet<Code> =
        entries.iter().filter(|entry| entry.status.is_some()).map(|entry| entry.code.clone()).collect();
    let inherits = |code: &Code| (1..code.0.len()).any(|end| with_status.contains(&Code(code.0[..end].to_vec())));
    for entry in entries.iter_mut().filter(|_| !manifest.profiles.is_empty()) {
        let place = entry.place.clone();
        match entry.status {
            None if !entry.draft && entry.retired.is_none() && !inherits(&entry.code) => {
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

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
