//! Output paths of pages, links between them, and URLs on the published site.

use std::collections::{BTreeMap, HashMap};

use errbook_catalog::{Catalog, Entry, Group, file_name, percent_decoded};

use crate::editions;
use crate::links::relative;
use crate::lists::Lists;
use crate::page::Listing;
use crate::target::{Base, Layout, Links, Target};
use crate::text;

pub(crate) struct Paths<'a> {
    catalog: &'a Catalog,
    target: Target,
    /// Folder of the error pages, relative to the output folder. Empty, or with a trailing slash.
    prefix: String,
    /// End of the path of a code's page, after the last segment of the code.
    entry_end: String,
    /// File stem of each group's page. It is the target's index name unless one of the group's
    /// codes has that name.
    stems: Vec<String>,
    /// File stem of the home page.
    root_stem: String,
    glossary_stem: String,
    /// Folders of the lists by status and by retryability.
    status_stem: String,
    retryable_stem: String,
    theme_stem: String,
    /// Paths of the lists by field and value, without extension.
    field_stems: Vec<Vec<String>>,
    groups: BTreeMap<&'a [String], usize>,
    /// Codes of dependencies, which the path may not tell.
    included: HashMap<&'a [String], usize>,
}

/// The page that a path of the published docs leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spot {
    Index,
    Group(usize),
    Entry(usize),
}

impl<'a> Paths<'a> {
    pub(crate) fn new(catalog: &'a Catalog, target: Target, lists: &Lists) -> Self {
        let folder = catalog.manifest().site.as_ref().map_or("", |site| site.errors.as_str());
        let in_root = target.base == Base::Root;
        let index = target.index().to_owned();
        let files = target.clone().with_layout(Layout::Files);
        let stems = catalog
            .groups()
            .iter()
            .map(|group| free(&index, &target, group.entries.iter().map(|&at| last(&catalog.entries()[at]))))
            .collect();
        let included = catalog.entries().iter().enumerate().filter(|(_, entry)| entry.dependency.is_some());
        let root_stem =
            free(&index, &target, catalog.entries().iter().filter(|entry| entry.segments.len() == 1).map(last));
        let top = || {
            let entries = catalog.entries().iter().filter(|entry| entry.segments.len() == 1).map(last);
            let groups =
                catalog.groups().iter().filter(|group| group.path.len() == 1).map(|group| group.path[0].as_str());
            entries.chain(groups)
        };
        Paths {
            catalog,
            prefix: folder_prefix(&target.description.folder) + &folder_prefix(if in_root { folder } else { "" }),
            entry_end: match target.layout {
                Layout::Files => format!(".{}", target.extension()),
                Layout::Folders => format!("/{}.{}", target.index(), target.extension()),
            },
            stems,
            root_stem,
            glossary_stem: free("glossary", &files, top()),
            status_stem: free("status", &files, top()),
            retryable_stem: free("retryable", &files, top()),
            theme_stem: free("look", &files, top()),
            field_stems: field_stems(&free("by", &files, top()), lists),
            groups: catalog.groups().iter().enumerate().map(|(at, group)| (group.path.as_slice(), at)).collect(),
            included: included.map(|(at, entry)| (entry.segments.as_slice(), at)).collect(),
            target,
        }
    }

    pub(crate) fn target(&self) -> &Target {
        &self.target
    }

    /// Folder of the error pages, relative to the output folder. Empty, or with a trailing slash.
    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Output path of a code's page.
    pub(crate) fn entry(&self, entry: &Entry) -> String {
        self.page(&entry.segments.join("/"))
    }

    /// Output path of a part of a group's page. The first part of a code's codes is on its page.
    pub(crate) fn group(&self, group: usize, part: usize) -> String {
        let of = &self.catalog.groups()[group];
        if let Some(code) = of.code.filter(|_| part == 0) {
            return self.entry(&self.catalog.entries()[code]);
        }
        let folder = of.path.join("/");
        format!("{}{folder}/{}{}.{}", self.prefix, self.stems[group], part_suffix(part), self.target.extension())
    }

