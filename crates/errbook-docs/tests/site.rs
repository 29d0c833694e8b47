//! The pages of `tests/catalog`, whose text is hostile where it can be. Snapshots show each page; the other tests are promises about all.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use errbook_catalog::Catalog;
use errbook_docs::{Base, Layout, PageKind, Site, Target, Templates};

fn catalog() -> Catalog {
    load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/catalog"))
}

fn load(dir: &Path) -> Catalog {
    errbook_catalog::load(dir).unwrap_or_else(|report| {
        panic!("{:?}", report.diagnostics().iter().map(|of| report.short(of)).collect::<Vec<_>>())
    })
}

/// All pages of a target by path.
fn render(catalog: &Catalog, target: Target) -> BTreeMap<String, String> {
    let templates = Templates::default();
    let site = Site::new(catalog, target, &templates).expect("templates parse");
    let mut pages = BTreeMap::new();
    for page in site.pages() {
        let text = site.render(&page).unwrap_or_else(|error| panic!("{error}"));
        assert!(pages.insert(page.path().to_owned(), text).is_none(), "{} comes twice", page.path());
    }
    pages
}

/// Whether a file is made from the catalog, and not copied as it is.
fn is_page(path: &str) -> bool {
    path.ends_with(".html") || path.ends_with(".md")
}

fn variants() -> Vec<Target> {
    vec![
        Target::markdown(),
        Target::html(),
        Target::html().with_layout(Layout::Folders),
        Target::html().with_base(Base::Root),
        Target::html().with_layout(Layout::Folders).with_base(Base::Root),
    ]
}

#[test]
fn pages() {
    for target in [Target::markdown(), Target::html()] {
        for (path, text) in render(&catalog(), target) {
            if is_page(&path) {
                insta::assert_snapshot!(format!("{}/{path}", target.name()).replace(['/', '.'], "-"), text);
            }
        }
    }
}

#[test]
fn paths_of_each_layout_and_base() {
    let mut list = String::new();
    for target in variants() {
        let paths: Vec<String> = render(&catalog(), target).into_keys().collect();
        list.push_str(&format!("{target:?}\n  {}\n", paths.join("\n  ")));
    }
    insta::assert_snapshot!(list);
}

#[test]
fn no_two_paths_differ_only_in_case() {
    for target in variants() {
        let mut seen = BTreeSet::new();
        for path in render(&catalog(), target).into_keys() {
            assert!(seen.insert(path.to_lowercase()), "{path}");
        }
    }
}

#[test]
fn the_same_catalog_gives_the_same_bytes() {
    for target in variants() {
        assert_eq!(render(&catalog(), target), render(&catalog(), target));
    }
}

/// The inside of each tag of HTML. Text holds no `<`.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default())
}

/// Values of an attribute.
fn values<'h>(html: &'h str, attribute: &str) -> Vec<&'h str> {
    let start = format!(" {attribute}=\"");
    tags(html).filter_map(|tag| tag.split(&start).nth(1)?.split('"').next()).collect()
}

/// The path that a relative link leads to.
fn resolve(from: &str, link: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{link} of {from} leaves the site"),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn links_and_anchors_of_html_resolve() {
    for target in variants().into_iter().filter(|target| target.name() == "html") {
        let pages = render(&catalog(), target);
        let mut checked = 0;
        for (path, html) in &pages {
            let ids = values(html, "id");
            assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{path} has an id twice: {ids:?}");
            for link in values(html, "href").into_iter().filter(|link| !link.contains(':')) {
                let (file, anchor) = link.split_once('#').map_or((link, None), |(file, anchor)| (file, Some(anchor)));
                let to = if file.is_empty() { path.clone() } else { resolve(path, file) };
                let page = pages.get(&to).unwrap_or_else(|| panic!("{link} of {path}"));
                assert!(anchor.is_none_or(|anchor| values(page, "id").contains(&anchor)), "{link} of {path}");
                checked += 1;
            }
        }
        assert!(checked > 80, "{checked}");
    }
}

#[test]
fn links_of_markdown_resolve() {
    use pulldown_cmark::{Event, Parser, Tag};
    let pages = render(&catalog(), Target::markdown());
    let mut checked = 0;
    for (path, text) in &pages {
        for event in Parser::new(text) {
            if let Event::Start(Tag::Link { dest_url, .. }) = event
                && !dest_url.contains(':')
            {
                let file = dest_url.split('#').next().unwrap_or_default();
                assert!(pages.contains_key(&resolve(path, file)), "{dest_url} of {path}");
                checked += 1;
            }
        }
    }
    assert!(checked > 30, "{checked}");
}

