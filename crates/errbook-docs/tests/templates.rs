//! Overriding templates, and what is said when one is broken.

use std::path::Path;

use errbook_catalog::Catalog;
use errbook_docs::{Error, Site, Target, Templates};

fn catalog() -> Catalog {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/catalog");
    errbook_catalog::load(&dir).unwrap_or_else(|_| panic!("the catalog is valid"))
}

/// Renders everything with one template replaced.
fn render_with(path: &str, text: &str) -> Result<Vec<String>, Error> {
    let (catalog, templates) = (catalog(), Templates::with_overrides([(path, text)])?);
    let target = Target::named(path.split('/').next().unwrap_or_default()).expect("a target");
    let site = Site::new(&catalog, target, &templates)?;
    site.pages().map(|page| site.render(&page)).collect()
}

fn error(path: &str, text: &str) -> String {
    render_with(path, text).expect_err("a broken template").to_string()
}

#[test]
fn every_template_is_used() {
    let mut count = 0;
    for (path, text) in Templates::shipped() {
        count += 1;
        if path.ends_with("/target.yaml") {
            assert!(Templates::with_overrides([(path, "about: [")]).is_err(), "{path} is not read");
        } else if path.ends_with(".css") || path.ends_with(".js") {
            let pages = render_with(path, "/* mine */").expect("no template");
            assert!(pages.iter().any(|page| page.starts_with("/* mine */")), "{path}");
        } else if path.contains("components") {
            let target = path.split('/').next().unwrap_or_default();
            for component in text.split("{%- component ").skip(1).filter_map(|rest| rest.split('(').next()) {
                let call = format!("<{component} ");
                let mut of_target = Templates::shipped().filter(|(other, _)| other.split('/').next() == Some(target));
                assert!(of_target.any(|(_, text)| text.contains(&call)), "{component} of {path}");
            }
        } else {
            assert!(render_with(path, "{{ nowhere_defined }}").is_err(), "{path} is not used");
        }
    }
    assert!(count >= 12, "{count}");
}

#[test]
fn an_override_replaces_a_file() {
    let pages =
        render_with("markdown/page.md", "{{ entry.code | code }}: {{ entry.name }}\n").expect("a good template");
    assert!(pages.contains(&"`SHOP-orders-old`: Old order\n".to_owned()));
    assert!(pages.iter().any(|page| page.starts_with("# Shop \"errors\"\n")));
}

#[test]
fn an_own_template_can_be_included() {
    let (catalog, overrides) = (
        catalog(),
        [("html/glossary.html", "{% include \"html/_mine.html\" %}"), ("html/_mine.html", "<p>{{ terms[0].term }}")],
    );
    let templates = Templates::with_overrides(overrides).expect("good paths");
    let site = Site::new(&catalog, Target::html(), &templates).expect("templates parse");
    let page = site.pages().find(|page| page.path() == "glossary.html").expect("a glossary");
    assert_eq!(site.render(&page).expect("rendered"), "<p>storefront");
}

#[test]
fn a_field_that_does_not_exist() {
    insta::assert_snapshot!(error("html/page.html", "<h1>\n  {{ entry.nam }}</h1>"), @r#"
    field `nam` is not defined; available fields: after, aliases, banners, causes_lead, code, common_mistakes, edit, file, headers, how_to_fix, message, name, next, notes, params, previous, raised_by, raised_by_all, related, related_from, responses, retry_after, retryable, segments, services, since, statuses, summary, type_url, what_happened
     --> html/page.html:2:12
      |
    2 |   {{ entry.nam }}</h1>
      |            ^
    note: while rendering `legacy/gone.html`
    "#);
}

#[test]
fn a_variable_that_does_not_exist() {
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
fn a_syntax_error() {
    insta::assert_snapshot!(error("html/page.html", "a\n{% if entry.name %}\nb"), @r#"
    unexpected end of input
     --> html/page.html:3:2
      |
    3 | b
      |  ^
    "#);
}

#[test]
fn a_filter_that_does_not_exist() {
    insta::assert_snapshot!(error("markdown/page.md", "{{ entry.name | shout }}"), @r#"
    unknown filter `shout`
     --> markdown/page.md:1:17
      |
    1 | {{ entry.name | shout }}
      |                 ^^^^^
    "#);
}

#[test]
fn a_component_that_is_gone() {
    insta::assert_snapshot!(error("markdown/components.md", "").lines().take(4).collect::<Vec<_>>().join("\n"), @r#"
    unknown component `list`
     --> markdown/group.md:9:5
      |
    9 | {{- <list list={list} /> | safe }}
    "#);
}

#[test]
fn a_path_that_replaces_nothing() {
    let shipped: Vec<&str> = Templates::shipped().map(|(path, _)| path).collect();
    let text = error("html/pages.html", "").replace(&shipped.join(", "), "ALL OF THEM");
    insta::assert_snapshot!(text, @r#"
    `html/pages.html` replaces no template
    there are: ALL OF THEM
    the name of a template of your own, which others include, starts with `_`
    "#);
}
