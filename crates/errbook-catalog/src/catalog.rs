//! The valid catalog that generators read: group defaults are applied, placeholders filled in, and
//! references between codes checked. A [`Catalog`] comes only from
//! [`Snapshot::into_parts`](crate::Snapshot::into_parts), which [`load`](crate::load),
//! [`read`](crate::read), [`read_sources`](crate::read_sources), and [`Reader`](crate::Reader)
//! call.

mod code_ref;
mod dependency;
mod entry;
mod field;
mod manifest;
mod message;
mod operations;
mod page;
mod param;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::diagnostic::FileId;

pub use errbook::tables::HeaderUnit;
pub use errbook::{ActionBy, ActionKind, Format, LogLevel, ParamType};

pub use code_ref::*;
pub use dependency::*;
pub use entry::*;
pub use field::*;
pub use manifest::*;
pub use message::*;
pub use operations::*;
pub use page::*;
pub use param::*;

/// A read-only catalog, sorted by code.
///
/// ```
/// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
/// let catalog = errbook_catalog::load("shop".as_ref())?;
/// let entry = catalog.entry("err:order:missing").expect("an alias");
/// assert_eq!(entry.code, "err:orders:not_found");
/// assert_eq!(entry.statuses().into_iter().collect::<Vec<_>>(), [404]);
/// assert_eq!(catalog.type_url(entry).as_deref(), Some("https://shop.example/docs/errors/orders/not_found"));
/// # Ok::<(), errbook_catalog::Diagnostics>(())
/// ```
///
/// A `Catalog` is always valid: its fields are private, so it can't be built by hand.
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
    /// The codes below each code that has some.
    children: BTreeMap<usize, Vec<usize>>,
    folders: Vec<String>,
    audience: Audience,
}

