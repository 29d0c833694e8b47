//! Finds URLs of the base that no longer work.

use std::collections::{HashMap, HashSet};

use errbook_catalog::registry::{Code, Group, Lifecycle, Registry};
use errbook_catalog::{PathStep, percent_normalized};

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
    let mut look = |url: String, code: Option<&Code>, places: &dyn Fn() -> (Place, Option<Place>)| {
        published += 1;
        if !live.contains(&*percent_normalized(&url)) {
            let (place, was) = places();
            urls.dead.push(DeadUrl { url, code: code.map(|code| code.code.clone()), place, was });
        }
    };
    let manifest = |key| (comparison.manifest_key(key), comparison.manifest_was([PathStep::key(key)]));
    if let Some(url) = &past.url {
        look(url.clone(), None, &|| manifest("site"));
    }
    for redirect in &past.redirects {
        look(format!("{root}{}", redirect.from), None, &|| manifest("redirects"));
    }
    let emptied = emptied_groups(comparison);
    for group in past.groups.iter().filter(|group| !emptied.contains(&group.path)) {
        let redirects = group.redirects.iter().map(|path| format!("{root}{path}"));
        for url in group.url.iter().cloned().chain(redirects) {
            let was = || comparison.group_was(&group.path);
            look(url, None, &|| (comparison.group_of(&group.path), was()));
        }
    }
    for pair in comparison.pairs().filter(|pair| pair.old.lifecycle != Lifecycle::Draft) {
        // `code-removed` reports a removed alias. Restoring the alias restores its URL.
        let of_alias =
            |url: &String| pair.old.aliases.iter().any(|alias| page_of(comparison, alias).as_ref() == Some(url));
        let redirects = pair.old.redirects.iter().map(|path| format!("{root}{path}")).filter(|url| !of_alias(url));
        for url in pair.old.url.iter().cloned().chain(redirects) {
            look(url, Some(pair.old), &|| (pair.key("redirects"), comparison.was(pair, "redirects")));
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

/// A redirect that leads to another page than in the base.
#[derive(Debug)]
pub(crate) struct MovedRedirect {
    pub(crate) from: String,
    /// Where it led, and where it leads now, in backticks.
    pub(crate) was: String,
    pub(crate) now: String,
    /// The code whose page it led to.
    pub(crate) code: Option<String>,
    pub(crate) place: Place,
    pub(crate) base: Option<Place>,
}

impl Comparison<'_> {
    /// The redirects that lead to another page than in the base.
    pub(crate) fn moved_redirects(&self) -> Vec<MovedRedirect> {
        let mut current: HashMap<String, (Target, Place)> = HashMap::new();
        let mut add = |from: &str, to: Target, place: Place| {
            current.insert(percent_normalized(from).into_owned(), (to, place));
        };
        for redirect in &self.now.redirects {
            add(&redirect.from, Target::url(&redirect.to), self.manifest_key("redirects"));
        }
        for group in &self.now.groups {
            let place = self.group_of(&group.path);
            group.redirects.iter().for_each(|from| add(from, Target::group(&self.now, group), place.clone()));
        }
        for (code, file) in (0..self.now.codes.len()).map(|position| self.current(position)) {
            code.redirects.iter().for_each(|from| add(from, Target::code(&code.code), Place::key(file, "redirects")));
        }
        let mut moved = Vec::new();
        let mut look = |from: &String, was: Target, code: Option<&Code>, base: Option<Place>| {
            let Some((now, place)) = current.get(&*percent_normalized(from)).filter(|(now, _)| now.page != was.page)
            else {
                return;
            };
            let code = code.map(|code| code.code.clone());
            let (was, now) = (was.shown, now.shown.clone());
            moved.push(MovedRedirect { from: from.clone(), was, now, code, place: place.clone(), base });
        };
        for redirect in &self.past.redirects {
            look(&redirect.from, Target::url(&redirect.to), None, self.manifest_was([PathStep::key("redirects")]));
        }
        let lives = |group: &&Group| {
            let is_code = || self.now.code(&self.past.scheme.code(&group.path)).is_some();
            self.now.groups.iter().any(|now| now.path == group.path) || is_code()
        };
        for group in self.past.groups.iter().filter(lives) {
            let base = self.group_was(&group.path);
            group.redirects.iter().for_each(|from| look(from, Target::group(self.past, group), None, base.clone()));
        }
        for pair in self.pairs() {
            let base = self.was(pair, "redirects");
            let to = Target::code(&pair.new.code);
            pair.old.redirects.iter().for_each(|from| look(from, to.clone(), Some(pair.old), base.clone()));
        }
        moved
    }
}

/// Where a redirect leads.
#[derive(Debug, Clone)]
struct Target {
    /// In backticks.
    shown: String,
    /// What identifies the page. A group that becomes a code keeps its page.
    page: String,
}

impl Target {
    fn url(url: &str) -> Target {
        Target { shown: format!("`{url}`"), page: format!("url {url}") }
    }

    fn code(code: &str) -> Target {
        Target { shown: format!("`{code}`"), page: code.to_owned() }
    }

    fn group(registry: &Registry, group: &Group) -> Target {
        Target { shown: format!("`{}`", group.path.join("/")), page: registry.scheme.code(&group.path) }
    }
}
