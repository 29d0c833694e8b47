//! A catalog together with the catalogs that it depends on, as one: each dependency is a group, with
//! the path of its name. Indexes of its parts move by how many the catalog had before.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use crate::catalog::{
    Audience, Catalog, CodeRef, Dependency, Ending, Entry, Extension, Field, FieldValues, Fields, Group, Manifest,
    Profile, RaisedBy, Raiser, Redirect, Stage,
};
use crate::diagnostic::Severity;
use crate::diagnostics::Diagnostics;
use crate::registry::Registry;
use crate::snapshot::Snapshot;
use crate::source::Sources;

/// A dependency whose file has mistakes.
#[derive(Debug)]
pub struct BrokenDependency {
    /// Its name.
    pub name: String,
    /// What is wrong. Its files are made of the `errors.json`.
    pub report: Box<Diagnostics>,
}

impl fmt::Display for BrokenDependency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "dependency `{}` has mistakes", self.name)?;
        match self.report.diagnostics().first() {
            Some(first) => write!(f, ": {}", self.report.short(first)),
            None => Ok(()),
        }
    }
}

impl std::error::Error for BrokenDependency {}

impl Catalog {
    /// The catalog with the codes of its dependencies for which `wanted` holds. Their pages are below
    /// the name of the dependency, and [`Entry::dependency`] says where a code comes from.
    ///
    /// # Errors
    /// A dependency that doesn't become a valid catalog.
    pub fn joined(self, wanted: impl Fn(&Dependency) -> bool) -> Result<Catalog, BrokenDependency> {
        let wanted: Vec<usize> =
            (0..self.manifest().depends.len()).filter(|&at| wanted(&self.manifest().depends[at])).collect();
        if wanted.is_empty() {
            return Ok(self);
        }
        let depends = self.manifest().depends.clone();
        let mut join = Join::new(self);
        for at in wanted {
            join.add(at, depends[at].catalog(&depends)?);
        }
        Ok(join.finish())
    }
}

impl Dependency {
    /// Its catalog, with what is added to its codes. `all` are the dependencies of the same catalog,
    /// which has those of this one.
    fn catalog(&self, all: &[Dependency]) -> Result<Catalog, BrokenDependency> {
        let (catalog, report) = self.snapshot(all).into_parts();
        catalog.ok_or_else(|| BrokenDependency { name: self.name.clone(), report: Box::new(report) })
    }

    /// Its catalog, which may have mistakes. Those in files of [`extensions`](Self::extensions) can be
    /// in what is added.
    fn snapshot(&self, all: &[Dependency]) -> Snapshot {
        // The loader has read it.
        let Ok(mut registry) = Registry::from_json(&self.text) else {
            return Snapshot::from_sources(Sources::default());
        };
        let others = all.iter().filter(|of| self.depends.iter().any(|needed| needed.catalog == of.catalog));
        let others: Vec<(&str, &str)> = others.map(|of| (of.name.as_str(), &*of.text)).collect();
        let extensions: HashMap<&str, &Extension> =
            self.extensions.iter().map(|(code, of)| (self.codes[*code].code.as_str(), of)).collect();
        for code in &mut registry.codes {
            if let Some(extension) = extensions.get(code.code.as_str()) {
                code.extend(&extension.texts);
            }
        }
        Snapshot::from_sources(registry.sources_with(&others))
    }
}

impl Snapshot {
    /// Reports mistakes in what the catalog adds to codes of its dependencies.
    pub fn check_extensions(&mut self) {
        let depends = self.manifest().map(|manifest| manifest.depends.clone()).unwrap_or_default();
        for of in depends.iter().filter(|of| of.extensions.iter().any(|(_, of)| !of.texts.is_empty())) {
            let snapshot = of.snapshot(&depends);
            for found in snapshot.report().diagnostics().iter().filter(|found| found.severity == Severity::Error) {
                let index = found.labels.first().and_then(|label| snapshot.code_in(label.file));
                let code = index.map(|index| snapshot.codes()[index].code.as_str());
                if let Some(code) = code.filter(|code| of.extensions.iter().any(|(at, _)| of.codes[*at].code == **code))
                {
                    let help = found.help.first().map(|help| help.to_string()).unwrap_or_default();
                    self.refuse_extension(&of.name, code, found.message.clone(), help);
                }
            }
        }
    }
}