impl Catalog {
    /// Builds a catalog from resolved parts. `entries` must be sorted by code, and `by_code` must
    /// hold their positions.
    pub(crate) fn assemble(
        manifest: Manifest,
        groups: Vec<Group>,
        entries: Vec<Entry>,
        mut by_code: HashMap<String, usize>,
        folders: Vec<String>,
    ) -> Catalog {
        let mut related_from = vec![Vec::new(); entries.len()];
        let mut children: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, entry) in entries.iter().enumerate() {
            if let Some(parent) = entry.parent {
                children.entry(parent).or_default().push(index);
            }
            by_code.extend(entry.aliases.iter().map(|alias| (alias.clone(), index)));
            for to in entry.related.iter().filter_map(|related| related.to.own()) {
                related_from[to].push(index);
            }
        }
        Catalog { manifest, groups, entries, by_code, related_from, children, folders, audience: Audience::Public }
    }

    /// Its parts: the manifest, the groups, the entries, and the folders.
    #[cfg(feature = "registry")]
    pub(crate) fn into_parts(self) -> (Manifest, Vec<Group>, Vec<Entry>, Vec<String>) {
        (self.manifest, self.groups, self.entries, self.folders)
    }

    /// The catalog for other readers. Without this, they are the public.
    #[must_use]
    pub fn for_audience(self, audience: Audience) -> Catalog {
        Catalog { audience, ..self }
    }

    /// Who may see what is generated from the catalog.
    pub fn audience(&self) -> Audience {
        self.audience
    }

    /// The declared fields that its [`audience`](Self::audience) may see.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.manifest.fields.seen_by(self.audience)
    }

    /// The fields of an entry that its [`audience`](Self::audience) may see, with their values.
    pub fn fields_of<'c>(&'c self, entry: &'c Entry) -> impl Iterator<Item = (&'c Field, &'c FieldValue)> {
        self.fields().filter_map(|field| Some((field, entry.fields.get(field)?)))
    }

    /// The manifest: settings that all codes share.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// All groups, parents before children: those of the manifest in its order, then codes that
    /// are groups. Empty if codes have only one level.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// All entries, including drafts and retired codes, sorted by code.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Whether all codes have a value of a field, and all later ones must have one too. Retired codes
    /// and drafts can lack required fields.
    pub fn is_complete(&self, field: &Field) -> bool {
        field.required && self.entries.iter().all(|entry| entry.fields.get(field).is_some())
    }

    /// The entry for `code`, which may be an alias.
    pub fn entry(&self, code: &str) -> Option<&Entry> {
        self.by_code.get(code).map(|&index| &self.entries[index])
    }

    /// The index in [`entries`](Self::entries) of `code`, which may be an alias.
    pub fn position(&self, code: &str) -> Option<usize> {
        self.by_code.get(code).copied()
    }

    /// The entries that list `code` in their `related`, sorted by code.
    pub fn related_from(&self, code: &str) -> impl Iterator<Item = &Entry> {
        let from = self.position(code).map(|index| self.related_from[index].as_slice()).unwrap_or_default();
        from.iter().map(|&index| &self.entries[index])
    }

    /// The nearest code above an entry.
    pub fn parent(&self, entry: &Entry) -> Option<&Entry> {
        self.entries.get(entry.parent?)
    }

    /// The codes of which `code` is the parent, sorted by code.
    pub fn children(&self, code: &str) -> impl Iterator<Item = &Entry> {
        let children = self.position(code).and_then(|index| self.children.get(&index));
        children.into_iter().flatten().map(|&index| &self.entries[index])
    }

    /// The group with exactly this path.
    pub fn group(&self, path: &[String]) -> Option<&Group> {
        self.groups.iter().find(|group| group.path == path)
    }

    /// What responses with the code have as `type`: the URL of its page, unless the entry sets another
    /// URI. `None` if it is `about:blank`.
    pub fn type_url(&self, entry: &Entry) -> Option<String> {
        self.manifest.type_url(entry)
    }

    /// URL of the code's page: on this site, or on that of its own catalog.
    pub fn page_url(&self, entry: &Entry) -> Option<String> {
        if self.has_page(entry) { self.manifest.page_url(&entry.segments) } else { entry.url.clone() }
    }

    /// Whether the code's page is on this site. The pages of a dependency are on its own site, unless
    /// this one includes them.
    pub fn has_page(&self, entry: &Entry) -> bool {
        entry.dependency.is_none_or(|at| self.manifest.depends[at].has_pages)
    }

    /// What is known of the code in the catalog that it comes from. `None` for a code of this catalog.
    pub fn outside(&self, entry: &Entry) -> Option<&OutsideCode> {
        let dependency = &self.manifest.depends[entry.dependency?];
        dependency.codes.get(dependency.position(&entry.code)?)
    }

    /// Path of the code's page below the root of the docs, such as
    /// `/errors/unkey/data/key_not_found`. `None` if it is on another site.
    pub fn page_path(&self, entry: &Entry) -> Option<String> {
        self.manifest.page_path(&entry.segments).filter(|_| self.has_page(entry))
    }

    /// Folders of the catalog, relative to it, starting with `""`. A build script must watch them.
    pub fn folders(&self) -> &[String] {
        &self.folders
    }
}

/// A code that has a file.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Code {
    /// The file.
    pub file: FileId,
    /// The code, which is the file's path.
    pub code: String,
    /// The entry without its invalid values, or `None` if the file isn't a YAML mapping. Indexes in
    /// it refer to [`Snapshot::codes`](crate::Snapshot::codes).
    pub entry: Option<Arc<Entry>>,
}

/// Codes that share their leading segments.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Group {
    /// Segments: `["unkey", "data"]`.
    pub path: Vec<String>,
    /// What its codes start with, such as `err:unkey:data`. Empty if that is nothing, as for a dependency
    /// whose codes have no prefix.
    pub prefix: String,
    /// Heading.
    pub title: String,
    /// Markdown; may be empty.
    pub description: String,
    /// Index into [`Catalog::entries`] of the code that it is, if there is an entry next to its
    /// folder. Then its page is that of the code.
    pub code: Option<usize>,
    /// The kind of its codes.
    pub kind: CodeKind,
    /// Old URLs of its page, as paths from the root of the docs.
    pub redirects: Vec<String>,
    /// What it sets to do about its codes, without what it inherits.
    pub action: Option<Action>,
    /// Indexes into [`Catalog::groups`] of its direct children.
    pub children: Vec<usize>,
    /// Indexes into [`Catalog::entries`] of the entries directly in it.
    pub entries: Vec<usize>,
    /// Whether all codes in it, at any depth, are retired, which removes it from the navigation.
    pub retired: bool,
    /// The catalog that it comes from, if it isn't this one.
    pub catalog: Option<String>,
}
