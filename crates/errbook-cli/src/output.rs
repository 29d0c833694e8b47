//! The only place in the program that writes files. Pages are streamed: each is rendered, compared with what is on disk, and replaced as a
//! whole when it differs. `ownership` knows which files are errbook's, `disk` changes one file at a time, `stream` brings it a page, `plan` looks
//! before anything moves, and `record` knows when there is nothing to do.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::Hasher;
use std::path::Path;

mod disk;
mod error;
mod ownership;
mod page_path;
mod plan;
mod record;
mod stream;

pub(crate) use page_path::{PagePath, is_name};
pub(crate) use record::{Basis, Unchanged};

use crate::digest::Digest;
use crate::failure::Failure;
use error::Error;
use plan::Plan;
use stream::Stream;

/// What to do with pages that differ from those on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Write them and remove those that are no more.
    Write,
    /// Only tell.
    Compare,
}

/// What happened to a file, or would happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Change {
    /// It was not there.
    Added,
    /// It had another content.
    Changed,
    /// It is no page any more.
    Removed,
}

/// What one of the pages holds, or some of it: the parts of a page come in their order, and parts of others may come between them.
pub(crate) struct Part<'p> {
    /// Index of the page.
    pub(crate) page: usize,
    pub(crate) pieces: Pieces<'p>,
    /// No part of this page follows.
    pub(crate) last: bool,
}

/// What a page holds, piece by piece.
pub(crate) type Pieces<'p> = Box<dyn Iterator<Item = Result<Cow<'p, [u8]>, Failure>> + 'p>;

/// Makes the folder `root` hold exactly these pages of `targets`, beside files that errbook did not write, and tells what that changed or would
/// change. A folder that holds other targets is refused, since their pages would be removed.
/// A part is rendered when its turn comes, so that memory does not grow with the number of pages; none is where the folder has what was made of
/// the same `basis`. Without a basis, which is what they are made of, the folder is compared each time.
pub(crate) fn sync<'p>(
    root: &Path,
    targets: &str,
    pages: &[PagePath],
    basis: Option<&Basis>,
    mode: Mode,
    parts: impl IntoIterator<Item = Part<'p>>,
) -> Result<Vec<(Change, PagePath)>, Failure> {
    if basis.is_some_and(|basis| unchanged(root, targets, mode, |last| last == basis).is_some()) {
        return Ok(Vec::new());
    }
    let plan = Plan::new(root, targets, pages)?;
    match mode {
        Mode::Write => write(root, targets, pages, basis, &plan, parts),
        Mode::Compare => compare(root, pages, &plan, parts),
    }
}

/// The last build of these targets into `root`, if `fits` finds that a build would be made of the same now, and if its files are there as it
/// wrote them. Whatever interrupted builds left among them is gone then, unless `mode` is to compare.
pub(crate) fn unchanged(
    root: &Path,
    targets: &str,
    mode: Mode,
    fits: impl FnOnce(&Basis) -> bool,
) -> Option<Unchanged> {
    let last = record::unchanged(root, targets, fits)?;
    if mode == Mode::Write {
        disk::remove_leftovers(root, last.files.iter()).ok()?;
    }
    Some(last)
}

/// Writes a file that must not exist yet, and the folders above it.
pub(crate) fn create(path: &Path, text: &str) -> Result<(), Failure> {
    disk::create(path, text.as_bytes()).map_err(|error| Failure::io("write", path, &error))
}

/// Puts another text into a file of the catalog, as a whole: an interruption leaves the old one or the new one. Its permissions stay.
pub(crate) fn rewrite(path: &Path, text: &str) -> Result<(), Failure> {
    Ok(disk::rewrite(path, text.as_bytes())?)
}

/// Removes a file of the catalog and, where it was the last one in it, its folder.
pub(crate) fn remove_file(path: &Path) -> Result<(), Failure> {
    std::fs::remove_file(path).map_err(|error| Failure::io("remove", path, &error))?;
    // A folder that holds more does not want to go.
    let _ = path.parent().map(std::fs::remove_dir);
    Ok(())
}

/// Writes a file that the user named, in the place of an old one or for the first time.
pub(crate) fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        disk::create_folder(folder)?;
    }
    Ok(disk::replace(path, text.as_bytes())?)
}

fn compare<'p>(
    root: &Path,
    pages: &[PagePath],
    plan: &Plan,
    parts: impl IntoIterator<Item = Part<'p>>,
) -> Result<Vec<(Change, PagePath)>, Failure> {
    let (mut changes, _) = stream(root, pages, plan, Mode::Compare, parts)?;
    for page in &plan.stale {
        if disk::is_removable(root, page)? {
            changes.push((Change::Removed, page.clone()));
        }
    }
    Ok(changes)
}

/// The order matters to whoever is interrupted: first errbook claims what it is about to write, then pages are replaced, then old ones go, and
/// at last the claim shrinks to what is there. At no time is there a file of errbook's that it does not know as its own, and a build that was
/// not finished leaves no record.
fn write<'p>(
    root: &Path,
    targets: &str,
    pages: &[PagePath],
    basis: Option<&Basis>,
    plan: &Plan,
    parts: impl IntoIterator<Item = Part<'p>>,
) -> Result<Vec<(Change, PagePath)>, Failure> {
    record::remove(root)?;
    ownership::claim(root, targets, pages.iter().chain(&plan.stale))?;
    disk::remove_leftovers(root, pages.iter().chain(&plan.stale))?;
    let mut changes = Vec::new();
    remove(root, plan.stale.iter().filter(|page| plan.in_the_way(page)), &mut changes)?;
    let (written, contents) = stream(root, pages, plan, Mode::Write, parts)?;
    changes.extend(written);
    remove(root, plan.stale.iter().filter(|page| !plan.in_the_way(page)), &mut changes)?;
    ownership::claim(root, targets, pages.iter())?;
    if let Some(basis) = basis {
        record::write(root, basis, &contents)?;
    }
    Ok(changes)
}

/// Brings all parts to the files of their pages. Returns what that changes, in the order of the pages, and what they hold now.
fn stream<'p, 'a>(
    root: &Path,
    pages: &'a [PagePath],
    plan: &Plan,
    mode: Mode,
    parts: impl IntoIterator<Item = Part<'p>>,
) -> Result<(Vec<(Change, PagePath)>, record::Contents<'a>), Failure> {
    let (mut changes, mut contents) = (BTreeMap::new(), record::Contents::default());
    let mut folders = disk::Folders::default();
    let mut open = BTreeMap::new();
    for Part { page: index, pieces, last } in parts {
        let page = &pages[index];
        let (mut stream, mut content) = match open.remove(&index) {
            Some(open) => open,
            None => (Stream::open(root, page, plan.fresh, mode)?, Digest::default()),
        };
        for piece in pieces {
            if stream.is_settled() {
                break;
            }
            let piece = piece?;
            content.write(&piece);
            stream.take(&piece, &mut folders)?;
        }
        if last {
            changes.extend(stream.close(&mut folders)?.map(|change| (index, (change, page.clone()))));
            contents.insert(page, &content);
        } else {
            open.insert(index, (stream, content));
        }
    }
    Ok((changes.into_values().collect(), contents))
}

fn remove<'a>(
    root: &Path,
    stale: impl Iterator<Item = &'a PagePath>,
    changes: &mut Vec<(Change, PagePath)>,
) -> Result<(), Error> {
    for page in stale {
        if disk::remove(root, page)? {
            changes.push((Change::Removed, page.clone()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