    /// Output path of a part of the home page.
    pub(crate) fn index(&self, part: usize) -> String {
        format!("{}{}{}.{}", self.prefix, self.root_stem, part_suffix(part), self.target.extension())
    }

    /// Output path of a part of a list.
    pub(crate) fn list(&self, listing: Listing, part: usize) -> String {
        match listing {
            Listing::Catalog => self.index(part),
            Listing::Group(group) => self.group(group, part),
            Listing::Status(status) => self.page(&format!("{}/{status}{}", self.status_stem, part_suffix(part))),
            Listing::Retryable(value) => {
                let answer = if value { "yes" } else { "no" };
                self.page(&format!("{}/{answer}{}", self.retryable_stem, part_suffix(part)))
            }
            Listing::Field { field, value } => {
                let stem = self.field_stems.get(field).and_then(|stems| stems.get(value)).map_or("", String::as_str);
                // A value can end in a number, so the part is in a folder.
                self.page(&if part == 0 { stem.to_owned() } else { format!("{stem}/{}", part + 1) })
            }
        }
    }

    /// Whether pages link to the lists of codes by status, retryability, and fields.
    pub(crate) fn has_filters(&self) -> bool {
        self.target.is_site()
    }

    /// Output path of a file of the catalog's theme, such as its logo.
    pub(crate) fn theme(&self, file: &str) -> String {
        format!("{}{}/{file}", self.prefix, self.theme_stem)
    }

    /// Output path of the glossary.
    pub(crate) fn glossary(&self) -> String {
        self.page(&self.glossary_stem)
    }

