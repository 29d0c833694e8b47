//! The pages of `tests/catalog`, whose text is as hostile as possible. There is a snapshot of each
//! page. The other tests check invariants of all pages.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use errbook_catalog::{Catalog, CodeKind};
use errbook_docs::{Base, Layout, Listing, PageKind, Site, Target, Templates};

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
        assert!(pages.insert(page.path().to_owned(), text).is_none(), "{} is a duplicate", page.path());
    }
    pages
}

/// Whether a file is generated from the catalog, not copied.
fn is_page(path: &str) -> bool {
    path.ends_with(".html") || path.ends_with(".md") || path.ends_with(".mdx")
}

fn named(name: &str) -> Target {
    Target::named(name).unwrap_or_else(|| panic!("no target {name}"))
}

fn variants() -> Vec<Target> {
    vec![
        Target::markdown(),
        named("mdbook"),
        named("mintlify"),
        named("mintlify").with_base(Base::Root),
        Target::html(),
        Target::html().with_layout(Layout::Folders),
        Target::html().with_base(Base::Root),
        Target::html().with_layout(Layout::Folders).with_base(Base::Root),
    ]
}

#[test]
fn former_pages_are_files_in_the_output_folder() {
    let catalog = catalog();
    let templates = Templates::default();
    for (base, expected) in [
        (
            Base::Errors,
            &[
                "orders/missing.mdx",
                "orders/missing/index.mdx",
                "orders/missing_order.mdx",
                "orders/missing_order/index.mdx",
            ][..],
        ),
        (
            Base::Root,
            &[
                "errors/orders/missing.mdx",
                "errors/orders/missing/index.mdx",
                "errors/orders/missing_order.mdx",
                "errors/orders/missing_order/index.mdx",
                "help/orders/not-found.html.mdx",
                "help/orders/not-found.html/index.mdx",
                "help/trailing.mdx",
                "help/trailing/index.mdx",
            ],
        ),
    ] {
        let site = Site::new(&catalog, named("mintlify").with_base(base), &templates).expect("a site");
        let pages = site.former_pages().filter(|page| page.codes.contains(&"SHOP-orders-not_found"));
        let mut files: Vec<String> = pages.flat_map(|page| page.files).collect();
        files.sort();
        assert_eq!(files, expected, "{base:?}");
    }
    let site = Site::new(&catalog, named("html"), &templates).expect("a site");
    assert_eq!(site.former_pages().count(), 0, "a site has redirect pages there");
}

#[test]
fn pages() {
    for target in Target::all() {
        for (path, text) in render(&catalog(), target.clone()) {
            // The book has the same pages as the target that it extends.
            let known = target.name() == "mdbook" && !path.ends_with("SUMMARY.md");
            if is_page(&path) && !known {
                insta::assert_snapshot!(format!("{}/{path}", target.name()).replace(['/', '.'], "-"), text);
            }
        }
    }
}

