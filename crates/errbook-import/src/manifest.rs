//! Writes the manifest as YAML: code scheme, groups, profiles, and URL of what was imported.

use errbook_catalog::{FieldType, SinceKind};

use crate::entry;
use crate::envelope::Shape;
use crate::fields;
use crate::model::Entry;
use crate::scheme::Scheme;
use crate::yaml::{Members, Value};

/// What all entries share.
#[derive(Debug, Default)]
pub(crate) struct Manifest {
    pub(crate) name: String,
    pub(crate) scheme: Scheme,
    /// Whether its codes are only a reference.
    pub(crate) reference: bool,
    pub(crate) since: SinceKind,
    pub(crate) extra_statuses: Vec<u16>,
    /// Names and types of fields that entries have.
    pub(crate) fields: Vec<(String, FieldType)>,
    pub(crate) groups: Vec<Group>,
    /// Names and shapes of response bodies. An empty shape stands for RFC 9457.
    pub(crate) profiles: Vec<(String, Shape)>,
    pub(crate) site: Option<Site>,
    pub(crate) request_id: Option<String>,
    pub(crate) requests: Requests,
}

/// What all requests share.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Requests {
    pub(crate) server: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
}

/// A node of the tree of groups.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) redirects: Vec<String>,
    pub(crate) groups: Vec<Group>,
}

/// Where the pages are published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Site {
    pub(crate) root: String,
    /// Folder of the error pages below the root, without leading or trailing slashes.
    pub(crate) errors: String,
}

impl Manifest {
    /// The content of an entry's file.
    pub(crate) fn entry(&self, entry: &Entry) -> String {
        // With one profile, all codes are sent by it.
        let profile = entry.profile.filter(|_| self.profiles.len() > 1).and_then(|index| self.profiles.get(index));
        entry::text(entry, profile.map(|(name, _)| name.as_str()), &self.fields)
    }
}

impl Site {
    pub(crate) fn url(&self, segments: &[String]) -> String {
        format!("{}{}", self.root, self.path(segments))
    }

    /// The path of a page from the root of the docs.
    pub(crate) fn path(&self, segments: &[String]) -> String {
        let errors = Some(self.errors.as_str()).filter(|errors| !errors.is_empty());
        let parts = errors.into_iter().chain(segments.iter().map(String::as_str));
        parts.map(|part| format!("/{part}")).collect()
    }
}

impl Group {
    /// The group at a path.
    pub(crate) fn find<'g>(groups: &'g [Group], path: &[String]) -> Option<&'g Group> {
        let (first, rest) = path.split_first()?;
        let group = groups.iter().find(|group| group.name == *first)?;
        if rest.is_empty() { Some(group) } else { Group::find(&group.groups, rest) }
    }

    /// The group at a path, created if it is missing.
    pub(crate) fn at<'g>(groups: &'g mut Vec<Group>, path: &[String]) -> Option<&'g mut Group> {
        let (first, rest) = path.split_first()?;
        let index = match groups.iter().position(|group| group.name == *first) {
            Some(index) => index,
            None => {
                groups.push(Group { name: first.clone(), ..Group::default() });
                groups.len() - 1
            }
        };
        if rest.is_empty() { groups.get_mut(index) } else { Group::at(&mut groups[index].groups, rest) }
    }
}

/// The content of `catalog.yaml`.
pub(crate) fn text(manifest: &Manifest) -> String {
    let profiles = manifest.profiles.iter().map(|(name, shape)| (name.clone(), profile(shape)));
    let site = manifest.site.as_ref().map(|site| {
        let errors = (!site.errors.is_empty()).then(|| Value::word(&site.errors));
        Members::default().with("root", Value::word(&site.root)).with("errors", errors).value()
    });
    let requests = manifest.requests.server.as_ref().map(|server| {
        let members = Members::default().with("server", Value::word(server));
        members.with_flow("headers", Value::texts(&manifest.requests.headers)).value()
    });
    let request_id = manifest.request_id.as_ref().map(|id| ("request_id".to_owned(), Value::word(id)));
    Members::default()
        .with("name", Value::word(&manifest.name))
        .with("codes", codes(&manifest.scheme))
        .with("kind", manifest.reference.then(|| Value::word("reference")))
        .with("since", (manifest.since == SinceKind::Version).then(|| Value::word("version")))
        .with_flow("extra_statuses", Value::list(manifest.extra_statuses.iter().map(Value::raw)))
        .with("groups", groups(&manifest.groups))
        .with("profiles", Value::map(profiles))
        .with("fields", fields::declarations(&manifest.fields))
        .with("site", site)
        .with("requests", requests)
        .with_flow("examples", Value::map(request_id))
        .text()
}

fn codes(scheme: &Scheme) -> Value {
    let levels = scheme.levels.iter().map(|level| {
        let pattern = (level.pattern != "[a-z][a-z0-9_]*").then(|| Value::text(&level.pattern));
        let optional = level.optional.then(|| Value::raw(true));
        let members = Members::default().with("name", Value::word(&level.name)).with("pattern", pattern);
        members.with("optional", optional).value()
    });
    Members::default()
        .with("prefix", scheme.prefix.as_ref().map(Value::word))
        .with("separator", Value::text(&scheme.separator))
        .with("levels", Value::list(levels))
        .value()
}

fn groups(of: &[Group]) -> Value {
    let group = |group: &Group| {
        let title = group.title.clone().unwrap_or_else(|| words(&group.name));
        let members = Members::default()
            .with("title", Value::word(title))
            .with("description", group.description.as_ref().map(Value::prose))
            .with("redirects", Value::list(group.redirects.iter().map(Value::word)))
            .with("groups", groups(&group.groups));
        (group.name.clone(), members.value())
    };
    Value::map(of.iter().map(group))
}

fn profile(shape: &[(String, Value)]) -> Value {
    if shape.is_empty() {
        return Value::word("rfc9457");
    }
    Members::default()
        .with("content_type", Value::word("application/json"))
        .with_flow("envelope", Value::Map(shape.to_vec()))
        .value()
}

/// `key_not_found` as `Key not found`.
pub(crate) fn words(name: &str) -> String {
    let text = name.replace(['_', '-', '.'], " ");
    let shout = !text.contains(|char: char| char.is_lowercase());
    let text = if shout { text.to_lowercase() } else { text };
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
