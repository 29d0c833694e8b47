//! A catalog that may have errors, for tools that check, compare, or show it. Generators take a
//! [`Catalog`], which a snapshot becomes if it has no errors.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use crate::catalog::{Catalog, Code, CodeRef, Declared, Entry, Group, Manifest};
use crate::diagnostic::{Diagnostic, FileId, Severity};
use crate::diagnostics::Diagnostics;
use crate::document::Document;
use crate::jobs::Jobs;
use crate::keys::WrittenText;
use crate::parsed;
use crate::path::PathStep;
use crate::resolve::{Contents, Memory, resolve};
use crate::rule::Rule;
use crate::source::{self, MANIFEST, Sources, is_dependency};

/// A catalog that may have errors, with the diagnostics from reading it.
///
/// ```
/// use errbook_catalog::Snapshot;
///
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// // Some of its entries can be read.
/// let snapshot = Snapshot::read("mistakes".as_ref());
/// assert!(snapshot.report().errors() > 0);
/// assert!(snapshot.entries().count() > 0);
/// assert!(snapshot.catalog().is_none());
/// ```
#[derive(Debug)]
pub struct Snapshot {
    contents: Contents,
    /// The code of each file, by its ID.
    by_file: Vec<Option<usize>>,
    report: Diagnostics,
}

impl Snapshot {
    /// Reads the catalog in `dir`, the folder of `catalog.yaml`.
    pub fn read(dir: &Path) -> Snapshot {
        Snapshot::from_sources(Sources::read(dir))
    }

    /// Adds the OpenAPI document that the manifest names, if it isn't among the files already read
    /// because it is JSON or larger than an entry may be.
    fn read_named(&mut self, dir: &Path) {
        let Some(path) = self.manifest().and_then(|manifest| manifest.openapi.clone()) else { return };
        let known = self.file(path.trim_start_matches("./"));
        if known.is_some_and(|file| !self.report.text(file).is_empty()) {
            return;
        }
        // The manifest reports a path that leads out of the catalog.
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

    /// Reads a catalog whose files are in memory. Doesn't read files that only the manifest names.
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
        let mut by_file = vec![None; sources.paths().count()];
        contents.codes.iter().enumerate().for_each(|(index, code)| by_file[code.file.0 as usize] = Some(index));
        Snapshot { contents, by_file, report: Diagnostics::new(sources, diagnostics) }
    }

    /// How many threads checks may use.
    pub fn jobs(&self) -> Jobs {
        self.report.sources().jobs()
    }

    /// The diagnostics from reading it.
    pub fn report(&self) -> &Diagnostics {
        &self.report
    }

    /// The manifest, if it could be read.
    pub fn manifest(&self) -> Option<&Manifest> {
        self.contents.manifest.as_ref()
    }

    /// The dependencies that the manifest declares, resolved or not.
    pub fn declared(&self) -> &[Declared] {
        &self.contents.declared
    }

    /// Reports that the file of a dependency isn't the one that was resolved.
    pub fn refuse_dependency(&mut self, name: &str, message: String, help: String) {
        self.refuse(Rule::DependencyUnresolved, name, &["name"], (message, help));
    }

    /// Reports a mistake in what the catalog adds to a code of a dependency.
    #[cfg(feature = "registry")]
    pub(crate) fn refuse_extension(&mut self, name: &str, code: &str, message: String, help: String) {
        self.refuse(Rule::InvalidValue, name, &["extends", code], (message, help));
    }

    /// Reports a mistake below a dependency in the manifest.
    fn refuse(&mut self, rule: Rule, name: &str, keys: &[&str], (message, help): (String, String)) {
        let manifest = self.file(MANIFEST).unwrap_or(FileId(0));
        let item = self.declared().iter().find(|of| of.name == name).map_or(0, |of| of.item);
        let keys = keys.iter().map(|key| PathStep::key((*key).to_owned()));
        let path: Vec<PathStep> = [PathStep::key("depends"), PathStep::Item(item)].into_iter().chain(keys).collect();
        let span = self.document(manifest).map(|tree| tree.place(&path, None)).unwrap_or_default();
        self.report.extend(vec![Diagnostic::error(rule, message).help(help).at(manifest, span, "")]);
    }

    /// All groups, like [`Catalog::groups`].
    pub fn groups(&self) -> &[Group] {
        &self.contents.groups
    }

    /// All codes with a file, sorted.
    pub fn codes(&self) -> &[Code] {
        &self.contents.codes
    }

