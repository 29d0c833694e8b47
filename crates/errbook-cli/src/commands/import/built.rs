//! Pages of the source that `errbook build` wrote from the catalog that the import would change. The
//! catalog is their source, and has what they don't show, so they have nothing to import.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use errbook_catalog::Catalog;
use errbook_docs::{Base, Checks, Error, Page, PageKind, Site};
use errbook_import::{Dialect, Import, Pages};

use crate::commands::MANIFEST;
use crate::failure::Failure;
use crate::output::{self, PagePath};
use crate::pages::TemplateFolder;

/// Pages by their path in the source.
#[derive(Debug, Default)]
pub(super) struct Built {
    /// Pages of codes.
    pub(super) codes: BTreeSet<String>,
    /// Lists of codes, and the glossary.
    pub(super) lists: BTreeSet<String>,
    /// Those that are what the catalog builds now.
    current: BTreeSet<String>,
    /// Files of the catalog that are the sources of these pages.
    pub(super) files: BTreeSet<String>,
}

impl Built {
    /// Finds the pages of `catalog` among those in the folder `source`. A page is one of them if
    /// `.errbook-manifest` lists it, at the path that it has in the catalog's pages.
    pub(super) fn read(
        source: &Path,
        pages: &Pages,
        dialect: Dialect,
        catalog: &Catalog,
        checks: &Checks,
    ) -> Result<Built, Failure> {
        let owned = owned(source, pages);
        let mut built = Built::default();
        if owned.is_empty() {
            return Ok(built);
        }
        let folder = TemplateFolder::default();
        let target = folder.target(if dialect == Dialect::Mdx { "mintlify" } else { "markdown" }, false)?;
        for base in [Base::Errors, Base::Root] {
            let site = crate::pages::site(catalog, target.clone().with_base(base), &folder)?.with_checks(checks);
            built.add(&site, catalog, pages, &owned).map_err(|error| folder.failure(error))?;
        }
        Ok(built)
    }

    fn add(
        &mut self,
        site: &Site<'_>,
        catalog: &Catalog,
        pages: &Pages,
        owned: &BTreeMap<&str, PagePath>,
    ) -> Result<(), Error> {
        let known: BTreeMap<String, Page> = site.pages().map(|page| (page.path().to_owned(), page)).collect();
        for file in &pages.files {
            let path = owned.get(file.path.as_str()).map(PagePath::as_str);
            let Some(page) = path.and_then(|path| ends(path).find_map(|end| known.get(end))) else { continue };
            let path = file.path.clone();
            if let PageKind::Entry { entry } = page.kind() {
                self.files.insert(format!("{}.yaml", catalog.entries()[entry].segments.join("/")));
                self.codes.insert(path.clone());
            } else {
                self.lists.insert(path.clone());
            }
            if site.render(page)? == file.text {
                self.current.insert(path);
            }
        }
        Ok(())
    }

    /// Removes what an import reports about these pages. If it has no other code, the report only has
    /// text of other pages that is not in the catalog.
    pub(super) fn settle(&mut self, import: &mut Import) {
        if self.is_empty() {
            return;
        }
        // It has what pages don't show.
        self.files.insert(MANIFEST.to_owned());
        let report = &mut import.report;
        report.items.retain(|item| !self.codes.contains(&item.file));
        if import.files.iter().all(|file| self.files.contains(&file.path)) {
            report.keep_unplaced();
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The pages that differ from what the catalog builds.
    pub(super) fn differing(&self) -> impl Iterator<Item = &String> {
        self.codes.union(&self.lists).filter(|path| !self.current.contains(*path))
    }
}

/// The path and its ends: pages of several targets are in a folder each.
fn ends(path: &str) -> impl Iterator<Item = &str> {
    std::iter::once(path).chain(path.match_indices('/').map(|(at, _)| &path[at + 1..]))
}

/// The pages that errbook wrote, by their path in the source, with their path in the folder whose
/// list they are on.
fn owned<'p>(source: &Path, pages: &'p Pages) -> BTreeMap<&'p str, PagePath> {
    let mut lists: BTreeMap<PathBuf, Option<BTreeSet<PagePath>>> = BTreeMap::new();
    let mut owned = BTreeMap::new();
    let Ok(source) = fs::canonicalize(source) else { return owned };
    for file in &pages.files {
        let path = source.join(&file.path);
        for above in path.ancestors().skip(1) {
            // Without a list that can be read, the pages aren't errbook's.
            let list = lists.entry(above.to_owned()).or_insert_with(|| output::owned(above).ok().flatten());
            let Some(list) = list else { continue };
            let page = path.strip_prefix(above).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let page = PagePath::new(page).filter(|page| list.contains(page));
            owned.extend(page.map(|page| (file.path.as_str(), page)));
            break;
        }
    }
    owned
}
