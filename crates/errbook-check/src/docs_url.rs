//! Finds URLs of the published docs in text, and resolves the links of a page.

use std::ops::Range;

use errbook_catalog::Manifest;

/// A URL below the root of the docs.
#[derive(Debug)]
pub(crate) struct DocsUrl<'t> {
    pub(crate) range: Range<usize>,
    /// Path from the root of the docs, without query and fragment.
    pub(crate) path: &'t str,
}

pub(crate) fn in_text<'t>(manifest: &Manifest, text: &'t str) -> Vec<DocsUrl<'t>> {
    let Some(site) = &manifest.site else { return Vec::new() };
    let mut urls: Vec<DocsUrl<'t>> = Vec::new();
    for root in std::iter::once(&site.root).chain(site.canonical.as_ref().filter(|canonical| **canonical != site.root))
    {
        for (at, _) in text.match_indices(root.as_str()) {
            let rest = &text[at + root.len()..];
            let is_inside = rest.is_empty() || rest.starts_with(['/', '#', '?']) || !rest.starts_with(is_url);
            if !is_inside || text[..at].ends_with(char::is_alphanumeric) {
                continue;
            }
            let rest = rest[..rest.find(|char| !is_url(char)).unwrap_or(rest.len())].trim_end_matches(is_punctuation);
            let path = rest.split(['?', '#']).next().unwrap_or_default();
            urls.push(DocsUrl { range: at..at + root.len() + rest.len(), path });
        }
    }
    urls
}

fn is_url(char: char) -> bool {
    !(char.is_whitespace() || char.is_control() || "\"'<>()[]{}|\\^`…".contains(char))
}

fn is_punctuation(char: char) -> bool {
    ".,;:!?*_".contains(char)
}

/// The target of a link on the page of the code with these segments, as a path from the root of the
/// docs. Returns `None` if `..` leaves the docs, and for relative links of texts that aren't on the page of
/// an own code. `link` has no query and fragment.
pub(crate) fn resolve(manifest: &Manifest, segments: Option<&[String]>, link: &str) -> Option<String> {
    let site = manifest.site.as_ref();
    if let Some(path) = link.strip_prefix('/') {
        // The path starts at the root of the host. If it isn't below the path of the docs, assume
        // that it starts at the root of the docs.
        let root = site.map_or("", |site| site.root.as_str());
        let host_path = root.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
        let inside =
            path.strip_prefix(host_path).filter(|_| !host_path.is_empty()).and_then(|rest| rest.strip_prefix('/'));
        return Some(format!("/{}", inside.unwrap_or(path)));
    }
    let folder = site.map_or("", |site| site.errors.as_str());
    let above = segments?.split_last().map(|(_, above)| above).unwrap_or_default();
    let mut path: Vec<&str> =
        folder.split('/').filter(|part| !part.is_empty()).chain(above.iter().map(String::as_str)).collect();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                path.pop()?;
            }
            part => path.push(part),
        }
    }
    Some(format!("/{}", path.join("/")))
}
