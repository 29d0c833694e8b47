//! Redirects from old URLs. Redirect pages and host rules (`data`) are made from the same list.

use std::collections::BTreeMap;

use errbook_catalog::{Catalog, Dependency};

use super::Plan;
use crate::facts;
use crate::paths::{Paths, Spot};
use crate::prose;
use crate::text;

/// A redirect from an old URL.
#[derive(Debug)]
pub(crate) struct Redirect {
    /// Output path of the redirect page. `None` if only a host rule can redirect.
    pub(crate) path: Option<String>,
    /// Path from the root of the docs. Everything that a host could interpret as a pattern is
    /// encoded.
    pub(crate) from: String,
    /// Title of the page that it redirects to.
    pub(crate) title: String,
    pub(crate) to: To,
    pub(crate) origin: Origin,
}

/// The target of a redirect.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum To {
    Spot(Spot),
    Url(String),
}

/// A page of the catalog that had another URL, in a target whose pages are files of a larger site.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FormerPage<'a> {
    /// The code of the page and its aliases, if it is the page of one.
    pub codes: Vec<&'a str>,
    /// The output paths at which the page could have been. A file there would be hidden by the
    /// redirect.
    pub files: Vec<String>,
}

/// The key that sets a redirect, and the position in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// `redirects` of an entry: an index into [`Catalog::entries`].
    Entry(usize, usize),
    /// `redirects` of a group: an index into [`Catalog::groups`].
    Group(usize, usize),
    /// `redirects` of the manifest.
    Manifest(usize),
}

impl Origin {
    /// The dependency that sets the redirect. `None` if the catalog itself does.
    pub(super) fn dependency(self, catalog: &Catalog) -> Option<&Dependency> {
        let depends = &catalog.manifest().depends;
        let named = |name: &String| depends.iter().find(|of| of.catalog == *name);
        match self {
            Origin::Entry(entry, _) => Some(&depends[catalog.entries()[entry].dependency?]),
            Origin::Group(group, _) => catalog.groups()[group].catalog.as_ref().and_then(named),
            Origin::Manifest(index) => catalog.manifest().redirects[index].catalog.as_ref().and_then(named),
        }
    }
}

/// Where redirects lead from, and what sets them.
pub(super) fn sources(catalog: &Catalog) -> impl Iterator<Item = (&str, Origin)> {
    let entries = catalog.entries().iter().enumerate();
    let of_entries = entries.flat_map(|(at, entry)| {
        entry.redirects.iter().enumerate().map(move |(index, from)| (from.as_str(), Origin::Entry(at, index)))
    });
    let groups = catalog.groups().iter().enumerate();
    let of_groups = groups.flat_map(|(at, group)| {
        group.redirects.iter().enumerate().map(move |(index, from)| (from.as_str(), Origin::Group(at, index)))
    });
    let all = catalog.manifest().redirects.iter().enumerate();
    let of_manifest = all.map(|(index, redirect)| (redirect.from.as_str(), Origin::Manifest(index)));
    of_entries.chain(of_groups).chain(of_manifest)
}

/// All redirects, by output path. If several have the same path, that of a code takes precedence
/// over that of a group, and both over the manifest's. Current URLs of pages are skipped, because a
/// rule for one would loop.
pub(super) fn all(catalog: &Catalog, paths: &Paths<'_>) -> Vec<Redirect> {
    let mut redirects = BTreeMap::new();
    for (from, origin) in sources(catalog).filter(|(from, _)| paths.spot(from).is_none()) {
        let (title, to) = target(catalog, paths, origin);
        if matches!(&to, To::Url(url) if !prose::is_safe(url)) {
            continue;
        }
        let (path, from) = (paths.redirect(from), encoded(from));
        // By path, then by URL: hosts tell apart URLs that lead to the same file.
        let key = (path.clone().unwrap_or_default(), from.clone());
        redirects.entry(key).or_insert_with(|| Redirect { path, from, title, to, origin });
    }
    redirects.into_values().collect()
}

