//! Overriding templates, and errors in them.

use std::path::Path;

use errbook_catalog::{Catalog, Sources};
use errbook_docs::comparison::{Change, Comparison, Section};
use errbook_docs::editions::Edition;
use errbook_docs::observed::Report;
use errbook_docs::{Error, Site, Surroundings, Target, Templates};

fn catalog() -> Catalog {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/catalog");
    errbook_catalog::load(&dir).unwrap_or_else(|_| panic!("the catalog is valid"))
}

/// A catalog whose manifest orders the sections, so all targets have all of them.
fn ordered() -> Catalog {
    let manifest = "name: a\ncodes: {levels: [{name: a}]}\npage: {order: [quick_fix, request]}\n\
        requests: {server: \"https://example.com\"}\n";
    let entry = "message: A\nhow_to_fix: {steps: [B]}\n\
        what_happened: {text: C, request: {method: GET, path: /d}}\n";
    let files = [("catalog.yaml", manifest), ("a.yaml", entry)].map(|(path, text)| (path.to_owned(), text.to_owned()));
    errbook_catalog::read_sources(Sources::from_texts(files)).0.expect("the catalog is valid")
}

/// Renders everything with one template replaced.
fn render_with(path: &str, text: &str) -> Result<Vec<String>, Error> {
    render(&catalog(), path, text)
}

fn render(catalog: &Catalog, path: &str, text: &str) -> Result<Vec<String>, Error> {
    let templates = Templates::with_overrides([(path, text)])?;
    let target = Target::named(path.split('/').next().unwrap_or_default()).expect("a target");
    let site = Site::new(catalog, target.with_edition(Edition::Current), &templates)?;
    site.partial(&Surroundings::default())?;
    if site.home().path().ends_with(".html") {
        site.observed(&Report::default())?;
        site.comparison(&comparison())?;
    }
    site.pages().map(|page| site.render(&page)).collect()
}

fn comparison() -> Comparison {
    let change = Change { code: None, bump: "major", audience: "clients", message: "a".to_owned() };
    let section = Section { id: "catalog", title: "Catalog", describes: false, changes: vec![change] };
    Comparison { sections: vec![section], ..Comparison::default() }
}

fn error(path: &str, text: &str) -> String {
    render_with(path, text).expect_err("a broken template").to_string()
}

/// Otherwise, the output could differ from run to run.
#[test]
fn templates_iterate_over_maps_in_order() {
    let walk = "{% for name, value in page %}{{ name }} {% endfor %}";
    let pages = render_with("markdown/page.md", walk).expect("pages render");
    let names = "path base title description canonical markdown current home glossary trail ask structured sidebar";
    assert!(pages.iter().any(|page| page.split_whitespace().eq(names.split(' '))), "{pages:?}");
}

#[test]
fn every_template_is_used() {
    let mut count = 0;
    for (path, text) in Templates::shipped() {
        count += 1;
        if path.ends_with("/target.yaml") {
            assert!(Templates::with_overrides([(path, "about: [")]).is_err(), "{path} is not read");
        } else if path.ends_with(".css") || path.ends_with(".js") || path.ends_with(".svg") {
            let pages = render_with(path, "/* mine */").expect("not a template");
            assert!(pages.iter().any(|page| page.starts_with("/* mine */")), "{path}");
        } else if path.contains("components") {
            let target = path.split('/').next().unwrap_or_default();
            for component in text.split("{%- component ").skip(1).filter_map(|rest| rest.split('(').next()) {
                let call = format!("<{component} ");
                let mut of_target = Templates::shipped().filter(|(other, _)| other.split('/').next() == Some(target));
                assert!(of_target.any(|(_, text)| text.contains(&call)), "{component} of {path}");
            }
        } else {
            let is_used = |catalog: &Catalog| render(catalog, path, "{{ nowhere_defined }}").is_err();
            assert!(is_used(&catalog()) || is_used(&ordered()), "{path} is not used");
        }
    }
    assert!(count >= 12, "{count}");
}

