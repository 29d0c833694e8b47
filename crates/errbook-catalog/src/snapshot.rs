//! A catalog as it is on disk, right or wrong: for whoever judges, compares or shows catalogs that may be broken. Generators take a
//! [`Catalog`], which a snapshot becomes when nothing is wrong with it.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::path::Path;

use crate::catalog::{Catalog, Code, Entry, Group, Manifest};
use crate::diagnostic::{FileId, Span};
use crate::diagnostics::Diagnostics;
use crate::jobs::Jobs;
use crate::keys::WrittenText;
use crate::parsed;
use crate::path::PathStep;
use crate::resolve::{Contents, Memory, resolve};
use crate::source::{self, Sources};
use crate::yaml;

/// A catalog as it is on disk, with the diagnostics of reading it.
#[derive(Debug)]
pub struct Snapshot {
    contents: Contents,
    by_file: HashMap<FileId, usize>,
    report: Diagnostics,
}

/// A file as a tree in which places can be looked up. Made anew when it is needed: a catalog in which little is wrong keeps no trees.
#[derive(Debug)]
pub struct Document<'s> {
    pub(crate) text: &'s str,
    pub(crate) root: yaml::Node<'s>,
}

impl Document<'_> {
    /// The bytes of the value at `path`, or of a range of its text (bytes of the value, not of the file); where the path ends early, those of
    /// the key that was reached.
    pub fn place(&self, path: &[PathStep], range: Option<Range<usize>>) -> Span {
        self.root.place(self.text, path, range)
    }
}

impl Snapshot {
    /// Reads the catalog in `dir`, the folder of `catalog.yaml`.
    pub fn read(dir: &Path) -> Snapshot {
        Snapshot::from_sources(Sources::read(dir))
    }

    /// Adds the OpenAPI document that the manifest names, where it is not among the files that were read: it may be JSON, or larger
    /// than any entry.
    fn read_named(&mut self, dir: &Path) {
        let Some(path) = self.manifest().and_then(|manifest| manifest.openapi.clone()) else { return };
        let known = self.file(path.trim_start_matches("./"));
        if known.is_some_and(|file| !self.report.text(file).is_empty()) {
            return;
        }
        // A path that leads out of the catalog is an error of the manifest.
        let inside = |part: std::path::Component<'_>| {
            matches!(part, std::path::Component::Normal(_) | std::path::Component::CurDir)
        };
        if !Path::new(&path).components().all(inside) {
            return;
        }
        let on_disk = dir.join(&path);
        let Some(text) = source::read_named(&on_disk) else { return };
        if let Some(file) = known {
            self.report.forget_unreadable(file);
        }
        self.report.attach(path, on_disk.display().to_string(), text);
    }

    /// Reads a catalog whose files are in memory, all but those that only the manifest names.
    pub fn from_sources(sources: Sources) -> Snapshot {
        Snapshot::complete(sources, None)
    }

    pub(crate) fn complete(sources: Sources, memory: Option<&mut Memory>) -> Snapshot {
        let dir = sources.dir().map(Path::to_owned);
        let mut snapshot = Snapshot::of(sources, memory);
        if let Some(dir) = dir {
            snapshot.read_named(&dir);
        }
        snapshot
    }

    fn of(mut sources: Sources, memory: Option<&mut Memory>) -> Snapshot {
        let mut diagnostics = sources.take_unreadable();
        let contents = resolve(&sources, memory, &mut diagnostics);
        let by_file = contents.codes.iter().enumerate().map(|(index, code)| (code.file, index)).collect();
        Snapshot { contents, by_file, report: Diagnostics::new(sources, diagnostics) }
    }

    /// How many threads may work on it.
    pub fn jobs(&self) -> Jobs {
        self.report.sources().jobs()
    }

    /// What is wrong with it.
    pub fn report(&self) -> &Diagnostics {
        &self.report
    }

    /// The manifest, when it could be read.
    pub fn manifest(&self) -> Option<&Manifest> {
        self.contents.manifest.as_ref()
    }

    /// All groups, as in [`Catalog::groups`].
    pub fn groups(&self) -> &[Group] {
        &self.contents.groups
    }

    /// All codes that have a file, sorted.
    pub fn codes(&self) -> &[Code] {
        &self.contents.codes
    }

    /// All entries that could be read, sorted by code.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.contents.codes.iter().filter_map(|code| code.entry.as_ref())
    }

    /// The code that a file holds.
    pub fn code_in(&self, file: FileId) -> Option<usize> {
        self.by_file.get(&file).copied()
    }

    /// The position of a code in [`codes`](Self::codes). An alias has none.
    pub fn position(&self, code: &str) -> Option<usize> {
        self.contents.by_code.get(code).copied()
    }

    /// The file with a path relative to the catalog.
    pub fn file(&self, path: &str) -> Option<FileId> {
        // A file that was read in a second attempt comes after the first.
        self.report.sources().paths().filter(|(_, of)| *of == path).last().map(|(file, _)| file)
    }

    /// The path of a file: relative to the catalog, or as it was attached.
    pub fn path(&self, file: FileId) -> &str {
        self.report.sources().path(file)
    }

    /// A file as a tree in which places can be looked up; `None` where it is not YAML.
    pub fn document(&self, file: FileId) -> Option<Document<'_>> {
        let text = self.report.text(file);
        yaml::parse(file, text, &mut Vec::new()).map(|root| Document { text, root })
    }

    /// The texts for people in an entry or in the manifest, in the order of its keys; none where the file is broken.
    pub fn texts(&self, file: FileId) -> Vec<WrittenText<'_>> {
        parsed::texts(self.report.sources(), file)
    }

    /// The files of the catalog that could be read, sorted by path.
    pub fn files(&self) -> impl Iterator<Item = FileId> {
        let sources = self.report.sources();
        sources.paths().map(|(file, _)| file).filter(|file| !sources.is_bad(*file))
    }

    /// The catalog as it would be with other texts in some files, by path: `None` takes a file away, and a path that is new adds one. Files
    /// that are not the catalog's are left out.
    pub fn edited(&self, changes: &BTreeMap<String, Option<String>>) -> Snapshot {
        Snapshot::of(self.report.sources().edited(changes), None)
    }

    /// Adds a file that lies outside of the catalog, so that diagnostics can point into it.
    pub fn attach(&mut self, path: String, text: String) -> FileId {
        self.report.attach(path.clone(), path, text)
    }

    /// The catalog, when nothing is wrong with it, and the report.
    pub fn into_parts(self) -> (Option<Catalog>, Diagnostics) {
        let Snapshot { contents, report, .. } = self;
        let manifest = contents.manifest.filter(|_| report.errors() == 0);
        let catalog = manifest.map(|manifest| {
            let entries = contents.codes.into_iter().filter_map(|code| code.entry).collect();
            let folders = report.sources().folders().to_vec();
            Catalog::assemble(manifest, contents.groups, entries, contents.by_code, folders)
        });
        (catalog, report)
    }
}