    /// Output path of a file that is copied unchanged.
    pub(crate) fn asset(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// End of the path of a code's page, after the last segment of the code.
    pub(crate) fn entry_end(&self) -> &str {
        &self.entry_end
    }

    fn page(&self, path: &str) -> String {
        [self.prefix.as_str(), path, &self.entry_end].concat()
    }

    /// Output path of the redirect page at an old URL, which is a path from the root of the docs.
    /// Hosts look for the file that is named like the decoded URL. `None` if that name isn't valid
    /// on every system, so only a host rule can redirect.
    pub(crate) fn redirect(&self, from: &str) -> Option<String> {
        let inside = self.below_errors(from);
        let path = inside.unwrap_or(from).trim_matches('/');
        let segments: Vec<String> = path.split('/').map(decoded_name).collect::<Option<_>>()?;
        let path = segments.join("/");
        let prefix = if inside.is_some() { self.prefix.as_str() } else { "" };
        let extension = self.target.extension();
        let page = if path.ends_with(&format!(".{extension}")) {
            format!("{prefix}{path}")
        } else if from.ends_with('/') || self.target.layout == Layout::Folders {
            format!("{prefix}{path}/{}.{extension}", self.target.index())
        } else {
            format!("{prefix}{path}.{extension}")
        };
        (page.len() <= LONGEST_PATH).then_some(page)
    }

    /// The files that a host could serve at a path from the root of the docs, relative to the output
    /// folder. None if they are in another folder.
    pub(crate) fn files_at(&self, url_path: &str) -> Vec<String> {
        let (prefix, path) = match (self.below_errors(url_path), self.target.base) {
            (Some(path), _) => (self.prefix.as_str(), path),
            (None, Base::Root) => ("", url_path),
            (None, Base::Errors) => return Vec::new(),
        };
        let segments = path.trim_matches('/').split('/').map(percent_decoded).collect::<Option<Vec<_>>>();
        let stem = format!("{prefix}{}", segments.unwrap_or_default().join("/"));
        let extension = self.target.extension();
        vec![format!("{stem}.{extension}"), format!("{stem}/{}.{extension}", self.target.index())]
    }

    /// The URLs at which a host serves a file, as decoded paths from the root of the docs: with its
    /// extension, and without it if it is a page.
    pub(crate) fn urls(&self, file: &str) -> [String; 2] {
        let below = match self.target.base {
            Base::Errors if !self.errors().is_empty() => format!("/{}/{file}", self.errors()),
            _ => format!("/{file}"),
        };
        let suffix = format!(".{}", self.target.extension());
        let stem = below.strip_suffix(&suffix).unwrap_or(&below);
        let index = stem.strip_suffix(self.target.index()).filter(|folder| folder.ends_with('/'));
        let served = index.unwrap_or(stem).trim_end_matches('/').to_owned();
        [below, served]
    }

    /// The current page at a path from the root of the docs.
    pub(crate) fn spot(&self, url_path: &str) -> Option<Spot> {
        let path = self.below_errors(url_path)?.trim_matches('/');
        if path.is_empty() {
            return Some(Spot::Index);
        }
        let segments: Vec<String> = path.split('/').map(percent_decoded).collect::<Option<_>>()?;
        if let Some(&group) = self.groups.get(segments.as_slice()) {
            let code = self.catalog.groups()[group].code;
            return Some(code.map_or(Spot::Group(group), Spot::Entry));
        }
        let is_there = |entry: &usize| self.catalog.entries()[*entry].segments == segments;
        let own = self.catalog.position(&self.catalog.manifest().scheme.code(&segments));
        own.filter(is_there).or_else(|| self.included.get(segments.as_slice()).copied()).map(Spot::Entry)
    }

    /// Output path of a spot.
    pub(crate) fn of(&self, spot: Spot) -> String {
        match spot {
            Spot::Index => self.index(0),
            Spot::Group(group) => self.group(group, 0),
            Spot::Entry(entry) => self.entry(&self.catalog.entries()[entry]),
        }
    }

    /// The link from one output path to another, as the target writes links.
    pub(crate) fn href(&self, from: &str, to: &str) -> String {
        match self.target.description.links {
            Links::File => relative(from, to),
            Links::Root => self.served(to),
        }
    }

    /// The link from an output path to the page of a code, which can be on another site. `None` if it has no
    /// page anywhere.
    pub(crate) fn entry_href(&self, from: &str, entry: &Entry) -> Option<String> {
        if self.catalog.has_page(entry) { Some(self.href(from, &self.entry(entry))) } else { entry.url.clone() }
    }

    /// The link from an output path to the page of a group. `None` if the site has no codes of it.
    pub(crate) fn group_href(&self, from: &str, group: usize) -> Option<String> {
        let entries = self.catalog.entries();
        match self.first_entry(group).map(|at| &entries[at]).filter(|entry| !self.catalog.has_page(entry)) {
            Some(_) => self.catalog.groups()[group].code.and_then(|code| self.entry_href(from, &entries[code])),
            None => Some(self.href(from, &self.group(group, 0))),
        }
    }

    /// A code in a group, at any depth. All codes of a group come from the same catalog.
    fn first_entry(&self, group: usize) -> Option<usize> {
        let group = &self.catalog.groups()[group];
        let below = || group.children.iter().find_map(|child| self.first_entry(*child));
        group.entries.first().copied().or_else(below)
    }

    /// The path at which a page is served, from the root of the docs. It has no extension, and an
    /// index page is served as its folder.
    fn served(&self, page: &str) -> String {
        let id = self.id(page);
        let index = id.strip_suffix(self.target.index());
        let stem = index.filter(|folder| folder.is_empty() || folder.ends_with('/')).unwrap_or(&id);
        let path = url_path(stem.split('/'));
        if path.is_empty() { "/".to_owned() } else { path }
    }

    /// The URL at which a page is served, if the manifest says where the docs are.
    pub(crate) fn page_url(&self, page: &str) -> Option<String> {
        Some(format!("{}{}", self.root()?, self.served(page).trim_end_matches('/')))
    }

    /// Path of a page from the root of the docs, without leading slash and extension.
    pub(crate) fn id(&self, page: &str) -> String {
        let page = page.strip_prefix(&self.prefix).unwrap_or(page);
        let stem = page.strip_suffix(self.target.extension()).and_then(|stem| stem.strip_suffix('.')).unwrap_or(page);
        if self.errors().is_empty() { stem.to_owned() } else { format!("{}/{stem}", self.errors()) }
    }

    /// Output path of a file that is not a page. In `rule`, `{name}` is the catalog's name,
    /// `{Name}` that in Pascal case, `{group}` the group's folder, and `{pages}` the folder of the
    /// pages.
    pub(crate) fn file(&self, rule: &str, group: Option<usize>) -> String {
        let group = group.map(|at| self.catalog.groups()[at].path.join("/")).unwrap_or_default();
        let name = &self.catalog.manifest().name;
        let path = rule.replace("{name}", name).replace("{Name}", &text::catalog_identifier(name));
        let path = path.replace("{group}", &group);
        path.replace("{pages}/", &self.prefix)
    }

    /// The path at which hosts serve the folder of the error pages, with slashes around it.
    pub(crate) fn root_path(&self) -> String {
        let root = self.root().and_then(|root| root.split_once("://")).map_or("", |(_, rest)| rest);
        let path = root.split_once('/').map_or("", |(_, path)| path);
        let path = folder_prefix(path) + &folder_prefix(self.errors());
        format!("/{path}")
    }

    /// Folder of the error pages, relative to the root of the docs.
    fn errors(&self) -> &'a str {
        self.catalog.manifest().site.as_ref().map_or("", |site| site.errors.as_str())
    }

