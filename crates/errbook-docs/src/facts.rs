//! Derives facts for pages that no key of the catalog sets directly.

use errbook_catalog::{Action, ActionKind, Catalog, Entry, Group, Message, SinceKind, is_since, reason_phrase};

use crate::prose;

pub(crate) fn title(catalog: &Catalog) -> String {
    let manifest = catalog.manifest();
    manifest.site.as_ref().map_or_else(|| format!("{} errors", manifest.name), |site| site.title.clone())
}

/// The format of the catalog's own codes, such as `err:system:category:specific`. `None` if all codes are of
/// dependencies, as in a portal.
pub(crate) fn code_format(catalog: &Catalog) -> Option<String> {
    let has_own = !has_included(catalog) || catalog.entries().iter().any(is_own);
    has_own.then(|| catalog.manifest().scheme.shape(|level| level.name.clone()))
}

/// What the codes of a group start with. `None` if that is nothing.
pub(crate) fn prefix(group: &Group) -> Option<String> {
    Some(group.prefix.clone()).filter(|prefix| !prefix.is_empty())
}

/// Whether there are codes of dependencies, whose format can be another one.
pub(crate) fn has_included(catalog: &Catalog) -> bool {
    catalog.entries().iter().any(|entry| !is_own(entry))
}

pub(crate) fn is_own(entry: &Entry) -> bool {
    entry.dependency.is_none()
}

/// Whether an entry has a date rather than a version, such as `2026-01-31`. Codes of dependencies can have the
/// other one of the two.
pub(crate) fn is_date(since: &str) -> bool {
    is_since(SinceKind::Date, since)
}

/// Plain-text description of a code for search engines: its summary, or else what happened, or else
/// its message.
pub(crate) fn description(entry: &Entry) -> String {
    described(entry, entry.message())
}

/// Like [`description`], for the response of a profile.
pub(crate) fn description_in(entry: &Entry, profile: usize) -> String {
    described(entry, entry.messages.as_ref().map(|messages| messages.of(profile)))
}

fn described(entry: &Entry, message: Option<&Message>) -> String {
    if let Some(summary) = &entry.summary {
        return summary.clone();
    }
    let text = entry.what_happened.as_ref().map(|section| prose::plain(&section.text)).unwrap_or_default();
    if !text.is_empty() {
        return text;
    }
    message.map(|message| message.template.clone()).unwrap_or_default()
}

/// First paragraph of a group's description as plain text, for lists and search engines.
pub(crate) fn first_paragraph(group: &Group) -> String {
    let end = group.description.trim_start().find("\n\n").unwrap_or(group.description.trim_start().len());
    prose::plain(&group.description.trim_start()[..end])
}

/// A status with its reason phrase. If the status has no standard phrase, uses the title of the
/// first response with this status.
pub(crate) fn status_title(catalog: &Catalog, status: u16) -> String {
    let responses = || catalog.entries().iter().flat_map(|entry| &entry.responses);
    let own = || responses().find(|response| response.status == status).map(|response| response.title.as_str());
    reason_phrase(status).or_else(own).map_or_else(|| status.to_string(), |title| format!("{status} {title}"))
}

/// What to do about the error. `None` if the entry doesn't specify it, or if no client receives the
/// code.
pub(crate) fn action<'e>(entry: &'e Entry, catalog: &Catalog) -> Option<&'e Action> {
    let sent = entry.reserved.is_none() && !is_internal(entry, catalog);
    entry.action.as_ref().filter(|_| sent)
}

/// Whether a retry can succeed, according to [`action`].
pub(crate) fn retryable(entry: &Entry, catalog: &Catalog) -> Option<bool> {
    action(entry, catalog).map(|action| action.kind.is_retryable())
}

/// An action in words for readers.
pub(crate) fn action_text(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::Retry => "Send the same request again",
        ActionKind::Wait => "Wait, then send the same request again",
        ActionKind::FixRequest => "Change the request",
        ActionKind::Reauthenticate => "Send valid credentials",
        ActionKind::Upgrade => "Upgrade the plan, or raise the limit",
        ActionKind::Configure => "Change a setting or permission",
        ActionKind::Contact => "Contact support",
        ActionKind::Stop => "Don't send the same request again",
    }
}

/// Whether no client receives the code, although it is finished and not retired: `profiles: []`. In
/// a catalog without profiles, no code has responses, so this is always false.
pub(crate) fn is_internal(entry: &Entry, catalog: &Catalog) -> bool {
    entry.responses.is_empty() && entry.raisable() && !catalog.manifest().profiles.is_empty()
}

/// Badge in lists. The most severe state wins.
pub(crate) fn mark(entry: &Entry, catalog: &Catalog) -> Option<&'static str> {
    match entry {
        Entry { retired: Some(_), .. } => Some("retired"),
        Entry { deprecated: Some(_), .. } => Some("deprecated"),
        Entry { draft: true, .. } => Some("draft"),
        Entry { reserved: Some(_), .. } => Some("reserved"),
        _ => is_internal(entry, catalog).then_some("internal"),
    }
}