#[test]
fn nothing_of_the_catalog_executes() {
    for target in variants() {
        for (path, text) in render(&catalog(), target).into_iter().filter(|(path, _)| is_page(path)) {
            if path.ends_with(".md") {
                let options = pulldown_cmark::Options::ENABLE_TABLES;
                for event in pulldown_cmark::Parser::new_ext(&text, options) {
                    assert!(
                        !matches!(event, pulldown_cmark::Event::Html(_) | pulldown_cmark::Event::InlineHtml(_)),
                        "{event:?} in {path}"
                    );
                }
                continue;
            }
            for tag in tags(&text) {
                let name = tag.split([' ', '\n']).next().unwrap_or_default();
                assert!(!["iframe", "svg", "style", "object", "b", "u", "i"].contains(&name), "{tag} in {path}");
                // Scripts are files of the site, and nothing stands between their tags.
                let script = tag
                    .strip_suffix(" defer")
                    .unwrap_or(tag)
                    .strip_prefix("script src=\"")
                    .and_then(|rest| rest.strip_suffix(".js\""));
                let script = script.map(|file| file.replace("../", ""));
                assert!(
                    name != "script"
                        || script
                            .is_some_and(|file| file.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')),
                    "{tag} in {path}"
                );
                // Without the values, what is left are the names.
                let names: String = tag.split('"').step_by(2).collect();
                assert!(!names.split_whitespace().skip(1).any(|name| name.starts_with("on")), "{tag} in {path}");
            }
            for url in values(&text, "href").into_iter().chain(values(&text, "src")) {
                assert!(!url.to_lowercase().starts_with("javascript:") && !url.starts_with("data:"), "{url} in {path}");
            }
            assert!(!text.contains(" src=\"http") && text.contains("default-src 'none'"), "{path}");
        }
    }
}

/// The JSON of the response examples of a page: its code blocks up to the second section.
fn examples(markdown: &str) -> Vec<serde_json::Value> {
    use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
    let start = markdown.find("## Example").expect("an example");
    let end = markdown[start + 2..].find("\n## ").map_or(markdown.len(), |at| start + 2 + at);
    let mut texts: Vec<String> = Vec::new();
    let mut inside = false;
    for event in Parser::new(&markdown[start..end]) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if &*info == "json" => {
                inside = true;
                texts.push(String::new());
            }
            Event::End(TagEnd::CodeBlock) => inside = false,
            Event::Text(text) if inside => texts.last_mut().expect("a block").push_str(&text),
            _ => {}
        }
    }
    texts.iter().map(|text| serde_json::from_str(text).expect("JSON")).collect()
}

#[test]
fn the_example_is_what_a_service_sends() {
    use errbook::envelope::{FieldError, Values, write};
    let catalog = catalog();
    let pages = render(&catalog, Target::markdown());
    let mut compared = 0;
    for entry in catalog.entries().iter().filter(|entry| entry.message.is_some()) {
        let examples = examples(&pages[&format!("{}.md", entry.segments.join("/"))]);
        let params: Vec<_> = entry.params.iter().map(|param| (param.name.as_str(), param.example.value())).collect();
        let extensions: Vec<&str> = entry.extensions.iter().map(String::as_str).collect();
        let errors: Vec<FieldError<'_>> = entry
            .field_errors
            .iter()
            .map(|error| FieldError { location: &error.location, message: &error.message, fix: error.fix.as_deref() })
            .collect();
        for (response, example) in entry.responses.iter().zip(examples) {
            let mut body = String::new();
            let values = Values {
                code: &entry.code,
                status: response.status,
                title: &response.title,
                type_url: Some(&format!("https://shop.example.com/docs/errors/{}", entry.segments.join("/"))),
                detail: &entry.message.as_ref().map(|message| message.example(&entry.params)).unwrap_or_default(),
                request_id: Some("req_1"),
                instance: None,
                retry_after: entry.retry_after,
                errors: &errors,
                params: &params,
                extensions: &extensions,
            };
            write(catalog.manifest().profiles[response.profile].envelope_for(response.status), &values, &mut body);
            assert_eq!(serde_json::from_str::<serde_json::Value>(&body).expect("JSON"), example, "{}", entry.code);
            compared += 1;
        }
    }
    assert_eq!(compared, 5);
}

#[test]
fn pages_of_codes_are_found_by_code_and_alias() {
    let (catalog, templates) = (catalog(), Templates::default());
    let site = Site::new(&catalog, Target::html(), &templates).expect("templates parse");
    let page = site.page_of("SHOP-orders-missing_order").expect("an alias");
    assert_eq!(page.path(), "orders/not_found.html");
    assert_eq!(site.page_of("SHOP-orders-not_found"), Some(page));
    assert_eq!(site.page_of("SHOP-orders-nothing"), None);
    assert_eq!(site.home().path(), "index.html");
    assert_eq!(site.home().kind(), PageKind::Index { part: 0 });
}

#[test]
fn a_site_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    let (catalog, templates) = (catalog(), Templates::default());
    shared(&Site::new(&catalog, Target::html(), &templates).expect("templates parse"));
}

/// A flat catalog of `E0000`, `E0001`, ...
fn flat(count: usize) -> (tempfile::TempDir, Catalog) {
    let dir = tempfile::tempdir().expect("a folder");
    let manifest = "name: flat\ncodes:\n  levels:\n    - name: number\n      pattern: \"E[0-9]{4}\"\n";
    std::fs::write(dir.path().join("catalog.yaml"), manifest).expect("written");
    for number in 0..count {
        let entry = format!("message: \"Message {number}\"\nrelated: [{{code: E{:04}}}]\n", (number + 1) % count);
        std::fs::write(dir.path().join(format!("E{number:04}.yaml")), entry).expect("written");
    }
    let catalog = load(dir.path());
    (dir, catalog)
}

#[test]
fn no_page_lists_all_codes_of_a_large_catalog() {
    let (_dir, catalog) = flat(700);
    for target in [Target::markdown(), Target::html()] {
        let pages = render(&catalog, target);
        let index = if target.name() == "html" { "index" } else { "README" };
        let mut listed = 0;
        for part in ["", "-2", "-3"] {
            let page = &pages[&format!("{index}{part}.{}", if target.name() == "html" { "html" } else { "md" })];
            // Names are `E0001`; each part links to the first and last code of the three.
            let codes = (0..700)
                .filter(|number| {
                    page.contains(&format!("E{number:04}.{}", if target.name() == "html" { "html" } else { "md" }))
                })
                .count();
            assert!(codes <= 300, "{codes}");
            listed += codes;
        }
        assert_eq!(listed, 700);
        let longest = pages.iter().filter(|(path, _)| is_page(path)).map(|(_, text)| text.len()).max();
        assert!(longest < Some(100_000), "{longest:?}");
    }
}
