//! Markdown versions, files for programs, and rules for hosts: they must match each other and the
//! pages.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use errbook_catalog::registry::Registry;
use errbook_catalog::{Catalog, Sources};
use errbook_docs::{Base, DataFile, Layout, Page, PageKind, Site, Target, Templates};
use pulldown_cmark::{Event, Parser, Tag};
use serde_json::Value;

fn catalog() -> Catalog {
    load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/catalog"))
}

fn load(dir: &Path) -> Catalog {
    errbook_catalog::load(dir).unwrap_or_else(|report| panic!("{report}"))
}

/// A copy of the test catalog with a replacement in its manifest.
fn with_manifest(old: &str, new: &str) -> Catalog {
    let dir = tempfile::tempdir().expect("a folder");
    errbook_test_support::folder::copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/catalog"), dir.path());
    let manifest = fs::read_to_string(dir.path().join("catalog.yaml")).expect("a manifest");
    assert!(manifest.contains(old), "{old}");
    fs::write(dir.path().join("catalog.yaml"), manifest.replace(old, new)).expect("written");
    load(dir.path())
}

fn sites() -> Vec<Target> {
    let all = [Layout::Files, Layout::Folders].map(|layout| [Base::Errors, Base::Root].map(|base| (layout, base)));
    all.concat().into_iter().map(|(layout, base)| Target::html().with_layout(layout).with_base(base)).collect()
}

fn render(catalog: &Catalog, target: Target) -> BTreeMap<String, String> {
    let templates = Templates::default();
    let site = Site::new(catalog, target, &templates).expect("templates parse");
    site.pages().map(|page| (page.path().to_owned(), site.render(&page).expect("rendered"))).collect()
}

/// The path that a relative link leads to.
fn resolve(from: &str, link: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('#').next().unwrap_or_default().split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{link} of {from} leaves the site"),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Relative links in Markdown.
fn links(markdown: &str) -> Vec<String> {
    let events = Parser::new(markdown).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. }) if !dest_url.contains(':') => Some(dest_url.into_string()),
        _ => None,
    });
    events.collect()
}

/// Values of an attribute, in tags that start with `tag`.
fn attributes<'h>(html: &'h str, tag: &str, attribute: &str) -> Vec<&'h str> {
    let start = format!(" {attribute}=\"");
    let tags = html.split('<').skip(1).filter(|rest| rest.starts_with(tag));
    tags.filter_map(|rest| rest.split('>').next()?.split(&start).nth(1)?.split('"').next()).collect()
}

#[test]
fn every_page_has_a_markdown_version_that_links_to_markdown_versions() {
    let (catalog, templates) = (catalog(), Templates::default());
    for target in sites() {
        let site = Site::new(&catalog, target.clone(), &templates).expect("templates parse");
        let (mut pages, mut markdown_versions) = (BTreeSet::new(), BTreeSet::new());
        for page in site.pages() {
            match page.kind() {
                PageKind::Redirect { .. }
                | PageKind::NotFound
                | PageKind::Asset
                | PageKind::File { .. }
                | PageKind::Data { .. } => {}
                _ if page.is_markdown_version() => drop(markdown_versions.insert(page.path().to_owned())),
                _ => {
                    let html = site.render(&page).expect("rendered");
                    let markdown_version = attributes(&html, "link rel=\"alternate\" type=\"text/markdown\"", "href");
                    assert_eq!(markdown_version.len(), 1, "{}", page.path());
                    assert!(
                        pages.insert(resolve(page.path(), markdown_version[0])),
                        "{} shares its Markdown version",
                        page.path()
                    );
                }
            }
        }
        assert_eq!(pages, markdown_versions);
        assert!(markdown_versions.len() > 10 && markdown_versions.iter().all(|path| path.ends_with(".md")));
        let rendered = render(&catalog, target);
        for from in &markdown_versions {
            let links = links(&rendered[from]);
            assert!(!links.is_empty(), "{from}");
            for link in links {
                assert!(markdown_versions.contains(&resolve(from, &link)), "{link} of {from}");
            }
        }
    }
}

#[test]
fn the_url_of_a_code_plus_md_is_its_markdown_version() {
    let catalog = catalog();
    for target in sites().into_iter().filter(|target| format!("{target:?}").contains("Root")) {
        let pages = render(&catalog, target);
        for entry in catalog.entries() {
            let path = catalog.page_path(entry).expect("a site");
            assert!(pages.contains_key(&format!("{}.md", &path[1..])), "{path}");
        }
    }
}