#[test]
fn every_shipped_folder_is_a_target_with_a_valid_description() {
    let templates = Templates::with_overrides(Vec::<(String, String)>::new()).expect("descriptions are read");
    for (path, _) in Templates::shipped() {
        let folder = path.split('/').next().unwrap_or_default();
        let target = templates.target(folder).unwrap_or_else(|| panic!("{folder} is not a target"));
        assert!(!target.about().is_empty() && target.about().len() < 90, "{folder}");
        assert_eq!(Templates::default().target(folder), Some(target));
    }
}

#[test]
fn an_override_replaces_a_file() {
    let pages =
        render_with("markdown/page.md", "{{ entry.code | code }}: {{ entry.name }}\n").expect("a valid template");
    assert!(pages.contains(&"`SHOP-orders-old`: Old order\n".to_owned()));
    assert!(pages.iter().any(|page| page.starts_with("# Shop \"errors\"\n")));
}

#[test]
fn a_custom_template_can_be_included() {
    let (catalog, overrides) = (
        catalog(),
        [("html/glossary.html", "{% include \"html/_mine.html\" %}"), ("html/_mine.html", "<p>{{ terms[0].term }}")],
    );
    let templates = Templates::with_overrides(overrides).expect("valid paths");
    let site = Site::new(&catalog, Target::html(), &templates).expect("templates parse");
    let page = site.pages().find(|page| page.path() == "glossary.html").expect("a glossary");
    assert_eq!(site.render(&page).expect("rendered"), "<p>storefront");
}

/// A part of a page can be replaced separately, by a catalog or by a target that extends another.
#[test]
fn templates_that_pages_include_can_be_replaced() {
    let pages = render_with("markdown/notes.md", "\n\nNotes of {{ entry.code | code }}").expect("a valid template");
    assert!(pages.iter().any(|page| page.contains("\n\nNotes of `SHOP-legacy-gone`\n\n## Details\n")));

    let overrides =
        [("mine/target.yaml", "{about: Mine, extends: markdown}"), ("mine/notes.md", "\n\nMine: {{ entry.nam }}")];
    let (catalog, templates) = (catalog(), Templates::with_overrides(overrides).expect("valid paths"));
    let site =
        Site::new(&catalog, templates.target("mine").expect("a target").clone(), &templates).expect("templates parse");
    let page = site.page_of("SHOP-orders-old").expect("a page");
    let error = site.render(&page).expect_err("an unknown field").to_string();
    assert!(error.contains("--> mine/notes.md:3:16"), "{error}");
}

/// Renders everything with the target `mine`.
fn render_mine(files: &[(&str, &str)]) -> Result<Vec<String>, Error> {
    let (catalog, templates) = (catalog(), Templates::with_overrides(files.iter().copied())?);
    let site = Site::new(&catalog, templates.target("mine").expect("mine").clone(), &templates)?;
    site.pages().map(|page| site.render(&page)).collect()
}

#[test]
fn templates_that_pages_extend_can_be_replaced() {
    let layout = "MINE{% block title %}{% endblock %}{% block content %}EMPTY{% endblock %}{% block aside %}{% endblock %}\
                  {% block foot %}{% endblock %}";
    let files = [("mine/target.yaml", "{about: Mine, extends: html, format: html}"), ("mine/layout.html", layout)];
    let pages = render_mine(&files).expect("pages render");
    assert!(pages.iter().any(|page| page.starts_with("MINE") && page.contains("<h2 id=\"details\">Details</h2>")));
    assert!(!pages.iter().any(|page| page.contains("EMPTY")), "{pages:?}");
}

#[test]
fn templates_that_files_include_can_be_replaced() {
    let described = "{about: Mine, extends: openapi, format: none, files: [{path: all.json, template: openapi.json}]}";
    let files =
        [("mine/target.yaml", described), ("mine/_components.json", "{\"mine\": {{ catalog.codes | length }}}")];
    let pages = render_mine(&files).expect("pages render");
    assert!(pages.iter().any(|page| page.contains("\"mine\": 11")), "{pages:?}");
}

