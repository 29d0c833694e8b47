//! Lists of groups and codes: the first page and the pages of groups. A list shows everything below it while that is short; a long one
//! shows what is right below it, in parts of at most [`PART`] codes, so that no page grows with the catalog.

use errbook_catalog::{Catalog, Entry, Group};

use super::Desk;
use crate::paths::relative;
use crate::prose;
use crate::templates::Markup;
use crate::view::{CodeView, GroupView, ListView, PartView, TermView};

/// How many codes a page lists at most.
pub(crate) const PART: usize = 300;

/// What a list is of: the whole catalog, or one group.
#[derive(Clone, Copy)]
pub(crate) enum Listing {
    Catalog,
    Group(usize),
}

/// How many pages a list takes, counting only codes right below it.
pub(crate) fn parts(catalog: &Catalog, listing: Listing) -> usize {
    codes(catalog, listing).len().div_ceil(PART).max(1)
}

impl Listing {
    /// The view of one part of the list.
    pub(crate) fn view(self, part: usize, counts: &[Count], desk: &mut Desk<'_, '_>) -> ListView {
        let catalog = desk.catalog;
        let entries = codes(catalog, self);
        let (about, groups, all): (_, Vec<usize>, usize) = match self {
            // The manifest's description is one plain sentence.
            Listing::Catalog => (None, top(catalog), catalog.entries().len()),
            Listing::Group(at) => {
                let group = &catalog.groups()[at];
                (desk.block(&group.description), group.children.clone(), counts[at].all)
            }
        };
        let deep = all <= PART;
        let shown = entries.iter().skip(part * PART).take(PART);
        ListView {
            about,
            groups: if part == 0 { self.groups(&groups, deep, counts, desk) } else { Vec::new() },
            codes: shown.map(|&at| desk.code(&catalog.entries()[at])).collect(),
            parts: self.part_views(part, &entries, desk),
        }
    }

    fn groups(self, groups: &[usize], deep: bool, counts: &[Count], desk: &mut Desk<'_, '_>) -> Vec<GroupView> {
        let catalog = desk.catalog;
        let shown = groups.iter().filter(|&&at| !catalog.groups()[at].retired);
        shown.map(|&at| self.group(at, deep, counts, desk)).collect()
    }

    fn group(self, at: usize, deep: bool, counts: &[Count], desk: &mut Desk<'_, '_>) -> GroupView {
        let catalog = desk.catalog;
        let group = &catalog.groups()[at];
        let below = if deep { codes(catalog, Listing::Group(at)) } else { Vec::new() };
        GroupView {
            title: group.title.clone(),
            href: desk.href(&desk.paths.group(at, 0)),
            code: catalog.manifest().scheme.code(&group.path),
            id: desk.scope.id(&group.path.join(" ")),
            summary: first_paragraph(group),
            count: counts[at].live,
            groups: if deep { self.groups(&group.children, deep, counts, desk) } else { Vec::new() },
            codes: below.into_iter().map(|at| desk.code(&catalog.entries()[at])).collect::<Vec<CodeView>>(),
        }
    }

    fn part_views(self, current: usize, entries: &[usize], desk: &Desk<'_, '_>) -> Vec<PartView> {
        if entries.len() <= PART {
            return Vec::new();
        }
        let catalog = desk.catalog;
        let code = |at: Option<&usize>| at.map_or_else(String::new, |&at| catalog.entries()[at].code.clone());
        let parts = entries.chunks(PART).enumerate();
        parts
            .map(|(part, codes)| PartView {
                number: part + 1,
                href: relative(desk.path, &self.path(part, desk)),
                current: part == current,
                first: code(codes.first()),
                last: code(codes.last()),
            })
            .collect()
    }

    fn path(self, part: usize, desk: &Desk<'_, '_>) -> String {
        match self {
            Listing::Catalog => desk.paths.index(part),
            Listing::Group(group) => desk.paths.group(group, part),
        }
    }
}

/// The codes right below a list: by code, retired ones last.
fn codes(catalog: &Catalog, listing: Listing) -> Vec<usize> {
    let mut codes: Vec<usize> = match listing {
        Listing::Catalog => {
            let entries = catalog.entries().iter().enumerate();
            entries.filter(|(_, entry)| entry.segments.len() == 1).map(|(at, _)| at).collect()
        }
        Listing::Group(at) => catalog.groups()[at].entries.clone(),
    };
    codes.sort_by_key(|&at| (is_retired(&catalog.entries()[at]), at));
    codes
}

fn is_retired(entry: &Entry) -> bool {
    entry.retired.is_some()
}

fn top(catalog: &Catalog) -> Vec<usize> {
    let groups = catalog.groups().iter().enumerate();
    groups.filter(|(_, group)| group.path.len() == 1).map(|(at, _)| at).collect()
}

/// The start of a group's description as plain text: for lists and search engines.
pub(crate) fn first_paragraph(group: &Group) -> String {
    let end = group.description.trim_start().find("\n\n").unwrap_or(group.description.trim_start().len());
    prose::plain(&group.description.trim_start()[..end])
}

/// How many codes a group has, here and below.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Count {
    all: usize,
    /// Without retired ones.
    live: usize,
}

/// The counts of all groups.
pub(crate) fn counts(catalog: &Catalog) -> Vec<Count> {
    let groups = catalog.groups();
    let mut counts = vec![Count::default(); groups.len()];
    // A group stands before its children.
    for at in (0..groups.len()).rev() {
        let entries = groups[at].entries.iter().map(|&entry| &catalog.entries()[entry]);
        let mut count = Count { all: entries.len(), live: entries.filter(|entry| !is_retired(entry)).count() };
        for &child in &groups[at].children {
            count.all += counts[child].all;
            count.live += counts[child].live;
        }
        counts[at] = count;
    }
    counts
}

/// The glossary's terms.
pub(crate) fn terms(desk: &mut Desk<'_, '_>, glossary: &prose::Glossary) -> Vec<TermView> {
    let terms = desk.catalog.manifest().glossary.iter().enumerate();
    terms
        .map(|(at, term)| TermView {
            term: term.term.clone(),
            id: glossary.id(at).to_owned(),
            also: term.also.clone(),
            text: Markup(desk.scope.block(&term.text)),
        })
        .collect()
}
