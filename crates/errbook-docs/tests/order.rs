//! The order of sections on pages, for any `page: {order: [...]}`.

use errbook_catalog::{Catalog, PageSection, Sources};
use errbook_docs::{Site, Target, Templates};
use proptest::prelude::*;

const ENTRY: &str = r####"
name: Order not found
status: 404
summary: There is no such order.
message: "There is no order {id}"
params: {id: {type: string, example: "1", about: The zebra of the order}}
what_happened:
  text: "A zebra.\n\n### Limits\n\nNone."
  causes: [A zebra cause]
  request: {text: "### Limits\n\nA zebra request:", method: GET, path: /orders/1}
how_to_fix:
  text: "### Limits\n\nA zebra."
  steps: ["List the zebra orders"]
  request: {method: GET, path: /orders}
common_mistakes: [{lead: Zebra, text: A zebra mistake}]
notes: [{kind: tip, text: "### Limits\n\nA zebra note."}]
sections:
  - {heading: Limits, text: A zebra., after: how_to_fix}
  - {heading: Request, text: A zebra., after: notes}
  - {heading: Quick fix, text: A zebra., after: related}
related: [{code: other, when: a zebra is missing}]
retryable: {value: false, reason: A zebra reason}
"####;

fn catalog(manifest: &str, entry: &str) -> Catalog {
    let base = "name: shop\ncodes: {levels: [{name: code}]}\nprofiles: {api: {envelope: {code: $code}}}\n\
        requests: {server: https://example.com}\nglossary: [{term: zebra, text: An animal.}]\n";
    let files = [
        ("catalog.yaml", format!("{base}{manifest}")),
        ("order.yaml", entry.to_owned()),
        ("other.yaml", "{status: 404, message: A}".to_owned()),
    ];
    let sources = Sources::from_texts(files.map(|(path, text)| (path.to_owned(), text)));
    let (catalog, report) = errbook_catalog::read_sources(sources);
    catalog.unwrap_or_else(|| panic!("{report}"))
}

fn page(target: Target, manifest: &str, entry: &str) -> String {
    let (catalog, templates) = (catalog(manifest, entry), Templates::default());
    let site = Site::new(&catalog, target, &templates).expect("templates parse");
    let page =
        site.pages().find(|page| page.path().trim_start_matches("src/").starts_with("order.")).expect("the page");
    site.render(&page).expect("rendered")
}

fn html(manifest: &str) -> String {
    page(Target::html(), manifest, ENTRY)
}