#[test]
fn files_for_programs() {
    let pages = render(&catalog(), Target::html());
    for name in ["llms.txt", "llms-full.txt", "sitemap.xml", "_headers", "_redirects", "vercel.json", "redirects.json"]
    {
        insta::assert_snapshot!(format!("data-{}", name.replace('.', "-")), pages[name]);
    }
    insta::assert_snapshot!("data-redirects-in-folders", {
        let target = Target::html().with_layout(Layout::Folders).with_base(Base::Root);
        render(&catalog(), target)["_redirects"].clone()
    });
}

#[test]
fn llms_txt_lists_every_code_once_and_links_to_markdown_versions() {
    let catalog = catalog();
    for target in sites() {
        let pages = render(&catalog, target);
        for name in ["llms.txt", "llms-full.txt"] {
            for link in links(&pages[name]) {
                assert!(pages.contains_key(&resolve(name, &link)), "{link} of {name}");
            }
        }
        for entry in catalog.entries() {
            let lines = pages["llms.txt"].lines().filter(|line| line.contains(&format!("`{}`", entry.code)));
            assert_eq!(lines.count(), 1, "{}", entry.code);
            assert_eq!(pages["llms-full.txt"].matches(&format!("\n`{}`\n", entry.code)).count(), 1, "{}", entry.code);
        }
        let optional = pages["llms.txt"].split("\n## Optional\n").nth(1).expect("a section for retired codes");
        assert!(optional.contains("`SHOP-legacy-gone`") && !optional.contains("`SHOP-orders-not_found`"));
    }
}

#[test]
fn rendering_in_steps_gives_the_same_pages() {
    let catalog = catalog();
    let templates = Templates::default();
    for target in sites() {
        let site = Site::new(&catalog, target, &templates).expect("templates parse");
        let pages: Vec<Page> = site.pages().collect();
        let mut open = vec![Some(Vec::new()); pages.len()];
        for step in site.steps(&pages) {
            let texts = site.run(&pages, &step).expect("rendered");
            assert_eq!(texts.len(), step.parts.len());
            for (part, text) in step.parts.iter().zip(texts) {
                let page = open[part.page].as_mut().unwrap_or_else(|| panic!("{part:?} comes after the last part"));
                assert_eq!(part.piece, page.len(), "{part:?} is out of order");
                page.push(text.into_owned());
                if part.last {
                    let pieces: Vec<_> =
                        site.pieces(&pages[part.page]).map(|piece| piece.expect("rendered").into_owned()).collect();
                    assert!(open[part.page].take() == Some(pieces), "{}", pages[part.page].path());
                }
            }
        }
        assert!(open.iter().all(Option::is_none), "a page has no last part");
    }
}

/// A site can be shared by threads.
const _: () = {
    const fn is_sync<T: Sync>() {}
    is_sync::<Site<'_>>();
};

/// A code's Markdown is rendered once and used twice, unless a custom template might see its
/// location. Here a custom template disables this but renders the same text, so all pages must be
/// the same.
#[test]
fn reused_markdown_equals_rendered_markdown() {
    let (_, shipped) = Templates::shipped().find(|(path, _)| *path == "markdown/page.md").expect("a template");
    let own = [("markdown/page.md", format!("{{#- Mine. -#}}{shipped}"))];
    let own = Templates::with_overrides(own).expect("a valid override");
    let catalog = catalog();
    for target in sites() {
        let site = Site::new(&catalog, target.clone(), &own).expect("templates parse");
        let rendered: BTreeMap<String, String> =
            site.pages().map(|page| (page.path().to_owned(), site.render(&page).expect("rendered"))).collect();
        assert_eq!(render(&catalog, target), rendered);
    }
}

