//! Former URLs as rules of hosts, so that they answer with a real redirect and not only with the page that leads on. The pages stay all the
//! same: not every host reads these files, and those that do stop at some number of rules (Cloudflare at 2,000, Vercel at 2,048). A former URL that is no name of a file has its rule only.

use std::fmt::Write as _;

use crate::json;
use crate::redirects::{To, encoded};
use crate::site::Site;
use crate::target::Layout;

/// `_redirects`: Netlify and Cloudflare Pages read the same lines. Netlify prefers the page that leads on, since the force of its `301!`
/// is an error to Cloudflare.
pub(super) fn lines(site: &Site<'_>) -> String {
    let mut out = String::new();
    for (from, to) in former_urls(site) {
        let _ = writeln!(out, "{from} {to} 301");
    }
    out
}

/// `vercel.json`. Pages lose their extension there, as they do at the other two without being asked.
pub(super) fn vercel(site: &Site<'_>) -> String {
    let slash = site.target.layout == Layout::Folders;
    let rules = array(former_urls(site));
    json::indent(&format!("{{\"cleanUrls\":true,\"trailingSlash\":{slash},\"redirects\":{rules}}}")) + "\n"
}

/// The rules from the root of the docs, whatever the output folder is to it: for whoever serves the docs otherwise.
pub(super) fn list(site: &Site<'_>) -> String {
    let rules = site.redirects.iter().map(|redirect| {
        let to = match &redirect.to {
            To::Spot(spot) => site.paths.published(*spot),
            To::Url(url) => url.clone(),
        };
        (redirect.from.clone(), to)
    });
    json::indent(&array(rules)) + "\n"
}

/// Former URLs and where they lead, as paths from the output folder, which is the root of what a host serves.
pub(crate) fn former_urls(site: &Site<'_>) -> impl Iterator<Item = (String, String)> {
    site.redirects.iter().map(|redirect| {
        let to = match &redirect.to {
            To::Spot(spot) => url_path(&site.paths.of(*spot)),
            To::Url(url) => url.clone(),
        };
        (site.paths.in_output(&redirect.from).to_owned(), to)
    })
}

/// The path at which hosts serve a page: without its extension, and a folder's own page as the folder.
fn url_path(page: &str) -> String {
    let stem = page.strip_suffix(".html").unwrap_or(page);
    let stem = stem.strip_suffix("index").filter(|folder| folder.is_empty() || folder.ends_with('/')).unwrap_or(stem);
    encoded(&format!("/{stem}"))
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
}
