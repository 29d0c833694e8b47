//! Rules for hosts. Redirects answer old URLs with a real HTTP redirect. The redirect pages remain:
//! some hosts don't read these files, and others limit the number of rules (Cloudflare to 2,000, Vercel
//! to 2,048). An old URL that isn't a valid file name only has a rule. Headers lead programs from a page
//! to its Markdown version (RFC 8288), which the page itself links to as well.

use std::fmt::Write as _;

use crate::json;
use crate::links::relative;
use crate::page::Page;
use crate::plan::{Plan, served};
use crate::target::Layout;
use crate::text;

/// `_redirects`, for Netlify and Cloudflare Pages. On Netlify, a redirect page takes precedence over
/// its rule. The status `301!` would force the rule, but is an error on Cloudflare.
pub(crate) fn lines(plan: &Plan<'_>) -> String {
    let mut out = String::new();
    for (from, to) in plan.former_urls() {
        let _ = writeln!(out, "{from} {to} 301");
    }
    out
}

/// `_headers`, for Netlify and Cloudflare Pages.
pub(crate) fn headers(plan: &Plan<'_>) -> String {
    let mut out = String::new();
    for (page, link) in alternates(plan) {
        let _ = writeln!(out, "{page}\n  Link: {link}");
    }
    out
}

/// The paths at which hosts serve pages, each with the header that links its Markdown version.
fn alternates(plan: &Plan<'_>) -> impl Iterator<Item = (String, String)> {
    let pages = plan.pages().filter(|page| !page.markdown_version);
    let version = |page: Page| Some((plan.markdown_version_of(page.kind)?, page));
    pages.filter_map(version).map(|(version, page)| {
        let name = relative(page.path(), version.path());
        (served(page.path()), format!("<{name}>; rel=\"alternate\"; type=\"text/markdown\""))
    })
}

/// `vercel.json`. It removes the extension from URLs of pages, which the other two hosts do by
/// default.
pub(crate) fn vercel(plan: &Plan<'_>) -> String {
    let slash = plan.target().layout == Layout::Folders;
    let rules = array(plan.former_urls());
    let headers = alternates(plan).map(|(page, link)| {
        format!(
            "{{\"source\":{},\"headers\":[{{\"key\":\"Link\",\"value\":{}}}]}}",
            text::json(&page),
            text::json(&link)
        )
    });
    let headers = headers.collect::<Vec<_>>().join(",");
    let all = format!("{{\"cleanUrls\":true,\"trailingSlash\":{slash},\"redirects\":{rules},\"headers\":[{headers}]}}");
    json::indent(&all) + "\n"
}

/// Redirects from the root of the docs, for docs that are served in another way.
pub(crate) fn list(plan: &Plan<'_>) -> String {
    json::indent(&array(plan.published_redirects())) + "\n"
}

fn array(rules: impl Iterator<Item = (String, String)>) -> String {
    let rules = rules.map(|(from, to)| {
        format!("{{\"source\":{},\"destination\":{},\"permanent\":true}}", text::json(&from), text::json(&to))
    });
    format!("[{}]", rules.collect::<Vec<_>>().join(","))
}
