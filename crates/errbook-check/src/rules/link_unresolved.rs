//! Reports links without a destination, to a page that does not exist, or with a scheme that pages
//! do not support.

use errbook_catalog::Entry;

use super::*;
use crate::docs_url;
use crate::names::{Lead, Named};
use crate::prose::Link;

pub(super) const RULE: (RuleLevel, Scope) = (RuleLevel::Warn, Scope::Texts(check));

fn check(context: &Context<'_>, texts: &Texts<'_>, findings: &mut Findings) {
    for (text, link) in links(texts.texts).filter(|(_, link)| !link.image) {
        if let Some((message, help)) = wrong(context, texts.entry, link) {
            findings.push(Finding::new(message, text.at(link.destination_range(text.value)), help));
        }
    }
}

/// The message and help for a broken link.
fn wrong(context: &Context<'_>, entry: Option<&Entry>, link: &Link<'_>) -> Option<(String, String)> {
    let destination = &*link.destination;
    if destination.is_empty() {
        return Some(("link has no destination".into(), "add a destination, or remove the brackets".into()));
    }
    if let Some(wrong) = of_code(context, destination) {
        return wrong;
    }
    let end = destination.find(['/', '?', '#']).unwrap_or(destination.len());
    if let Some((scheme, _)) = destination[..end].split_once(':') {
        let is_live = ["http", "https", "mailto"].iter().any(|live| scheme.eq_ignore_ascii_case(live));
        let help = "use an `https` link, or write the address as code";
        return (!is_live && !link.autolink).then(|| (format!("`{scheme}:` links are not supported"), help.to_owned()));
    }
    let path = destination.split(['?', '#']).next().unwrap_or_default();
    if path.is_empty() || path.starts_with("//") || path.starts_with('/') && context.manifest.site.is_none() {
        return None;
    }
    let path = docs_url::resolve(context.manifest, entry.map(|entry| entry.segments.as_slice()), path)?;
    (context.lead(&path) == Lead::Dead).then(|| {
        let help = match context.nearest_page(&path) {
            Some(near) => did_you_mean(near),
            None => "link to a code, or to the URL of another page".to_owned(),
        };
        (format!("link target `{path}` is not a page of this catalog"), help)
    })
}

/// The message and help for a broken link to a code. `None` if the link is not to a code, and
/// `Some(None)` if it works or another rule reports it.
fn of_code(context: &Context<'_>, destination: &str) -> Option<Option<(String, String)>> {
    let scheme = &context.manifest.scheme;
    let (code, rest) = destination.split_at(destination.find(['#', '?']).unwrap_or(destination.len()));
    let is_code = match &scheme.prefix {
        Some(prefix) => code.strip_prefix(prefix.as_str()).is_some_and(|rest| rest.starts_with(&scheme.separator)),
        None => context.named(code) != Named::Unknown,
    };
    if !is_code {
        return of_dependency(context, code, rest);
    }
    let segments: Vec<&str> = code.split(&scheme.separator).skip(usize::from(scheme.prefix.is_some())).collect();
    if !rest.is_empty() {
        let last = segments.last().copied().unwrap_or_default();
        let help = format!("use `{code}`, or a path such as `./{last}{rest}`");
        return Some(Some((format!("link to a code cannot end in `{rest}`"), help)));
    }
    let is_group =
        !matches!(context.named(code), Named::Code(_) | Named::Alias(_)) && context.names.is_group(&segments);
    Some(is_group.then(|| {
        let path = segments.join("/");
        let page = context.manifest.page_path(std::slice::from_ref(&path)).unwrap_or_else(|| format!("/{path}"));
        ("link destination is a group, not a code".to_owned(), format!("link to the page of the group: `{page}`"))
    }))
}

/// Like [`of_code`], for codes that start like those of a dependency and not like those of the catalog.
fn of_dependency(context: &Context<'_>, code: &str, rest: &str) -> Option<Option<(String, String)>> {
    if context.names.outside(code) != Named::Unknown {
        let help = format!("use `{code}`, or the URL of its page");
        return Some((!rest.is_empty()).then(|| (format!("link to a code cannot end in `{rest}`"), help)));
    }
    let of = context.manifest.dependency_like(code)?;
    let help = suggest::help(code, of.codes.iter().map(|of| of.code.as_str()));
    Some(Some((format!("link to unknown code `{code}`"), help)))
}
