//! What the output folder has besides the pages of a build: files that errbook didn't write, and
//! pages of earlier builds. Reads only.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use errbook_docs::Surroundings;

use crate::failure::Failure;
use crate::output::{self, PagePath};
use crate::pages::Sites;

/// Files and pages by their path in the output folder.
#[derive(Default)]
pub(super) struct Around {
    /// Files with the code of a page, at a URL that redirects to the page. `--force` removes them,
    /// or else the code has two pages.
    pub(super) former: Vec<PagePath>,
    /// Other files at URLs that redirect to a page. They stay, so the redirects would hide them.
    kept: BTreeSet<PagePath>,
    /// Pages of earlier builds.
    removed: BTreeSet<PagePath>,
}

impl Around {
    /// Looks at the folder `root`. `force` is whether former pages are removed.
    pub(super) fn read(root: &Path, sites: &Sites<'_>, force: bool) -> Result<Around, Failure> {
        let owned = output::owned(root)?.unwrap_or_default();
        let pages: BTreeSet<&PagePath> = sites.paths.iter().collect();
        let mut around = Around::default();
        for (codes, file) in sites.former() {
            if pages.contains(&file) || owned.contains(&file) || !root.join(file.as_str()).is_file() {
                continue;
            }
            if output::is_removable(root, &file)? && has(root, &file, &codes) {
                around.former.push(file);
            } else {
                around.kept.insert(file);
            }
        }
        if !force {
            around.kept.extend(around.former.iter().cloned());
        }
        around.removed = owned.into_iter().filter(|page| !pages.contains(page)).collect();
        Ok(around)
    }

    /// What is in the folder of one of the sites.
    pub(super) fn below(&self, folder: &str) -> Surroundings {
        let below = |files: &BTreeSet<PagePath>| {
            files.iter().filter_map(|file| file.as_str().strip_prefix(folder).map(str::to_owned)).collect()
        };
        Surroundings { files: below(&self.kept), removed: below(&self.removed) }
    }
}

fn has(root: &Path, file: &PagePath, codes: &[&str]) -> bool {
    fs::read_to_string(root.join(file.as_str())).is_ok_and(|text| codes.iter().any(|code| text.contains(code)))
}
