//! Reports codes in a group that is named after another HTTP status, which misleads readers of a
//! log.

use std::collections::HashMap;

use errbook_catalog::{Group, Response, reason_phrase};

use super::*;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Catalog(check));

/// Reason phrases that RFC 9110 renamed.
const OLD_PHRASES: &[(&str, u16)] = &[
    ("payload too large", 413),
    ("request entity too large", 413),
    ("request uri too long", 414),
    ("requested range not satisfiable", 416),
    ("unprocessable entity", 422),
];

fn check(context: &Context<'_>, findings: &mut Findings) {
    let named: HashMap<&[String], u16> =
        context.snapshot.groups().iter().filter_map(|group| Some((group.path.as_slice(), status_of(group)?))).collect();
    if named.is_empty() {
        return;
    }
    for code in context.snapshot.codes() {
        let Some(entry) = code.entry.as_ref().filter(|entry| entry.retired.is_none()) else { continue };
        let prefixes = (1..entry.segments.len()).rev().map(|len| &entry.segments[..len]);
        let Some((group, status)) = prefixes.into_iter().find_map(|path| Some((path, *named.get(path)?))) else {
            continue;
        };
        let Some(response) = entry.responses.iter().find(|response| response.status != status) else { continue };
        let entry = EntryContext { code, entry, texts: Vec::new() };
        findings.push(finding(context, &entry, response, (group, status)));
    }
}

fn finding(context: &Context<'_>, entry: &EntryContext<'_>, response: &Response, group: (&[String], u16)) -> Finding {
    let (group, status) = (group.0.last().map_or("", String::as_str), group.1);
    let (place, from_group) = entry.status(context, response);
    let message = format!("status {} in group `{group}`, which is named after {status}", response.status);
    let help = "move an unreleased code to another group, or suppress this with `allow` and a reason";
    Finding::new(message, place, help).and(from_group, "status set here")
}

/// The status that a group is named after.
fn status_of(group: &Group) -> Option<u16> {
    let name = group.path.last()?.replace(['_', '-'], " ").to_lowercase();
    let title = group.title.to_lowercase();
    let is = |phrase: &str| name == phrase || title == phrase;
    let phrases =
        (400..600).filter_map(|status| Some((reason_phrase(status)?.replace('-', " ").to_lowercase(), status)));
    let known = phrases.into_iter().find(|(phrase, _)| is(phrase)).map(|(_, status)| status);
    known.or_else(|| OLD_PHRASES.iter().find(|(phrase, _)| is(phrase)).map(|(_, status)| *status))
}
