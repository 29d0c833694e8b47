//! The manifest as YAML: code scheme, groups, profiles and URL of what was imported.

use crate::envelope::Shape;
use crate::scheme::Scheme;
use crate::yaml::{self, Value};

/// What all entries share.
#[derive(Debug)]
pub(crate) struct Manifest {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) scheme: Scheme,
    pub(crate) versions: bool,
    pub(crate) extra_statuses: Vec<u16>,
    pub(crate) groups: Vec<Group>,
    /// Names and shapes of what services answer. One without a shape is that of RFC 9457.
    pub(crate) profiles: Vec<(String, Shape)>,
    pub(crate) site: Option<Site>,
    pub(crate) request_id: Option<String>,
    pub(crate) requests: Requests,
}

/// What requests share.
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

/// Where pages are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Site {
    pub(crate) root: String,
    /// Folder of the error pages below the root, without slashes around.
    pub(crate) errors: String,
}

impl Site {
    /// The URL of a page.
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
    /// The group at a path below this one, made where it is missing.
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

/// The text of `catalog.yaml`.
pub(crate) fn text(manifest: &Manifest) -> String {
    let mut members = vec![("name".to_owned(), Value::word(manifest.name.as_str()))];
    let mut add = |name: &str, value: Value| members.push((name.to_owned(), value));
    if !manifest.description.is_empty() {
        add("description", Value::Text(manifest.description.clone()));
    }
    add("codes", codes(&manifest.scheme));
    if manifest.versions {
        add("since", Value::word("version"));
    }
    if !manifest.extra_statuses.is_empty() {
        let statuses = manifest.extra_statuses.iter().map(|status| Value::Integer((*status).into()));
        add("extra_statuses", Value::flow(Value::List(statuses.collect())));
    }
    if !manifest.groups.is_empty() {
        add("groups", groups(&manifest.groups));
    }
    if !manifest.profiles.is_empty() {
        add(
            "profiles",
            Value::Map(manifest.profiles.iter().map(|(name, shape)| (name.clone(), profile(shape))).collect()),
        );
    }
    if let Some(site) = &manifest.site {
        let mut of = vec![("root".to_owned(), Value::word(site.root.as_str()))];
        if !site.errors.is_empty() {
            of.push(("errors".to_owned(), Value::word(site.errors.as_str())));
        }
        add("site", Value::Map(of));
    }
    if let Some(server) = &manifest.requests.server {
        let mut of = vec![("server".to_owned(), Value::word(server.as_str()))];
        let headers = manifest.requests.headers.iter();
        let headers: Vec<_> = headers.map(|(name, value)| (name.clone(), Value::Text(value.clone()))).collect();
        if !headers.is_empty() {
            of.push(("headers".to_owned(), Value::flow(Value::Map(headers))));
        }
        add("requests", Value::Map(of));
    }
    if let Some(id) = &manifest.request_id {
        add("examples", Value::flow(Value::Map(vec![("request_id".to_owned(), Value::word(id.as_str()))])));
    }
    let mut text = String::new();
    yaml::members(&members, 0, &mut text);
    text
}

fn codes(scheme: &Scheme) -> Value {
    let mut members = Vec::new();
    if let Some(prefix) = &scheme.prefix {
        members.push(("prefix".to_owned(), Value::word(prefix.as_str())));
    }
    members.push(("separator".to_owned(), Value::Text(scheme.separator.clone())));
    let levels = scheme.levels.iter().map(|level| {
        let mut of = vec![("name".to_owned(), Value::word(level.name.as_str()))];
        if level.pattern != "[a-z][a-z0-9_]*" {
            of.push(("pattern".to_owned(), Value::Text(level.pattern.clone())));
        }
        Value::Map(of)
    });
    members.push(("levels".to_owned(), Value::List(levels.collect())));
    Value::Map(members)
}

fn groups(of: &[Group]) -> Value {
    let group = |group: &Group| {
        let mut members = Vec::new();
        let title = group.title.clone().unwrap_or_else(|| words(&group.name));
        members.push(("title".to_owned(), Value::Word(title)));
        if let Some(description) = &group.description {
            members.push(("description".to_owned(), Value::Prose(description.clone())));
        }
        if !group.redirects.is_empty() {
            let urls = group.redirects.iter().map(|url| Value::word(url.as_str()));
            members.push(("redirects".to_owned(), Value::List(urls.collect())));
        }
        if !group.groups.is_empty() {
            members.push(("groups".to_owned(), groups(&group.groups)));
        }
        (group.name.clone(), Value::Map(members))
    };
    Value::Map(of.iter().map(group).collect())
}

fn profile(shape: &[(String, Value)]) -> Value {
    if shape.is_empty() {
        return Value::word("rfc9457");
    }
    Value::Map(vec![
        ("content_type".to_owned(), Value::word("application/json")),
        ("envelope".to_owned(), Value::flow(Value::Map(shape.to_vec()))),
    ])
}

/// `key_not_found` as `Key not found`.
pub(crate) fn words(name: &str) -> String {
    let text = name.replace(['_', '-', '.'], " ");
    let shout = !text.contains(|char: char| char.is_lowercase());
    let text = if shout { text.to_lowercase() } else { text };
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
