//! Finds URLs of the base that no longer work.

use std::collections::HashSet;

use errbook_catalog::percent_normalized;
use errbook_catalog::registry::{Code, Lifecycle, Registry};

use super::pairs::{Comparison, DeadUrl, Urls};
use crate::finding::Place;

impl Comparison<'_> {
    /// The URLs of the base.
    pub(crate) fn urls(&self) -> &Urls {
        self.urls.get_or_init(|| published(self))
    }
}

/// Looks up all URLs of the base, except those of drafts and removed codes.
fn published(comparison: &Comparison<'_>) -> Urls {
    let (past, live) = (comparison.past, live(&comparison.now));
    let mut urls = Urls::default();
    let Some(root) = &past.root else { return urls };
    let mut published = 0;
    let mut look = |url: String, code: Option<&Code>, place: &dyn Fn() -> Place| {
        published += 1;
        if !live.contains(&*percent_normalized(&url)) {
            urls.dead.push(DeadUrl { url, code: code.map(|code| code.code.clone()), place: place() });
        }
    };
    if let Some(url) = &past.url {
        look(url.clone(), None, &|| comparison.manifest_key("site"));
    }
    for redirect in &past.redirects {
        look(format!("{root}{}", redirect.from), None, &|| comparison.manifest_key("redirects"));
    }
    let emptied = emptied_groups(comparison);
    for group in past.groups.iter().filter(|group| !emptied.contains(&group.path)) {
        let redirects = group.redirects.iter().map(|path| format!("{root}{path}"));
        for url in group.url.iter().cloned().chain(redirects) {
            look(url, None, &|| comparison.group_of(&group.path));
        }
    }
    for pair in comparison.pairs().filter(|pair| pair.old.lifecycle != Lifecycle::Draft) {
        // `code-removed` reports a removed alias. Restoring the alias restores its URL.
        let of_alias =
            |url: &String| pair.old.aliases.iter().any(|alias| page_of(comparison, alias).as_ref() == Some(url));
        let redirects = pair.old.redirects.iter().map(|path| format!("{root}{path}")).filter(|url| !of_alias(url));
        for url in pair.old.url.iter().cloned().chain(redirects) {
            look(url, Some(pair.old), &|| pair.key("redirects"));
        }
    }
    urls.moved = comparison.now.root.as_ref() != Some(root) && published == urls.dead.len();
    urls
}

/// The URL that the page of an alias had.
fn page_of(comparison: &Comparison<'_>, code: &str) -> Option<String> {
    Some(format!("{}/{}", comparison.past.url.as_ref()?, comparison.segments(code).join("/")))
}

/// Paths of the groups whose codes were all removed. Each code is already reported.
fn emptied_groups(comparison: &Comparison<'_>) -> HashSet<Vec<String>> {
    let groups_of = |code: &Code| {
        let segments = comparison.segments(&code.code);
        (0..segments.len()).map(|depth| segments[..depth].to_vec()).collect::<Vec<_>>()
    };
    let alive: HashSet<Vec<String>> = comparison.pairs().flat_map(|pair| groups_of(pair.old)).collect();
    let all = comparison.past.codes.iter().flat_map(groups_of);
    all.filter(|path| !alive.contains(path)).collect()
}

/// All working URLs.
fn live(now: &Registry) -> HashSet<String> {
    let root = now.root.as_deref().unwrap_or_default();
    let pages = now.url.iter().chain(now.groups.iter().filter_map(|group| group.url.as_ref()));
    let pages = pages.chain(now.codes.iter().filter_map(|code| code.url.as_ref())).cloned();
    let former = now.redirects.iter().map(|redirect| &redirect.from);
    let former = former.chain(now.groups.iter().flat_map(|group| &group.redirects));
    let former = former.chain(now.codes.iter().flat_map(|code| &code.redirects));
    pages.chain(former.map(|path| format!("{root}{path}"))).map(|url| percent_normalized(&url).into_owned()).collect()
}
