//! Lists of groups and codes: the home page, groups, and codes by status, retryability, or field. A
//! short list of groups shows everything below it. A long one only shows what is directly in it, in
//! parts of at most [`PART`] codes, so no page grows with the catalog.

use errbook_catalog::Catalog;

use super::Desk;
use crate::facts::{first_paragraph, prefix, status_title, title};
use crate::lists::{Lists, PART};
use crate::page::Listing;
use crate::prose;
use crate::templates::Markup;
use crate::view::{CodeView, GroupView, ListView, PartView, TermView};

impl Listing {
    /// The title of the list, and a plain sentence about it.
    pub(crate) fn heading(self, catalog: &Catalog, lists: &Lists) -> (String, String) {
        match self {
            Listing::Catalog => (title(catalog), catalog.manifest().description.clone()),
            Listing::Group(at) => {
                let group = &catalog.groups()[at];
                (group.title.clone(), first_paragraph(group))
            }
            Listing::Status(status) => {
                let title = status_title(catalog, status);
                let description = format!("All errors with HTTP status {title}.");
                (title, description)
            }
            Listing::Retryable(true) => {
                ("Retryable errors".to_owned(), "Sending the same request again can succeed.".to_owned())
            }
            Listing::Retryable(false) => (
                "Non-retryable errors".to_owned(),
                "Sending the same request again won't help until something else changes.".to_owned(),
            ),
            Listing::Field { field, value } => {
                lists.value(field, value).map_or_else(Default::default, |(field, of)| {
                    let verb = if field.is_list { "includes" } else { "is" };
                    let (title, value) = (&field.title, &of.value);
                    (format!("{title}: {value}"), format!("All errors where {title} {verb} {value}."))
                })
            }
        }
    }

    /// The view of one part of the list.
    pub(crate) fn view(self, part: usize, desk: &mut Desk<'_, '_>) -> ListView {
        let (catalog, lists) = (desk.catalog, desk.lists);
        let codes = lists.codes(self);
        let (code, about, groups, all): (_, _, Vec<usize>, usize) = match self {
            // The manifest's description is one plain sentence.
            Listing::Catalog => (None, None, top(catalog), catalog.entries().len()),
            Listing::Group(at) => {
                let group = &catalog.groups()[at];
                (prefix(group), desk.block(&group.description), group.children.clone(), lists.counts[at].all)
            }
            Listing::Field { field, value } => {
                let about = lists.value(field, value).and_then(|(field, _)| field.about.as_deref());
                (None, about.and_then(|about| desk.block(about)), Vec::new(), codes.len())
            }
            Listing::Status(_) | Listing::Retryable(_) => (None, None, Vec::new(), codes.len()),
        };
        let deep = all <= PART;
        let shown = codes.iter().skip(part * PART).take(PART);
        ListView {
            code,
            about,
            groups: if part == 0 { self.groups(&groups, deep, desk) } else { Vec::new() },
            codes: shown.map(|&at| desk.code(&catalog.entries()[at])).collect(),
            parts: self.part_views(part, codes, desk),
        }
    }

    fn groups(self, groups: &[usize], deep: bool, desk: &mut Desk<'_, '_>) -> Vec<GroupView> {
        let catalog = desk.catalog;
        let shown = groups.iter().filter(|&&at| !catalog.groups()[at].retired);
        shown.map(|&at| self.group(at, deep, desk)).collect()
    }

    fn group(self, at: usize, deep: bool, desk: &mut Desk<'_, '_>) -> GroupView {
        let (catalog, lists) = (desk.catalog, desk.lists);
        let group = &catalog.groups()[at];
        let below = if deep { lists.codes(Listing::Group(at)) } else { &[] };
        GroupView {
            title: group.title.clone(),
            href: desk.paths.group_href(desk.path, at).unwrap_or_default(),
            code: prefix(group),
            id: desk.scope.id(&group.path.join(" ")),
            summary: first_paragraph(group),
            count: lists.counts[at].live,
            groups: if deep { self.groups(&group.children, deep, desk) } else { Vec::new() },
            codes: below.iter().map(|&at| desk.code(&catalog.entries()[at])).collect::<Vec<CodeView>>(),
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
                href: desk.href(&desk.paths.list(self, part)),
                current: part == current,
                first: code(codes.first()),
                last: code(codes.last()),
            })
            .collect()
    }
}

pub(super) fn top(catalog: &Catalog) -> Vec<usize> {
    let groups = catalog.groups().iter().enumerate();
    groups.filter(|(_, group)| group.path.len() == 1).map(|(at, _)| at).collect()
}

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
