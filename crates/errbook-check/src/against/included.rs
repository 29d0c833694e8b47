//! Finds URLs of the base that pages of dependencies had on the site, and that no longer work.

use std::collections::HashSet;

use errbook_catalog::{Catalog, Dependency, PathStep, percent_normalized};

use super::base::site;
use super::depends;
use super::pairs::Comparison;
use crate::finding::Place;

/// A dependency whose pages lost URLs.
#[derive(Debug)]
pub(crate) struct Lost<'c> {
    pub(crate) dependency: &'c Dependency,
    /// Never empty.
    pub(crate) urls: Vec<String>,
    /// Whether no URL of its pages works.
    pub(crate) all: bool,
    /// The name of the dependency.
    pub(crate) place: Place,
}

impl Comparison<'_> {
    /// The dependencies whose pages lost URLs on the site.
    pub(crate) fn lost_pages(&self) -> Vec<Lost<'_>> {
        let Some((past, now)) = self.base.site.as_ref().and_then(|past| Some((past, site(self.snapshot)?))) else {
            return Vec::new();
        };
        let published = urls(past);
        let live: HashSet<String> = urls(&now).into_iter().map(|of| normalized(&of.url)).collect();
        let lost = |old: &Dependency| {
            // A dependency that was removed or renamed is already reported.
            let (position, place) = depends::current(self.snapshot, self.manifest_file, &old.name)?;
            let dependency = &self.snapshot.manifest()?.depends[position];
            let remaining = remaining(past, old, dependency);
            let is_of = |of: &&Url<'_>| of.catalog == Some(&old.catalog) && remaining.contains(of.path);
            let mut urls: Vec<String> = published.iter().filter(is_of).map(|of| of.url.clone()).collect();
            let count = urls.len();
            urls.retain(|url| !live.contains(&normalized(url)));
            let place = place.then(PathStep::key("name"));
            (!urls.is_empty()).then_some(Lost { dependency, all: urls.len() == count, urls, place })
        };
        self.base.depends.iter().filter(|of| of.has_pages).filter_map(lost).collect()
    }
}

/// The paths of codes that a dependency still has, and of the groups around them. A removed code is already
/// reported.
fn remaining<'s>(site: &'s Catalog, old: &Dependency, new: &Dependency) -> HashSet<&'s [String]> {
    let codes = site.entries().iter().filter(|entry| old.position(&entry.code).is_some());
    let paths = codes.filter(|entry| new.find(&entry.code).is_some()).map(|entry| entry.segments.as_slice());
    paths.flat_map(|path| (0..=path.len()).map(move |depth| &path[..depth])).collect()
}

fn normalized(url: &str) -> String {
    percent_normalized(url).into_owned()
}

/// A URL on a site.
struct Url<'s> {
    url: String,
    /// The dependency that it comes from.
    catalog: Option<&'s String>,
    /// The path of the code or group that it leads to. Empty for a redirect of a manifest.
    path: &'s [String],
}

/// The URLs of all pages on a site, and its redirects.
fn urls(site: &Catalog) -> Vec<Url<'_>> {
    let manifest = site.manifest();
    let root = manifest.site.as_ref().map_or("", |site| site.root.as_str());
    let mut urls = Vec::new();
    let mut add = |catalog, path, page: Option<String>, redirects: &[String]| {
        let redirects = redirects.iter().map(|from| format!("{root}{from}"));
        urls.extend(page.into_iter().chain(redirects).map(|url| Url { url, catalog, path }));
    };
    for group in site.groups() {
        add(group.catalog.as_ref(), &group.path[..], manifest.page_url(&group.path), &group.redirects);
    }
    for entry in site.entries() {
        let catalog = entry.dependency.map(|at| &manifest.depends[at].catalog);
        add(catalog, &entry.segments[..], manifest.page_url(&entry.segments), &entry.redirects);
    }
    for redirect in &manifest.redirects {
        add(redirect.catalog.as_ref(), &[], None, std::slice::from_ref(&redirect.from));
    }
    urls
}
