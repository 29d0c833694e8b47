//! Inspects the output folder before anything changes: who owns it, what is stale, and what is in
//! the way.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::error::{self, io};
use super::ownership::{self, Owned};
use super::page_path::PagePath;
use super::{Wanted, disk, refusal};
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
    /// that would replace files that errbook didn't write, unless they may.
    pub(super) fn new(wanted: Wanted<'_>) -> Result<Plan, Failure> {
        let Wanted { root, targets, pages, .. } = wanted;
        let (owned, foreign) = match owner(root)? {
            Owner::Nobody => return Ok(Plan { fresh: true, ..Plan::default() }),
            Owner::Errbook(owned) => (owned, false),
            Owner::Other => (Owned::default(), true),
        };
        if let Some(other) = owned.targets.filter(|other| other != targets) {
            return Err(other_targets(root, &other, targets));
        }
        let mut stale = owned.pages;
        let new: Vec<&PagePath> = pages.iter().filter(|page| !stale.remove(page)).collect();
        let replaced = replaced(root, &new, &stale)?;
        if !wanted.force && (foreign || !replaced.is_empty()) {
            return Err(refusal::of(wanted, foreign, &replaced)?);
        }
        stale.extend(wanted.former.iter().filter(|_| wanted.force).cloned());
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

/// Whose files a folder has.
enum Owner {
    /// It is missing or empty.
    Nobody,
    Errbook(Owned),
    Other,
}

fn owner(root: &Path) -> Result<Owner, Failure> {
    let files = match fs::read_dir(root) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Owner::Nobody),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Err(error::no_folder(root)),
        files => files.map_err(io("read", root))?,
    };
    if let Some(owned) = ownership::read(root)? {
        return Ok(Owner::Errbook(owned));
    }
    let mut owner = Owner::Nobody;
    for file in files {
        let file = file.map_err(io("read", root))?;
        if disk::is_leftover(&file.file_name()) {
            continue;
        }
        if !is_output(&file.path())? {
            return Ok(Owner::Other);
        }
        owner = Owner::Errbook(Owned::default());
    }
    Ok(owner)
}

/// Whether it is an output folder of its own, such as that of an edition.
fn is_output(folder: &Path) -> Result<bool, Failure> {
    let is_folder = fs::symlink_metadata(folder).is_ok_and(|of| of.is_dir());
    Ok(is_folder && ownership::read(folder)?.is_some())
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

/// The new pages at whose paths files exist. Fails if anything else is there, except for a folder
/// that will be removed with the stale pages in it.
fn replaced<'p>(root: &Path, new: &[&'p PagePath], stale: &BTreeSet<PagePath>) -> Result<Vec<&'p PagePath>, Failure> {
    let emptied: BTreeSet<&str> = stale.iter().flat_map(PagePath::folders).collect();
    let mut replaced = Vec::new();
    for page in new.iter().filter(|page| !emptied.contains(page.as_str())) {
        disk::no_links_above(root, page)?;
        if fs::symlink_metadata(page.below(root)).is_ok() {
            disk::open(&page.below(root))?;
            replaced.push(*page);
        }
    }
    Ok(replaced)
}
