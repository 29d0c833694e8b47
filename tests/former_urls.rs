//! Every URL and code that Unkey ever published still works. The lists next to this file only grow.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use errbook_catalog::Catalog;
use errbook_docs::{Base, Layout, Page, PageKind, Site, Target, Templates};
use unkey_errors::Code;

fn catalog() -> Catalog {
    errbook_catalog::load(Path::new("catalog")).unwrap_or_else(|report| panic!("{report}"))
}

#[test]
fn every_published_url_has_a_page() {
    let (catalog, templates) = (catalog(), Templates::default());
    let site = Site::new(&catalog, Target::html().with_base(Base::Root), &templates).expect("templates parse");
    let paths: BTreeSet<String> = site.pages().map(|page| page.path().to_owned()).collect();
    let former = include_str!("former_urls.txt");
    assert_eq!(former.lines().count(), 45);
    for url in former.lines() {
        let path = url.trim_start_matches('/');
        let found =
            [format!("{path}.html"), format!("{path}/index.html")].into_iter().find(|path| paths.contains(path));
        assert!(found.is_some(), "{url} has no page");
    }
}

#[test]
fn every_redirect_page_and_rule_leads_to_the_code() {
    let (catalog, templates) = (catalog(), Templates::default());
    for layout in [Layout::Files, Layout::Folders] {
        let target = Target::html().with_base(Base::Root).with_layout(layout);
        let site = Site::new(&catalog, target, &templates).expect("templates parse");
        let pages: BTreeMap<String, Page> = site.pages().map(|page| (page.path().to_owned(), page)).collect();
        let served = |path: &str| {
            let path = path.trim_matches('/');
            [format!("{path}.html"), format!("{path}/index.html")].iter().find_map(|file| pages.get(file))
        };
        let rules = site.render(&pages["_redirects"]).expect("rendered");
        let former = catalog.entries().iter().flat_map(|entry| entry.redirects.iter().map(move |from| (from, entry)));
        let mut count = 0;
        for (from, entry) in former {
            let page = served(from).unwrap_or_else(|| panic!("{from} has no page"));
            assert!(matches!(page.kind(), PageKind::Redirect { .. }), "{from} is {page:?}");
            let html = site.render(page).expect("rendered");
            let to = html.split("content=\"0; url=").nth(1).and_then(|rest| rest.split('"').next()).expect("a refresh");
            assert!(html.contains(&format!("<a href=\"{to}\">")), "{from} has no link");
            assert_eq!(pages.get(&resolve(page.path(), to)), site.page_of(&entry.code).as_ref(), "{from}");
            let rule = rules.lines().find_map(|line| line.strip_prefix(&format!("{from} "))?.strip_suffix(" 301"));
            assert_eq!(rule.and_then(served), site.page_of(&entry.code).as_ref(), "{from}: {rule:?}");
            count += 1;
        }
        assert!(count >= 41, "{count}");
    }
}

/// The path that a relative link leads to.
fn resolve(from: &str, link: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop().expect("a folder of the site")),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A page without the invisible line break opportunities in long codes.
fn text(html: &str) -> String {
    html.replace("<wbr>", "")
}

#[test]
fn every_published_code_has_a_page() {
    let (catalog, templates) = (catalog(), Templates::default());
    let site = Site::new(&catalog, Target::html(), &templates).expect("templates parse");
    for former in include_str!("former_codes.txt").lines() {
        let page = site.page_of(former).unwrap_or_else(|| panic!("`{former}` has no page"));
        assert!(text(&site.render(&page).expect("rendered")).contains(former), "{former}");
    }
}

#[test]
fn pages_of_retired_codes_show_date_reason_and_replacement() {
    let (catalog, templates) = (catalog(), Templates::default());
    let site = Site::new(&catalog, Target::html(), &templates).expect("templates parse");
    let mut count = 0;
    for entry in catalog.entries() {
        let Some(ending) = &entry.retired else { continue };
        let page = site.page_of(&entry.code).expect("a page");
        let html = text(&site.render(&page).expect("rendered"));
        let banner = html.split("aria-label=\"Retired").nth(1).expect("a banner");
        let banner = banner.split("</aside>").next().unwrap_or_default();
        let since = ending.since.as_deref().expect("a date");
        assert!(banner.starts_with(&format!(" since {since}\"")), "{}: {banner}", entry.code);
        assert!(ending.reason.is_some() && banner.matches("<p>").count() >= 2, "{}", entry.code);
        if let Some(replacement) = ending.replaced_by {
            assert!(banner.contains(&catalog.entries()[replacement].code), "{}", entry.code);
        }
        count += 1;
    }
    assert!(count >= 8, "{count}");
}

#[test]
fn every_old_code_is_an_alias_or_retired() {
    let former = include_str!("former_codes.txt");
    assert_eq!(former.lines().count(), 25);
    for text in former.lines() {
        let code: Code = text.parse().unwrap_or_else(|error| panic!("{error}"));
        assert!(code.as_str() != text || code.retired().is_some(), "{text} is neither renamed nor retired");
    }
}
