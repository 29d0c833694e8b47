//! Inspects the output folder before anything changes: who owns it, what is stale, and what is in
//! the way.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::error::{self, io};
use super::ownership::{self, Owned};
use super::page_path::PagePath;
use super::{MANIFEST, disk};
use crate::failure::Failure;

/// What has to happen in addition to writing pages.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The folder is empty, except for leftovers of an interrupted build.
    pub(super) fresh: bool,
    /// Files written by errbook that are no longer pages.
    pub(super) stale: BTreeSet<PagePath>,
    pages: BTreeSet<String>,
}

impl Plan {
    /// Refuses a folder that errbook doesn't own or that was built for other targets, and pages
    /// that would replace files that errbook didn't write.
    pub(super) fn new(root: &Path, targets: &str, pages: &[PagePath]) -> Result<Plan, Failure> {
        let Some(owned) = owned(root)? else {
            return Ok(Plan { fresh: true, ..Plan::default() });
        };
        if let Some(other) = owned.targets.filter(|other| other != targets) {
            return Err(other_targets(root, &other, targets));
        }
        let mut stale = owned.pages;
        let new: Vec<&PagePath> = pages.iter().filter(|page| !stale.remove(page)).collect();
        unoccupied(root, &new, &stale)?;
        Ok(Plan { fresh: false, stale, pages: pages.iter().map(ToString::to_string).collect() })
    }

    /// Whether a stale file must be removed before the pages are written: a page needs a folder at
    /// its path, or there will be a page at the path of one of its folders.
    pub(super) fn in_the_way(&self, stale: &PagePath) -> bool {
        let below = format!("{stale}/");
        self.pages.range(below.clone()..).next().is_some_and(|page| page.starts_with(&below))
            || stale.folders().any(|folder| self.pages.contains(folder))
    }
}

/// The files in `root` that errbook owns. `None` if the folder is missing or empty.
fn owned(root: &Path) -> Result<Option<Owned>, Failure> {
    match fs::read_dir(root) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Err(error::no_folder(root)),
        Err(error) => return Err(io("read", root)(error)),
        Ok(files) => {
            if let Some(owned) = ownership::read(root)? {
                return Ok(Some(owned));
            }
            for file in files {
                let file = file.map_err(io("read", root))?;
                if !disk::is_leftover(&file.file_name()) {
                    return Err(foreign(root));
                }
            }
        }
    }
    Ok(None)
}

fn foreign(root: &Path) -> Failure {
    Failure::trouble(format!("`{}` is not empty and was not made by errbook", root.display())).help(format!(
        "choose an empty folder with `--out DIR`; to add pages to this one, create an empty file `{}`",
        root.join(MANIFEST).display()
    ))
}

fn other_targets(root: &Path, other: &str, targets: &str) -> Failure {
    let new = targets.split(',').filter(|target| !other.split(',').any(|other| other == *target));
    let all: Vec<&str> = other.split(',').chain(new).collect();
    let what = format!("holds the target `{other}`, whose files a build of `{targets}` would remove");
    Failure::trouble(format!("`{}` {what}", root.display())).help(format!(
        "choose another folder with `--out DIR`, build all of them into a new one with `--target {}`, or delete this one first",
        all.join(",")
    ))
}

/// Fails if anything exists at the path of a new page, except for a folder that will be removed
/// with the stale pages in it.
fn unoccupied(root: &Path, new: &[&PagePath], stale: &BTreeSet<PagePath>) -> Result<(), Failure> {
    let emptied: BTreeSet<&str> = stale.iter().flat_map(PagePath::folders).collect();
    let new = new.iter().filter(|page| !emptied.contains(page.as_str()));
    let mut occupied = new.map(|page| page.below(root)).filter(|path| fs::symlink_metadata(path).is_ok());
    match occupied.next() {
        None => Ok(()),
        Some(path) => Err(error::occupied(&path, occupied.count())),
    }
}
