//! Source code against the catalog: which codes services raise, tests mention, and which exist only in the source.
//!
//! A [`Scanner`] knows the catalog's names and looks at one text at a time: for codes and URLs in any text (`literals`), for the generated
//! names in Rust (`rust`, `paths`). `walk` reads folders; a [`Scan`] is what all files together tell.

use std::collections::HashSet;
use std::ops::Range;

use errbook_catalog::registry::{Registry, Site};
use errbook_catalog::{FileId, Snapshot};

use crate::finding::Place;

mod imports;
mod literals;
mod paths;
mod role;
mod rust;
mod scanner;
mod walk;

pub use scanner::Scanner;
pub use walk::read;

/// What one file says about the codes of a catalog.
#[derive(Debug, Clone, Default)]
pub struct FileScan {
    path: String,
    /// Names and literals that stand for a code.
    uses: Vec<Use>,
    /// Enums that are called like the generated ones and are not, by their full path.
    foreign: Vec<String>,
    /// Literals of the scheme's shape that are no code.
    unknown: Vec<Range<usize>>,
    /// URLs below the error pages that lead nowhere.
    dead_urls: Vec<Range<usize>>,
    /// The text, where a finding may have to point into it.
    text: Option<String>,
}

/// A name or a literal that stands for a code.
#[derive(Debug, Clone)]
struct Use {
    /// Position in [`Snapshot::codes`].
    code: usize,
    range: Range<usize>,
    line: u32,
    column: u32,
    /// It stands where it makes an error, not where it is compared, matched or explained.
    raises: bool,
    in_test: bool,
    /// Full path of the enum by which it was named.
    of: Option<String>,
}

/// What all scanned files together say.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    /// For each code, by its position in [`Snapshot::codes`].
    codes: Vec<OfCode>,
    /// Literals that are no code, with where they stand.
    pub(crate) unknown: Vec<(String, Place)>,
    /// URLs that lead nowhere, with where they stand.
    pub(crate) dead_urls: Vec<(String, Place)>,
    files: usize,
}

/// What the source says about one code.
#[derive(Debug, Clone, Default)]
struct OfCode {
    sites: Vec<Site>,
    places: Vec<Place>,
    in_tests: bool,
}

impl Scan {
    /// Puts together what the files say. The texts that findings point into become files of the snapshot.
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
        let place = |range: &Range<usize>| id.as_ref().map(|(id, _)| bytes(*id, range.clone()));
        for of in file.uses {
            if of.of.as_ref().is_some_and(|of| foreign.contains(of)) {
                continue;
            }
            let Some(code) = self.codes.get_mut(of.code) else { continue };
            code.in_tests |= of.in_test;
            if of.raises && !of.in_test {
                code.sites.push(Site { path: file.path.clone(), line: of.line, column: of.column });
                code.places.extend(place(&of.range));
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

    /// Where services raise a code, by its position in [`Snapshot::codes`]: sorted by path, then as in the file.
    pub fn sites(&self, code: usize) -> &[Site] {
        self.codes.get(code).map(|code| code.sites.as_slice()).unwrap_or_default()
    }

    /// Whether a test mentions a code.
    pub fn is_tested(&self, code: usize) -> bool {
        self.codes.get(code).is_some_and(|code| code.in_tests)
    }

    /// Of the codes that services raise: how many tests mention, and how many there are.
    pub fn coverage(&self) -> (usize, usize) {
        let raised = self.codes.iter().filter(|code| !code.sites.is_empty());
        (raised.clone().filter(|code| code.in_tests).count(), raised.count())
    }

    /// Where services raise a code that should not be raised.
    pub(crate) fn places(&self, code: usize) -> &[Place] {
        self.codes.get(code).map(|code| code.places.as_slice()).unwrap_or_default()
    }

    /// Writes the sites into a registry of the same catalog.
    pub fn add_sites(&self, snapshot: &Snapshot, registry: &mut Registry) {
        for code in &mut registry.codes {
            if let Some(position) = snapshot.position(&code.code) {
                code.emitted_at = self.sites(position).to_vec();
            }
        }
    }
}

/// Bytes of a file that is not the catalog's.
fn bytes(file: FileId, range: Range<usize>) -> Place {
    Place::file(file).range(range)
}