    /// All entries that could be read, sorted by code.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.contents.codes.iter().filter_map(|code| code.entry.as_deref())
    }

    /// The index in [`codes`](Self::codes) of the code that a file defines.
    pub fn code_in(&self, file: FileId) -> Option<usize> {
        self.by_file.get(file.0 as usize).copied().flatten()
    }

    /// The index of a code in [`codes`](Self::codes). `None` for aliases.
    pub fn position(&self, code: &str) -> Option<usize> {
        self.contents.by_code.get(code).copied()
    }

    /// The file with a path relative to the catalog.
    pub fn file(&self, path: &str) -> Option<FileId> {
        // A file that was read again comes after its first version.
        self.report.sources().paths().filter(|(_, of)| *of == path).last().map(|(file, _)| file)
    }

    /// The path of a file relative to the catalog, or the path it was attached with.
    pub fn path(&self, file: FileId) -> &str {
        self.report.sources().path(file)
    }

    /// The parsed tree of a file, for finding spans. `None` if it isn't YAML.
    pub fn document(&self, file: FileId) -> Option<Document<'_>> {
        Document::of(file, self.report.text(file))
    }

    /// The strings for people in an entry or the manifest, in the order of its keys. Empty if the
    /// file can't be read.
    pub fn texts(&self, file: FileId) -> Vec<WrittenText<'_>> {
        parsed::texts(self.report.sources(), file)
    }

    /// The files of the catalog that could be read, sorted by path. Without those of dependencies.
    pub fn files(&self) -> impl Iterator<Item = FileId> {
        let sources = self.report.sources();
        let own = sources.paths().filter(|(_, path)| !is_dependency(path)).map(|(file, _)| file);
        own.filter(|file| !sources.is_bad(*file))
    }

    /// The paths of all files, in the order of their IDs.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.report.sources().paths().map(|(_, path)| path)
    }

    /// The catalog with changes to its files, by path: the new content, or `None` to remove a file.
    /// A new path adds a file. Attached files are left out.
    pub fn edited(&self, changes: &BTreeMap<String, Option<String>>) -> Snapshot {
        Snapshot::of(self.report.sources().edited(changes), None)
    }

    /// Adds a file from outside the catalog, so diagnostics can point into it.
    pub fn attach(&mut self, path: String, text: String) -> FileId {
        self.report.attach(path.clone(), path, text)
    }

    /// The report, and the catalog if there are no errors.
    pub fn into_parts(self) -> (Option<Catalog>, Diagnostics) {
        let Snapshot { contents, report, .. } = self;
        let catalog = if report.errors() == 0 { assemble(contents, &report) } else { None };
        (catalog, report)
    }

    /// A copy of the catalog, if there are no errors.
    pub fn catalog(&self) -> Option<Catalog> {
        if self.report.errors() == 0 { assemble(self.contents.clone(), &self.report) } else { None }
    }

    /// The codes whose entries have errors, sorted.
    pub fn broken(&self) -> impl Iterator<Item = &Code> {
        let broken = self.broken_files();
        self.codes().iter().filter(move |code| code.entry.is_none() || broken.contains(&code.file))
    }

    /// The entries without errors as a catalog, for tools that show what can be shown. References
    /// to the others, and invalid values of the manifest, are left out. `None` if the manifest can't
    /// be read.
    pub fn valid_part(&self) -> Option<Catalog> {
        let broken = self.broken_files();
        let is_valid = |code: &Code| code.entry.is_some() && !broken.contains(&code.file);
        let mut count = 0..;
        let position: Vec<Option<usize>> =
            self.codes().iter().map(|code| if is_valid(code) { count.next() } else { None }).collect();
        let mut contents = self.contents.clone();
        contents.codes.retain(is_valid);
        for entry in contents.codes.iter_mut().filter_map(|code| code.entry.as_mut()).map(Arc::make_mut) {
            entry.related.retain(|related| related.to.own().is_none_or(|index| position[index].is_some()));
            for related in &mut entry.related {
                if let CodeRef::Own(index) = &mut related.to {
                    *index = position[*index].unwrap_or_default();
                }
            }
            entry.parent = entry.parent.and_then(|index| position[index]);
            for ending in [&mut entry.deprecated, &mut entry.retired].into_iter().flatten() {
                ending.replaced_by = ending.replaced_by.and_then(|index| position[index]);
            }
        }
        for group in &mut contents.groups {
            group.code = group.code.and_then(|index| position[index]);
            group.entries = group.entries.iter().filter_map(|index| position[*index]).collect();
        }
        contents.by_code.retain(|_, index| position[*index].map(|new| *index = new).is_some());
        assemble(contents, &self.report)
    }

    /// The files with errors.
    fn broken_files(&self) -> HashSet<FileId> {
        let errors = self.report.diagnostics().iter().filter(|found| found.severity == Severity::Error);
        errors.filter_map(|found| Some(found.labels.first()?.file)).collect()
    }
}

/// The only function that makes a catalog.
fn assemble(contents: Contents, report: &Diagnostics) -> Option<Catalog> {
    let manifest = contents.manifest?;
    let entries = contents.codes.into_iter().filter_map(|code| code.entry).map(Arc::unwrap_or_clone).collect();
    let folders = report.sources().folders().to_vec();
    Some(Catalog::assemble(manifest, contents.groups, entries, contents.by_code, folders))
}
