//! Turns an entry into the view of its page. `sections` renders the prose, after the banners.

use errbook_catalog::{Ending, Entry, Header, HeaderUnit, HeadingIds, PageSection, RaisedBy, Response};

use super::{Desk, response};
use crate::facts::{is_date, is_internal};
use crate::page::Listing;
use crate::view::*;

mod feedback;
pub(crate) use feedback::ask;
mod sections;

pub(crate) fn entry(entry: &Entry, desk: &mut Desk<'_, '_>) -> EntryView {
    desk.scope.reserve_ids(HeadingIds::of_entry(desk.catalog.manifest().profiles.len()));
    let banners = banners(entry, desk);
    let order = sections::order(desk);
    let sections = sections::of(entry, &order, desk);
    let [previous, next] = neighbours(entry, desk);
    let changed = entry.changed.as_deref().map(changed);
    let mut view = EntryView {
        code: entry.code.clone(),
        segments: entry.segments.clone(),
        name: entry.name.clone(),
        summary: entry.summary.clone(),
        message: entry.message().map(|message| message.template.clone()),
        banners,
        order: order.into_iter().map(PageSection::as_str).collect(),
        quick_fix: sections.quick_fix,
        responses: responses(entry, desk),
        services: entry.responses.iter().map(|response| service(response, desk)).collect(),
        statuses: statuses(entry, desk),
        params: sections.params,
        wordings: sections.wordings,
        causes_lead: causes_lead(entry, desk),
        what_happened: sections.what_happened,
        how_to_fix: sections.how_to_fix,
        requests: sections.requests,
        common_mistakes: sections.common_mistakes,
        notes: sections.notes,
        after: sections.after,
        related: sections.related,
        related_from: related_from(entry, desk),
        parent: desk.catalog.parent(entry).map(|parent| desk.code(parent)),
        children: children(entry, desk),
        raised_by: sections.raised_by,
        raised_by_all: entry.raised_by == RaisedBy::All,
        migration: sections.migration,
        migration_lead: migration_lead(entry, changed.as_deref()),
        action: sections.action,
        retry_after: entry.retry_after.filter(|_| entry.reserved.is_none() && !is_internal(entry, desk.catalog)),
        headers: headers(entry, desk),
        since: entry.since.clone(),
        changed,
        details: sections.details,
        aliases: entry.aliases.clone(),
        type_url: desk.catalog.type_url(entry),
        previous,
        next,
        file: entry.file.clone(),
        edit: feedback::edit(entry, desk),
        report: feedback::report(entry, desk),
        has_details: false,
    };
    view.has_details = has_details(&view);
    view
}

fn has_details(view: &EntryView) -> bool {
    let EntryView { statuses, services, raised_by, headers, details, aliases, .. } = view;
    let sends = !(statuses.is_empty() && services.is_empty() && raised_by.is_empty() && headers.is_empty());
    sends
        || !details.is_empty()
        || !aliases.is_empty()
        || view.parent.is_some()
        || view.raised_by_all
        || view.action.is_some()
        || view.retry_after.is_some()
}

fn banners(entry: &Entry, desk: &mut Desk<'_, '_>) -> Vec<BannerView> {
    let mut banners = Vec::new();
    if let Some(ending) = &entry.retired {
        banners.push(ending_banner("retired", ending, desk));
    }
    if let Some(ending) = &entry.deprecated {
        banners.push(ending_banner("deprecated", ending, desk));
    }
    if let Some(reason) = &entry.reserved {
        let reason = Some(desk.inline(reason));
        banners.push(BannerView { kind: "reserved", since: None, reason, replaced_by: None });
    }
    if is_internal(entry, desk.catalog) && entry.reserved.is_none() {
        banners.push(BannerView { kind: "internal", since: None, reason: None, replaced_by: None });
    }
    if entry.draft {
        banners.push(BannerView { kind: "draft", since: None, reason: None, replaced_by: None });
    }
    banners
}

fn ending_banner(kind: &'static str, ending: &Ending, desk: &mut Desk<'_, '_>) -> BannerView {
    BannerView {
        kind,
        since: ending.since.clone(),
        reason: desk.optional_inline(ending.reason.as_ref()),
        replaced_by: ending.replaced_by.map(|at| desk.code(&desk.catalog.entries()[at])),
    }
}

/// When the code last changed, as in a sentence.
fn changed(since: &str) -> String {
    format!("{} {since}", if is_date(since) { "on" } else { "in" })
}

