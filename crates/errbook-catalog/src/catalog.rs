//! The valid catalog: what generators read. Everything here is resolved: defaults of groups are applied, placeholders filled in, codes and
//! links known to exist. There is no way to make a [`Catalog`] but
//! [`load`](crate::load), [`read`](crate::read) and [`read_sources`](crate::read_sources).

mod entry;
mod manifest;
mod page;

use std::collections::HashMap;

use crate::diagnostic::FileId;

pub use errbook::{LogLevel, ParamType};

pub use entry::*;
pub use manifest::*;
pub use page::*;

/// A valid catalog, sorted by code and read-only.
///
/// Holding one is the proof that it is valid: it cannot be put together from parts.
///
/// ```compile_fail,E0451
/// let catalog: errbook_catalog::Catalog = todo!();
/// let forged = errbook_catalog::Catalog { entries: Vec::new(), ..catalog };
/// ```
#[derive(Debug)]
pub struct Catalog {
    manifest: Manifest,
    groups: Vec<Group>,
    entries: Vec<Entry>,
    by_code: HashMap<String, usize>,
    related_from: Vec<Vec<usize>>,
    folders: Vec<String>,
}

impl Catalog {
    /// Puts resolved parts together; `entries` are sorted by code, and `by_code` has their positions.
    pub(crate) fn assemble(
        manifest: Manifest,
        groups: Vec<Group>,
        entries: Vec<Entry>,
        mut by_code: HashMap<String, usize>,
        folders: Vec<String>,
    ) -> Catalog {
        let mut related_from = vec![Vec::new(); entries.len()];
        for (index, entry) in entries.iter().enumerate() {
            by_code.extend(entry.aliases.iter().map(|alias| (alias.clone(), index)));
            for related in &entry.related {
                related_from[related.entry].push(index);
            }
        }
        Catalog { manifest, groups, entries, by_code, related_from, folders }
    }

    /// The manifest: what all codes share.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// All groups, each before its children, in the manifest's order. Empty for a catalog whose codes have one level.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// All entries, retired and draft ones too, sorted by code.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry of `code`, or of the code that `code` is a former name of.
    pub fn entry(&self, code: &str) -> Option<&Entry> {
        self.by_code.get(code).map(|&index| &self.entries[index])
    }

    /// The position in [`entries`](Self::entries) of `code` (or of an alias).
    pub fn position(&self, code: &str) -> Option<usize> {
        self.by_code.get(code).copied()
    }

    /// The entries that list `code` in their `related`, sorted by code.
    pub fn related_from(&self, code: &str) -> impl Iterator<Item = &Entry> {
        let from = self.position(code).map(|index| self.related_from[index].as_slice()).unwrap_or_default();
        from.iter().map(|&index| &self.entries[index])
    }

    /// The group with exactly this path.
    pub fn group(&self, path: &[String]) -> Option<&Group> {
        self.groups.iter().find(|group| group.path == path)
    }

    /// URL of the code's page, which is also its `type`; `None` where the manifest has no site.
    pub fn type_url(&self, entry: &Entry) -> Option<String> {
        self.manifest.page_url(&entry.segments)
    }

    /// Path of the code's page below the root of the docs: `/errors/unkey/data/key_not_found`.
    pub fn page_path(&self, entry: &Entry) -> Option<String> {
        self.manifest.page_path(&entry.segments)
    }

    /// Folders of the catalog, relative to it, `""` first: what a build script must watch.
    pub fn folders(&self) -> &[String] {
        &self.folders
    }
}

/// A code that has a file.
#[derive(Debug)]
#[non_exhaustive]
pub struct Code {
    /// The file.
    pub file: FileId,
    /// The code, which is the file's path.
    pub code: String,
    /// What the file says, without what is wrong with it; `None` where it is no YAML or no mapping. Indexes in it are positions in
    /// [`Snapshot::codes`](crate::Snapshot::codes).
    pub entry: Option<Entry>,
}

/// Codes that share all levels above the last few.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Group {
    /// Segments: `["unkey", "data"]`.
    pub path: Vec<String>,
    /// Heading.
    pub title: String,
    /// Markdown; may be empty.
    pub description: String,
    /// Former URLs of its page, paths from the root of the docs.
    pub redirects: Vec<String>,
    /// Indexes into [`Catalog::groups`] of the groups right below it.
    pub children: Vec<usize>,
    /// Indexes into [`Catalog::entries`] of the entries right below it.
    pub entries: Vec<usize>,
    /// All of its codes, here and below, are retired: it leaves the navigation.
    pub retired: bool,
}
