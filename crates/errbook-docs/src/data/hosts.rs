//! Former URLs as rules of hosts, so that they answer with a real redirect and not only with the page that leads on. The pages stay all the
//! same: not every host reads these files, and those that do stop at some number of rules (Cloudflare at 2,000, Vercel at 2,048). A former URL that is no name of a file has its rule only.

use std::fmt::Write as _;

use crate::json;
use crate::plan::Plan;
use crate::target::Layout;
use crate::text;

/// `_redirects`: Netlify and Cloudflare Pages read the same lines. Netlify prefers the page that leads on, since the force of its `301!`
/// is an error to Cloudflare.
pub(crate) fn lines(plan: &Plan<'_>) -> String {
    let mut out = String::new();
    for (from, to) in plan.former_urls() {
        let _ = writeln!(out, "{from} {to} 301");
    }
    out
}

/// `vercel.json`. Pages lose their extension there, as they do at the other two without being asked.
pub(crate) fn vercel(plan: &Plan<'_>) -> String {
    let slash = plan.target().layout == Layout::Folders;
    let rules = array(plan.former_urls());
    json::indent(&format!("{{\"cleanUrls\":true,\"trailingSlash\":{slash},\"redirects\":{rules}}}")) + "\n"
}

/// The rules from the root of the docs, for whoever serves the docs otherwise.
pub(crate) fn list(plan: &Plan<'_>) -> String {
    json::indent(&array(plan.published_redirects())) + "\n"
}

fn array(rules: impl Iterator<Item = (String, String)>) -> String {
    let rules = rules.map(|(from, to)| {
        format!("{{\"source\":{},\"destination\":{},\"permanent\":true}}", text::json(&from), text::json(&to))
    });
    format!("[{}]", rules.collect::<Vec<_>>().join(","))
}