/// The start of the migration. If the code ended, the migration is about that instead.
fn migration_lead(entry: &Entry, changed: Option<&str>) -> Option<String> {
    let is_of_change = entry.migration.is_some() && entry.deprecated.is_none() && entry.retired.is_none();
    changed.filter(|_| is_of_change).map(|changed| format!("Changed {changed}:"))
}

/// The sentence before the causes. It depends on the state, because nothing triggers a code that no
/// service sends.
fn causes_lead(entry: &Entry, desk: &Desk<'_, '_>) -> &'static str {
    if entry.retired.is_some() {
        "Common scenarios that triggered this error:"
    } else if entry.reserved.is_some() {
        "Scenarios that this code is reserved for:"
    } else if is_internal(entry, desk.catalog) {
        "Common scenarios in which this code is logged:"
    } else {
        "Common scenarios that trigger this error:"
    }
}

/// Example responses. Drafts and retired codes without a message have none.
fn responses(entry: &Entry, desk: &Desk<'_, '_>) -> Vec<ResponseView> {
    let Some(messages) = &entry.messages else { return Vec::new() };
    let responses = entry.responses.iter();
    responses.map(|response| response::example(desk, entry, messages, response)).collect()
}

fn service(response: &Response, desk: &Desk<'_, '_>) -> String {
    desk.catalog.manifest().profiles[response.profile].title.clone()
}

fn statuses(entry: &Entry, desk: &Desk<'_, '_>) -> Vec<StatusView> {
    let mut statuses: Vec<StatusView> = Vec::new();
    for response in &entry.responses {
        let service = service(response, desk);
        match statuses.iter_mut().find(|of| of.status == response.status && of.title == response.title) {
            Some(of) => of.services.push(service),
            None => statuses.push(StatusView {
                status: response.status,
                class: response.status / 100,
                title: response.title.clone(),
                href: desk
                    .paths
                    .has_filters()
                    .then(|| desk.href(&desk.paths.list(Listing::Status(response.status), 0))),
                services: vec![service],
            }),
        }
    }
    statuses
}

/// Codes that list this one as related, without those that it lists itself.
fn related_from(entry: &Entry, desk: &Desk<'_, '_>) -> Vec<CodeView> {
    let listed = |other: &Entry| {
        entry.related.iter().filter_map(|of| of.to.own()).any(|at| desk.catalog.entries()[at].code == other.code)
    };
    desk.catalog.related_from(&entry.code).filter(|other| !listed(other)).map(|other| desk.code(other)).collect()
}

/// The codes below a code.
fn children(entry: &Entry, desk: &mut Desk<'_, '_>) -> Option<ListView> {
    let list = Listing::Group(desk.paths.group_of(entry)?).view(0, desk);
    (!list.codes.is_empty() || !list.groups.is_empty()).then_some(list)
}

/// The previous and the next page in the list of the group.
fn neighbours(entry: &Entry, desk: &Desk<'_, '_>) -> [Option<LinkView>; 2] {
    let entries = desk.catalog.entries();
    let neighbours = desk.catalog.position(&entry.code).map(|at| desk.lists.neighbours(at)).unwrap_or_default();
    neighbours.map(|at| {
        let entry = &entries[at?];
        Some(LinkView { title: entry.name.clone(), href: desk.href(&desk.paths.entry(entry)) })
    })
}

/// The headers of the profiles that send the entry. Those that only some of them send have the
/// names of these.
fn headers(entry: &Entry, desk: &mut Desk<'_, '_>) -> Vec<HeaderView> {
    let profiles = &desk.catalog.manifest().profiles;
    let mut headers: Vec<(&Header, Vec<String>)> = entry.headers.iter().map(|header| (header, Vec::new())).collect();
    for response in &entry.responses {
        let profile = &profiles[response.profile];
        for header in profile.headers_of(entry) {
            match headers.iter_mut().find(|(known, _)| *known == header) {
                Some((_, services)) => services.push(profile.title.clone()),
                None => headers.push((header, vec![profile.title.clone()])),
            }
        }
    }
    let all = entry.responses.len();
    let view = |(header, services): (&Header, Vec<String>)| HeaderView {
        name: header.name.clone(),
        value: header.value.clone(),
        unit: header.unit.map(unit),
        when: desk.optional_inline(header.when.as_ref()),
        services: if services.len() == all { Vec::new() } else { services },
    };
    headers.into_iter().map(view).collect()
}

fn unit(unit: HeaderUnit) -> &'static str {
    match unit {
        HeaderUnit::Seconds => "in seconds",
        HeaderUnit::Milliseconds => "in milliseconds",
        HeaderUnit::HttpDate => "as an HTTP date",
    }
}