    /// The part of a path from the root of the docs that is below the folder of the error pages.
    fn below_errors<'p>(&self, url_path: &'p str) -> Option<&'p str> {
        let folder = self.errors();
        let path = url_path.trim_start_matches('/');
        if folder.is_empty() {
            return Some(path);
        }
        let rest = path.strip_prefix(folder)?;
        (rest.is_empty() || rest.starts_with('/')).then_some(rest)
    }

    /// Converts a path from the root of the docs to a path from the output folder.
    pub(crate) fn in_output<'p>(&self, url_path: &'p str) -> &'p str {
        match self.target.base {
            Base::Errors => self.below_errors(url_path).filter(|path| path.starts_with('/')).unwrap_or(url_path),
            Base::Root => url_path,
        }
    }

    /// The output folder of an earlier edition, relative to that of the current one. Empty, or with a
    /// trailing slash.
    fn edition_folder(&self) -> String {
        self.target.edition.name().map(|name| format!("{}/{name}/", editions::FOLDER)).unwrap_or_default()
    }

    /// The link from a page of an earlier edition to a page of the current one.
    pub(crate) fn current(&self, from: &str, to: &str) -> String {
        relative(&format!("{}{from}", self.edition_folder()), to)
    }

    /// The list of editions, relative to the folder of the error pages.
    pub(crate) fn editions(&self) -> String {
        let own = self.edition_folder() + &self.asset("x");
        relative(&own, &format!("{}/{}", editions::FOLDER, editions::LIST))
    }

    /// The canonical URL of a spot, if the manifest sets one. A page of an earlier edition has that of the
    /// current page, wherever the docs are.
    pub(crate) fn canonical(&self, spot: Spot) -> Option<String> {
        if self.target.edition.name().is_some() {
            return self.public(spot);
        }
        let root = self.catalog.manifest().site.as_ref()?.canonical.as_ref()?;
        Some(format!("{root}{}", self.published(spot)))
    }

    /// The URL of a file in the output folder, if the manifest says where the docs are.
    pub(crate) fn url(&self, file: &str) -> Option<String> {
        let folder = match self.target.base {
            Base::Errors => self.errors(),
            Base::Root => "",
        };
        let edition = self.edition_folder();
        let parts = folder.split('/').chain(edition.split('/')).chain(file.split('/'));
        Some(format!("{}{}", self.root()?, url_path(parts)))
    }

    /// The URL of a page, if the manifest says where the docs are.
    pub(crate) fn public(&self, spot: Spot) -> Option<String> {
        Some(format!("{}{}", self.root()?, self.published(spot)))
    }

    /// Where the docs are.
    fn root(&self) -> Option<&'a str> {
        let site = self.catalog.manifest().site.as_ref()?;
        Some(site.canonical.as_deref().unwrap_or(&site.root))
    }

    /// Published path of a spot, from the root of the docs.
    pub(crate) fn published(&self, spot: Spot) -> String {
        url_path(self.errors().split('/').chain(self.segments(spot).iter().map(String::as_str)))
    }

    /// The parts of the code or group of a spot.
    pub(crate) fn segments(&self, spot: Spot) -> &'a [String] {
        match spot {
            Spot::Index => &[],
            Spot::Group(group) => &self.catalog.groups()[group].path,
            Spot::Entry(entry) => &self.catalog.entries()[entry].segments,
        }
    }

    /// The groups that contain an entry or a group, outermost first.
    pub(crate) fn groups_above(&self, segments: &[String]) -> impl Iterator<Item = (usize, &'a Group)> {
        let depths = 1..segments.len();
        let found =
            depths.filter_map(|depth| self.groups.get(&segments[..depth]).map(|&at| (at, &self.catalog.groups()[at])));
        found.collect::<Vec<_>>().into_iter()
    }

    /// The group that a code is, if there are codes below it.
    pub(crate) fn group_of(&self, entry: &Entry) -> Option<usize> {
        let group = self.groups.get(entry.segments.as_slice()).copied();
        group.filter(|&at| self.catalog.groups()[at].code.is_some())
    }

    /// Titles of the groups that contain a group, and its own.
    pub(crate) fn heading(&self, group: &Group) -> String {
        let above = self.groups_above(&group.path).map(|(_, above)| above.title.as_str());
        above.chain([group.title.as_str()]).collect::<Vec<_>>().join(" / ")
    }
}

