//! The file `.errbook-cache` in an output folder: what the last build was made of, and a hash of what it wrote. When both are as they were,
//! the next build has nothing to do. It is believed only as far as the files on disk bear it out, so that whatever happened to them is found.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::Hash;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::Error;
use super::page_path::PagePath;
use super::{disk, ownership};
use crate::digest::{CHUNK, Digest};

/// Its name.
const FILE: &str = ".errbook-cache";

const HEADER: &str = "\
# How the next `errbook build` sees that nothing changed. Do not commit this file; it may be removed at any time.
";

/// What files are made of, and what is said about them when they are not made again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Basis {
    /// A fingerprint of everything that the files depend on.
    pub(crate) inputs: String,
    /// The files that are part of it and that only the manifest of the catalog knows.
    pub(crate) site_files: Vec<String>,
    /// How many warnings the catalog has.
    pub(crate) warnings: usize,
    /// The first page of each target.
    pub(crate) homes: Vec<PagePath>,
}

/// The last build, when there is nothing to do since.
#[derive(Debug)]
pub(crate) struct Unchanged {
    pub(crate) basis: Basis,
    pub(crate) files: BTreeSet<PagePath>,
}

/// A build that was finished.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    basis: Basis,
    /// The hash of all files.
    files: String,
}

/// Contents of files, each as its hash, by path.
#[derive(Debug, Default)]
pub(super) struct Contents<'p>(BTreeMap<&'p PagePath, u128>);

impl<'p> Contents<'p> {
    pub(super) fn insert(&mut self, page: &'p PagePath, content: &Digest) {
        self.0.insert(page, content.value());
    }

    fn hash(&self) -> String {
        let mut digest = Digest::default();
        self.0.hash(&mut digest);
        format!("{:032x}", digest.value())
    }
}

/// The last build, if `fits` finds that a build would be made of the same now, and if its files are there as it wrote them. What cannot be
/// read is not as it was: the build that follows says what is wrong.
pub(super) fn unchanged(root: &Path, targets: &str, fits: impl FnOnce(&Basis) -> bool) -> Option<Unchanged> {
    let record = read(root).filter(|record| fits(&record.basis))?;
    let owned = ownership::read(root).ok()??;
    if owned.targets.as_deref() != Some(targets) {
        return None;
    }
    let same = on_disk(root, &owned.pages)?.hash() == record.files;
    same.then_some(Unchanged { basis: record.basis, files: owned.pages })
}

/// What these files hold; `None` where one of them cannot be read.
fn on_disk<'p>(root: &Path, pages: &'p BTreeSet<PagePath>) -> Option<Contents<'p>> {
    let mut buffer = vec![0; CHUNK];
    let mut contents = Contents::default();
    for page in pages {
        let mut content = Digest::default();
        content.write_all_of(disk::open(&page.below(root)).ok()??, &mut buffer).ok()?;
        contents.insert(page, &content);
    }
    Some(contents)
}

/// The record in a folder. Whatever is no record of ours, or not all of one, is none.
fn read(root: &Path) -> Option<Record> {
    let bytes = disk::read(&root.join(FILE)).ok()??;
    serde_json::from_slice(bytes.strip_prefix(HEADER.as_bytes())?).ok()
}

/// Keeps a build for the next one.
pub(super) fn write(root: &Path, basis: &Basis, contents: &Contents<'_>) -> Result<(), Error> {
    let path = root.join(FILE);
    let record = Record { basis: basis.clone(), files: contents.hash() };
    let text = serde_json::to_string_pretty(&record).map_err(io::Error::from).map_err(Error::io("write", &path))?;
    disk::replace(&path, format!("{HEADER}{text}\n").as_bytes())
}

/// Forgets the last build.
pub(super) fn remove(root: &Path) -> Result<(), Error> {
    let path = root.join(FILE);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::io("remove", path)(error)),
        _ => Ok(()),
    }
}
