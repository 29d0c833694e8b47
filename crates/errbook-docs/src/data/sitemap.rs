//! `sitemap.xml`: the canonical URLs of the site, for search engines.

use crate::paths::Spot;
use crate::plan::Plan;
use crate::text;

/// The sitemap. It contains no dates, so output is deterministic.
pub(crate) fn xml(plan: &Plan<'_>) -> String {
    let groups = plan.catalog.groups().iter().enumerate().filter(|(_, group)| !group.retired && group.code.is_none());
    let entries = plan.catalog.entries().iter().enumerate().filter(|(_, entry)| !entry.draft);
    let spots = std::iter::once(Spot::Index)
        .chain(groups.map(|(at, _)| Spot::Group(at)))
        .chain(entries.map(|(at, _)| Spot::Entry(at)));
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for url in spots.filter_map(|spot| plan.paths.canonical(spot)) {
        out.push_str(&format!("<url><loc>{}</loc></url>\n", text::html(&url)));
    }
    out + "</urlset>\n"
}