#[test]
fn paths_of_each_layout_and_base() {
    let mut list = String::new();
    for target in variants() {
        let paths: Vec<String> = render(&catalog(), target.clone()).into_keys().collect();
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
fn output_is_deterministic() {
    for target in variants() {
        assert_eq!(render(&catalog(), target.clone()), render(&catalog(), target));
    }
}

/// The content of each HTML tag. Text contains no `<`.
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
        // The links of 404.html start at the root: see `tests/data.rs`.
        for (path, html) in pages.iter().filter(|(path, _)| *path != "404.html") {
            let ids = values(html, "id");
            assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{path} has a duplicate ID: {ids:?}");
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
fn no_text_of_the_catalog_executes() {
    for target in variants() {
        for (path, text) in render(&catalog(), target).into_iter().filter(|(path, _)| is_page(path)) {
            if path.ends_with(".mdx") {
                // MDX needs a real compiler: see tests/targets.rs of the repository.
                continue;
            }
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
                // Scripts must be files of the site, not inline.
                let script = tag
                    .strip_suffix(" defer")
                    .unwrap_or(tag)
                    .strip_prefix("script src=\"")
                    .and_then(|rest| rest.strip_suffix(".js\""));
                let script = script.map(|file| file.replace("../", "").replace("/docs/", "").replace("errors/", ""));
                assert!(
                    name != "script"
                        || tag == "script type=\"application/ld+json\""
                        || script
                            .is_some_and(|file| file.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')),
                    "{tag} in {path}"
                );
                // The parts outside of quotes are the names.
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

/// The JSON of a page's response examples: its code blocks up to the second section.
fn examples(markdown: &str) -> Vec<serde_json::Value> {
    use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
    let start = markdown.find("## Example").expect("an example");
    let end = markdown[start + 2..].find("\n## ").map_or(markdown.len(), |at| start + 2 + at);
    let mut texts: Vec<String> = Vec::new();
    let mut inside = false;
    for event in Parser::new(&markdown[start..end]) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if &*info == "http" => {
                inside = true;
                texts.push(String::new());
            }
            Event::End(TagEnd::CodeBlock) => inside = false,
            Event::Text(text) if inside => texts.last_mut().expect("a block").push_str(&text),
            _ => {}
        }
    }
    let body = |text: &String| serde_json::from_str(text.split_once("\n\n").expect("a body").1).expect("JSON");
    texts.iter().map(body).collect()
}

#[test]
fn examples_equal_real_response_bodies() {
    use errbook::envelope::{FieldError, Values, write};
    let catalog = catalog();
    let pages = render(&catalog, Target::markdown());
    let mut compared = 0;
    for entry in catalog.entries().iter().filter(|entry| entry.messages.is_some() && entry.kind == CodeKind::Error) {
        let examples = examples(&pages[&format!("{}.md", entry.segments.join("/"))]);
        let params: Vec<_> = entry.params.iter().map(|param| (param.name.as_str(), param.example.value())).collect();
        let fields = catalog.fields_of(entry);
        let fields: Vec<_> = fields.map(|(field, value)| (field.name.as_str(), value.value())).collect();
        let extensions: Vec<&str> = entry.extensions.iter().map(String::as_str).collect();
        let errors: Vec<FieldError<'_>> = entry
            .field_errors
            .iter()
            .map(|error| FieldError { location: &error.location, message: &error.message, fix: error.fix.as_deref() })
            .collect();
        for (response, example) in entry.responses.iter().zip(examples) {
            let (mut body, fix) = (String::new(), entry.fix());
            let values = Values {
                code: &entry.code,
                status: response.status,
                title: &response.title,
                type_url: Some(&format!("https://shop.example.com/docs/errors/{}", entry.segments.join("/"))),
                detail: &entry
                    .messages
                    .as_ref()
                    .map(|of| of.of(response.profile).example(&entry.params))
                    .unwrap_or_default(),
                request_id: Some("req_1"),
                instance: None,
                retry_after: entry.retry_after,
                action: entry.action.as_ref().map(|action| action.kind),
                fix: fix.as_deref(),
                errors: &errors,
                params: &params,
                extensions: &extensions,
                fields: &fields,
            };
            write(catalog.manifest().profiles[response.profile].envelope_for(response.status), &values, &mut body);
            assert_eq!(serde_json::from_str::<serde_json::Value>(&body).expect("JSON"), example, "{}", entry.code);
            compared += 1;
        }
    }
    assert_eq!(compared, 9);
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
    assert_eq!(site.home().kind(), PageKind::List { of: Listing::Catalog, part: 0 });
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
        let pages = render(&catalog, target.clone());
        let index = if target.name() == "html" { "index" } else { "README" };
        let mut listed = 0;
        for part in ["", "-2", "-3"] {
            let page = &pages[&format!("{index}{part}.{}", if target.name() == "html" { "html" } else { "md" })];
            // Each part also links to the first and last code of all three parts.
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

#[test]
fn css_and_scripts_of_a_page_are_small() {
    let files = Templates::shipped().filter(|(path, _)| path.ends_with(".css") || path.ends_with(".js"));
    let bytes: usize = files.map(|(_, text)| text.len()).sum();
    assert!((10_000..60_000).contains(&bytes), "{bytes}");
}

#[test]
fn pages_have_no_inline_scripts_or_styles() {
    for (path, html) in render(&catalog(), Target::html()).iter().filter(|(path, _)| path.ends_with(".html")) {
        let policy = values(html, "content").into_iter().find(|value| value.starts_with("default-src 'none'"));
        let policy = policy.unwrap_or_else(|| panic!("{path} has no policy"));
        assert!(!policy.contains("unsafe") && !policy.contains("http") && !policy.contains('*'), "{policy}");
        assert!(values(html, "style").is_empty(), "{path}");
    }
}

#[test]
fn tabs_are_radio_buttons_with_labels() {
    let pages = render(&catalog(), Target::html());
    let mut checked = 0;
    for (path, html) in pages.iter().filter(|(path, _)| path.ends_with(".html")) {
        let ids = values(html, "id");
        assert!(values(html, "for").iter().all(|label| ids.contains(label)), "{path}");
        let radios = || tags(html).filter(|tag| tag.starts_with("input type=\"radio\""));
        let names: BTreeSet<_> = radios().filter_map(|tag| tag.split("name=\"").nth(1)?.split('"').next()).collect();
        assert_eq!(
            radios().filter(|tag| tag.ends_with(" checked")).count(),
            names.len(),
            "one of each group in {path}"
        );
        assert_eq!(radios().count(), values(html, "for").len(), "{path}");
        checked += names.len();
    }
    assert!(checked >= 4, "{checked}");
}

/// A catalog from in-memory texts.
fn texts(manifest: &str, entries: &[(&str, &str)]) -> Catalog {
    let files = entries.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let files = files.chain([("catalog.yaml".to_owned(), manifest.to_owned())]);
    let (catalog, report) = errbook_catalog::read_sources(errbook_catalog::Sources::from_texts(files));
    catalog.unwrap_or_else(|| panic!("{report}"))
}

#[test]
fn the_manifest_sets_the_theme() {
    let manifest = "name: demo\ncodes:\n  levels: [{name: area}, {name: number}]\ngroups: {a: {title: A}}\nsite:
  root: https://example.com/docs
  logo: {light: brand/a.svg, dark: brand/b.svg}
  accent: \"#ff0\"
  footer: \"By <us>, [here](https://example.com) and [not](javascript:x)\"
  links: [{title: \"A & B\", url: /guide}]
  css: [own.css]
  image: brand/preview.png\n";
    let dir = tempfile::tempdir().expect("a folder");
    let files = [("catalog.yaml", manifest), ("a/one.yaml", "message: \"One\"\n"), ("own.css", "h1 {}")];
    for (path, text) in
        files.into_iter().chain([("brand/a.svg", "<svg/>"), ("brand/b.svg", "<svg />"), ("brand/preview.png", "PNG")])
    {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }
    let catalog = load(dir.path());
    let templates = Templates::default();
    let site = Site::new(&catalog, Target::html(), &templates).expect("templates parse");
    let content = |path: &str| {
        let page = site.pages().find(|page| page.path() == path).unwrap_or_else(|| panic!("no {path}"));
        let pieces: Vec<_> = site.pieces(&page).map(|piece| piece.expect("rendered").into_owned()).collect();
        String::from_utf8(pieces.concat()).expect("text")
    };
    assert_eq!(content("look/brand/b.svg"), "<svg />");
    assert_eq!(content("look/own.css"), "h1 {}");
    assert_eq!(content("look/brand/preview.png"), "PNG");
    // Yellow is unreadable on white, but readable on black.
    let css = content("style.css");
    assert!(css.contains("--accent: light-dark(#") && !css.contains("--accent: light-dark(#ffff00"));
    assert!(css.ends_with(", #ffff00); }\n"));
    let page = content("a/one.html");
    let images: Vec<&str> = values(&page, "src").into_iter().filter(|src| !src.ends_with(".js")).collect();
    assert_eq!(images, ["../look/brand/a.svg", "../look/brand/b.svg"]);
    assert!(page.contains("<meta property=\"og:image\" content=\"https://example.com/docs/look/brand/preview.png\">"));
    assert!(page.contains("<link rel=\"stylesheet\" href=\"../look/own.css\">"));
    assert!(page.contains("<a dir=\"auto\" href=\"https://example.com/docs/guide\">A &amp; B</a>"));
    assert!(page.contains("<p>By &lt;us&gt;, <a href=\"https://example.com\">here</a> and not</p>"));
}

#[test]
fn codes_that_no_client_receives_are_described_differently() {
    let manifest = "name: demo\ncodes:\n  levels: [{name: area}, {name: number}]\nprofiles: {api: rfc9457}\ngroups:
  a: {title: A, status: 400, action: {kind: wait, reason: \"Later.\"}}\n";
    let entry =
        |more: &str| format!("message: \"One\"\nwhat_happened: {{text: \"It did.\", causes: [\"A cause\"]}}\n{more}");
    let sources = [
        ("a/live.yaml", entry("")),
        ("a/internal.yaml", entry("profiles: []\n")),
        ("a/reserved.yaml", entry("reserved: \"Not yet\"\n")),
        ("a/retired.yaml", entry("retired: {reason: \"Gone\"}\n")),
        ("a/retired_own.yaml", entry("action: stop\nretired: {reason: \"Gone\"}\n")),
    ];
    let sources: Vec<(&str, &str)> = sources.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let catalog = texts(manifest, &sources);
    let pages = render(&catalog, Target::html());
    for (name, lead, has_action) in [
        ("live", "Common scenarios that trigger this error", true),
        ("internal", "Common scenarios in which this code is logged", false),
        ("reserved", "Scenarios that this code is reserved for", false),
        ("retired", "Common scenarios that triggered this error", false),
        ("retired_own", "Common scenarios that triggered this error", true),
    ] {
        let page = &pages[&format!("a/{name}.html")];
        assert!(page.contains(&format!("<details>\n<summary>{lead}</summary>")), "{name}");
        assert_eq!(page.contains("<dt>What to do</dt>"), has_action, "{name}");
    }
    assert!(pages["a/internal.html"].contains("aria-label=\"Internal\""));
    assert!(pages["retryable/yes.html"].contains("a:live") || pages["retryable/yes.html"].contains("live.html"));
    assert!(!pages["retryable/yes.html"].contains("internal.html"));
    // Lists show it, too.
    for mark in ["internal", "reserved", "retired"] {
        let item = pages["a/index.html"].split("<main").nth(1).expect("a list");
        let item = item.split("<li").find(|item| item.contains(&format!("{mark}.html\"")));
        assert!(item.is_some_and(|item| item.contains(&format!("<span class=\"badge\">{mark}</span>"))), "{mark}");
        for (target, list) in [("markdown", "a/README.md"), ("mdbook", "src/a/index.md"), ("mintlify", "a/index.mdx")] {
            let list = &render(&catalog, named(target))[list];
            let item = list.lines().find(|line| line.starts_with(&format!("- [`a:{mark}`](")));
            assert!(item.is_some_and(|item| item.ends_with(&format!(" ({mark})"))), "{mark} in {list}");
        }
    }
}

#[test]
fn previous_and_next_follow_the_list_of_the_group() {
    let (_dir, catalog) = flat(3);
    let pages = render(&catalog, Target::html());
    let link = |page: &str, rel: &str| {
        let tag = tags(&pages[page]).find(|tag| tag.contains(&format!("rel=\"{rel}\"")));
        tag.and_then(|tag| Some(tag.split("href=\"").nth(1)?.trim_end_matches('"').to_owned()))
    };
    assert_eq!((link("E0000.html", "prev"), link("E0000.html", "next")), (None, Some("E0001.html".to_owned())));
    assert_eq!((link("E0002.html", "prev"), link("E0002.html", "next")), (Some("E0001.html".to_owned()), None));
}

#[test]
fn deep_nesting_overflows_no_stack() {
    let deep = [
        "> ".repeat(12_000),
        "- ".repeat(12_000),
        "*_".repeat(6_000),
        "[".repeat(12_000),
        format!("```sh\necho {}\n```", "$(".repeat(12_000)),
        format!("```json\n{}\n```", "[".repeat(12_000)),
    ];
    let dir = tempfile::tempdir().expect("a folder");
    let manifest = "name: deep\ncodes: {levels: [{name: code, pattern: \"E[0-9]+\"}]}\n";
    std::fs::write(dir.path().join("catalog.yaml"), manifest).expect("written");
    for (index, text) in deep.iter().enumerate() {
        let entry = format!("message: m\nstatus: 400\nwhat_happened:\n  text: {:?}\n", format!("{text}zebra{index}"));
        std::fs::write(dir.path().join(format!("E{index}.yaml")), entry).expect("written");
    }
    let catalog = load(dir.path());
    for target in Target::all() {
        let pages = render(&catalog, target.clone());
        for index in 0..deep.len() {
            assert!(target.is_export() || pages.values().any(|page| page.contains(&format!("zebra{index}"))));
        }
    }
}

/// A catalog with a code that has `count` codes below it.
fn family(count: usize) -> Catalog {
    let manifest = "name: shop\ncodes: {prefix: E, levels: [{name: area}, {name: part, optional: true}]}\n\
        site: {root: 'https://shop.example.com', errors: errors}\n";
    let children: Vec<(String, String)> =
        (0..count).map(|at| (format!("pay/c{at}.yaml"), format!("message: Child {at}\n"))).collect();
    let mut files = vec![("pay.yaml", "message: Payments\nname: Pay\n")];
    files.extend(children.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    texts(manifest, &files)
}

#[test]
fn the_page_of_a_code_lists_the_codes_below_it() {
    let few = family(2);
    for (target, page, child, group) in [
        (Target::html(), "pay.html", "pay/c1.html", "pay/index.html"),
        (Target::html().with_layout(Layout::Folders), "pay/index.html", "pay/c1/index.html", ""),
        (Target::markdown(), "pay.md", "pay/c1.md", "pay/README.md"),
        (named("mintlify"), "pay.mdx", "pay/c1.mdx", "pay/index.mdx"),
    ] {
        let pages = render(&few, target);
        assert!(!pages.contains_key(group), "{group} is another page of the group");
        assert!(pages[page].contains("More Specific Codes") && pages[page].contains("E:pay:c1"), "{page}");
        assert!(!pages[child].contains("More Specific Codes"), "{child}");
        assert!(pages[child].contains("More general"), "{child}");
    }
}

#[test]
fn a_long_list_of_codes_below_a_code_has_further_parts() {
    let many = family(301);
    let pages = render(&many, Target::html());
    assert!(values(&pages["pay.html"], "href").contains(&"pay/index-2.html"), "{}", pages["pay.html"]);
    assert!(values(&pages["pay/index-2.html"], "href").contains(&"../pay.html"));
    assert!(!pages.contains_key("pay/index.html"));
    assert_eq!(pages["pay.html"].matches("<li data-status").count(), 300);
    assert_eq!(pages["pay/index-2.html"].matches("<li data-status").count(), 1);
}
