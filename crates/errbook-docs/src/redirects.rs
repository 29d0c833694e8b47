//! Former URLs and where they lead today. The pages that stand there and the rules for hosts (`data`) come from the same list.

use std::collections::BTreeMap;

use errbook_catalog::Catalog;

use crate::paths::{Paths, Spot};
use crate::prose;
use crate::text;
use crate::view::RedirectView;

/// A former URL and where it leads.
#[derive(Debug)]
pub(crate) struct Redirect {
    /// Output path of the page that stands there; `None` where only a host's rule can answer.
    pub(crate) path: Option<String>,
    /// Path from the root of the docs, with everything encoded that a host could take for a pattern.
    pub(crate) from: String,
    /// Title of the page that it leads to.
    pub(crate) title: String,
    pub(crate) to: To,
}

/// What a former URL leads to.
#[derive(Debug)]
pub(crate) enum To {
    Spot(Spot),
    Url(String),
}

/// All former URLs, by output path. Where two become one file, that of a code wins over that of a group and of the manifest. What is the URL
/// of a page today is none: a rule for it would go round in a circle.
pub(crate) fn redirects(catalog: &Catalog, paths: &Paths<'_>) -> Vec<Redirect> {
    let mut redirects = BTreeMap::new();
    let mut add = |from: &str, title: &str, to: To| {
        if paths.spot(from).is_none() {
            let (path, from) = (paths.redirect(from), encoded(from));
            // URLs start with a slash, and output paths do not.
            let key = path.clone().unwrap_or_else(|| from.clone());
            redirects.entry(key).or_insert_with(|| Redirect { path, from, title: title.to_owned(), to });
        }
    };
    for (at, entry) in catalog.entries().iter().enumerate() {
        entry.redirects.iter().for_each(|from| add(from, &entry.name, To::Spot(Spot::Entry(at))));
    }
    for (at, group) in catalog.groups().iter().enumerate() {
        group.redirects.iter().for_each(|from| add(from, &group.title, To::Spot(Spot::Group(at))));
    }
    for redirect in &catalog.manifest().redirects {
        let (title, to) = manifest_target(catalog, paths, &redirect.to);
        if !matches!(&to, To::Url(url) if !prose::is_safe(url)) {
            add(&redirect.from, &title, to);
        }
    }
    redirects.into_values().collect()
}

/// The same from the root of the docs, for templates.
pub(crate) fn views(catalog: &Catalog, paths: &Paths<'_>) -> Vec<RedirectView> {
    let all = redirects(catalog, paths).into_iter();
    let view = |redirect: Redirect| {
        let to = match redirect.to {
            To::Spot(spot) => paths.published(spot),
            To::Url(url) => url,
        };
        RedirectView { from: redirect.from, to }
    };
    all.map(view).collect()
}

/// A path with everything encoded that a host could take for a pattern. What is encoded already stays so.
pub(crate) fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for part in path.split_inclusive(['/', '%']) {
        let (text, end) = part.split_at(part.len() - usize::from(part.ends_with(['/', '%'])));
        text::percent_encode(text, &mut out);
        out.push_str(end);
    }
    out
}

fn manifest_target(catalog: &Catalog, paths: &Paths<'_>, to: &str) -> (String, To) {
    let named = |title: &str, spot| (title.to_owned(), To::Spot(spot));
    match to.starts_with('/').then(|| paths.spot(to)).flatten() {
        Some(Spot::Index) => named(&crate::compose::title(catalog), Spot::Index),
        Some(Spot::Group(at)) => named(&catalog.groups()[at].title, Spot::Group(at)),
        Some(Spot::Entry(at)) => named(&catalog.entries()[at].name, Spot::Entry(at)),
        None => {
            let root =
                catalog.manifest().site.as_ref().filter(|_| to.starts_with('/')).map_or("", |site| site.root.as_str());
            (to.to_owned(), To::Url(format!("{root}{to}")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_path_is_a_pattern() {
        assert_eq!(encoded("/a b/:c*/(d)+%20é"), "/a%20b/%3Ac%2A/%28d%29%2B%20%C3%A9");
    }
}
