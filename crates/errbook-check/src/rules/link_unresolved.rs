//! A link that leads to no page: empty, relative to nowhere, or of a kind that pages do not show.

use super::*;
use crate::docs_url;
use crate::names::{Lead, Named};
use crate::prose::Link;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Entry(check));

fn check(context: &Context<'_>, entry: &EntryContext<'_>, findings: &mut Findings) {
    for (text, link) in links(&entry.texts).filter(|(_, link)| !link.image) {
        if let Some((message, help)) = wrong(context, entry, link) {
            findings.push(Finding::new(message, text.at(link.destination_range(text.value)), help));
        }
    }
}

/// What is wrong with a link, and what to do.
fn wrong(context: &Context<'_>, entry: &EntryContext<'_>, link: &Link<'_>) -> Option<(String, String)> {
    let destination = &*link.destination;
    if destination.is_empty() {
        return Some(("this link has no destination".into(), "write where it leads, or remove the brackets".into()));
    }
    if let Some(wrong) = of_code(context, destination) {
        return wrong;
    }
    let end = destination.find(['/', '?', '#']).unwrap_or(destination.len());
    if let Some((scheme, _)) = destination[..end].split_once(':') {
        let is_live = ["http", "https", "mailto"].iter().any(|live| scheme.eq_ignore_ascii_case(live));
        let help = "link to a page by `https`, or write the address as code";
        return (!is_live && !link.autolink).then(|| (format!("pages do not link to `{scheme}:`"), help.to_owned()));
    }
    let path = destination.split(['?', '#']).next().unwrap_or_default();
    if path.is_empty() || path.starts_with("//") || path.starts_with('/') && context.manifest.site.is_none() {
        return None;
    }
    let path = docs_url::resolve(context.manifest, &entry.entry.segments, path)?;
    (context.lead(&path) == Lead::Dead).then(|| {
        let help = match context.nearest_page(&path) {
            Some(near) => did_you_mean(near) + " a code as the destination always finds its page",
            None => "write a code as the destination, or the URL of another page".to_owned(),
        };
        (format!("this link leads to `{path}`, where no page is"), help)
    })
}

/// What is wrong with a link to a code: `None` when it is none, `Some(None)` when a rule of its own speaks of it, or nothing is wrong.
fn of_code(context: &Context<'_>, destination: &str) -> Option<Option<(String, String)>> {
    let scheme = &context.manifest.scheme;
    let (code, rest) = destination.split_at(destination.find(['#', '?']).unwrap_or(destination.len()));
    let is_code = match &scheme.prefix {
        Some(prefix) => code.strip_prefix(prefix.as_str()).is_some_and(|rest| rest.starts_with(&scheme.separator)),
        None => context.named(code) != Named::Unknown,
    };
    if !is_code {
        return None;
    }
    let segments: Vec<&str> = code.split(&scheme.separator).skip(usize::from(scheme.prefix.is_some())).collect();
    if !rest.is_empty() {
        let last = segments.last().copied().unwrap_or_default();
        let help = format!("write `{code}`, or a path such as `./{last}{rest}`");
        return Some(Some((format!("a link to a code cannot go on with `{rest}`"), help)));
    }
    Some(context.names.is_group(&segments).then(|| {
        let path = segments.join("/");
        let page = context.manifest.page_path(std::slice::from_ref(&path)).unwrap_or_else(|| format!("/{path}"));
        ("this is a group, and only codes can be destinations".to_owned(), format!("link to its page: `{page}`"))
    }))
}