#[test]
fn errors_json_is_complete_and_matches_its_schema() {
    let catalog = catalog();
    let pages = render(&catalog, Target::html());
    assert_eq!(pages["errors.json"], Registry::of(&catalog).to_json().expect("JSON"));
    let json: Value = serde_json::from_str(&pages["errors.json"]).expect("JSON");
    let mut schema: Value = serde_json::from_str(&pages["errors.schema.json"]).expect("JSON");
    assert_eq!(json["$schema"], "https://shop.example.com/docs/errors/errors.schema.json");
    // Later minor versions may add members, so the schema allows additional ones. Everything that
    // is written today must be described.
    close(&mut schema);
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let errors: Vec<String> =
        validator.iter_errors(&json).map(|error| format!("{error} at {}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let mut later = json.clone();
    later["version"] = 3.into();
    assert!(!validator.is_valid(&later));
}

/// Disallows members that the schema does not list.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.contains_key("properties") {
                members.insert("additionalProperties".to_owned(), false.into());
            }
            members.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

#[test]
fn the_sitemap_lists_the_canonical_urls_of_pages() {
    let (catalog, templates) = (catalog(), Templates::default());
    let site = Site::new(&catalog, Target::html(), &templates).expect("templates parse");
    let mut canonical = BTreeSet::new();
    let mut sitemap = String::new();
    for page in site.pages() {
        let text = site.render(&page).expect("rendered");
        match page.kind() {
            PageKind::Data { file: DataFile::Sitemap } => sitemap = text,
            PageKind::Redirect { .. } => {}
            _ => canonical.extend(attributes(&text, "link rel=\"canonical\"", "href").into_iter().map(str::to_owned)),
        }
    }
    let urls: Vec<&str> = sitemap.split("<loc>").skip(1).filter_map(|rest| rest.split('<').next()).collect();
    assert!(urls.len() > 8);
    for url in &urls {
        assert!(canonical.remove(*url), "{url} is a duplicate or not canonical");
    }
    // A draft has a canonical URL but is not for search engines. The same applies to a group of
    // retired codes.
    assert_eq!(canonical.len(), 2, "{canonical:?}");
}

#[test]
fn the_feed_has_what_happened_to_codes() {
    let feed = &render(&catalog(), Target::html())["feed.xml"];
    let values = |tag: &str| -> Vec<&str> {
        feed.split(&format!("<{tag}>")).skip(1).filter_map(|rest| rest.split("</").next()).collect()
    };
    insta::assert_snapshot!("feed", feed);
    let dates = values("updated");
    assert!(dates.is_sorted_by(|a, b| a >= b), "{dates:?}");
    let ids: BTreeSet<&str> = values("id").into_iter().collect();
    assert_eq!(ids.len(), values("id").len(), "{ids:?}");
}

#[test]
fn a_catalog_with_versions_has_no_feed() {
    let dir = tempfile::tempdir().expect("a folder");
    let manifest = "name: shop\nsince: version\ncodes: {levels: [{name: code}]}\nprofiles: {api: rfc9457}\n\
                    site: {root: \"https://shop.example.com\"}\n";
    fs::write(dir.path().join("catalog.yaml"), manifest).expect("written");
    fs::write(dir.path().join("a.yaml"), "name: A\nstatus: 400\nmessage: A\nsince: 1.2.0\nchanged: 1.4.0\n")
        .expect("written");
    let pages = render(&load(dir.path()), Target::html());
    assert!(!pages.contains_key("feed.xml"));
    assert!(!pages["index.html"].contains("atom+xml"));
    assert!(pages["a.html"].contains("Since 1.2.0") && pages["a.html"].contains("Changed in 1.4.0"));
    assert!(!pages["a.html"].contains("dateModified"));
}

#[test]
fn a_page_on_its_own_has_the_urls_of_other_pages() {
    let catalog = catalog();
    let pages = render(&catalog, Target::html());
    let mut checked = 0;
    for page in errbook_docs::markdown(&catalog, catalog.entries()).expect("rendered") {
        assert!(!page.starts_with("> ## Documentation Index") && links(&page).iter().all(|link| link.starts_with('#')));
        for (at, _) in page.match_indices("https://shop.example.com/docs/errors") {
            let path = &page[at + "https://shop.example.com/docs/errors".len()..];
            let path = path
                .split([')', '#', '>', '"', '`', ' ', '\n', '%'])
                .next()
                .unwrap_or_default()
                .trim_start_matches('/');
            let files = [
                format!("{path}.html"),
                format!("{path}/index.html"),
                format!("{path}/index-page.html"),
                "index.html".to_owned(),
            ];
            assert!(path.is_empty() || files[..3].iter().any(|file| pages.contains_key(file)), "{path}");
            checked += 1;
        }
    }
    assert!(checked > 30, "{checked}");
}

/// It can be shown at any URL, so its links start at the root of the host.
#[test]
fn the_page_for_missing_urls_has_links_from_the_root() {
    for target in sites() {
        let base = if format!("{target:?}").contains("Root") { "/docs/" } else { "/docs/errors/" };
        let pages = render(&catalog(), target);
        let html = &pages["404.html"];
        let links =
            [("a ", "href"), ("link ", "href"), ("script ", "src")].map(|(tag, name)| attributes(html, tag, name));
        let links: Vec<&str> = links.concat().into_iter().filter(|link| !link.starts_with('#')).collect();
        assert!(links.len() > 8, "{links:?}");
        for link in links {
            let path = link.strip_prefix(base).unwrap_or_else(|| panic!("{link}"));
            assert!(pages.contains_key(path), "{link}");
        }
    }
}

#[test]
fn search_engines_read_each_code_as_an_article() {
    for (path, html) in render(&catalog(), Target::html()).iter().filter(|(path, _)| path.ends_with(".html")) {
        let Some((_, rest)) = html.split_once("<script type=\"application/ld+json\">") else { continue };
        let json: Value = serde_json::from_str(rest.split("</script>").next().expect("an end")).expect("JSON");
        let [article, breadcrumbs] = [0, 1].map(|at| &json["@graph"][at]);
        let canonical = attributes(html, "link rel=\"canonical\"", "href");
        assert_eq!(article["url"].as_str(), canonical.first().copied(), "{path}");
        let items = breadcrumbs["itemListElement"].as_array().expect("a list");
        let trail = html.split("<nav class=\"trail\"").nth(1).and_then(|rest| rest.split("</nav>").next());
        let above = trail.map_or(0, |trail| trail.matches("<li>").count());
        assert_eq!(items.len(), above + 1, "{path}");
        assert_eq!(items[above]["item"], article["url"], "{path}");
    }
}

#[test]
fn a_site_without_canonical_names_no_domain() {
    let catalog = with_manifest("  canonical: https://shop.example.com/docs\n", "");
    let pages = render(&catalog, Target::html());
    assert!(!pages.contains_key("sitemap.xml"));
    for (path, text) in pages.iter().filter(|(path, _)| path.ends_with(".html")) {
        // Links that leave the docs, and problem types in examples, are absolute wherever the site
        // is hosted.
        let head = text.split("</head>").next().unwrap_or_default();
        let leaves = ["away.html", "elsewhere.html"].contains(&path.as_str());
        assert!(leaves || !head.contains("shop.example.com"), "{path}");
        assert!(!head.contains("og:url"), "{path}");
    }
}

#[test]
fn every_redirect_has_a_page_and_a_matching_rule() {
    let (catalog, templates) = (catalog(), Templates::default());
    for target in sites() {
        let site = Site::new(&catalog, target.clone(), &templates).expect("templates parse");
        let pages = render(&catalog, target);
        let served = |url: &str| {
            let path = url.trim_start_matches('/');
            [path.to_owned(), format!("{path}.html"), format!("{path}index.html"), format!("{path}/index.html")]
                .into_iter()
                .find(|file| pages.contains_key(file))
        };
        let rules: BTreeMap<&str, &str> = pages["_redirects"]
            .lines()
            .map(|line| line.strip_suffix(" 301").and_then(|rule| rule.split_once(' ')).expect("a rule"))
            .collect();
        let mut count = 0;
        for page in site.pages().filter(|page| matches!(page.kind(), PageKind::Redirect { .. })) {
            let html = &pages[page.path()];
            let refresh = attributes(html, "meta http-equiv=\"refresh\"", "content");
            let to = refresh[0].split("url=").nth(1).expect("a URL");
            let rule = rules.iter().find(|(from, _)| served(from).as_deref() == Some(page.path()));
            let (_, destination) = rule.unwrap_or_else(|| panic!("no rule for {}", page.path()));
            match to.split_once("://") {
                Some(_) => assert_eq!(to.replace("&amp;", "&"), **destination),
                None => assert_eq!(served(destination), Some(resolve(page.path(), to)), "{destination}"),
            }
            count += 1;
        }
        assert_eq!(count, rules.len());
        assert!(count >= 6);
        let vercel: Value = serde_json::from_str(&pages["vercel.json"]).expect("JSON");
        let vercel = vercel["redirects"].as_array().expect("rules");
        let same = vercel.iter().map(|rule| (rule["source"].as_str(), rule["destination"].as_str()));
        assert!(same.eq(rules_in_order(&pages["_redirects"]).map(|(from, to)| (Some(from), Some(to)))));
    }
}

#[test]
fn redirects_with_encoded_characters_use_decoded_file_names() {
    let files = [
        ("/old/A%20b/%C3%89", "old/A b/É.html"),
        ("/old/%28d%29.html", "old/(d).html"),
        ("/old/100%25", "old/100%.html"),
        ("/old/ü", "old/ü.html"),
    ];
    // Paths that are not valid file names on every system, that would mean something else as a
    // path, or that pages already have.
    let rules = [
        "/old/a%22b",
        "/old/a%3Ab",
        "/old/a*b",
        "/old/a%2Fb",
        "/old/a%5Cb",
        "/old/a%00b",
        "/old/a%0Ab",
        "/old/%FF",
        "/old/99%",
        "/old/%2Egit",
        "/old/a./b",
        "/old/a%20/b",
        "/old/con",
        "/old/Aux.html",
        "/old/LPT1/b",
        "/errors/glossary",
        "/errors/%69ndex.html",
        // These files already exist on a file system that ignores case.
        "/errors/Orders/not_found",
        "/errors/Glossary",
        "/old/a%20b/%C3%A9",
    ];
    let all = files.iter().map(|(from, _)| from).chain(&rules);
    let list: Vec<String> =
        all.map(|from| format!("  - {{from: \"{from}\", to: /errors/orders/n%6Ft_found}}\n")).collect();
    let catalog = with_manifest("redirects:\n", &format!("redirects:\n{}", list.concat()));
    let templates = Templates::default();
    for target in sites() {
        let site = Site::new(&catalog, target.with_layout(Layout::Files), &templates).expect("templates parse");
        let all: Vec<_> = site.pages().map(|page| page.path().to_owned()).collect();
        let distinct: BTreeSet<_> = all.iter().map(|path| path.to_lowercase()).collect();
        assert_eq!(all.len(), distinct.len(), "duplicate paths");
        let old: BTreeSet<_> = all.iter().filter(|path| path.starts_with("old/")).map(String::as_str).collect();
        assert_eq!(old, files.iter().map(|(_, path)| *path).collect());
        let page = |path: &str| {
            let page = site.pages().find(|page| page.path() == path).expect("a page");
            site.render(&page).expect("rendered")
        };
        let (lines, list) = (page("_redirects"), page("redirects.json"));
        let list: Value = serde_json::from_str(&list).expect("JSON");
        let sources: BTreeSet<_> =
            list.as_array().expect("rules").iter().filter_map(|rule| rule["source"].as_str()).collect();
        for from in files.iter().map(|(from, _)| from).chain(&rules) {
            let from = from.replace('*', "%2A").replace('ü', "%C3%BC");
            assert!(sources.contains(from.as_str()), "{from}");
            let is_rule = |(rule, _): &(&str, &str)| *rule == from || format!("/errors{rule}") == from;
            let rules: Vec<_> = rules_in_order(&lines).filter(is_rule).collect();
            assert!(matches!(rules[..], [(_, to)] if to.ends_with("/orders/not_found")), "{from}: {rules:?}");
        }
    }
}

fn rules_in_order(lines: &str) -> impl Iterator<Item = (&str, &str)> {
    lines.lines().filter_map(|line| line.strip_suffix(" 301")?.split_once(' '))
}

/// The rows of the SQL export's table of type URLs, for a catalog with this manifest.
fn type_urls(manifest: &str) -> Vec<String> {
    let set = "message: A\ntype: 'urn:problem:set'\nredirects: [/old/set]\n";
    let pinned = "message: B\ntype: 'https://shop.example/old/pinned'\nredirects: [/old/pinned]\n";
    let manifest = format!("name: shop\ncodes: {{levels: [{{name: code}}]}}\n{manifest}");
    let files =
        [("catalog.yaml", &*manifest), ("set.yaml", set), ("pinned.yaml", pinned), ("plain.yaml", "message: C\n")];
    let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let (catalog, report) = errbook_catalog::read_sources(Sources::from_texts(files));
    let catalog = catalog.unwrap_or_else(|| panic!("{report}"));
    let template = "{% for table in catalog.tables %}{% if table.name == 'type_urls' %}{% for row in table.rows %}\
        {{ row[0] }} {{ row[1] }} {{ row[2] }}\n{% endfor %}{% endif %}{% endfor %}";
    let templates = Templates::with_overrides([("sql/errbook.sql", template)]).expect("parsed");
    let site = Site::new(&catalog, templates.target("sql").expect("an export").clone(), &templates).expect("parsed");
    let page = site.pages().next().expect("a file");
    site.render(&page).expect("rendered").replace('"', "").lines().map(str::to_owned).collect()
}

#[test]
fn table_of_type_urls_has_types_and_former_urls() {
    let with_site = type_urls("site: {root: 'https://shop.example', errors: errors}\n");
    let expected = [
        "https://shop.example/old/pinned pinned false",
        "https://shop.example/errors/pinned pinned true",
        "https://shop.example/errors/plain plain false",
        "urn:problem:set set false",
        "https://shop.example/errors/set set true",
        "https://shop.example/old/set set true",
    ];
    assert_eq!(with_site, expected);
    assert_eq!(type_urls(""), ["https://shop.example/old/pinned pinned false", "urn:problem:set set false"]);
}
