//! Remembers the result for each file, for as long as it is valid.

use std::sync::Arc;

use super::entry::Outcome;
use crate::diagnostic::FileId;
use crate::source::{MANIFEST, Sources, is_dependency};

/// Results by file, and the inputs they depend on: an entry can depend on its own file, the
/// manifest, the paths of all files, and the codes above it, but not on the content of other
/// entries.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// The manifest, the files of codes with codes below them, and those of dependencies.
    shared: Vec<Arc<str>>,
    /// Paths of all files, and whether they can't be read. The index is the file's ID, which
    /// diagnostics contain.
    files: Vec<(String, bool)>,
    /// The text of each file and its result, by its ID.
    outcomes: Vec<Option<(Arc<str>, Outcome)>>,
}

impl Memory {
    /// The result for each file, from memory or from `read`.
    pub(crate) fn outcomes(
        &mut self,
        sources: &Sources,
        files: &[(FileId, &str)],
        shared: &[FileId],
        read: impl Fn(FileId) -> Outcome + Sync,
    ) -> Vec<Outcome> {
        self.forget_another_world(sources, shared);
        let old = |file: &FileId| self.outcome(*file).is_some_and(|(text, _)| is_same(text, sources, *file));
        let new: Vec<FileId> = files.iter().map(|(file, _)| *file).filter(|file| !old(file)).collect();
        let outcomes = sources.jobs().map(&new, |file| read(*file));
        for (file, outcome) in new.into_iter().zip(outcomes) {
            self.outcomes[file.0 as usize] = Some((sources.shared(file), outcome));
        }
        files.iter().filter_map(|(file, _)| self.outcome(*file)).map(|(_, outcome)| outcome.clone()).collect()
    }

    fn outcome(&self, file: FileId) -> Option<&(Arc<str>, Outcome)> {
        self.outcomes.get(file.0 as usize)?.as_ref()
    }

    fn forget_another_world(&mut self, sources: &Sources, shared: &[FileId]) {
        let files = || sources.paths().map(|(file, path)| (path, sources.is_bad(file)));
        let same = files().eq(self.files.iter().map(|(path, bad)| (path.as_str(), *bad)));
        let manifest = sources.paths().find(|(_, path)| *path == MANIFEST).map(|(file, _)| file);
        let depends: Vec<FileId> =
            sources.paths().filter(|(_, path)| is_dependency(path)).map(|(file, _)| file).collect();
        let shared = || manifest.iter().chain(shared).chain(&depends).map(|file| sources.shared(*file));
        if !same || !shared().eq(self.shared.iter().cloned()) {
            let files: Vec<_> = files().map(|(path, bad)| (path.to_owned(), bad)).collect();
            *self = Memory { shared: shared().collect(), outcomes: vec![None; files.len()], files };
        }
    }
}

/// Whether a file still has a text. Texts are mostly the same string, and need no comparison.
fn is_same(text: &Arc<str>, sources: &Sources, file: FileId) -> bool {
    std::ptr::eq(&**text, sources.text(file)) || **text == *sources.text(file)
}
