//! The file `.errbook-manifest` in an output folder lists what errbook wrote there. Only listed
//! files are ever removed or replaced. The list may have been tampered with, so each line must be a
//! valid [`PagePath`], and `disk` doesn't follow links.

use std::collections::BTreeSet;
use std::path::Path;

use super::page_path::PagePath;
use super::{MANIFEST, disk};
use crate::failure::Failure;

const HEADER: &str =
    "# What `errbook build` wrote to this folder. It removes files that are no longer pages. Keep this file.\n";

/// Prefix of the line with the format version. The first lists have no such line.
const VERSION_IS: &str = "# Version: ";

/// The format version that errbook writes, and the latest that it reads.
const VERSION: u32 = 1;

/// Prefix of the line that lists the targets.
const TARGETS: &str = "# Targets: ";

/// The files that errbook owns in a folder.
#[derive(Debug, Default)]
pub(super) struct Owned {
    pub(super) pages: BTreeSet<PagePath>,
    /// The targets that were built. `None` in a list that was written by hand or predates this
    /// line.
    pub(super) targets: Option<String>,
}

/// Reads the list in `root`. Returns `None` if the folder isn't errbook's.
pub(super) fn read(root: &Path) -> Result<Option<Owned>, Failure> {
    let Some(bytes) = disk::read(&root.join(MANIFEST))? else { return Ok(None) };
    let text = String::from_utf8_lossy(&bytes);
    let version = text.lines().find_map(|line| line.strip_prefix(VERSION_IS)?.trim_end().parse::<u32>().ok());
    if let Some(version) = version.filter(|version| *version > VERSION) {
        return Err(Failure::newer(&root.join(MANIFEST), version, VERSION));
    }
    let targets = text.lines().find_map(|line| line.strip_prefix(TARGETS)).map(|line| line.trim_end().to_owned());
    Ok(Some(Owned { pages: parse(&text), targets }))
}

/// Ignores lines that aren't valid page paths, such as comments, merge conflict markers, and paths
/// that lead outside.
fn parse(text: &str) -> BTreeSet<PagePath> {
    text.lines().filter(|line| !line.starts_with('#')).filter_map(PagePath::new).collect()
}

/// Writes a list with exactly these pages and targets.
pub(super) fn claim<'a>(root: &Path, targets: &str, pages: impl Iterator<Item = &'a PagePath>) -> Result<(), Failure> {
    let pages: BTreeSet<&str> = pages.map(PagePath::as_str).collect();
    let mut text = format!("{HEADER}{VERSION_IS}{VERSION}\n{TARGETS}{targets}\n");
    for page in pages {
        text.push_str(page);
        text.push('\n');
    }
    let path = root.join(MANIFEST);
    if disk::read(&path)?.as_deref() == Some(text.as_bytes()) {
        return Ok(());
    }
    disk::create_folder(root)?;
    disk::replace(&path, text.as_bytes())
}
