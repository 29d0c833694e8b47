//! The machine-readable files of a site, with their output paths. `data` renders them.

use errbook_catalog::Entry;
use errbook_catalog::registry::SCHEMA_NAME;

use super::Plan;
use crate::editions::{self, Edition};
use crate::facts::is_date;
use crate::page::{DataFile, Page, PageKind};
use crate::paths::Spot;
use crate::search;

/// File name of the catalog as JSON.
pub(crate) const REGISTRY: &str = "errors.json";

/// File name of the feed.
pub(crate) const FEED: &str = "feed.xml";

/// File name of the list of pages for programs.
pub(crate) const LLMS: &str = "llms.txt";

/// The machine-readable files, in targets that have them.
pub(super) fn all(plan: &Plan<'_>) -> impl Iterator<Item = Page> {
    let files = if plan.target().is_site() { files(plan) } else { Vec::new() };
    files.into_iter().map(|(path, file)| Page::new(path, PageKind::Data { file }))
}

/// Whether there is a feed. It needs URLs, and dates of what happened to codes.
pub(crate) fn has_feed(plan: &Plan<'_>) -> bool {
    let has_date = |entry: &Entry| {
        let ended = [&entry.deprecated, &entry.retired].into_iter().flatten().map(|ending| &ending.since);
        let mut all = ended.chain([&entry.since, &entry.changed]).flatten();
        !entry.draft && all.any(|since| is_date(since))
    };
    plan.target().is_site()
        && plan.target().edition.name().is_none()
        && plan.paths.public(Spot::Index).is_some()
        && plan.catalog.entries().iter().any(has_date)
}

fn files(plan: &Plan<'_>) -> Vec<(String, DataFile)> {
    let mut files = vec![
        (LLMS.to_owned(), DataFile::Llms),
        ("llms-full.txt".to_owned(), DataFile::LlmsFull),
        (plan.paths.asset(REGISTRY), DataFile::Registry),
        (plan.paths.asset(SCHEMA_NAME), DataFile::Schema),
    ];
    if plan.target().edition.name().is_none() {
        for_hosts(plan, &mut files);
    }
    let search = search::files(plan.catalog);
    files.extend(search.map(|(name, file)| (plan.paths.asset(&name), DataFile::Search(file))));
    if plan.target().edition != Edition::Only {
        files.push((plan.paths.asset(editions::PAGES), DataFile::Pages));
    }
    files
}

/// Files about all editions: those that hosts, search engines, and feed readers look for.
fn for_hosts(plan: &Plan<'_>, files: &mut Vec<(String, DataFile)>) {
    // A sitemap needs absolute URLs, which only the manifest can provide.
    if plan.paths.canonical(Spot::Index).is_some() {
        files.push(("sitemap.xml".to_owned(), DataFile::Sitemap));
    }
    if has_feed(plan) {
        files.push((plan.paths.asset(FEED), DataFile::Feed));
    }
    files.push(("_headers".to_owned(), DataFile::Headers));
    files.push(("vercel.json".to_owned(), DataFile::Vercel));
    if !plan.redirects.is_empty() {
        files.push(("_redirects".to_owned(), DataFile::Redirects));
        files.push(("redirects.json".to_owned(), DataFile::RedirectList));
    }
}