/// The parts of the catalogs that were added.
struct Join {
    manifest: Manifest,
    groups: Vec<Group>,
    /// Not sorted. Indexes in them are positions here.
    entries: Vec<Entry>,
    by_code: HashMap<String, usize>,
    folders: Vec<String>,
    audience: Audience,
    /// The number of profiles of the catalog itself, which come first.
    own_profiles: usize,
    /// Whether it has codes or services of its own.
    has_own: bool,
}

/// How the paths and the indexes of a catalog change.
struct Moved {
    /// What paths start with: the name of the dependency, unless they do already.
    path: Option<String>,
    entries: usize,
    groups: usize,
    profiles: Vec<usize>,
    stages: usize,
    fields: Vec<usize>,
}

impl Join {
    fn new(catalog: Catalog) -> Join {
        let audience = catalog.audience();
        let (manifest, groups, entries, folders) = catalog.into_parts();
        let by_code = entries.iter().enumerate().map(|(at, entry)| (entry.code.clone(), at)).collect();
        let own_profiles = manifest.profiles.len();
        let has_own = own_profiles > 0 || !entries.is_empty();
        Join { manifest, groups, entries, by_code, folders, audience, own_profiles, has_own }
    }

    fn add(&mut self, at: usize, catalog: Catalog) {
        let moved = self.moved(at, &catalog);
        self.merge_manifest(catalog.manifest());
        self.add_groups(at, &catalog, &moved);
        let codes = catalog.entries().iter().map(|entry| entry.code.clone()).enumerate();
        self.by_code.extend(codes.map(|(index, code)| (code, moved.entries + index)));
        let urls: Vec<Option<String>> = catalog.entries().iter().map(|entry| catalog.page_url(entry)).collect();
        let (manifest, _, entries, _) = catalog.into_parts();
        let root = manifest.page_path(&[]).unwrap_or_default();
        let moved_path = |path: &String| self.moved_paths(at, std::slice::from_ref(path), &root, &moved).pop();
        let catalog = Some(manifest.name.clone());
        let redirects = manifest.redirects.iter().filter_map(|of| {
            Some(Redirect { from: moved_path(&of.from)?, to: moved_path(&of.to)?, catalog: catalog.clone() })
        });
        let redirects: Vec<Redirect> = redirects.collect();
        self.manifest.redirects.extend(redirects);
        for (entry, url) in entries.into_iter().zip(urls) {
            let redirects = self.moved_paths(at, &entry.redirects, &root, &moved);
            let entry = self.placed(at, entry, &moved, &manifest.depends);
            let own = || self.manifest.page_url(&entry.segments).filter(|_| self.manifest.depends[at].has_pages);
            let url = url.or_else(own);
            self.entries.push(Entry { url, redirects, ..entry });
        }
        for (code, extension) in &self.manifest.depends[at].extensions {
            self.entries[moved.entries + code].raised_by.add(&extension.raised_by);
        }
    }

