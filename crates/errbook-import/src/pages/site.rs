//! Infers where pages are published from the URLs in responses, and makes redirects from old paths.

use crate::Settings;
use crate::manifest::Site;
use crate::navigation::Navigation;
use crate::page::Page;
use crate::scheme::{Code, most_frequent};

/// Where the pages will be published, according to most URLs in responses.
pub(super) fn site(pages: &[Page], codes: &[(usize, Code)], settings: &Settings) -> Option<Site> {
    let path = |code: &Code| format!("/{}", code.0.join("/"));
    let found = most_frequent(codes.iter().filter_map(|(at, code)| {
        let url = pages[*at].head.example.as_ref()?.0.url.as_deref()?;
        url.strip_suffix(path(code).as_str()).map(str::to_owned)
    }));
    let folder = most_frequent(codes.iter().filter_map(|(at, code)| {
        pages[*at].path.strip_suffix(code.0.join("/").as_str()).map(|base| base.trim_matches('/').to_owned())
    }));
    let errors = settings.errors.clone().map(|errors| errors.trim_matches('/').to_owned());
    if let Some(root) = &settings.docs_url {
        let root = root.trim_end_matches('/').to_owned();
        let below = || {
            found.as_ref().and_then(|url| url.strip_prefix(root.as_str())).map(|rest| rest.trim_matches('/').to_owned())
        };
        let errors = errors.or_else(below).or(folder).unwrap_or_default();
        return Some(Site { root, errors });
    }
    let url = found?;
    let host = url.find("://").map_or(0, |at| at + 3);
    let split = |errors: &str| {
        let root = url.strip_suffix(errors)?.trim_end_matches('/');
        (root.len() > host).then(|| Site { root: root.to_owned(), errors: errors.to_owned() })
    };
    let last = url[host..].rsplit_once('/').map(|(_, last)| last.to_owned());
    let candidates = [errors, folder.filter(|folder| !folder.is_empty()), last];
    candidates.iter().flatten().find_map(|errors| split(errors)).or_else(|| split(""))
}

/// Paths to redirect: the page's current one, if it changes, and those that already redirect to it.
/// Without a navigation, the root of the docs is unknown, so the folder of most codes is assumed to
/// be that of the error pages.
pub(super) fn redirects(
    path: &str,
    own: &str,
    site: &Site,
    navigation: Option<&Navigation>,
    folder: &[String],
) -> Vec<String> {
    let path = match navigation {
        Some(_) => format!("/{path}"),
        None => {
            let below = path.strip_prefix(folder.join("/").as_str()).unwrap_or(path);
            site.path(&[below.trim_start_matches('/').to_owned()])
        }
    };
    let mut former: Vec<String> = if own == path { Vec::new() } else { vec![path.clone()] };
    let all = navigation.into_iter().flat_map(|navigation| &navigation.redirects);
    let leading = all.filter(|(from, to)| *to == path && from != own && !from.contains([':', '*', '#', '?']));
    former.extend(leading.map(|(from, _)| from.clone()));
    former.dedup();
    former
}
