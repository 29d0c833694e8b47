//! Reads the order of pages, the titles of groups, and the redirects in `docs.json` (or its
//! predecessor `mint.json`).

use errbook_syntax::json::reason;
use serde_json::Value as Json;

/// The content of the navigation file.
#[derive(Debug, Default)]
pub(crate) struct Navigation {
    /// Name of the site.
    pub(crate) name: Option<String>,
    /// Paths of pages in order, without leading or trailing slashes, and without extension.
    pub(crate) pages: Vec<String>,
    /// Titles of groups, each with all pages below it.
    pub(crate) groups: Vec<(String, Vec<String>)>,
    /// Redirects between paths from the root of the docs: old path, and destination.
    pub(crate) redirects: Vec<(String, String)>,
}

/// Parses the file.
///
/// # Errors
/// The line of invalid JSON, and what is wrong with it.
pub(crate) fn read(text: &str) -> Result<Navigation, (usize, String)> {
    let json: Json = serde_json::from_str(text).map_err(|error| (error.line(), reason(&error)))?;
    let mut navigation = Navigation { name: json["name"].as_str().map(str::to_owned), ..Navigation::default() };
    walk(&json["navigation"], &mut navigation);
    for redirect in json["redirects"].as_array().into_iter().flatten() {
        if let (Some(from), Some(to)) = (redirect["source"].as_str(), redirect["destination"].as_str()) {
            navigation.redirects.push((from.to_owned(), to.to_owned()));
        }
    }
    Ok(navigation)
}

/// Collects pages in groups, tabs, anchors, languages, and versions, at any depth. The JSON parser
/// limits the depth.
fn walk(json: &Json, navigation: &mut Navigation) {
    match json {
        Json::Array(items) => items.iter().for_each(|item| walk(item, navigation)),
        Json::String(page) => navigation.pages.push(page.trim_matches('/').trim_end_matches(".mdx").to_owned()),
        Json::Object(members) => {
            let first = navigation.pages.len();
            for name in
                ["root", "pages", "groups", "tabs", "anchors", "dropdowns", "languages", "versions", "products", "menu"]
            {
                if let Some(inner) = members.get(name).filter(|inner| name == "root" || !inner.is_string()) {
                    walk(inner, navigation);
                }
            }
            if let Some(title) = members.get("group").and_then(Json::as_str) {
                navigation.groups.push((title.to_owned(), navigation.pages[first..].to_vec()));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn collects_pages_in_order_at_any_depth() {
        let navigation = read(
            r#"{"name": "Shop", "navigation": {"tabs": [{"tab": "T", "groups": [
                {"group": "Data", "pages": ["errors/data/b", {"group": "Deep", "pages": ["/errors/data/a"]}]}, {"group": "Auth", "pages": ["errors/auth/c"]}]}]},
                "redirects": [{"source": "/old", "destination": "/errors/data/b"}]}"#,
        )
        .expect("JSON");
        assert_eq!(navigation.pages, ["errors/data/b", "errors/data/a", "errors/auth/c"]);
        let groups: Vec<_> = navigation.groups.iter().map(|(title, pages)| (title.as_str(), pages.len())).collect();
        assert_eq!(groups, [("Deep", 1), ("Data", 2), ("Auth", 1)]);
        assert_eq!(navigation.redirects, [("/old".to_owned(), "/errors/data/b".to_owned())]);
        assert!(read("{").is_err());
    }
}