/// The values of `start` in the text, up to the next quote.
fn all<'t>(text: &'t str, start: &str) -> Vec<&'t str> {
    text.split(start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// IDs of the sections with a heading of level two, outside of the list of contents.
fn sections(html: &str) -> Vec<&str> {
    all(html.split("<nav class=\"contents\"").next().unwrap_or_default(), "<h2 id=\"")
}

fn headings(markdown: &str) -> Vec<&str> {
    markdown.lines().filter_map(|line| line.strip_prefix("## ")).collect()
}

const DEFAULT: [&str; 11] = [
    "quick-fix",
    "what-happened",
    "how-to-fix",
    "limits-3",
    "example",
    "failing-request",
    "common-mistakes",
    "request",
    "related-errors",
    "quick-fix-1",
    "details",
];

#[test]
fn html_starts_with_the_fix_and_markdown_with_the_example() {
    assert_eq!(sections(&html("")), DEFAULT);
    for target in [Target::markdown(), Target::named("mdbook").expect("a target")] {
        let markdown = page(target, "", ENTRY);
        let expected = ["Example", "What Happened?", "How To Fix", "Limits", "Common Mistakes", "Request"];
        assert_eq!(headings(&markdown)[..6], expected);
        assert_eq!(headings(&markdown)[6..], ["Related Errors", "Quick fix", "Details"]);
    }
}

#[test]
fn the_manifest_sets_the_order_for_all_targets() {
    let order = "page: {order: [details, request, quick_fix]}";
    let expected = ["Details", "Failing Request", "Quick Fix", "What Happened?", "How To Fix", "Limits", "Example"];
    assert_eq!(headings(&page(Target::markdown(), order, ENTRY))[..7], expected);
    // In MDX, the example has no heading.
    assert_eq!(headings(&page(Target::named("mintlify").expect("a target"), order, ENTRY))[..6], expected[..6]);
    assert_eq!(sections(&html(order))[..4], ["details", "failing-request", "quick-fix", "what-happened"]);
    assert!(html("page: {order: [details]}").contains("id=\"quick-fix\""));
    let below = html("page: {order: [what_happened, how_to_fix]}");
    assert!(!below.contains("id=\"quick-fix\""), "it would repeat a step above it");
    assert!(below.contains("id=\"quick-fix-1\""), "IDs are the same without it");
}

#[test]
fn a_quick_fix_is_a_step_or_a_short_command() {
    let fix = |how_to_fix: &str| {
        let page = page(Target::html(), "", &format!("status: 404\nmessage: A\nhow_to_fix: {how_to_fix}"));
        let start = page.split("<h2 id=\"quick-fix\">Quick Fix</h2>\n").nth(1)?;
        Some(start.split("</section>").next()?.trim().to_owned())
    };
    assert_eq!(fix("{steps: ['Do `x`', Then y]}").as_deref(), Some("<div>Do <code>x</code></div>"));
    assert_eq!(fix("{steps: [{title: Do *x*, text: Long}]}").as_deref(), Some("<div>Do <em>x</em></div>"));
    let command =
        fix(r#"{text: "A\n\n```sh,wrong\nno\n```\n\n```js\nno\n```\n\n```sh\nyes 1\n```\n"}"#).expect("a fix");
    assert!(command.contains("<span class=\"f\">yes</span>") && !command.contains("no"), "{command}");
    assert!(fix("{text: A, request: {method: GET, path: /a}}").expect("a fix").contains("curl"));
    assert_eq!(fix(r#"{text: "```sh\n1\n2\n3\n4\n5\n6\n```"}"#), None);
    assert_eq!(fix("{text: Wait.}"), None);
}

#[test]
fn a_request_that_is_all_of_what_happened_stays_there() {
    let entry = "status: 404\nmessage: A\nwhat_happened: {request: {method: GET, path: /a}}";
    assert_eq!(sections(&page(Target::html(), "", entry)), ["what-happened", "example", "details"]);
}

fn orders() -> impl Strategy<Value = Vec<PageSection>> {
    let all = PageSection::all().collect::<Vec<_>>();
    (Just(all).prop_shuffle(), 1..=8_usize).prop_map(|(order, length)| order[..length].to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
    #[test]
    fn any_order_has_the_same_sections_ids_and_links(order in orders()) {
        let names: Vec<_> = order.iter().map(|section| section.as_str()).collect();
        let page = html(&format!("page: {{order: [{}]}}", names.join(", ")));
        let sorted = |ids: &[&str]| {
            let mut ids: Vec<_> = ids.iter().filter(|id| **id != "quick-fix").map(|id| (*id).to_owned()).collect();
            ids.sort();
            ids
        };
        prop_assert_eq!(sorted(&sections(&page)), sorted(&DEFAULT));
        prop_assert_eq!(all(page.split("<nav class=\"contents\"").nth(1).expect("contents"), "href=\"#"), sections(&page));
        // What has an ID keeps it.
        for start in ["<h3 id=\"limits\">Limits</h3>\n<p>None.", "<h3 id=\"limits-1\">Limits</h3>\n<p>A ", "<h3 id=\"limits-2\">Limits</h3>\n<p>A ", "<h2 id=\"limits-3\" dir=\"auto\">Limits"] {
            prop_assert!(page.contains(start), "{} in {}", start, page);
        }
        // Only the first use of a term is a link.
        let article = page.split("<article>").nth(1).and_then(|rest| rest.split("</article>").next()).expect("an article");
        let link = article.find("<a class=\"term\"").expect("a link");
        prop_assert_eq!(article.matches("<a class=\"term\"").count(), 1);
        prop_assert!(!article[..link].contains("zebra"), "{}", article);
    }
}
