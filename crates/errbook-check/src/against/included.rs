//! Finds URLs of the base that pages of dependencies had on the site, and that no longer work.

use std::collections::HashSet;

use errbook_catalog::{Catalog, Dependency, Entry, PathStep, percent_normalized};

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
        let live: HashSet<String> = urls(&now, |_| true, |_| true).iter().map(|url| normalized(url)).collect();
        let lost = |old: &Dependency| {
            // One that was removed or renamed is reported.
            let (position, place) = depends::current(self.snapshot, self.manifest_file, &old.name)?;
            let dependency = &self.snapshot.manifest()?.depends[position];
            let is_of = |catalog: Option<&String>| catalog == Some(&old.catalog);
            // So is a code that was removed.
            let mut urls = urls(past, is_of, |entry| dependency.find(&entry.code).is_some());
            let count = urls.len();
            urls.retain(|url| !live.contains(&normalized(url)));
            let place = place.then(PathStep::key("name"));
            (!urls.is_empty()).then_some(Lost { dependency, all: urls.len() == count, urls, place })
        };
        self.base.depends.iter().filter(|of| of.has_pages).filter_map(lost).collect()
    }
}

fn normalized(url: &str) -> String {
    percent_normalized(url).into_owned()
}

/// The URLs on a site of what comes from some catalogs, or from the catalog itself (`None`), and of some
/// codes of these: pages and redirects. A group without such a code has none.
fn urls(site: &Catalog, is_of: impl Fn(Option<&String>) -> bool, wanted: impl Fn(&Entry) -> bool) -> Vec<String> {
    let manifest = site.manifest();
    let root = manifest.site.as_ref().map_or("", |site| site.root.as_str());
    let catalog = |entry: &Entry| entry.dependency.map(|at| &manifest.depends[at].catalog);
    let entries = site.entries().iter().filter(|entry| is_of(catalog(entry)) && wanted(entry));
    let entries: Vec<&Entry> = entries.filter(|entry| site.has_page(entry)).collect();
    let groups = site.groups().iter().filter(|group| is_of(group.catalog.as_ref()));
    let folders = entries.iter().map(|entry| entry.segments.as_slice());
    let folders = folders.flat_map(|path| (0..=path.len()).map(move |depth| &path[..depth]));
    let folders: HashSet<&[String]> = folders.collect();
    let groups = groups.filter(|group| folders.contains(group.path.as_slice()));
    let redirects = manifest.redirects.iter().filter(|redirect| is_of(redirect.catalog.as_ref()));
    let groups = groups.flat_map(|group| {
        manifest.page_url(&group.path).into_iter().chain(group.redirects.iter().map(|path| format!("{root}{path}")))
    });
    let mut urls: Vec<String> = groups.collect();
    urls.extend(entries.iter().flat_map(|entry| {
        site.page_url(entry).into_iter().chain(entry.redirects.iter().map(|path| format!("{root}{path}")))
    }));
    urls.extend(redirects.map(|redirect| format!("{root}{}", redirect.from)));
    urls
}
