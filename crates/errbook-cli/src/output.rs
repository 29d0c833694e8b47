//! The only place in the program that writes files. Each page is rendered, compared with what is on disk, and replaced as a whole when it
//! differs. `ownership` knows which files are errbook's, `disk` changes one file at a time, `stream` brings it a page, `writer` does so for all
//! pages from several threads, and `plan` looks before anything moves.

use std::path::Path;

mod disk;
mod error;
mod ownership;
mod page_path;
mod plan;
mod stream;
mod writer;

pub(crate) use page_path::{PagePath, is_name};
pub(crate) use writer::{Piece, Writer};

use crate::failure::Failure;
use plan::Plan;
use stream::Folder;

/// Name of the list of errbook's files in an output folder. Paths only and no checksums, so that a site that is kept in Git does not change this
/// file with each page.
const MANIFEST: &str = ".errbook-manifest";

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

/// What happens to which files.
pub(crate) type Changes = Vec<(Change, PagePath)>;

/// Makes the folder `root` hold exactly these pages of `targets`, beside files that errbook did not write, and tells what that changed or would
/// change. A folder that holds other targets is refused, since their pages would be removed.
/// `render` puts all pages into the writer, from as many threads as it likes. It is called when that is known to be allowed.
pub(crate) fn sync(
    root: &Path,
    targets: &str,
    pages: &[PagePath],
    mode: Mode,
    render: impl FnOnce(&Writer<'_>) -> Result<(), Failure>,
) -> Result<Changes, Failure> {
    let plan = Plan::new(root, targets, pages)?;
    let folder = Folder::new(root, plan.fresh, mode);
    let render = || {
        let writer = Writer::new(&folder, pages);
        render(&writer)?;
        Ok(writer.changes())
    };
    match mode {
        Mode::Write => write(root, targets, pages, &plan, render),
        Mode::Compare => compare(root, &plan, render),
    }
}

/// Writes a file that must not exist yet, and the folders above it.
pub(crate) fn create(path: &Path, text: &str) -> Result<(), Failure> {
    disk::create(path, text.as_bytes()).map_err(|error| Failure::io("write", path, &error))
}

/// Puts another text into a file of the catalog, as a whole: an interruption leaves the old one or the new one. Its permissions stay.
pub(crate) fn rewrite(path: &Path, text: &str) -> Result<(), Failure> {
    disk::rewrite(path, text.as_bytes())
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
    disk::replace(path, text.as_bytes())
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

/// The order matters to whoever is interrupted: first errbook claims what it is about to write, then pages are replaced, then old ones go, and
/// at last the claim shrinks to what is there. At no time is there a file of errbook's that it does not know as its own.
fn write(
    root: &Path,
    targets: &str,
    pages: &[PagePath],
    plan: &Plan,
    render: impl FnOnce() -> Result<Changes, Failure>,
) -> Result<Changes, Failure> {
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
