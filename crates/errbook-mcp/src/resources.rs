//! The page of each code as a resource. Its URI is the page's public URL, if it has one.

use errbook_catalog::{Catalog, Entry};
use errbook_lookup::Answer;

/// How many resources a message lists. With 10,000 codes, a single list would have megabytes.
const PAGE: usize = 200;

/// A part of the list: codes after `cursor`, and the cursor of the next part. A cursor is a code, so
/// it works even if the catalog changes between two calls. `None` if there is no such code.
pub(crate) fn list<'c>(catalog: &'c Catalog, cursor: Option<&str>) -> Option<(&'c [Entry], Option<&'c str>)> {
    if cursor.is_some_and(|cursor| catalog.entry(cursor).is_none()) {
        return None;
    }
    let entries = catalog.entries();
    let start = cursor.map_or(0, |cursor| entries.partition_point(|entry| entry.code.as_str() <= cursor));
    let end = (start + PAGE).min(entries.len());
    let next = if end < entries.len() { entries[..end].last() } else { None };
    Some((&entries[start..end], next.map(|entry| entry.code.as_str())))
}

/// The URI of a code's page.
pub(crate) fn uri(catalog: &Catalog, entry: &Entry) -> String {
    let url = catalog.page_url(entry);
    url.unwrap_or_else(|| format!("errbook:///{}", entry.code))
}

/// The code of a resource. Former URLs and those of Markdown versions work, too.
pub(crate) fn find<'c>(catalog: &'c Catalog, requested: &str) -> Option<&'c Entry> {
    if let Some(code) = requested.strip_prefix("errbook:///") {
        return catalog.entry(code);
    }
    match errbook_lookup::find(catalog, requested) {
        Answer::One(entry) if requested.contains("://") => Some(entry),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use errbook_catalog::Sources;

    use super::*;

    #[test]
    fn ten_thousand_codes_are_listed_in_parts() {
        let manifest = "name: many\ncodes: {levels: [{name: code}]}\n".to_owned();
        let entries = (0..10_000).map(|at| (format!("c{at}.yaml"), format!("message: Number {at}\n")));
        let sources = Sources::from_texts(entries.chain([("catalog.yaml".to_owned(), manifest)]));
        let (catalog, report) = errbook_catalog::read_sources(sources);
        let catalog = catalog.unwrap_or_else(|| panic!("{report}"));
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let (part, next) = list(&catalog, cursor).expect("a cursor");
            assert!(part.len() <= PAGE);
            seen.extend(part.iter().map(|entry| entry.code.as_str()));
            cursor = next;
            if next.is_none() {
                break;
            }
        }
        let all: Vec<&str> = catalog.entries().iter().map(|entry| entry.code.as_str()).collect();
        assert_eq!(seen, all);
        assert!(list(&catalog, Some("zzz")).is_none());
        assert_eq!(uri(&catalog, &catalog.entries()[0]), "errbook:///c0");
        assert_eq!(find(&catalog, "errbook:///c17").expect("a code").code, "c17");
        assert!(find(&catalog, "c17").is_none());
    }
}
