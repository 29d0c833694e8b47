//! Scans source code for codes that services raise, or that are unknown.
//!
//! A [`Scanner`] scans one file at a time: for codes and URLs in any language (`literals`), and for
//! generated names in Rust (`rust`, `paths`). A [`Scan`] combines all files. The rules are in
//! `errbook-check`.

use std::collections::HashSet;
use std::ops::Range;

use errbook_catalog::registry::{Registry, Site};
use errbook_catalog::{FileId, Snapshot};

mod imports;
mod literals;
mod paths;
mod role;
mod rust;
mod scanner;

pub use rust::with_rust;
pub use scanner::Scanner;

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
    files: usize,
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
        let mut scan = Scan { files: files.len(), ..Scan::default() };
        scan.codes.resize_with(snapshot.codes().len(), OfCode::default);
        for file in files {
            scan.add(snapshot, file, &foreign);
        }
        scan
    }

    fn add(&mut self, snapshot: &mut Snapshot, file: FileScan, foreign: &HashSet<String>) {
        let id = file.text.map(|text| (snapshot.attach(file.path.clone(), text.clone()), text));
        let locate = |range: &Range<usize>| id.as_ref().map(|(id, _)| bytes(*id, range.clone()));
        for of in file.uses {
            if let Some((id, text)) = id.as_ref().filter(|_| of.is_alias && !of.in_test) {
                self.aliases.push((text[of.range.clone()].to_owned(), bytes(*id, of.range.clone()), of.code));
            }
            if of.of.as_ref().is_some_and(|of| foreign.contains(of)) {
                continue;
            }
            let Some(code) = self.codes.get_mut(of.code) else { continue };
            if of.raises && !of.in_test {
                code.sites.push(Site { path: file.path.clone(), line: of.line, column: of.column });
                code.locations.extend(locate(&of.range));
            }
        }
        let Some((id, text)) = &id else { return };
        let shown = |range: Range<usize>| (text[range.clone()].to_owned(), bytes(*id, range));
        self.unknown.extend(file.unknown.into_iter().map(shown));
        self.dead_urls.extend(file.dead_urls.into_iter().map(shown));
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

fn bytes(file: FileId, range: Range<usize>) -> Location {
    Location { file, range }
}

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
