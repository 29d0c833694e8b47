//! Finds files of the output that can't all be written, and redirects that would hide a file.
//! Writes nothing.

use std::collections::{HashMap, HashSet};

use errbook_catalog::{Catalog, Dependency, file_name, percent_normalized};

use super::Plan;
use super::redirects::{self, Origin};
use crate::page::{Listing, Page, PageKind};
use crate::paths::Spot;
use crate::target::{Base, Layout, Target};
use crate::templates::Templates;

/// A file of the output that can't be written, or a redirect that hides one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What is wrong, as a sentence without a period.
    pub message: String,
    /// The key or file of the catalog to change.
    pub owner: Owner,
    /// The other one, if the catalog sets it.
    pub other: Option<Owner>,
}

/// What sets the path of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Owner {
    /// A code: an index into [`Catalog::entries`].
    Entry(usize),
    /// A group: an index into [`Catalog::groups`].
    Group(usize),
    /// A redirect.
    Redirect(Origin),
    /// The catalog itself, such as its home page.
    Catalog,
}

/// The conflicts in the output of all targets, in each layout and base. Each pair is listed once.
pub(crate) fn of_all_targets(catalog: &Catalog, templates: &Templates) -> Vec<Conflict> {
    let mut conflicts = Conflicts::default();
    for target in templates.targets().flat_map(variants) {
        Plan::new(catalog, target, templates).conflicts().into_iter().for_each(|conflict| conflicts.add(conflict));
    }
    conflicts.found
}

impl Owner {
    /// The dependency that it comes from. `None` if it is the catalog's own.
    ///
    /// ```
    /// # std::env::set_current_dir("../errbook-cli/tests/catalogs").unwrap();
    /// let catalog = errbook_catalog::load("shop".as_ref())?;
    /// assert!(errbook_docs::Owner::Entry(0).dependency(&catalog).is_none());
    /// # Ok::<(), errbook_catalog::Diagnostics>(())
    /// ```
    pub fn dependency(self, catalog: &Catalog) -> Option<&Dependency> {
        match self {
            Owner::Entry(entry) => Origin::Entry(entry, 0).dependency(catalog),
            Owner::Group(group) => Origin::Group(group, 0).dependency(catalog),
            Owner::Redirect(origin) => origin.dependency(catalog),
            Owner::Catalog => None,
        }
    }
}

/// Conflicts, one for each pair of causes.
#[derive(Default)]
struct Conflicts {
    known: HashSet<(Owner, Option<Owner>)>,
    found: Vec<Conflict>,
}

impl Conflicts {
    fn add(&mut self, conflict: Conflict) {
        if self.known.insert((conflict.owner, conflict.other)) {
            self.found.push(conflict);
        }
    }

    /// Adds a conflict of two files. The home page and a target's own files can't be renamed, so the
    /// other file must be.
    fn add_pair(&mut self, message: String, owner: Owner, other: Owner) {
        let (owner, other) = if owner == Owner::Catalog { (other, owner) } else { (owner, other) };
        self.add(Conflict { message, owner, other: Some(other).filter(|other| *other != Owner::Catalog) });
    }
}

/// Only a site has another layout, and files outside the folder of the error pages.
fn variants(target: &Target) -> Vec<Target> {
    if !target.is_site() {
        return vec![target.clone()];
    }
    let layouts = [Layout::Files, Layout::Folders].into_iter();
    let all = layouts.flat_map(|layout| [(layout, Base::Errors), (layout, Base::Root)]);
    all.map(|(layout, base)| target.clone().with_layout(layout).with_base(base)).collect()
}

