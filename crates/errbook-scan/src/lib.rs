//! Scans source code for codes that services raise, or that are unknown.
//!
//! A [`Scanner`] scans one file at a time: for codes and URLs in any language (`literals`), and for
//! generated names in Rust (`rust`, `paths`). With the feature `tree-sitter`, `languages` reads messages and
//! statuses in other languages. A [`Scan`] combines all files. The rules are in `errbook-check`.

use std::collections::HashSet;
use std::ops::Range;

use errbook_catalog::registry::{Registry, Site};
use errbook_catalog::{FileId, Snapshot};

mod imports;
#[cfg(feature = "tree-sitter")]
mod languages;
mod literals;
mod paths;
mod query_file;
mod role;
mod rust;
mod scanner;
mod site;

pub use query_file::{BrokenQuery, LANGUAGES, QueryFile};
pub use rust::with_rust;
pub use scanner::Scanner;
pub use site::{Different, Drift, RaiseSite};

/// The result of scanning one file.
#[derive(Debug, Clone, Default)]
pub struct FileScan {
    path: String,
    /// Names and literals that refer to a code.
    uses: Vec<Use>,
    /// Full paths of enums that have the name of a generated enum but are not generated.
    foreign: Vec<String>,
    /// Literals that follow the scheme but are not codes.
    unknown: Vec<Range<usize>>,
    /// Dead URLs below the error pages.
    dead_urls: Vec<Range<usize>>,
    /// Where codes are raised, with what a query reads there.
    sites: Vec<RaiseSite>,
    drifts: Vec<Drift>,
    /// The number of sites that queries could read.
    found: usize,
    /// The number of sites with a known message or status.
    read: usize,
    /// The text, if a finding may point into it.
    text: Option<String>,
}

/// A name or literal that refers to a code.
#[derive(Debug, Clone)]
struct Use {
    /// Position in [`Snapshot::codes`].
    code: usize,
    range: Range<usize>,
    line: u32,
    column: u32,
    /// Whether it creates an error, and is not only compared, matched, or explained.
    raises: bool,
    in_test: bool,
    /// Whether it is a former name of the code.
    is_alias: bool,
    /// Full path of the enum, if it is a variant.
    of: Option<String>,
}

/// A name or literal that refers to a code, as editors show it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mention {
    /// Position in [`Snapshot::codes`].
    pub code: usize,
    /// Where it is, without quotes.
    pub range: Range<usize>,
    /// Whether it raises the code, and is not only compared, matched, or explained.
    pub raises: bool,
}

impl FileScan {
    /// The path to show.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Names and literals that refer to a code, sorted by position.
    pub fn mentions(&self) -> impl Iterator<Item = Mention> {
        self.uses.iter().map(|of| Mention { code: of.code, range: of.range.clone(), raises: of.raises })
    }

    /// Where codes are raised, with what could be read there, sorted by position. Empty without the
    /// feature `tree-sitter`, and in languages that it doesn't read.
    pub fn sites(&self) -> &[RaiseSite] {
        &self.sites
    }

    /// What codes are raised with that the catalog doesn't have for them.
    pub fn drifts(&self) -> &[Drift] {
        &self.drifts
    }
}

/// The result of scanning all files.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    /// For each code, by its position in [`Snapshot::codes`].
    codes: Vec<OfCode>,
    /// Literals that are not codes, with their locations.
    pub unknown: Vec<(String, Location)>,
    /// Literals that are aliases, with their locations and the positions of their codes.
    pub aliases: Vec<(String, Location, usize)>,
    /// Dead URLs, with their locations.
    pub dead_urls: Vec<(String, Location)>,
    /// What codes are raised with that the catalog doesn't have for them.
    pub drifts: Vec<(Drift, Location)>,
    /// Mistakes in query files.
    pub broken: Vec<(BrokenQuery, Location)>,
    /// How many raise sites could be read. `None` if this errbook reads none, or no file has one.
    pub coverage: Option<Coverage>,
    files: usize,
    is_partial: bool,
}

/// How many raise sites could be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Sites outside of Rust, whose generated types can't differ from the catalog.
    pub found: usize,
    /// Sites with a message or a status that could be compared.
    pub read: usize,
}

/// The uses of one code.
#[derive(Debug, Clone, Default)]
struct OfCode {
    sites: Vec<Site>,
    locations: Vec<Location>,
}

