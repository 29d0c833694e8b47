//! Makes groups from the levels above the last, with titles from the navigation and descriptions
//! from overview pages.

use std::collections::{HashMap, HashSet};

use crate::loss_report::LossReport;
use crate::manifest::{self, Group};
use crate::model::{Entry, Place};
use crate::navigation::Navigation;
use crate::page::{self, Page};
use crate::place::{self, World};
use crate::prose;
use crate::scheme::{Code, Scheme};

use super::{OVERVIEWS, codes, unplaced};

/// The groups of all entries, in the order of their pages.
pub(crate) fn of(entries: &[Entry], scheme: &Scheme) -> Vec<Group> {
    let mut groups = Vec::new();
    let codes: HashSet<&[String]> = entries.iter().map(|entry| entry.code.0.as_slice()).collect();
    for entry in entries.iter().filter(|_| scheme.levels.len() > 1) {
        let above = &entry.code.0[..entry.code.0.len() - 1];
        // A code with codes below it is their group.
        if !codes.contains(above) {
            Group::at(&mut groups, above);
        }
    }
    groups
}

/// Sets titles from the navigation's groups, if all pages of such a group are in one group of the
/// catalog.
pub(super) fn titles(groups: &mut Vec<Group>, navigation: &Navigation, addresses: &HashMap<String, &Code>) {
    // The group of the navigation with most pages names a group.
    let mut all: Vec<&(String, Vec<String>)> = navigation.groups.iter().collect();
    let codes = |pages: &[String]| pages.iter().filter(|path| addresses.contains_key(*path)).count();
    all.sort_by_key(|(_, pages)| std::cmp::Reverse(codes(pages)));
    for (title, pages) in all {
        let codes: Vec<&&Code> = pages.iter().filter_map(|path| addresses.get(path)).collect();
        let Some(first) = codes.first() else { continue };
        let shared =
            (0..first.0.len()).take_while(|at| codes.iter().all(|code| code.0.get(*at) == first.0.get(*at))).count();
        let shared = shared.min(first.0.len() - 1);
        if let Some(group) = Group::at(groups, &first.0[..shared]).filter(|group| group.title.is_none()) {
            group.title = Some(title.clone());
        }
    }
}

/// Uses the overview pages of groups as descriptions, and reports all other pages without a code.
pub(super) fn describe(
    groups: &mut [Group],
    others: Vec<usize>,
    pages: &[Page],
    world: &World<'_>,
    report: &mut LossReport,
) {
    let base = codes::base(pages, world.scheme);
    for at in others {
        let page = &pages[at];
        let parts: Vec<String> = page.parts().into_iter().map(str::to_owned).collect();
        let below = base.as_ref().and_then(|base| parts.strip_prefix(base.as_slice())).unwrap_or_default();
        let below = match below.split_last() {
            Some((last, above)) if OVERVIEWS.contains(&last.as_str()) => above,
            _ => below,
        };
        match find(groups, below) {
            Some(group) if group.description.is_none() => {
                let (title, text) = about(page, world, report);
                group.title = title.or(group.title.take());
                group.description = Some(text).filter(|text| !text.is_empty());
                let own = world.site.map(|site| site.path(below));
                if own.is_some_and(|own| own != format!("/{}", page.path)) {
                    group.redirects.push(format!("/{}", page.path));
                }
                report.took("group page", "groups");
            }
            _ => unplaced(page, "no code on this page or in its path: the page is not imported".to_owned(), report),
        }
    }
}

fn find<'g>(groups: &'g mut [Group], path: &[String]) -> Option<&'g mut Group> {
    let (first, rest) = path.split_first()?;
    let group = groups.iter_mut().find(|group| group.name == *first)?;
    if rest.is_empty() { Some(group) } else { find(&mut group.groups, rest) }
}

/// Title and description from an overview page.
fn about(page: &Page, world: &World<'_>, report: &mut LossReport) -> (Option<String>, String) {
    for field in &page.front.fields {
        if ["title", "description"].contains(&field.key.as_str()) {
            report.keyed(page.start(), field.key.as_str());
        } else {
            let place = Place { file: page.file.clone(), line: field.line };
            let message = format!("front matter key `{}` has no equivalent in a group", field.key);
            report.unplaced(place, message, format!("{}: {}", field.key, field.value));
        }
    }
    let title = page.front.get("title").map(|field| field.value.clone());
    let heading = page.head.title.as_ref().map(|(heading, _)| heading);
    let title = title.or_else(|| heading.map(|heading| prose::plain(heading)));
    if let Some(heading) = heading.filter(|heading| title.as_ref() != Some(*heading)) {
        report.unplaced(page.start(), "the heading differs from the title of the group", heading.as_str());
    }
    let lead = page.front.get("description").map(|field| prose::escape(&field.value)).unwrap_or_default();
    let text = place::linked(page, world, report);
    let blocks = prose::blocks(&text);
    let start = page.head.title.as_ref().and_then(|(_, at)| blocks.get(*at)).map_or(0, |block| block.range.end);
    let body = page::slice(&text, start..text.len());
    (title, [lead.as_str(), body].iter().filter(|text| !text.is_empty()).copied().collect::<Vec<_>>().join("\n\n"))
}

/// Lists groups with their titles for the report.
pub(crate) fn outline(groups: &[Group], above: &str, out: &mut Vec<String>) {
    for group in groups {
        let path = if above.is_empty() { group.name.clone() } else { format!("{above}/{}", group.name) };
        let title = group.title.clone().unwrap_or_else(|| manifest::words(&group.name));
        out.push(format!("{path} ({title})"));
        outline(&group.groups, &path, out);
    }
}
