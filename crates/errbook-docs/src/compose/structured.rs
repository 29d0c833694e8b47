//! What search engines read about a page besides its metadata: schema.org as JSON-LD.

use super::Desk;
use crate::facts::{is_date, title};
use crate::paths::Spot;
use crate::templates::Markup;
use crate::text;
use crate::view::LinkView;

/// The page of a code as an article, and its breadcrumbs. `None` without canonical URLs, which are the
/// names of things in JSON-LD.
pub(crate) fn article(desk: &Desk<'_, '_>, at: usize) -> Option<Markup> {
    let entry = &desk.catalog.entries()[at];
    let url = desk.paths.canonical(Spot::Entry(at))?;
    let mut article =
        vec![("@type", text::json("TechArticle")), ("headline", text::json(&entry.name)), ("url", text::json(&url))];
    let dates = [("datePublished", &entry.since), ("dateModified", &entry.changed)];
    let dates = dates.into_iter().filter_map(|(name, date)| Some((name, date.as_ref().filter(|date| is_date(date))?)));
    article.extend(dates.map(|(name, date)| (name, text::json(date))));
    let graph = format!("[{},{}]", object(&article), breadcrumbs(desk, at)?);
    let all = object(&[("@context", text::json("https://schema.org")), ("@graph", graph)]);
    // Inside an element, only this could end it.
    Some(Markup(all.replace('<', "\\u003c")))
}

fn breadcrumbs(desk: &Desk<'_, '_>, at: usize) -> Option<String> {
    let entry = &desk.catalog.entries()[at];
    let home = LinkView { title: title(desk.catalog), href: desk.paths.canonical(Spot::Index)? };
    let above = desk.paths.groups_above(&entry.segments).filter_map(|(at, group)| {
        Some(LinkView { title: group.title.clone(), href: desk.paths.canonical(Spot::Group(at))? })
    });
    let own = LinkView { title: entry.name.clone(), href: desk.paths.canonical(Spot::Entry(at))? };
    let links = std::iter::once(home).chain(above).chain([own]).enumerate();
    let items = links.map(|(index, link)| {
        object(&[
            ("@type", text::json("ListItem")),
            ("position", (index + 1).to_string()),
            ("name", text::json(&link.title)),
            ("item", text::json(&link.href)),
        ])
    });
    let items = items.collect::<Vec<_>>().join(",");
    Some(object(&[("@type", text::json("BreadcrumbList")), ("itemListElement", format!("[{items}]"))]))
}

fn object(members: &[(&str, String)]) -> String {
    let members = members.iter().map(|(name, value)| format!("{}:{value}", text::json(name)));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}