impl Scan {
    /// Combines files. Attaches those that findings may point into to the snapshot.
    pub fn of(snapshot: &mut Snapshot, mut files: Vec<FileScan>) -> Scan {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let foreign: HashSet<String> = files.iter().flat_map(|file| file.foreign.iter().cloned()).collect();
        let mut scan = Scan::empty(snapshot);
        for mut file in files {
            let text = file.text.take();
            let id = text.as_ref().map(|text| snapshot.attach(file.path.clone(), text.clone()));
            scan.add(file, id.zip(text.as_deref()), &foreign);
        }
        scan
    }

    /// The scan of one file, for an editor. `id` is the file in diagnostics, and `text` is what was
    /// scanned. It can be attached with any text, or none.
    pub fn of_file(snapshot: &Snapshot, file: FileScan, id: FileId, text: &str) -> Scan {
        let mut scan = Scan { is_partial: true, ..Scan::empty(snapshot) };
        let foreign = file.foreign.iter().cloned().collect();
        scan.add(file, Some((id, text)), &foreign);
        scan
    }

    fn empty(snapshot: &Snapshot) -> Scan {
        let mut scan = Scan::default();
        scan.codes.resize_with(snapshot.codes().len(), OfCode::default);
        scan
    }

    /// Adds the mistakes in query files, which were passed to [`Scanner::with_queries`]. Attaches those
    /// files to the snapshot.
    #[must_use]
    pub fn with_broken(mut self, snapshot: &mut Snapshot, scanner: &Scanner, files: &[QueryFile]) -> Scan {
        for broken in scanner.broken() {
            let Some(file) = files.get(broken.file) else { continue };
            let id = snapshot.attach(file.path.clone(), file.text.clone());
            self.broken.push((broken.clone(), at(id, broken.range.clone())));
        }
        self
    }

    fn add(&mut self, file: FileScan, shown: Option<(FileId, &str)>, foreign: &HashSet<String>) {
        self.files += 1;
        if file.found > 0 {
            let Coverage { found, read } = self.coverage.unwrap_or_default();
            self.coverage = Some(Coverage { found: found + file.found, read: read + file.read });
        }
        for of in file.uses {
            if let Some((id, text)) = shown.filter(|_| of.is_alias && !of.in_test) {
                self.aliases.push((text[of.range.clone()].to_owned(), at(id, of.range.clone()), of.code));
            }
            if of.of.as_ref().is_some_and(|of| foreign.contains(of)) {
                continue;
            }
            let Some(code) = self.codes.get_mut(of.code) else { continue };
            if of.raises && !of.in_test {
                code.sites.push(Site { path: file.path.clone(), line: of.line, column: of.column });
                code.locations.extend(shown.map(|(id, _)| at(id, of.range)));
            }
        }
        let Some((id, text)) = shown else { return };
        let quoted = |range: Range<usize>| (text[range.clone()].to_owned(), at(id, range));
        self.unknown.extend(file.unknown.into_iter().map(quoted));
        self.dead_urls.extend(file.dead_urls.into_iter().map(quoted));
        let located = |drift: Drift| {
            let range = drift.range.clone();
            (drift, at(id, range))
        };
        self.drifts.extend(file.drifts.into_iter().map(located));
    }

    /// Whether other files can raise codes, too, so that a code without a site is none that nothing raises.
    pub fn is_partial(&self) -> bool {
        self.is_partial
    }

    /// Number of files that were scanned.
    pub fn files(&self) -> usize {
        self.files
    }

    /// Where services raise a code, by its position in [`Snapshot::codes`]. Sorted by path and
    /// position.
    pub fn sites(&self, code: usize) -> &[Site] {
        self.codes.get(code).map(|code| code.sites.as_slice()).unwrap_or_default()
    }

    /// The number of codes that services raise.
    pub fn raised(&self) -> usize {
        self.codes.iter().filter(|code| !code.sites.is_empty()).count()
    }

    /// Locations where services raise a code. Complete only for retired codes.
    pub fn locations(&self, code: usize) -> &[Location] {
        self.codes.get(code).map(|code| code.locations.as_slice()).unwrap_or_default()
    }

    /// Adds the sites to a registry of the same catalog.
    pub fn add_sites(&self, snapshot: &Snapshot, registry: &mut Registry) {
        for code in &mut registry.codes {
            if let Some(position) = snapshot.position(&code.code) {
                code.emitted_at = self.sites(position).to_vec();
            }
        }
    }
}

/// A range in a source file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// Bytes of its text.
    pub range: Range<usize>,
}

fn at(file: FileId, range: Range<usize>) -> Location {
    Location { file, range }
}

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
