//! Former URLs as rules of hosts, so that they answer with a real redirect and not only with the page that leads on. The pages stay all the
//! same: not every host reads these files, and those that do stop at some number of rules (Cloudflare at 2,000, Vercel at 2,048).

use std::fmt::Write as _;

use crate::json;
use crate::redirects::{Redirect, To};
use crate::site::Site;
use crate::target::Layout;
use crate::text;

/// `_redirects`: Netlify and Cloudflare Pages read the same lines. Netlify prefers the page that leads on, since the force of its `301!`
/// is an error to Cloudflare.
pub(super) fn lines(site: &Site<'_>) -> String {
    let mut out = String::new();
    for (from, to) in site.redirects.iter().map(|redirect| in_output(site, redirect)) {
        let _ = writeln!(out, "{from} {to} 301");
    }
    out
}

/// `vercel.json`. Pages lose their extension there, as they do at the other two without being asked.
pub(super) fn vercel(site: &Site<'_>) -> String {
    let slash = site.target.layout == Layout::Folders;
    let rules = array(site.redirects.iter().map(|redirect| in_output(site, redirect)));
    json::indent(&format!("{{\"cleanUrls\":true,\"trailingSlash\":{slash},\"redirects\":{rules}}}")) + "\n"
}

/// The rules from the root of the docs, whatever the output folder is to it: for whoever serves the docs otherwise.
pub(super) fn list(site: &Site<'_>) -> String {
    let rules = site.redirects.iter().map(|redirect| {
        let to = match &redirect.to {
            To::Spot(spot) => site.paths.published(*spot),
            To::Url(url) => url.clone(),
        };
        (encoded(&redirect.from), to)
    });
    json::indent(&array(rules)) + "\n"
}

/// A former URL and where it leads, as paths from the output folder, which is the root of what a host serves.
fn in_output(site: &Site<'_>, redirect: &Redirect) -> (String, String) {
    let to = match &redirect.to {
        To::Spot(spot) => url_path(&site.paths.of(*spot)),
        To::Url(url) => url.clone(),
    };
    (encoded(site.paths.in_output(&redirect.from)), to)
}

/// The path at which hosts serve a page: without its extension, and a folder's own page as the folder.
fn url_path(page: &str) -> String {
    let stem = page.strip_suffix(".html").unwrap_or(page);
    let stem = stem.strip_suffix("index").filter(|folder| folder.is_empty() || folder.ends_with('/')).unwrap_or(stem);
    encoded(&format!("/{stem}"))
}

/// A path with everything encoded that a host could take for a pattern. What is encoded already stays so.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for part in path.split_inclusive(['/', '%']) {
        let (text, end) = part.split_at(part.len() - usize::from(part.ends_with(['/', '%'])));
        text::percent_encode(text, &mut out);
        out.push_str(end);
    }
    out
}

fn array(rules: impl Iterator<Item = (String, String)>) -> String {
    let mut out = String::from("[");
    for (index, (from, to)) in rules.enumerate() {
        out.push_str(if index > 0 { ",{\"source\":" } else { "{\"source\":" });
        json::string(&from, &mut out);
        out.push_str(",\"destination\":");
        json::string(&to, &mut out);
        out.push_str(",\"permanent\":true}");
    }
    out + "]"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_served_without_extension() {
        assert_eq!(url_path("a/b.html"), "/a/b");
        assert_eq!(url_path("a/b/index.html"), "/a/b/");
        assert_eq!(url_path("index.html"), "/");
        assert_eq!(url_path("a/my-index.html"), "/a/my-index");
    }

    #[test]
    fn nothing_in_a_path_is_a_pattern() {
        assert_eq!(encoded("/a b/:c*/(d)+%20é"), "/a%20b/%3Ac%2A/%28d%29%2B%20%C3%A9");
    }
}