/// Quotation marks, and a combining character.
#[test]
fn a_custom_template_can_have_any_name() {
    let files = [
        ("mine/target.yaml", "{about: Mine, extends: markdown}"),
        ("mine/_a\"b.md", "A"),
        ("mine/_e\u{301}.md", "B"),
        ("mine/notes.md", "{% include 'mine/_a\"b.md' %}{% include 'mine/_e\u{301}.md' %}"),
    ];
    assert!(render_mine(&files).expect("pages render").iter().any(|page| page.contains("AB\n")));
}

#[test]
fn rejects_a_template_that_uses_the_one_it_replaces() {
    let error = |target: &str, path: &str, text: &str| {
        render_mine(&[("mine/target.yaml", target), (path, text)]).expect_err("a cycle").to_string()
    };
    let (html, markdown) = ("{about: Mine, extends: html, format: html}", "{about: Mine, extends: markdown}");
    insta::assert_snapshot!(error(markdown, "mine/notes.md", "{% include 'markdown/notes.md' %}"), @"
    a template includes itself: `markdown/notes.md` -> `mine/notes.md` -> `markdown/notes.md`
    a template cannot include the one that it replaces: copy the parts that you need
    ");
    insta::assert_snapshot!(error(html, "mine/page.html", "{% extends 'html/page.html' %}"), @"
    a template extends itself: `mine/page.html` -> `html/page.html` -> `mine/page.html`
    a template cannot extend the one that it replaces: copy the parts that you need
    ");
}

#[test]
fn reports_an_unknown_field() {
    insta::assert_snapshot!(error("html/page.html", "<h1>\n  {{ entry.nam }}</h1>"), @r#"
    field `nam` is not defined; available fields: action, after, aliases, banners, causes_lead, changed, children, code, common_mistakes, details, edit, file, has_details, headers, how_to_fix, message, migration, migration_lead, name, next, notes, order, params, parent, previous, quick_fix, raised_by, raised_by_all, related, related_from, report, requests, responses, retry_after, segments, services, since, statuses, summary, type_url, what_happened, wordings
     --> html/page.html:2:12
      |
    2 |   {{ entry.nam }}</h1>
      |            ^
    note: while rendering `legacy/gone.html`
    "#);
}

#[test]
fn reports_an_unknown_variable() {
    insta::assert_snapshot!(error("markdown/group.md", "{{ entry.name }}"), @r#"
    variable `entry` is not defined; available variables: list, page, site
     --> markdown/group.md:1:4
      |
    1 | {{ entry.name }}
      |    ^
    note: while rendering `orders/README.md`
    "#);
}

#[test]
fn reports_a_syntax_error() {
    insta::assert_snapshot!(error("html/page.html", "a\n{% if entry.name %}\nb"), @r#"
    unexpected end of input
     --> html/page.html:3:2
      |
    3 | b
      |  ^
    "#);
}

#[test]
fn reports_an_unknown_filter() {
    insta::assert_snapshot!(error("markdown/page.md", "{{ entry.name | shout }}"), @r#"
    unknown filter `shout`
     --> markdown/page.md:1:17
      |
    1 | {{ entry.name | shout }}
      |                 ^^^^^
    "#);
}

#[test]
fn reports_a_missing_component() {
    insta::assert_snapshot!(error("markdown/components.md", "").lines().take(4).collect::<Vec<_>>().join("\n"), @r####"
    unknown component `list`
     --> markdown/children.md:9:5
      |
    9 | {{- <list list={entry.children} level="###" /> | safe }}
    "####);
}

#[test]
fn rejects_an_override_that_replaces_nothing() {
    insta::assert_snapshot!(error("mdbook/pages.md", ""), @r#"
    `mdbook/pages.md` does not replace a shipped template
    similar templates: mdbook/SUMMARY.md, mdbook/book.toml, mdbook/target.yaml
    to add a template that others include, start its name with `_`
    "#);
    let foreign = Templates::with_overrides([("pdf/page.md", "")]).expect_err("no target");
    let foreign = foreign.to_string();
    assert!(foreign.starts_with("`pdf/page.md` is not in the folder of a target\navailable targets: "), "{foreign}");
    assert!(foreign.ends_with("\nto add a target, put a `target.yaml` in its folder"), "{foreign}");
}

#[test]
fn a_custom_target() {
    let files = [
        ("mine/target.yaml", "about: mine\nextends: markdown\nextension: txt\nindex: start\n"),
        ("mine/page.md", "{{ entry.code | code }} of {{ page.trail[0].href | safe }}\n"),
    ];
    let (catalog, templates) = (catalog(), Templates::with_overrides(files).expect("a target"));
    let site =
        Site::new(&catalog, templates.target("mine").expect("mine").clone(), &templates).expect("templates parse");
    let pages: Vec<_> = site.pages().map(|page| page.path().to_owned()).collect();
    assert!(pages.contains(&"payments/start.txt".to_owned()), "{pages:?}");
    let page = site.page_of("SHOP-payments-declined").expect("a page");
    assert_eq!(site.render(&page).expect("rendered"), "`SHOP-payments-declined` of ../start.txt\n");
}

#[test]
fn reports_an_invalid_description() {
    let error = |text: &str| {
        let files = [("mine/target.yaml", text), ("mine/page.md", "")];
        let templates = match Templates::with_overrides(files) {
            Ok(templates) => templates,
            Err(error) => return error.to_string(),
        };
        let target = templates.target("mine").expect("mine").clone();
        Site::new(&catalog(), target, &templates).err().expect("an error").to_string()
    };
    insta::assert_snapshot!(error("about: mine\nformat: pdf\n"), @r#"
    format: unknown value `pdf`: use `markdown`, `html`, `mdx`, or `none`
     --> mine/target.yaml:2:9
      |
    2 | format: pdf
      |         ^
    "#);
    insta::assert_snapshot!(error("format: mdx\n"), @r#"
    missing field `about`
     --> mine/target.yaml:1:1
      |
    1 | format: mdx
      | ^
    "#);
    insta::assert_snapshot!(error("about: mine\nlink: root\n"), @r#"
    unknown key `link`: did you mean `links`?
     --> mine/target.yaml:2:1
      |
    2 | link: root
      | ^
    "#);
    insta::assert_snapshot!(error("about: mine\nextends: hugo\n"), @"`mine` extends `hugo`, which is not a target");
    insta::assert_snapshot!(error("about: mine\nextends: markdown\nfiles: [{path: a, template: b}]\n"), @"`mine/target.yaml` names the template `b`, but the folder `mine` does not contain it");
    insta::assert_snapshot!(error("about: mine\nfiles: [{path: a, template: page.md, each: group}]\n"), @"the path `a` in `mine/target.yaml` is the same for every group: add `{group}`, the folder of the group");
    insta::assert_snapshot!(error("about: mine\nformat: none\nimports: cobol\n"), @"`imports: cobol` in `mine/target.yaml` is not a key of `depends` that names a module: use one of `crate`, `go`, `typescript`, `python`");
}

/// A type is named after the catalog, and a code can have the name of that type.
#[test]
fn identifiers_avoid_reserved_words() {
    let manifest = "name: my-shop\ncodes: {levels: [{name: a}]}\n";
    let entry = "message: \"A {class} {tableName}\"\nparams: {class: {type: string, example: a}, tableName: {type: string, example: b}}\n";
    let files = [("catalog.yaml", manifest), ("my_shop_error.yaml", entry)];
    let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let catalog = errbook_catalog::read_sources(Sources::from_texts(files)).0.expect("the catalog is valid");
    let description = "about: b\nformat: none\nreserved: [class, '{Name}Error']\n\
        files: [{path: '{Name}Error.x', template: b.x}]\n";
    let template = "{% for code in catalog.codes %}{{ code.names.pascal | identifier }}\
        {% for param in code.params %} {{ param.names.camel | identifier }}{% endfor %}{% endfor %}";
    let templates = Templates::with_overrides([("b/target.yaml", description), ("b/b.x", template)]).expect("a target");
    let target = templates.target("b").expect("a target").clone();
    let site = Site::new(&catalog, target, &templates).expect("templates parse");
    let page = site.pages().next().expect("a file");
    assert_eq!(page.path(), "MyShopError.x");
    assert_eq!(site.render(&page).expect("rendered"), "MyShopError_ class_ tableName");
}
