//! What came of files the last time, for as long as it holds.

use std::collections::HashMap;

use super::entry::Outcome;
use crate::diagnostic::FileId;
use crate::source::{MANIFEST, Sources};

/// What came of files, and for which world. An entry can know the manifest and the paths of all files, and nothing else of others.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    manifest: String,
    /// Paths of all files, and whether they cannot be read. A file's position in it is its id, which diagnostics hold.
    files: Vec<(String, bool)>,
    outcomes: HashMap<FileId, (String, Outcome)>,
}

impl Memory {
    /// What comes of each file: from memory, or by `read`.
    pub(crate) fn outcomes(
        &mut self,
        sources: &Sources,
        files: &[(FileId, &str)],
        read: impl Fn(FileId) -> Outcome + Sync,
    ) -> Vec<Outcome> {
        self.forget_another_world(sources);
        let old = |file: &FileId| self.outcomes.get(file).is_some_and(|(text, _)| text == sources.text(*file));
        let new: Vec<FileId> = files.iter().map(|(file, _)| *file).filter(|file| !old(file)).collect();
        let outcomes = sources.jobs().map(&new, |file| read(*file));
        let texts = new.iter().map(|file| sources.text(*file).to_owned());
        self.outcomes.extend(new.iter().copied().zip(texts.zip(outcomes)));
        files.iter().filter_map(|(file, _)| self.outcomes.get(file)).map(|(_, outcome)| outcome.clone()).collect()
    }

    fn forget_another_world(&mut self, sources: &Sources) {
        let files = || sources.paths().map(|(file, path)| (path, sources.is_bad(file)));
        let same = files().eq(self.files.iter().map(|(path, bad)| (path.as_str(), *bad)));
        let manifest = sources.paths().find(|(_, path)| *path == MANIFEST).map_or("", |(file, _)| sources.text(file));
        if !same || self.manifest != manifest {
            let files = files().map(|(path, bad)| (path.to_owned(), bad)).collect();
            *self = Memory { manifest: manifest.to_owned(), files, outcomes: HashMap::new() };
        }
    }
}