    /// Old URLs of a page that is part of this site. `root` is the path of the dependency's pages on its own
    /// site.
    fn moved_paths(&self, at: usize, paths: &[String], root: &str, moved: &Moved) -> Vec<String> {
        let dependency = &self.manifest.depends[at];
        let Some(here) = self.manifest.page_path(&[]).filter(|_| dependency.has_pages) else { return Vec::new() };
        let folder = format!("/{}", dependency.name);
        let below = paths.iter().filter_map(|path| path.strip_prefix(root).filter(|rest| rest.starts_with('/')));
        // Without a path of its own, all its pages are in a folder of this name already.
        let is_there = |rest: &str| {
            let below = rest.strip_prefix(&folder);
            moved.path.is_none() && below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        below
            .map(|rest| if is_there(rest) { format!("{here}{rest}") } else { format!("{here}{folder}{rest}") })
            .collect()
    }

    fn moved(&mut self, at: usize, catalog: &Catalog) -> Moved {
        let name = &self.manifest.depends[at].name;
        let is_below =
            catalog.groups().iter().filter(|group| group.path.len() == 1).all(|group| group.path[0] == *name)
                && catalog.entries().iter().all(|entry| entry.segments.len() > 1);
        // The loader refuses a folder of this name if pages are in it.
        let is_taken = |name: &str| {
            let groups = self.groups.iter().filter_map(|group| group.path.first());
            groups.chain(self.entries.iter().filter_map(|entry| entry.segments.first())).any(|of| of == name)
        };
        let keeps_path = is_below && !catalog.entries().is_empty() && !is_taken(name);
        let path = (!keeps_path).then(|| free(name.clone(), is_taken));
        Moved {
            entries: self.entries.len(),
            // The group of the dependency comes first.
            groups: self.groups.len() + usize::from(path.is_some()),
            profiles: self.merge_profiles(at, &catalog.manifest().profiles),
            stages: self.manifest.stages.len(),
            fields: self.merge_fields(at, &catalog.manifest().fields),
            path,
        }
    }

    fn merge_manifest(&mut self, other: &Manifest) {
        if !self.has_own {
            let stages = other.stages.iter().map(|of| Stage { catalog: Some(other.name.clone()), ..of.clone() });
            self.manifest.stages.extend(stages);
        }
        for status in &other.extra_statuses {
            if !self.manifest.extra_statuses.contains(status) {
                self.manifest.extra_statuses.push(*status);
            }
        }
        for term in &other.glossary {
            if self.manifest.glossary.iter().all(|of| of.term != term.term) {
                self.manifest.glossary.push(term.clone());
            }
        }
    }

    /// The positions of the profiles of a dependency. Its codes are sent in the catalog's profile of the
    /// same name. A portal has none, so there they are sent in the dependency's.
    fn merge_profiles(&mut self, at: usize, others: &[Profile]) -> Vec<usize> {
        let dependency = &self.manifest.depends[at];
        let profiles = &mut self.manifest.profiles;
        let before = profiles.len();
        let mut positions: Vec<usize> = Vec::new();
        for other in others {
            let named = profiles[..before].iter().position(|own| own.name == other.name);
            let is_like = |own: usize| profiles[own].is_like(&profiles[..before], other, others);
            if let Some(equal) = named.filter(|&own| own < self.own_profiles || is_like(own)) {
                positions.push(equal);
                continue;
            }
            let mut other = Profile { catalog: Some(dependency.catalog.clone()), ..other.clone() };
            if named.is_some() {
                other.title = format!("{} ({})", other.title, dependency.title);
                other.name = free(format!("{}_{}", dependency.name, other.name), |name| {
                    profiles.iter().chain(others).any(|of| of.name == name)
                });
            }
            positions.push(profiles.len());
            profiles.push(other);
        }
        // The profiles of one catalog refer to each other.
        let negotiated = profiles[before..].iter_mut().flat_map(|profile| &mut profile.negotiate);
        negotiated.for_each(|of| of.profile = positions[of.profile]);
        positions
    }

    /// The positions of the fields of a dependency. Fields with the same name and type are one.
    fn merge_fields(&mut self, at: usize, others: &Fields) -> Vec<usize> {
        let dependency = &self.manifest.depends[at];
        let mut fields: Vec<Field> = self.manifest.fields.all().to_vec();
        let mut positions = Vec::new();
        for other in others.all() {
            if let Some(own) = fields.iter_mut().find(|own| own.name == other.name && own.ty == other.ty) {
                let new = other.values.iter().filter(|value| !own.values.contains(value)).cloned();
                let new: Vec<String> = new.collect();
                own.values.extend(new.iter().cloned());
                own.outside_values.extend(new);
                // A catalog itself says for which of its fields its site has lists.
                own.list_by |= other.list_by && own.catalog.is_some();
                positions.push(own.index);
                continue;
            }
            let catalog = Some(dependency.catalog.clone());
            let mut field = Field { index: fields.len(), catalog, ..other.clone() };
            if fields.iter().any(|own| own.name == other.name) {
                let all = |name: &str| fields.iter().chain(others.all()).any(|of| of.name == name);
                field.name = free(format!("{}_{}", dependency.name.replace('-', "_"), field.name), all);
                field.title = format!("{} ({})", field.title, dependency.title);
            }
            positions.push(field.index);
            fields.push(field);
        }
        self.manifest.fields = Fields::new(fields);
        positions
    }

    fn add_groups(&mut self, at: usize, catalog: &Catalog, moved: &Moved) {
        let from = Some(self.manifest.depends[at].catalog.clone());
        let root = catalog.manifest().page_path(&[]).unwrap_or_default();
        if let Some(name) = &moved.path {
            let entries = catalog.entries().iter().enumerate().filter(|(_, entry)| entry.segments.len() == 1);
            let children = catalog.groups().iter().enumerate().filter(|(_, group)| group.path.len() == 1);
            self.groups.push(Group {
                path: vec![name.clone()],
                prefix: catalog.manifest().scheme.prefix.clone().unwrap_or_default(),
                title: self.manifest.depends[at].title.clone(),
                description: catalog.manifest().description.clone(),
                code: None,
                kind: catalog.manifest().kind,
                redirects: Vec::new(),
                action: None,
                children: children.map(|(index, _)| moved.groups + index).collect(),
                entries: entries.map(|(index, _)| moved.entries + index).collect(),
                retired: !catalog.entries().is_empty() && catalog.entries().iter().all(|entry| entry.retired.is_some()),
                catalog: from.clone(),
            });
        }
        let group = |group: &Group| Group {
            path: moved.path.iter().chain(&group.path).cloned().collect(),
            code: group.code.map(|code| moved.entries + code),
            redirects: self.moved_paths(at, &group.redirects, &root, moved),
            children: group.children.iter().map(|child| moved.groups + child).collect(),
            entries: group.entries.iter().map(|entry| moved.entries + entry).collect(),
            catalog: from.clone(),
            ..group.clone()
        };
        let groups: Vec<Group> = catalog.groups().iter().map(group).collect();
        self.groups.extend(groups);
    }

    fn placed(&self, at: usize, mut entry: Entry, moved: &Moved, depends: &[Dependency]) -> Entry {
        entry.segments.splice(0..0, moved.path.clone());
        entry.dependency = Some(at);
        entry.parent = entry.parent.map(|parent| moved.entries + parent);
        entry.inherited.iter_mut().for_each(|of| of.group += moved.groups);
        entry.responses.iter_mut().for_each(|of| of.profile = moved.profiles[of.profile]);
        if let Some(messages) = &mut entry.messages {
            messages.move_profiles(&moved.profiles);
        }
        for wording in &mut entry.wordings {
            wording.profiles.iter_mut().for_each(|of| *of = moved.profiles[*of]);
        }
        // The operations of a dependency are not those of this catalog, which says in `extends` what raises it.
        if self.has_own {
            entry.raised_by = RaisedBy::Some(Vec::new());
        }
        if let RaisedBy::Some(origins) = &mut entry.raised_by {
            for origin in origins {
                if let Raiser::Stage(stage) = &mut origin.raiser {
                    *stage += moved.stages;
                }
            }
        }
        entry.fields = entry.fields.moved(&moved.fields, self.manifest.fields.all().len());
        for ending in [&mut entry.deprecated, &mut entry.retired].into_iter().flatten() {
            ending.replaced_by = ending.replaced_by.map(|code| moved.entries + code);
        }
        for related in &mut entry.related {
            related.to = match related.to {
                CodeRef::Own(code) => CodeRef::Own(moved.entries + code),
                CodeRef::Outside { dependency, code } => self.outside(&depends[dependency].codes[code].code),
            };
        }
        entry
    }

    /// A code of a dependency of a dependency.
    fn outside(&self, code: &str) -> CodeRef {
        let find = |(dependency, of): (usize, &Dependency)| Some((dependency, of.position(code)?));
        let found = self.manifest.depends.iter().enumerate().find_map(find);
        let (dependency, code) = found.unwrap_or_default();
        CodeRef::Outside { dependency, code }
    }

    fn finish(self) -> Catalog {
        let Join { mut manifest, mut groups, entries, by_code, folders, audience, own_profiles: _, has_own: _ } = self;
        let mut order: Vec<usize> = (0..entries.len()).collect();
        order.sort_by(|a, b| entries[*a].code.cmp(&entries[*b].code));
        let mut position = vec![0; entries.len()];
        order.iter().enumerate().for_each(|(new, old)| position[*old] = new);
        let mut entries: Vec<Option<Entry>> = entries.into_iter().map(Some).collect();
        let mut sorted: Vec<Entry> = order.iter().filter_map(|old| entries[*old].take()).collect();
        let outside: BTreeMap<(usize, usize), usize> = sorted_outside(&manifest, &by_code, &position);
        for entry in &mut sorted {
            sort_references(entry, &position, &outside);
        }
        for group in &mut groups {
            group.code = group.code.map(|code| position[code]);
            group.entries.iter_mut().for_each(|entry| *entry = position[*entry]);
            group.entries.sort_unstable();
        }
        let by_code = by_code.into_iter().map(|(code, old)| (code, position[old])).collect();
        let width = manifest.fields.all().len();
        for entry in &mut sorted {
            let fields: Vec<usize> = (0..entry.fields.len()).collect();
            entry.fields = std::mem::take(&mut entry.fields).moved(&fields, width);
        }
        manifest.fields = required_by_all(&manifest.fields, &sorted);
        Catalog::assemble(manifest, groups, sorted, by_code, folders).for_audience(audience)
    }
}

/// A field that one catalog requires can be missing in codes of another.
fn required_by_all(fields: &Fields, entries: &[Entry]) -> Fields {
    let has =
        |field: &Field| entries.iter().filter(|entry| entry.live()).all(|entry| entry.fields.get(field).is_some());
    let field = |field: &Field| {
        let required = field.required && has(field);
        // Its own codes have it, if it is a field of the catalog itself.
        let own_required = field.required && !required && field.catalog.is_none();
        Field { required, own_required, ..field.clone() }
    };
    Fields::new(fields.all().iter().map(field).collect())
}

/// A name that isn't taken: this one, or else with underscores behind it.
fn free(mut name: String, is_taken: impl Fn(&str) -> bool) -> String {
    while is_taken(&name) {
        name.push('_');
    }
    name
}

/// The positions of codes of dependencies that are part of the catalog.
fn sorted_outside(
    manifest: &Manifest,
    by_code: &HashMap<String, usize>,
    position: &[usize],
) -> BTreeMap<(usize, usize), usize> {
    let codes =
        manifest.depends.iter().enumerate().flat_map(|(at, of)| {
            of.codes.iter().enumerate().map(move |(index, code)| ((at, index), code.code.as_str()))
        });
    codes.filter_map(|(at, code)| Some((at, position[*by_code.get(code)?]))).collect()
}

fn sort_references(entry: &mut Entry, position: &[usize], outside: &BTreeMap<(usize, usize), usize>) {
    entry.parent = entry.parent.map(|parent| position[parent]);
    for Ending { replaced_by, .. } in [&mut entry.deprecated, &mut entry.retired].into_iter().flatten() {
        *replaced_by = replaced_by.map(|code| position[code]);
    }
    for related in &mut entry.related {
        related.to = match related.to {
            CodeRef::Own(code) => CodeRef::Own(position[code]),
            CodeRef::Outside { dependency, code } => {
                outside.get(&(dependency, code)).map_or(related.to, |code| CodeRef::Own(*code))
            }
        };
    }
}

impl FieldValues {
    /// The values at other positions.
    fn moved(self, to: &[usize], count: usize) -> FieldValues {
        let mut values = vec![None; count];
        for (value, to) in self.into_values().into_iter().zip(to) {
            values[*to] = value;
        }
        FieldValues::new(values)
    }
}
