//! Redirects as rules for hosts, so old URLs answer with a real HTTP redirect. The redirect pages
//! remain: some hosts don't read these files, and others limit the number of rules (Cloudflare to
//! 2,000, Vercel to 2,048). An old URL that isn't a valid file name only has a rule.

use std::fmt::Write as _;

use crate::json;
use crate::plan::Plan;
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

/// `vercel.json`. It removes the extension from URLs of pages, which the other two hosts do by
/// default.
pub(crate) fn vercel(plan: &Plan<'_>) -> String {
    let slash = plan.target().layout == Layout::Folders;
    let rules = array(plan.former_urls());
    json::indent(&format!("{{\"cleanUrls\":true,\"trailingSlash\":{slash},\"redirects\":{rules}}}")) + "\n"
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