/// Room for the extension of the last segment.
const EXTENSION: usize = 16;

/// Longest path of a redirect page in bytes. Systems allow 1024 or more (`PATH_MAX`), including the
/// output folder.
const LONGEST_PATH: usize = 512;

/// Decodes a segment of a URL to the name of a file or folder. `None` if the name isn't valid on
/// every system, including Windows: a site is the same wherever it is built and checked out.
fn decoded_name(segment: &str) -> Option<String> {
    let name = percent_decoded(segment)?;
    let good =
        !name.starts_with('.') && name.len() <= file_name::LONGEST - EXTENSION && file_name::problem(&name).is_none();
    good.then_some(name)
}

/// `by/owner/checkout`.
fn field_stems(folder: &str, lists: &Lists) -> Vec<Vec<String>> {
    let stems = lists
        .fields
        .iter()
        .map(|field| field.values.iter().map(|value| format!("{folder}/{}/{}", field.name, value.stem)).collect());
    stems.collect()
}

/// Joins segments to the path of a URL.
fn url_path<'s>(segments: impl Iterator<Item = &'s str>) -> String {
    let mut path = String::new();
    for segment in segments.filter(|segment| !segment.is_empty()) {
        path.push('/');
        text::percent_encode(segment, &mut path);
    }
    path
}

fn last(entry: &Entry) -> &str {
    entry.segments.last().map_or("", String::as_str)
}

/// A folder as the start of paths: empty, or with a trailing slash.
fn folder_prefix(folder: &str) -> String {
    let folder = folder.trim_matches('/');
    if folder.is_empty() { String::new() } else { format!("{folder}/") }
}

/// A stem that no code next to it has, on file systems that ignore case too. In the folder layout,
/// the pages of codes are one level further down, so there is no conflict.
fn free<'n>(stem: &str, target: &Target, names: impl Iterator<Item = &'n str> + Clone) -> String {
    let mut free = stem.to_owned();
    while target.layout == Layout::Files && names.clone().any(|name| name.eq_ignore_ascii_case(&free)) {
        free.push_str("-page");
    }
    free
}

/// The second part of a long list is page 2.
fn part_suffix(part: usize) -> String {
    if part == 0 { String::new() } else { format!("-{}", part + 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_avoid_the_names_of_codes() {
        let files = &Target::built_in()[0];
        assert_eq!(free("index", files, ["a", "b"].into_iter()), "index");
        assert_eq!(free("README", files, ["readme", "README-page"].into_iter()), "README-page-page");
    }
}
