//! A catalog: its files on disk and in the editor, what they mean, and what is wrong with them.
//!
//! After a keystroke, only the edited file is read and checked again. Findings that need the whole
//! catalog move with the text until the whole is checked.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use errbook_catalog::{Diagnostic, FileId, Reader, Snapshot, Sources, Span};
use errbook_check::{Options, Rule, Scope, check, check_entry};
use errbook_scan::{QueryFile, Scanner};

use crate::text::floor;
use crate::workspace::Workspace;

/// The most codes of a catalog whose rules run on all files whenever the user stops typing. With more,
/// they run when a file is saved.
const WHILE_TYPING: usize = 1000;

pub(crate) struct Book {
    pub(crate) folder: PathBuf,
    disk: Sources,
    /// The open documents, by path in the catalog.
    buffers: BTreeMap<String, Arc<str>>,
    reader: Reader,
    pub(crate) snapshot: Snapshot,
    /// A file in the snapshot for whatever source code a finding is about.
    pub(crate) source: FileId,
    queries: Vec<QueryFile>,
    /// Built for the snapshot when somebody asks.
    scanner: OnceCell<Option<Scanner>>,
    pub(crate) options: Options,
    /// What the rules found, by main file.
    found: BTreeMap<Option<FileId>, Vec<Diagnostic>>,
    /// The files that changed since the snapshot.
    changed: BTreeSet<String>,
    is_checked: bool,
    fresh: Fresh,
}

/// The files whose findings may have changed.
#[derive(Debug, Default)]
pub(crate) enum Fresh {
    #[default]
    Nothing,
    Files(BTreeSet<FileId>),
    All,
}

impl Book {
    /// Reads a catalog, and checks it.
    pub(crate) fn open(folder: PathBuf, buffers: BTreeMap<String, Arc<str>>, workspace: &impl Workspace) -> Book {
        let mut snapshot = Snapshot::from_sources(Sources::default());
        let mut book = Book {
            disk: Sources::default(),
            folder,
            buffers,
            reader: Reader::default(),
            source: snapshot.attach(String::new(), String::new()),
            snapshot,
            queries: Vec::new(),
            scanner: OnceCell::new(),
            options: Options::default(),
            found: BTreeMap::new(),
            changed: BTreeSet::new(),
            is_checked: false,
            fresh: Fresh::Nothing,
        };
        book.read_again(workspace);
        book
    }

    /// Reads all files again, after they changed on disk.
    pub(crate) fn read_again(&mut self, workspace: &impl Workspace) {
        self.disk = workspace.read(&self.folder);
        self.queries = workspace.queries(&self.folder);
        self.changed.clear();
        self.snapshot = self.read(workspace);
        self.check(workspace);
    }

    fn read(&mut self, workspace: &impl Workspace) -> Snapshot {
        let mut snapshot = self.reader.snapshot(self.sources());
        workspace.complete(&self.folder, &mut snapshot);
        self.source = snapshot.attach(String::new(), String::new());
        self.scanner = OnceCell::new();
        snapshot
    }

    fn sources(&self) -> Sources {
        let mut sources = self.disk.clone();
        for (path, text) in &self.buffers {
            sources.set(path, Arc::clone(text));
        }
        sources
    }

    /// Reads source code that raises the catalog's codes. `None` without a manifest.
    pub(crate) fn scanner(&self) -> Option<&Scanner> {
        let scanner = || Some(Scanner::new(&self.snapshot)?.with_queries(&self.queries));
        self.scanner.get_or_init(scanner).as_ref()
    }

    /// The path in the catalog of a file in its folder.
    pub(crate) fn path_of(&self, path: &Path) -> Option<String> {
        let below = path.strip_prefix(&self.folder).ok()?;
        let names = below.components().map(|part| part.as_os_str().to_str());
        Some(names.collect::<Option<Vec<&str>>>()?.join("/"))
    }

    /// The path on disk of a file.
    pub(crate) fn disk_path(&self, file: FileId) -> PathBuf {
        self.folder.join(self.snapshot.path(file))
    }

    pub(crate) fn text(&self, file: FileId) -> &str {
        self.snapshot.report().text(file)
    }

    /// Sets the text of an open document.
    pub(crate) fn set(&mut self, path: &str, text: Arc<str>) {
        if self.buffers.insert(path.to_owned(), Arc::clone(&text)) != Some(text) {
            self.changed.insert(path.to_owned());
        }
    }

    /// Forgets a document that was closed. The caller reads the catalog again, because the file can
    /// have another text.
    pub(crate) fn close(&mut self, path: &str) {
        self.buffers.remove(path);
    }

    /// Another snapshot of the same files, to which files can be attached.
    pub(crate) fn copy(&self) -> Snapshot {
        Snapshot::from_sources(self.sources())
    }

