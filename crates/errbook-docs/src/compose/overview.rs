//! The summary of the catalog on the home page, derived from the manifest and the entries.

use errbook_catalog::{Catalog, Entry, HeadingIds};

use super::{Desk, response, service};
use crate::facts::{is_own, status_title};
use crate::lists::ByField;
use crate::page::Listing;
use crate::view::{CountView, CountsView, LevelView, LinkView, OverviewView, ResponseView};

pub(crate) fn overview(desk: &mut Desk<'_, '_>) -> OverviewView {
    desk.scope.reserve_ids(HeadingIds::of_home(desk.catalog.manifest().profiles.len()));
    let example = example(desk.catalog);
    let services = service::all(desk);
    OverviewView {
        example: example.map(|entry| desk.code(entry)),
        levels: example.map(|entry| levels(entry, desk)).unwrap_or_default(),
        responses: responses(desk),
        services,
        groups: groups(desk),
        statuses: statuses(desk),
        retryable: retryable(desk),
        fields: fields(desk),
    }
}

/// A code that a service can send and that is not deprecated, preferably from the first profile.
/// Prefers the code that most others list as related, because readers are likely to know it. If no
/// code qualifies, it is the first code. Codes of dependencies can have another format.
fn example(catalog: &Catalog) -> Option<&Entry> {
    let own = |entry: &Entry| is_good(entry) && is_own(entry);
    let first = |entry: &Entry| own(entry) && entry.responses.iter().any(|response| response.profile == 0);
    best(catalog, first).or_else(|| best(catalog, own)).or_else(|| catalog.entries().iter().find(|entry| is_own(entry)))
}

/// Of the matching entries, the one that most others list as related, preferably an own one. On a tie, the first.
fn best(catalog: &Catalog, fits: impl Fn(&Entry) -> bool) -> Option<&Entry> {
    let rank = |entry: &&Entry| (is_own(entry), catalog.related_from(&entry.code).count());
    catalog.entries().iter().rev().filter(|entry| fits(entry)).max_by_key(rank)
}

fn is_good(entry: &Entry) -> bool {
    entry.live() && entry.deprecated.is_none() && entry.reserved.is_none()
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

/// An example response of each profile that sends a code.
fn responses(desk: &Desk<'_, '_>) -> Vec<ResponseView> {
    let catalog = desk.catalog;
    let profiles = 0..catalog.manifest().profiles.len();
    let one = |profile| {
        let sent = |entry: &Entry| entry.responses.iter().position(|response| response.profile == profile);
        let entry = best(catalog, |entry| is_good(entry) && entry.messages.is_some() && sent(entry).is_some())?;
        Some(response::example(desk, entry, entry.messages.as_ref()?, &entry.responses[sent(entry)?]))
    };
    profiles.filter_map(one).collect()
}

/// Maximum number of chips.
const MOST: usize = 60;

/// Groups that directly contain codes. Empty if there are too many for chips: the page lists all
/// groups anyway.
fn groups(desk: &Desk<'_, '_>) -> Vec<CountView> {
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

/// Values of fields, without fields that have too many values for chips.
fn fields(desk: &Desk<'_, '_>) -> Vec<CountsView> {
    if !desk.paths.has_filters() {
        return Vec::new();
    }
    let fields = desk.lists.fields.iter().enumerate();
    let shown = fields.filter(|(_, field)| (1..=MOST).contains(&field.values.len()));
    let counts = |(field, of): (usize, &ByField)| CountsView {
        title: of.title.clone(),
        values: (of.values.iter().enumerate())
            .map(|(value, of)| count(Listing::Field { field, value }, of.value.clone(), desk))
            .collect(),
    };
    shown.map(counts).collect()
}

fn count(listing: Listing, title: String, desk: &Desk<'_, '_>) -> CountView {
    let live = desk.lists.codes(listing).iter().filter(|&&at| desk.catalog.entries()[at].retired.is_none()).count();
    CountView { title, href: desk.href(&desk.paths.list(listing, 0)), count: live }
}
