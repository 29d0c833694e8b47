//! The only module of the CLI that writes files. Each page is rendered, compared with the file on
//! disk, and replaced as a whole if it differs. `ownership` records which files errbook wrote,
//! `disk` changes one file at a time, `stream` writes one page, `writer` writes all pages from
//! several threads, and `plan` checks the folder before anything changes, which `refusal` explains.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;

mod disk;
mod error;
mod ownership;
mod page_path;
mod plan;
mod refusal;
mod stream;
mod writer;

pub(crate) use page_path::PagePath;
pub(crate) use writer::{Piece, Writer};

use crate::failure::Failure;
use plan::Plan;
use stream::Folder;

/// The file that lists errbook's files in an output folder. It contains only paths and no
/// checksums, so in a site kept in Git it doesn't change with every page.
const MANIFEST: &str = ".errbook-manifest";

/// What to do with pages that differ from those on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Write them, and remove stale files.
    Write,
    /// Only report them.
    Compare,
}

/// What happened, or would happen, to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Change {
    /// The file didn't exist.
    Added,
    /// The file had different content.
    Changed,
    /// The file is no longer a page.
    Removed,
}

pub(crate) type Changes = Vec<(Change, PagePath)>;

/// What a folder has to contain.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) root: &'a Path,
    /// The names of the targets.
    pub(crate) targets: &'a str,
    pub(crate) pages: &'a [PagePath],
    /// Where some of the pages were before errbook wrote to the folder.
    pub(crate) former: &'a [PagePath],
    /// Whether pages may replace files that errbook didn't write, and the former pages are removed.
    pub(crate) force: bool,
}

/// Makes a folder contain exactly these pages, next to files that errbook didn't write. Returns what
/// changed or would change. Refuses a folder built for other targets, because their pages would be
/// removed.
///
/// `render` passes all pages to the writer, from any number of threads. It is called only after the
/// folder has been checked.
pub(crate) fn sync(
    wanted: Wanted<'_>,
    mode: Mode,
    render: impl FnOnce(&Writer<'_>) -> Result<(), Failure>,
) -> Result<Changes, Failure> {
    let plan = Plan::new(wanted)?;
    let folder = Folder::new(wanted.root, plan.fresh, mode);
    let render = || {
        let writer = Writer::new(&folder, wanted.pages);
        render(&writer)?;
        Ok(writer.changes())
    };
    match mode {
        Mode::Write => write(wanted, &plan, render),
        Mode::Compare => compare(wanted.root, &plan, render),
    }
}

/// The files that errbook wrote to the folder `root`, or `None` if it isn't errbook's.
pub(crate) fn owned(root: &Path) -> Result<Option<BTreeSet<PagePath>>, Failure> {
    Ok(ownership::read(root)?.map(|owned| owned.pages))
}

/// Creates the folder `root`, and locks it for as long as the result is kept: two builds would
/// remove each other's files. Calls `waiting` if another build has the lock.
pub(crate) fn lock(root: &Path, waiting: impl FnOnce()) -> Result<Option<File>, Failure> {
    if !disk::is_folder(root)? {
        // `Plan` explains what else is there.
        return if root.exists() { Ok(None) } else { disk::create_folder(root).map(|()| disk::lock(root, waiting)) };
    }
    Ok(disk::lock(root, waiting))
}

/// Whether a page is a regular file in real folders, which errbook may remove.
pub(crate) fn is_removable(root: &Path, page: &PagePath) -> Result<bool, Failure> {
    disk::is_removable(root, page)
}

/// Writes a file that must not exist yet, and creates the folders above it.
pub(crate) fn create(path: &Path, text: &str) -> Result<(), Failure> {
    disk::create(path, text.as_bytes()).map_err(|error| Failure::io("write", path, &error))
}

/// Replaces the content of a catalog file atomically, and keeps its permissions. An interruption
/// leaves the old content or the new.
pub(crate) fn rewrite(path: &Path, text: &str) -> Result<(), Failure> {
    disk::save(path, text.as_bytes()).map_err(|error| Failure::io("write", path, &error))
}

/// Whether a file exists with this content. Anything but a file has none: reading a pipe would wait
/// for what it gets.
pub(crate) fn holds(path: &Path, text: &str) -> Result<bool, Failure> {
    if std::fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        return Ok(false);
    }
    match std::fs::read(path) {
        Ok(bytes) => Ok(bytes == text.as_bytes()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Failure::io("read", path, &error)),
    }
}

/// Removes a catalog file, and its folder if that is empty then.
pub(crate) fn remove_file(path: &Path) -> Result<(), Failure> {
    std::fs::remove_file(path).map_err(|error| Failure::io("remove", path, &error))?;
    // Fails if the folder isn't empty, which is fine.
    let _ = path.parent().map(std::fs::remove_dir);
    Ok(())
}

/// Creates or replaces a file that the user named, like [`rewrite`].
pub(crate) fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        disk::create_folder(folder)?;
    }
    rewrite(path, text)
}

/// Like [`replace`], also in place of a symbolic link. Nothing reads one in a catalog.
pub(crate) fn replace_link(path: &Path, text: &str) -> Result<(), Failure> {
    if path.is_symlink() {
        remove_file(path)?;
    }
    replace(path, text)
}

fn compare(root: &Path, plan: &Plan, render: impl FnOnce() -> Result<Changes, Failure>) -> Result<Changes, Failure> {
    let mut changes = render()?;
    for page in &plan.stale {
        if disk::is_removable(root, page)? {
            changes.push((Change::Removed, page.clone()));
        }
    }
    Ok(changes)
}

/// The order protects interrupted builds: first the manifest lists everything about to be written,
/// then pages are replaced, then stale ones removed, and finally the manifest is reduced to what
/// exists. There is never a file written by errbook that the manifest doesn't list.
fn write(
    wanted: Wanted<'_>,
    plan: &Plan,
    render: impl FnOnce() -> Result<Changes, Failure>,
) -> Result<Changes, Failure> {
    let Wanted { root, targets, pages, .. } = wanted;
    ownership::claim(root, targets, pages.iter().chain(&plan.stale))?;
    disk::remove_leftovers(root, pages.iter().chain(&plan.stale))?;
    let mut changes = Vec::new();
    remove(root, plan.stale.iter().filter(|page| plan.in_the_way(page)), &mut changes)?;
    changes.extend(render()?);
    remove(root, plan.stale.iter().filter(|page| !plan.in_the_way(page)), &mut changes)?;
    ownership::claim(root, targets, pages.iter())?;
    Ok(changes)
}

fn remove<'a>(root: &Path, stale: impl Iterator<Item = &'a PagePath>, changes: &mut Changes) -> Result<(), Failure> {
    for page in stale {
        if disk::remove(root, page)? {
            changes.push((Change::Removed, page.clone()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