impl Plan<'_> {
    /// All redirects, as paths from the output folder, which is the root of what a host serves.
    pub(crate) fn former_urls(&self) -> impl Iterator<Item = (String, String)> {
        let is_site = self.target().is_site();
        self.redirects.iter().filter(move |_| is_site).map(|redirect| {
            let to = match &redirect.to {
                To::Spot(spot) => served(&self.paths.of(*spot)),
                To::Url(url) => url.clone(),
            };
            (self.paths.in_output(&redirect.from).to_owned(), to)
        })
    }

    /// The pages that redirects lead to, at the URLs from which they lead.
    pub(crate) fn former_pages(&self) -> impl Iterator<Item = FormerPage<'_>> {
        let codes = |to: &To| match to {
            To::Spot(Spot::Entry(at)) => {
                let entry = &self.catalog.entries()[*at];
                std::iter::once(&entry.code).chain(&entry.aliases).map(String::as_str).collect()
            }
            _ => Vec::new(),
        };
        self.redirects
            .iter()
            .filter(|_| !self.target().is_site())
            .map(move |redirect| FormerPage { codes: codes(&redirect.to), files: self.paths.files_at(&redirect.from) })
    }

    /// All redirects, as paths from the root of the docs, independent of the output folder.
    pub(crate) fn published_redirects(&self) -> impl Iterator<Item = (String, String)> {
        self.redirects.iter().map(|redirect| {
            let to = match &redirect.to {
                To::Spot(spot) => self.paths.published(*spot),
                To::Url(url) => url.clone(),
            };
            (redirect.from.clone(), to)
        })
    }

    /// The files at which a page could have been before, each with the current file.
    pub(crate) fn moved(&self) -> impl Iterator<Item = (String, String)> {
        self.redirects.iter().flat_map(|redirect| {
            let to = match redirect.to {
                To::Spot(spot) => Some(self.paths.of(spot)),
                To::Url(_) => None,
            };
            to.into_iter()
                .flat_map(|to| self.paths.files_at(&redirect.from).into_iter().map(move |old| (old, to.clone())))
        })
    }
}

/// The path at which hosts serve a page: without its extension. An index page is served as its
/// folder.
pub(crate) fn served(page: &str) -> String {
    let stem = page.strip_suffix(".html").unwrap_or(page);
    let stem = stem.strip_suffix("index").filter(|folder| folder.is_empty() || folder.ends_with('/')).unwrap_or(stem);
    encoded(&format!("/{stem}"))
}

/// Encodes everything in a path that a host could interpret as a pattern. Encoded characters stay
/// unchanged.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for part in path.split_inclusive(['/', '%']) {
        let (text, end) = part.split_at(part.len() - usize::from(part.ends_with(['/', '%'])));
        text::percent_encode(text, &mut out);
        out.push_str(end);
    }
    out
}

/// The title of the page that a redirect leads to, and where it is.
fn target(catalog: &Catalog, paths: &Paths<'_>, origin: Origin) -> (String, To) {
    let to = match origin {
        Origin::Entry(entry, _) => return titled(catalog, Spot::Entry(entry)),
        Origin::Group(group, _) => return titled(catalog, Spot::Group(group)),
        Origin::Manifest(index) => &catalog.manifest().redirects[index].to,
    };
    let is_path = to.starts_with('/');
    is_path.then(|| paths.spot(to)).flatten().map_or_else(
        || {
            let root = catalog.manifest().site.as_ref().filter(|_| is_path).map_or("", |site| site.root.as_str());
            (to.clone(), To::Url(format!("{root}{to}")))
        },
        |spot| titled(catalog, spot),
    )
}

fn titled(catalog: &Catalog, spot: Spot) -> (String, To) {
    let title = match spot {
        Spot::Index => facts::title(catalog),
        Spot::Group(group) => catalog.groups()[group].title.clone(),
        Spot::Entry(entry) => catalog.entries()[entry].name.clone(),
    };
    (title, To::Spot(spot))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_contain_no_patterns() {
        assert_eq!(encoded("/a b/:c*/(d)+%20é"), "/a%20b/%3Ac%2A/%28d%29%2B%20%C3%A9");
    }

    #[test]
    fn pages_are_served_without_extension() {
        assert_eq!(served("a/b.html"), "/a/b");
        assert_eq!(served("a/b/index.html"), "/a/b/");
        assert_eq!(served("index.html"), "/");
        assert_eq!(served("a/my-index.html"), "/a/my-index");
    }
}
