//! No URL and no code that Unkey ever published is dead: the lists beside this file only grow.

use std::collections::BTreeSet;
use std::path::Path;

use errbook_catalog::Catalog;
use errbook_docs::{Base, PageKind, Site, Target, Templates};
use unkey_errors::Code;

fn catalog() -> Catalog {
    errbook_catalog::load(Path::new("catalog")).unwrap_or_else(|report| panic!("{report}"))
}

#[test]
fn every_former_url_leads_to_a_page() {
    let (catalog, templates) = (catalog(), Templates::default());
    let site = Site::new(&catalog, Target::html().with_base(Base::Root), &templates).expect("templates parse");
    let paths: BTreeSet<String> = site.pages().map(|page| page.path().to_owned()).collect();
    let former = include_str!("former_urls.txt");
    assert_eq!(former.lines().count(), 45);
    for url in former.lines() {
        let path = url.trim_start_matches('/');
        let found =
            [format!("{path}.html"), format!("{path}/index.html")].into_iter().find(|path| paths.contains(path));
        assert!(found.is_some(), "{url} is dead");
    }
}

#[test]
fn every_redirect_names_a_page_of_the_site() {
    let (catalog, templates) = (catalog(), Templates::default());
    let site = Site::new(&catalog, Target::html().with_base(Base::Root), &templates).expect("templates parse");
    let redirects: Vec<_> = site.pages().filter(|page| matches!(page.kind(), PageKind::Redirect { .. })).collect();
    assert!(redirects.len() >= 45);
    for page in redirects {
        let html = site.render(&page).expect("rendered");
        assert!(html.contains("http-equiv=\"refresh\""), "{}", page.path());
    }
}

#[test]
fn every_former_code_is_an_alias_or_a_retired_code() {
    let former = include_str!("former_codes.txt");
    assert_eq!(former.lines().count(), 25);
    for text in former.lines() {
        let code: Code = text.parse().unwrap_or_else(|error| panic!("{error}"));
        assert!(code.as_str() != text || code.retired().is_some(), "{text} is neither renamed nor retired");
    }
}
