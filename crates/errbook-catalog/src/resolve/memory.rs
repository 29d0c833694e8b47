//! Remembers the result for each file, for as long as it is valid.

use std::collections::HashMap;
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
    outcomes: HashMap<FileId, (Arc<str>, Outcome)>,
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
        let old = |file: &FileId| self.outcomes.get(file).is_some_and(|(text, _)| is_same(text, sources, *file));
        let new: Vec<FileId> = files.iter().map(|(file, _)| *file).filter(|file| !old(file)).collect();
        let outcomes = sources.jobs().map(&new, |file| read(*file));
        let texts = new.iter().map(|file| sources.shared(*file));
        self.outcomes.extend(new.iter().copied().zip(texts.zip(outcomes)));
        files.iter().filter_map(|(file, _)| self.outcomes.get(file)).map(|(_, outcome)| outcome.clone()).collect()
    }

    fn forget_another_world(&mut self, sources: &Sources, shared: &[FileId]) {
        let files = || sources.paths().map(|(file, path)| (path, sources.is_bad(file)));
        let same = files().eq(self.files.iter().map(|(path, bad)| (path.as_str(), *bad)));
        let manifest = sources.paths().find(|(_, path)| *path == MANIFEST).map(|(file, _)| file);
        let depends: Vec<FileId> =
            sources.paths().filter(|(_, path)| is_dependency(path)).map(|(file, _)| file).collect();
        let shared = || manifest.iter().chain(shared).chain(&depends).map(|file| sources.shared(*file));
        if !same || !shared().eq(self.shared.iter().cloned()) {
            let files = files().map(|(path, bad)| (path.to_owned(), bad)).collect();
            *self = Memory { shared: shared().collect(), files, outcomes: HashMap::new() };
        }
    }
}

/// Whether a file still has a text. Texts are mostly the same string, and need no comparison.
fn is_same(text: &Arc<str>, sources: &Sources, file: FileId) -> bool {
    std::ptr::eq(&**text, sources.text(file)) || **text == *sources.text(file)
}
