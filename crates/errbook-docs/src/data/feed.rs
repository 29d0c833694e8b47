//! `feed.xml`: new, changed, deprecated, and retired codes, for feed readers (RFC 4287). Its dates are those
//! of the catalog, so output is deterministic.

use errbook_catalog::{Ending, Entry};

use crate::facts::{description, is_date, title};
use crate::paths::Spot;
use crate::plan::{FEED, Plan};
use crate::prose;
use crate::text;

/// Maximum number of entries. Readers ask for the feed every hour.
const ENTRIES: usize = 100;

/// Something that happened to a code.
struct Event<'a> {
    date: &'a str,
    /// Distinguishes the events of a code.
    kind: &'static str,
    at: usize,
    /// What happened, before the name of the code.
    label: &'static str,
    text: String,
}

/// The feed, latest first.
pub(crate) fn atom(plan: &Plan<'_>) -> String {
    let events = events(plan);
    let home = plan.paths.public(Spot::Index).unwrap_or_default();
    let own = plan.paths.url(&plan.paths.asset(FEED)).unwrap_or_default();
    let updated = events.first().map_or("", |event| event.date);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n\
         <title>{}</title>\n<id>{own}</id>\n<updated>{}</updated>\n<author><name>{}</name></author>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{own}\"/>\n<link href=\"{home}\"/>\n",
        xml(&title(plan.catalog)),
        midnight(updated),
        xml(&title(plan.catalog)),
        own = xml(&own),
        home = xml(&home),
    );
    for event in events.iter().take(ENTRIES) {
        out.push_str(&entry(event, plan));
    }
    out + "</feed>\n"
}

fn entry(event: &Event<'_>, plan: &Plan<'_>) -> String {
    let entry = &plan.catalog.entries()[event.at];
    let url = plan.paths.public(Spot::Entry(event.at)).unwrap_or_default();
    // A code can change again, which is another event.
    let date = if event.kind == "changed" { format!("-{}", event.date) } else { String::new() };
    format!(
        "<entry>\n<title>{}: {} ({})</title>\n<id>{url}#{}{date}</id>\n<updated>{}</updated>\n\
         <link href=\"{url}\"/>\n{}</entry>\n",
        event.label,
        xml(&entry.name),
        xml(&entry.code),
        event.kind,
        midnight(event.date),
        if event.text.is_empty() { String::new() } else { format!("<summary>{}</summary>\n", xml(&event.text)) },
        url = xml(&url),
    )
}

/// What happened to the codes, latest first.
fn events<'a>(plan: &Plan<'a>) -> Vec<Event<'a>> {
    let entries = plan.catalog.entries().iter().enumerate().filter(|(_, entry)| !entry.draft);
    let events = entries.flat_map(|(at, entry)| of(at, entry));
    let mut events: Vec<Event<'_>> = events.filter(|event| is_date(event.date)).collect();
    events.sort_by(|a, b| b.date.cmp(a.date).then(a.at.cmp(&b.at)));
    events
}

fn of(at: usize, entry: &Entry) -> impl Iterator<Item = Event<'_>> {
    let added = entry.since.as_deref();
    let added = added.map(|date| Event { date, kind: "new", at, label: "New", text: description(entry) });
    let changed = entry.changed.as_deref().map(|date| {
        let text = entry.migration.as_deref().map_or_else(|| description(entry), prose::plain);
        Event { date, kind: "changed", at, label: "Changed", text }
    });
    let deprecated = entry.deprecated.as_ref().and_then(|ending| ended(at, "deprecated", "Deprecated", ending));
    let retired = entry.retired.as_ref().and_then(|ending| ended(at, "retired", "Retired", ending));
    [added, changed, deprecated, retired].into_iter().flatten()
}

fn ended<'a>(at: usize, kind: &'static str, label: &'static str, ending: &'a Ending) -> Option<Event<'a>> {
    let text = ending.reason.as_deref().map(prose::plain).unwrap_or_default();
    Some(Event { date: ending.since.as_deref()?, kind, at, label, text })
}

/// Escapes text, and leaves out what XML can't have (XML 1.0, section 2.2).
fn xml(text: &str) -> String {
    let is_char =
        |char: &char| !matches!(char, '\0'..'\t' | '\u{b}' | '\u{c}' | '\u{e}'..' ' | '\u{fffe}' | '\u{ffff}');
    text::html(&text.chars().filter(is_char).collect::<String>())
}

/// A date as a time (RFC 3339).
fn midnight(date: &str) -> String {
    format!("{date}T00:00:00Z")
}
