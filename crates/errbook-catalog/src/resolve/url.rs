//! Where pages are published, and redirects as paths below the root of the docs.

use super::theme;
use crate::catalog::{Link, Site};
use crate::decode::{Decoder, Text};
use crate::file_name;
use crate::percent::percent_normalized;
use crate::raw::{RawLink, RawSite};
use crate::rule::Rule;
use crate::source::Sources;

/// Help for `site.errors`.
const ERRORS: &str = "use names of folders with slashes between them, such as `docs/errors`";

/// Reads `site`. `None` if its root is missing or invalid, which is reported.
pub(super) fn site(
    raw: &RawSite<'_>,
    name: Option<&Text<'_>>,
    sources: &Sources,
    decoder: &mut Decoder<'_>,
) -> Option<Site> {
    let root = http(raw.root.as_ref()?, decoder)?;
    let canonical = raw.canonical.as_ref().and_then(|canonical| http(canonical, decoder));
    let repository = raw.repository.as_ref().and_then(|repository| http(repository, decoder));
    let errors = raw.errors.as_ref().map_or("", Text::as_str).trim_matches('/').to_owned();
    if let Some((message, help)) = problem_of_errors(&errors) {
        decoder.error(Rule::InvalidValue, message, help, raw.errors.as_ref()?.span);
    }
    let title = match (&raw.title, name) {
        (Some(title), _) => title.as_str().to_owned(),
        (None, name) => format!("{} errors", words(name.map_or("", Text::as_str))),
    };
    let report = raw.report.as_ref().and_then(|url| theme::page_link(raw, url, &["code", "name", "url"], decoder));
    let ask = raw.ask.iter().filter_map(|RawLink { title, url, .. }| {
        Some(Link { title: title.as_str().to_owned(), url: theme::page_link(raw, url, &["prompt"], decoder)? })
    });
    let ask = ask.collect();
    let copy_page = raw.copy_page.as_ref().is_some_and(|copy| copy.value);
    let theme = theme::theme(raw, sources, decoder);
    Some(Site { root, errors, canonical, title, repository, report, copy_page, ask, theme })
}

/// Why a path can't be `site.errors`, and what to do.
pub fn problem_of_errors(path: &str) -> Option<(String, &'static str)> {
    path.split('/').filter(|part| !part.is_empty()).find_map(|part| match part {
        "." | ".." => Some(("`errors` leads outside the docs".to_owned(), "remove `.` and `..`")),
        _ => file_name::problem(part).map(|problem| (format!("`{}` {problem}", part.escape_debug()), ERRORS)),
    })
}

/// Whether a text can be `site.root`.
pub fn is_web_url(url: &str) -> bool {
    errbook::Url::is_valid(url) && (url.starts_with("https://") || url.starts_with("http://"))
}

/// An absolute URL without a trailing slash.
fn http(text: &Text<'_>, decoder: &mut Decoder<'_>) -> Option<String> {
    let url = text.as_str().trim_end_matches('/');
    if !is_web_url(url) {
        let message = format!("`{}` is not an absolute http or https URL", text.as_str());
        decoder.error(Rule::InvalidValue, message, "for example `https://example.com/docs`", text.span);
        return None;
    }
    Some(url.to_owned())
}

/// A redirect as a path from the root of the docs, with a leading and without a trailing slash.
/// `None` if it isn't a URL of this site.
pub(super) fn path_of(site: Option<&Site>, url: &str) -> Option<String> {
    let path = match site.and_then(|site| url.strip_prefix(site.root.as_str())) {
        Some(rest) => rest,
        None => url,
    };
    let path = path.trim_end_matches('/');
    let up = |part: &str| matches!(&*percent_normalized(part), "." | "..");
    let inside = path.starts_with('/') && !path.starts_with("//") && !path.split('/').any(up);
    let clean = !path.contains(['?', '#', '\\', '"', '<', '>', ' ']) && !path.chars().any(char::is_control);
    (inside && clean && path.len() > 1).then(|| path.to_owned())
}

/// `key_not_found` as words: `Key not found`.
pub(super) fn words(name: &str) -> String {
    let spaced = name.replace(['_', '-', '.'], " ");
    let has_lower = spaced.chars().any(char::is_lowercase);
    // Keep `E0042`, but lowercase `CARD EXPIRED`.
    let is_shouted = !has_lower && spaced.chars().all(|char| char.is_alphabetic() || char == ' ');
    let spaced = if is_shouted { spaced.to_lowercase() } else { spaced };
    let mut chars = spaced.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => spaced,
    }
}
