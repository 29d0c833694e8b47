//! Links from the page of a code to its source, to where mistakes are reported, and to assistants.

use errbook_catalog::{Entry, Site};

use crate::compose::Desk;
use crate::prose;
use crate::text;
use crate::view::LinkView;

/// Where to edit the YAML file.
pub(super) fn edit(entry: &Entry, desk: &Desk<'_, '_>) -> Option<String> {
    let repository = site(desk)?.repository.as_deref().filter(|url| prose::is_safe(url))?;
    if entry.dependency.is_some() {
        return None;
    }
    Some(format!("{}/{}", repository.trim_end_matches('/'), entry.file))
}

/// Where to report a mistake on the page.
pub(super) fn report(entry: &Entry, desk: &Desk<'_, '_>) -> Option<String> {
    let values = [("code", entry.code.as_str()), ("name", &entry.name), ("url", &url(entry, desk)?)];
    Some(filled(site(desk)?.report.as_deref()?, &values))
}

/// The assistants of the manifest, each with a question about the page.
pub(crate) fn ask(entry: &Entry, desk: &Desk<'_, '_>) -> Vec<LinkView> {
    let Some((site, url)) = site(desk).zip(url(entry, desk)) else { return Vec::new() };
    let prompt = format!("Read {url} and help me fix the error {}.", entry.code);
    let link = |link: &errbook_catalog::Link| LinkView {
        title: link.title.clone(),
        href: filled(&link.url, &[("prompt", &prompt)]),
    };
    site.ask.iter().map(link).collect()
}

fn site<'a>(desk: &Desk<'a, '_>) -> Option<&'a Site> {
    desk.catalog.manifest().site.as_ref()
}

/// The URL of the page of a code.
fn url(entry: &Entry, desk: &Desk<'_, '_>) -> Option<String> {
    desk.paths.public(crate::paths::Spot::Entry(desk.catalog.position(&entry.code)?))
}

/// A URL with the percent-encoded values of `{name}`.
fn filled(url: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(url.to_owned(), |url, (name, value)| {
        let mut encoded = String::new();
        text::percent_encode(value, &mut encoded);
        url.replace(&format!("{{{name}}}"), &encoded)
    })
}
