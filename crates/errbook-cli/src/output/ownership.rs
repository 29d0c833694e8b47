//! The file `.errbook-manifest` in an output folder lists what errbook wrote there. Only what it lists is ever removed or replaced; what a
//! stranger may have put into the list still has to be a [`PagePath`], and `disk` does not follow links.

use std::collections::BTreeSet;
use std::path::Path;

use super::page_path::PagePath;
use super::{MANIFEST, disk};
use crate::failure::Failure;

const HEADER: &str =
    "# What `errbook build` wrote to this folder. It removes files that are no longer pages. Keep this file.\n";

/// What starts the line that says what was built.
const TARGETS: &str = "# Targets: ";

/// What errbook knows of a folder as its own.
#[derive(Debug, Default)]
pub(super) struct Owned {
    pub(super) pages: BTreeSet<PagePath>,
    /// What was built; `None` in a list that somebody made, or that is older than this line.
    pub(super) targets: Option<String>,
}

/// The files in `root` that are errbook's own; `None` when the folder is not errbook's.
pub(super) fn read(root: &Path) -> Result<Option<Owned>, Failure> {
    let Some(bytes) = disk::read(&root.join(MANIFEST))? else { return Ok(None) };
    let text = String::from_utf8_lossy(&bytes);
    let targets = text.lines().find_map(|line| line.strip_prefix(TARGETS)).map(|line| line.trim_end().to_owned());
    Ok(Some(Owned { pages: parse(&text), targets }))
}

/// Lines that are no page of ours (comments, marks of a merge, paths that lead elsewhere) own nothing.
fn parse(text: &str) -> BTreeSet<PagePath> {
    text.lines().filter(|line| !line.starts_with('#')).filter_map(PagePath::new).collect()
}

/// Makes `pages` of these targets errbook's own, and nothing else.
pub(super) fn claim<'a>(root: &Path, targets: &str, pages: impl Iterator<Item = &'a PagePath>) -> Result<(), Failure> {
    let pages: BTreeSet<&str> = pages.map(PagePath::as_str).collect();
    let mut text = format!("{HEADER}{TARGETS}{targets}\n");
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
