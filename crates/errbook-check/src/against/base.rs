//! The base of a comparison: its registry, and where it sets each value.

use std::sync::Arc;

use errbook_catalog::registry::{Audience, Code, Registry, VERSION};
use errbook_catalog::{Catalog, Dependency, FileId, PathStep, Snapshot, group_keys};

use crate::finding::Place;

/// The catalog to compare with.
#[derive(Debug, Clone)]
pub struct Base {
    /// Its codes, groups, and profiles.
    pub registry: Registry,
    /// The catalogs that it depends on.
    pub(crate) depends: Vec<Dependency>,
    /// The catalog with the pages of its dependencies, if its site includes some.
    pub(super) site: Option<Arc<Catalog>>,
    /// Whether it depends on catalogs that are not in `depends`.
    lacks_depends: bool,
    files: Files,
}

/// The files of a base that diagnostics can point into.
#[derive(Debug, Clone)]
enum Files {
    None,
    /// The files of a catalog: the manifest, and those of the codes, in their order.
    Catalog {
        manifest: Option<FileId>,
        codes: Vec<FileId>,
    },
    /// A saved `errors.json`.
    Json(FileId),
}

impl Base {
    /// A base without files, so diagnostics point only into the current catalog.
    pub fn new(registry: Registry) -> Base {
        let lacks_depends = !registry.depends.is_empty();
        Base { registry, depends: Vec::new(), site: None, lacks_depends, files: Files::None }
    }

    /// With the dependencies of the catalog that the registry is from. A saved `errors.json` has none.
    #[must_use]
    pub fn with_depends(self, old: &Snapshot) -> Base {
        let depends = old.manifest().map(|manifest| manifest.depends.clone()).unwrap_or_default();
        let needed = self.registry.depends.len().max(old.declared().len());
        let site = depends.iter().any(|of| of.has_pages).then(|| site(old)).flatten().map(Arc::new);
        Base { lacks_depends: depends.len() < needed, depends, site, ..self }
    }

    /// The catalog `old`. Its files are attached to `now`, with `prefix` in front of their paths.
    /// `None` without a manifest.
    pub fn of_catalog(old: &Snapshot, prefix: &str, now: &mut Snapshot) -> Option<Base> {
        let registry = Registry::of_snapshot(old, Audience::Internal)?;
        let mut attach =
            |file: FileId| now.attach(format!("{prefix}{}", old.path(file)), old.report().text(file).to_owned());
        let manifest = old.file("catalog.yaml").map(&mut attach);
        let codes = old.codes().iter().map(|code| attach(code.file)).collect();
        let files = Files::Catalog { manifest, codes };
        Some(Base { files, ..Base::new(registry) }.with_depends(old))
    }

    /// A saved `errors.json`, attached to `now`.
    pub fn of_json(registry: Registry, path: String, text: String, now: &mut Snapshot) -> Base {
        Base { files: Files::Json(now.attach(path, text)), ..Base::new(registry) }
    }

    /// What it lacks, so it isn't compared.
    pub fn skipped(&self) -> Vec<&'static str> {
        let later = ["response bodies", "problem types", "headers", "names in Rust", "canonical URLs"];
        let later = later.into_iter().filter(|_| self.is_of_version_1());
        later.chain(self.lacks_depends.then_some("dependencies")).collect()
    }

    /// Whether it is a file of the first version, which has less.
    pub(super) fn is_of_version_1(&self) -> bool {
        self.registry.version < VERSION
    }

    /// A value of the manifest.
    pub(super) fn manifest(&self, path: impl IntoIterator<Item = PathStep>) -> Option<Place> {
        let file = match &self.files {
            Files::None => return None,
            Files::Catalog { manifest, .. } => (*manifest)?,
            Files::Json(file) => return Some(self.in_json(*file, path)),
        };
        Some(Place { file, path: path.into_iter().collect(), range: None })
    }

    /// A value of the manifest in `errors.json`, where profiles are a list.
    fn in_json(&self, file: FileId, path: impl IntoIterator<Item = PathStep>) -> Place {
        let index = |name: &str| self.registry.profiles.iter().position(|profile| profile.name == name);
        let mut path: Vec<PathStep> = path.into_iter().collect();
        if let [PathStep::Key(first), step @ PathStep::Key(_), ..] = path.as_mut_slice()
            && first == "profiles"
            && let PathStep::Key(name) = &*step
            && let Some(index) = index(name)
        {
            *step = PathStep::Item(index);
        }
        Place { file, path: path.into(), range: None }
    }

    /// The path in the manifest to a group, as far as its groups exist.
    pub(super) fn group(&self, segments: &[String]) -> Vec<PathStep> {
        group_steps(segments, |path| self.registry.groups.iter().any(|group| group.path == path))
    }

    /// A key of the code at `position`, or of the code or group above it that sets it.
    pub(super) fn entry(&self, position: usize, key: &'static str, texts: &Snapshot) -> Option<Place> {
        match &self.files {
            Files::None => None,
            Files::Json(file) => {
                let code = Place::key(*file, "codes").then(PathStep::Item(position));
                Some(code.then(PathStep::key(if matches!(key, "status" | "title") { "responses" } else { key })))
            }
            Files::Catalog { codes, .. } => {
                let file = *codes.get(position)?;
                if crate::text::has_key(texts.report().text(file), key) {
                    return Some(Place::key(file, key));
                }
                if !group_keys().contains(&key) {
                    return Some(Place::file(file));
                }
                let own = self.registry.codes.get(position)?;
                let parents = std::iter::successors(self.registry.parent(own), |code| self.registry.parent(code));
                let at = |code: &Code| self.registry.codes.binary_search_by(|of| of.code.cmp(&code.code)).ok();
                let mut files = parents.filter_map(|code| codes.get(at(code)?).copied());
                if let Some(file) = files.find(|file| crate::text::has_key(texts.report().text(*file), key)) {
                    return Some(Place::key(file, key));
                }
                let mut segments = segments(&self.registry, &own.code);
                segments.pop();
                self.manifest(self.group(&segments).into_iter().chain([PathStep::key(key)]))
            }
        }
    }
}

/// A catalog with the pages that its site includes. `None` if a dependency has mistakes.
pub(super) fn site(snapshot: &Snapshot) -> Option<Catalog> {
    snapshot.valid_part()?.joined(|of| of.has_pages).ok()
}

/// The path in a manifest to the group `segments`, as far as its groups exist.
pub(super) fn group_steps(segments: &[String], exists: impl Fn(&[String]) -> bool) -> Vec<PathStep> {
    let depth = (0..segments.len()).take_while(|&depth| exists(&segments[..=depth])).count();
    segments[..depth].iter().flat_map(|group| [PathStep::key("groups"), PathStep::key(group.clone())]).collect()
}

/// The parts of a code after the prefix.
pub(super) fn segments(registry: &Registry, code: &str) -> Vec<String> {
    let scheme = &registry.scheme;
    let rest = scheme.prefix.as_deref().and_then(|prefix| code.strip_prefix(prefix)?.strip_prefix(&scheme.separator));
    let rest = rest.unwrap_or(code);
    if scheme.separator.is_empty() {
        return vec![rest.to_owned()];
    }
    rest.split(&scheme.separator).map(str::to_owned).collect()
}
