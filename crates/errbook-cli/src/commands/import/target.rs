//! Decides what happens to each file in the folder of an import. A record of what was written,
//! `.errbook-import.json`, distinguishes untouched files from edited ones. Only untouched files are
//! overwritten.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use errbook_import::File;
use serde::{Deserialize, Serialize};

use crate::args::Global;
use crate::commands;
use crate::failure::Failure;
use crate::findings;
use crate::output;

const RECORD: &str = ".errbook-import.json";

/// What happens to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Change {
    /// The file doesn't exist yet.
    New,
    /// The file is untouched since the last import, and the source has changed.
    Changed,
    /// The file already has the imported content.
    Unchanged,
    /// The file is the source of the page in the source, so it is up to date, even if it was edited.
    Built,
    /// The file was edited after the last import.
    Edited,
    /// The file was removed, or its code renamed, after the last import.
    Removed,
    /// The new manifest doesn't fit the entries that are kept.
    Unfit,
    /// The source no longer contains it.
    Gone,
}

impl Change {
    pub(super) fn word(self) -> &'static str {
        match self {
            Change::New => "new",
            Change::Changed => "changed",
            Change::Unchanged | Change::Built => "unchanged",
            Change::Edited => "edited",
            Change::Removed => "removed",
            Change::Unfit => "unfit",
            Change::Gone => "gone",
        }
    }
}

/// The format version that errbook writes, and the latest that it reads.
const VERSION: u32 = 1;

/// What was written: a fingerprint of the content by path.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Record {
    version: u32,
    files: BTreeMap<String, String>,
}

impl Record {
    fn read(text: &str, path: &Path) -> Result<Record, Failure> {
        /// The member that all versions have.
        #[derive(Deserialize)]
        struct Head {
            version: u32,
        }
        let wrong = |error: serde_json::Error| {
            let problem = errbook_syntax::json::reason(&error);
            Failure::trouble(format!("cannot use `{}:{}`: {problem}", path.display(), error.line()))
                .help("restore it from version control, or delete it; without it, every file counts as edited")
        };
        let Head { version } = serde_json::from_str(text).map_err(wrong)?;
        if version > VERSION {
            return Err(Failure::newer(path, version, VERSION));
        }
        serde_json::from_str(text).map_err(wrong)
    }
}

/// The target folder, and the decision for each file.
pub(super) struct Target {
    folder: PathBuf,
    record: Record,
    files: BTreeMap<String, (Change, String)>,
}

impl Target {
    /// Reads the record of the last import, or an empty one if there was none.
    pub(super) fn read(folder: &Path) -> Result<Target, Failure> {
        let path = folder.join(RECORD);
        let record = match fs::read_to_string(&path) {
            Ok(text) => Record::read(&text, &path)?,
            Err(error) if error.kind() == ErrorKind::NotFound => Record { version: VERSION, ..Record::default() },
            Err(error) => return Err(Failure::io("read", &path, &error)),
        };
        Ok(Target { folder: folder.to_owned(), record, files: BTreeMap::new() })
    }

    /// Leaves these files as they are.
    pub(super) fn keep(&mut self, files: &BTreeSet<String>) {
        self.files.extend(files.iter().map(|path| (path.clone(), (Change::Built, String::new()))));
    }

    pub(super) fn plan(&mut self, files: &[File], force: bool) {
        for file in files.iter().filter(|file| !self.files.contains_key(&file.path)).collect::<Vec<_>>() {
            self.add(&file.path, &file.text, force);
        }
        let gone = self.record.files.keys().filter(|path| path.ends_with(".yaml") && !self.files.contains_key(*path));
        let gone: Vec<String> = gone.filter(|path| self.folder.join(path).exists()).cloned().collect();
        self.files.extend(gone.into_iter().map(|path| (path, (Change::Gone, String::new()))));
    }

    pub(super) fn add(&mut self, path: &str, text: &str, force: bool) {
        let change = match fs::read_to_string(self.folder.join(path)) {
            Err(error) if error.kind() == ErrorKind::NotFound && !force && self.record.files.contains_key(path) => {
                Change::Removed
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Change::New,
            Ok(now) if now == text => Change::Unchanged,
            Ok(now) if force || self.record.files.get(path).is_some_and(|known| *known == fingerprint(&now)) => {
                Change::Changed
            }
            _ => Change::Edited,
        };
        self.files.insert(path.to_owned(), (change, text.to_owned()));
    }

    /// Changes the decision for a file if it is `from`. Returns whether it was.
    pub(super) fn turn(&mut self, path: &str, from: Change, to: Change) -> bool {
        let change = self.files.get_mut(path).map(|(change, _)| change).filter(|change| **change == from);
        change.map(|change| *change = to).is_some()
    }

    /// Whether there is anything to write.
    pub(super) fn changes(&self) -> bool {
        self.files.values().any(|(change, _)| matches!(change, Change::New | Change::Changed))
    }

    pub(super) fn files(&self) -> impl Iterator<Item = (&str, Change)> {
        let change = |change| if change == Change::Built { Change::Unchanged } else { change };
        self.files.iter().map(move |(path, (of, _))| (path.as_str(), change(*of)))
    }

    /// The files that the catalog will contain, including existing ones.
    pub(super) fn catalog(&self, global: &Global) -> Vec<(String, String)> {
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        if self.folder.is_dir() {
            let snapshot = commands::read(&self.folder, global);
            let files =
                snapshot.files().map(|file| (snapshot.path(file).to_owned(), snapshot.report().text(file).to_owned()));
            texts.extend(files);
        }
        let own = self.files.iter().filter(|(path, _)| path.ends_with(".yaml"));
        let written = own.filter(|(_, (change, _))| matches!(change, Change::New | Change::Changed));
        texts.extend(written.map(|(path, (_, text))| (path.clone(), text.clone())));
        texts.into_iter().collect()
    }

    /// Writes new and changed files, then the record. After an interruption, the import can be
    /// repeated, and no edited file counts as untouched.
    pub(super) fn write(&mut self) -> Result<(), Failure> {
        for (path, (change, text)) in &self.files {
            let disk = commands::file(&self.folder, path);
            match change {
                Change::New => output::create(&disk, text)?,
                Change::Changed => output::rewrite(&disk, text)?,
                _ => {}
            }
            if matches!(change, Change::New | Change::Changed | Change::Unchanged) {
                self.record.files.insert(path.clone(), fingerprint(text));
            }
        }
        let text = findings::to_json(&self.record);
        output::replace(&self.folder.join(RECORD), &text)
    }
}

/// A hash of the content (FNV-1a, 64 bits). It detects edits, but doesn't protect against
/// deliberate collisions.
fn fingerprint(text: &str) -> String {
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    format!("{hash:016x}")
}
