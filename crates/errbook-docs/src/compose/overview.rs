//! What the first page says of all codes. It is read off manifest and entries, so that it names nothing that does not exist.

use errbook_catalog::{Catalog, Entry};

use super::{Desk, response};
use crate::facts::status_title;
use crate::page::Listing;
use crate::view::{CountView, LevelView, LinkView, OverviewView, ResponseView};

/// The view of the overview.
pub(crate) fn overview(desk: &Desk<'_, '_>) -> OverviewView {
    let example = example(desk.catalog);
    OverviewView {
        example: example.map(|entry| desk.code(entry)),
        levels: example.map(|entry| levels(entry, desk)).unwrap_or_default(),
        responses: responses(desk),
        groups: groups(desk),
        statuses: statuses(desk),
        retryable: retryable(desk),
    }
}

/// A code that a service can send and that is not on its way out, preferably in the first profile; of those the one that most others name,
/// since readers know it. A catalog of nothing else has any code.
fn example(catalog: &Catalog) -> Option<&Entry> {
    let first = |entry: &Entry| is_good(entry) && entry.responses.iter().any(|response| response.profile == 0);
    best(catalog, first).or_else(|| best(catalog, is_good)).or_else(|| catalog.entries().first())
}

/// Of the entries that fit, the first of those that most others name.
fn best(catalog: &Catalog, fits: impl Fn(&Entry) -> bool) -> Option<&Entry> {
    let named = |entry: &&Entry| catalog.related_from(&entry.code).count();
    catalog.entries().iter().rev().filter(|entry| fits(entry)).max_by_key(named)
}

fn is_good(entry: &Entry) -> bool {
    entry.raisable() && entry.deprecated.is_none() && entry.reserved.is_none()
}

fn levels(entry: &Entry, desk: &Desk<'_, '_>) -> Vec<LevelView> {
    let names = desk.catalog.manifest().scheme.levels.iter();
    let mut groups = desk.paths.groups_above(&entry.segments);
    names
        .zip(&entry.segments)
        .map(|(level, segment)| LevelView {
            name: level.name.clone(),
            segment: segment.clone(),
            group: groups
                .next()
                .map(|(at, group)| LinkView { title: group.title.clone(), href: desk.href(&desk.paths.group(at, 0)) }),
        })
        .collect()
}

/// One example of each envelope that some code is sent in.
fn responses(desk: &Desk<'_, '_>) -> Vec<ResponseView> {
    let catalog = desk.catalog;
    let profiles = 0..catalog.manifest().profiles.len();
    let one = |profile| {
        let sent = |entry: &Entry| entry.responses.iter().position(|response| response.profile == profile);
        let entry = best(catalog, |entry| is_good(entry) && entry.message.is_some() && sent(entry).is_some())?;
        Some(response::example(catalog, entry, entry.message.as_ref()?, &entry.responses[sent(entry)?]))
    };
    profiles.filter_map(one).collect()
}

/// The groups that hold codes themselves. A catalog of many has too many for chips; its list of groups follows anyway.
fn groups(desk: &Desk<'_, '_>) -> Vec<CountView> {
    const MOST: usize = 60;
    let groups = desk.catalog.groups().iter().enumerate();
    let shown: Vec<_> = groups.filter(|(_, group)| !group.retired && !group.entries.is_empty()).collect();
    if shown.len() > MOST {
        return Vec::new();
    }
    shown
        .into_iter()
        .map(|(at, group)| CountView {
            title: desk.paths.heading(group),
            href: desk.href(&desk.paths.group(at, 0)),
            count: desk.lists.counts[at].live,
        })
        .collect()
}

fn statuses(desk: &Desk<'_, '_>) -> Vec<CountView> {
    if !desk.paths.has_filters() {
        return Vec::new();
    }
    let statuses = desk.lists.statuses();
    statuses.map(|status| count(Listing::Status(status), status_title(desk.catalog, status), desk)).collect()
}

fn retryable(desk: &Desk<'_, '_>) -> Vec<CountView> {
    if !desk.paths.has_filters() {
        return Vec::new();
    }
    let shown = [true, false].into_iter().filter(|value| desk.lists.has_retryable(*value));
    shown
        .map(|value| {
            count(Listing::Retryable(value), (if value { "Retryable" } else { "Not retryable" }).to_owned(), desk)
        })
        .collect()
}

fn count(listing: Listing, title: String, desk: &Desk<'_, '_>) -> CountView {
    let live = desk.lists.codes(listing).iter().filter(|&&at| desk.catalog.entries()[at].retired.is_none()).count();
    CountView { title, href: desk.href(&desk.paths.list(listing, 0)), count: live }
}