    /// Reads the files that changed in the editor, and checks them.
    pub(crate) fn refresh(&mut self, workspace: &impl Workspace) {
        if self.changed.is_empty() {
            return;
        }
        let changed = std::mem::take(&mut self.changed);
        let before = std::mem::replace(&mut self.snapshot, Snapshot::from_sources(Sources::default()));
        self.snapshot = self.read(workspace);
        self.is_checked = false;
        if !self.snapshot.paths().eq(before.paths()) {
            // The numbers of files changed.
            self.check(workspace);
            return;
        }
        // What reading finds in other files can depend on this one.
        let read = [&before, &self.snapshot].into_iter().flat_map(|of| of.report().diagnostics());
        let mut files: BTreeSet<FileId> = read.filter_map(main_file).collect();
        for file in changed.iter().filter_map(|path| self.snapshot.file(path)) {
            files.insert(file);
            let shift = Shift::between(before.report().text(file), self.snapshot.report().text(file));
            let found = self.found.entry(Some(file)).or_default();
            // Locations in this file of findings elsewhere stay until all rules run.
            found.retain_mut(|found| shift.apply(file, found));
            if let Some(position) = self.snapshot.code_in(file) {
                found.retain(|found| !is_of_entry(found.rule));
                found.extend(check_entry(&self.snapshot, &self.options, position));
            }
        }
        match &mut self.fresh {
            Fresh::All => {}
            Fresh::Files(known) => known.extend(files),
            Fresh::Nothing => self.fresh = Fresh::Files(files),
        }
    }

    /// The files whose findings may have changed since the last call.
    pub(crate) fn take_fresh(&mut self) -> Fresh {
        std::mem::take(&mut self.fresh)
    }

    /// Runs all rules, if nobody ran them since the last change.
    pub(crate) fn check(&mut self, workspace: &impl Workspace) {
        self.options = workspace.options(&self.snapshot);
        self.found.clear();
        for found in check(&self.snapshot, &self.options) {
            self.found.entry(main_file(&found)).or_default().push(found);
        }
        self.is_checked = true;
        self.fresh = Fresh::All;
    }

    /// Runs all rules after a save.
    pub(crate) fn check_now(&mut self, workspace: &impl Workspace) {
        if !self.is_checked {
            self.check(workspace);
        }
    }

    /// Whether [`settle`](Self::settle) has something to do.
    pub(crate) fn is_settled(&self) -> bool {
        self.is_checked || self.snapshot.codes().len() > WHILE_TYPING
    }

    /// Runs all rules when the user stops typing, unless that takes long.
    pub(crate) fn settle(&mut self, workspace: &impl Workspace) {
        if !self.is_settled() {
            self.check(workspace);
        }
    }

    /// Everything that is wrong, as `errbook check` reports it.
    pub(crate) fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.snapshot.report().diagnostics().iter().chain(self.found.values().flatten())
    }

    /// What is wrong with one file.
    pub(crate) fn diagnostics_in(&self, file: FileId) -> impl Iterator<Item = &Diagnostic> {
        let read = self.snapshot.report().diagnostics().iter().filter(move |found| main_file(found) == Some(file));
        read.chain(self.found.get(&Some(file)).into_iter().flatten())
    }
}

pub(crate) fn main_file(found: &Diagnostic) -> Option<FileId> {
    found.labels.first().map(|label| label.file)
}

/// Whether [`check_entry`] reports the findings of a rule.
fn is_of_entry(rule: &str) -> bool {
    let scope = Rule::by_id(rule).map(|rule| rule.scope);
    matches!(scope, Some(Scope::Entry(_) | Scope::Texts(_) | Scope::OpenapiEntry(_) | Scope::Calls(_)))
}

/// The part of a text that an edit replaced.
struct Shift {
    start: usize,
    end: usize,
    new_end: usize,
}

impl Shift {
    fn between(before: &str, after: &str) -> Shift {
        let same = before.bytes().zip(after.bytes()).take_while(|(one, two)| one == two).count();
        let start = floor(before, same);
        let tails = before[start..].bytes().rev().zip(after[start..].bytes().rev());
        let mut same = tails.take_while(|(one, two)| one == two).count();
        while !before.is_char_boundary(before.len() - same) {
            same -= 1;
        }
        Shift { start, end: before.len() - same, new_end: after.len() - same }
    }

    /// Moves the labels of a finding in a file. Returns whether its main label survived.
    fn apply(&self, file: FileId, found: &mut Diagnostic) -> bool {
        let mut survives = true;
        for (index, label) in found.labels.iter_mut().enumerate().filter(|(_, label)| label.file == file) {
            match self.moved(label.span.range()) {
                Some(span) => label.span = span,
                None => {
                    survives &= index > 0;
                    label.span = Span::from(self.start..self.start);
                }
            }
        }
        survives
    }

    fn moved(&self, range: std::ops::Range<usize>) -> Option<Span> {
        if range.end <= self.start {
            Some(range.into())
        } else if range.start >= self.end {
            Some((range.start - self.end + self.new_end..range.end - self.end + self.new_end).into())
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_move_with_their_text() {
        let shift = Shift::between("one two three", "one 22 three");
        assert_eq!(shift.moved(0..3), Some((0..3).into()));
        assert_eq!(shift.moved(8..13), Some((7..12).into()));
        assert_eq!(shift.moved(4..7), None);
        let shift = Shift::between("\u{e4}", "\u{e5}");
        assert_eq!((shift.start, shift.end, shift.new_end), (0, 2, 2));
        let shift = Shift::between("aa", "aaa");
        assert_eq!((shift.start, shift.end, shift.new_end), (2, 2, 3));
    }
}