impl Plan<'_> {
    /// The conflicts in this output.
    pub(crate) fn conflicts(&self) -> Vec<Conflict> {
        let pages: Vec<Page> = self.pages().collect();
        // File systems that ignore case are common.
        let mut by_path: HashMap<String, &Page> = HashMap::with_capacity(pages.len());
        let mut conflicts = Conflicts::default();
        for page in &pages {
            if let Some(problem) = page.path.split('/').find_map(unusable) {
                conflicts.add(Conflict { message: problem, owner: self.owner(page), other: None });
            }
            if let Some(first) = by_path.insert(page.path.to_lowercase(), page) {
                let message = format!("`{}` and `{}` would be the same file", first.path, page.path);
                conflicts.add_pair(message, self.owner(page), self.owner(first));
            }
        }
        for page in &pages {
            let above = |end: usize| Some((end, by_path.get(&page.path[..end].to_lowercase())?));
            let above = page.path.match_indices('/').find_map(|(end, _)| above(end));
            if let Some((end, file)) = above {
                let message = format!("`{}` would be both a file and the folder of `{}`", file.path, page.path);
                let group = self.group_in(&page.path[..end]);
                let owner = group.map_or_else(|| self.owner(page), Owner::Group);
                conflicts.add_pair(message, owner, self.owner(file));
            }
        }
        self.shared_files().into_iter().for_each(|conflict| conflicts.add(conflict));
        self.hidden(&pages).into_iter().for_each(|conflict| conflicts.add(conflict));
        let variant = self.variant();
        conflicts.found.iter_mut().for_each(|conflict| conflict.message.push_str(&variant));
        self.replaced().for_each(|conflict| conflicts.add(conflict));
        conflicts.found
    }

    /// Redirects from the URL of a file. Hosts apply them before they look for the file.
    fn hidden(&self, pages: &[Page]) -> Vec<Conflict> {
        if self.redirects.is_empty() || self.target().is_export() {
            return Vec::new();
        }
        let mut by_url: HashMap<String, &Page> = HashMap::new();
        // Other targets are built by a tool, which serves only the pages under their names.
        let is_served = |page: &&Page| match page.kind {
            PageKind::Redirect { .. } => false,
            PageKind::List { .. } | PageKind::Entry { .. } | PageKind::Glossary => true,
            _ => self.target().is_site(),
        };
        for page in pages.iter().filter(is_served) {
            by_url.extend(self.paths.urls(&page.path).map(|url| (url, page)));
        }
        let hides = |redirect: &super::Redirect| {
            let page = by_url.get(percent_normalized(&redirect.from).trim_end_matches('/'))?;
            let message = format!("redirect `{}` hides `{}`", redirect.from, page.path);
            let other = Some(self.owner(page)).filter(|owner| *owner != Owner::Catalog);
            Some(Conflict { message, owner: Owner::Redirect(redirect.origin), other })
        };
        self.redirects.iter().filter_map(hides).collect()
    }

    /// Redirects from current URLs of pages. The loader reports those of the catalog's own pages, but doesn't
    /// know where the pages of dependencies are. Redirects of a dependency are left out: its pages moved into
    /// a folder, so they can be at its old URLs again.
    fn replaced(&self) -> impl Iterator<Item = Conflict> {
        let sources = redirects::sources(self.catalog).filter(|_| !self.target().is_export());
        let own = sources.filter(|(_, origin)| origin.dependency(self.catalog).is_none());
        own.filter_map(|(from, origin)| {
            let (page, other) = match self.paths.spot(from)? {
                Spot::Index => ("the home page".to_owned(), None),
                Spot::Group(at) => {
                    let path = self.catalog.groups()[at].path.join("/");
                    (format!("the page of the group `{path}`"), Some(Owner::Group(at)))
                }
                Spot::Entry(at) => {
                    let code = &self.catalog.entries()[at].code;
                    (format!("the page of `{code}`"), Some(Owner::Entry(at)))
                }
            };
            let message = format!("redirect `{from}` hides {page}");
            Some(Conflict { message, owner: Owner::Redirect(origin), other })
        })
    }

    /// Redirects from two URLs that need the same file, such as `/a` and `/a.html`, to different
    /// pages. Where only the case differs, hosts with rules still tell them apart.
    fn shared_files(&self) -> Vec<Conflict> {
        if !self.target().is_site() {
            return Vec::new();
        }
        let mut by_path: HashMap<String, &super::Redirect> = HashMap::new();
        let mut conflicts = Vec::new();
        for redirect in &self.redirects {
            let Some(path) = self.paths.redirect(&redirect.from) else { continue };
            let Some(first) = by_path.insert(path.clone(), redirect).filter(|first| first.to != redirect.to) else {
                continue;
            };
            conflicts.push(Conflict {
                message: format!("redirects `{}` and `{}` need the same file `{path}`", first.from, redirect.from),
                owner: Owner::Redirect(redirect.origin),
                other: Some(Owner::Redirect(first.origin)),
            });
        }
        conflicts
    }

    /// The group with a folder of the output.
    fn group_in(&self, folder: &str) -> Option<usize> {
        let folder = folder.strip_prefix(self.paths.prefix())?;
        self.catalog.groups().iter().position(|group| group.path.join("/") == folder)
    }

    fn owner(&self, page: &Page) -> Owner {
        match page.kind {
            PageKind::Entry { entry } => Owner::Entry(entry),
            PageKind::List { of: Listing::Group(group), .. } | PageKind::Listed { group: Some(group), .. } => {
                Owner::Group(group)
            }
            PageKind::Redirect { redirect } => Owner::Redirect(self.redirects[redirect].origin),
            _ => Owner::Catalog,
        }
    }

    /// The output, to follow a message.
    fn variant(&self) -> String {
        let target = self.target();
        let layout = if target.layout == Layout::Folders { " --layout folders" } else { "" };
        let base = if target.base == Base::Root { " --base root" } else { "" };
        format!(" with `--target {}{layout}{base}`", target.name())
    }
}

/// Why a part of a path can't be the name of a file.
fn unusable(part: &str) -> Option<String> {
    let problem = file_name::problem(part)?;
    let start: String = part.chars().take(40).collect();
    let start = if start.len() < part.len() { format!("{start}…") } else { start };
    Some(format!("file name `{}` {problem}", start.escape_debug()))
}
