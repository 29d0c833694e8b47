//! Random bytes and mutated entries cause a report or a catalog, but never a panic, and every
//! report can be shown.

use errbook_catalog::{Sources, read_sources};
use proptest::prelude::*;

const MANIFEST: &str = include_str!("cases/clean/catalog.yaml");

/// An entry with each kind of value.
const ENTRY: &str = r#"name: A thing was not found
status: 404
summary: >-
  A summary that is
  folded, with é and 日本.
message: "The {thing} \u00e9 could not be found"
params:
  thing: {type: string, example: "a 'thing'", about: 'It''s one'}
what_happened:
  text: |

    Leading blank line, `code` and *stars*.
      Indented.
  causes:
    - "One"
    - 'Two: with a colon'
  request: {method: POST, path: /v2/things, body: {a: 1, b: [true, null, "x"]}}
how_to_fix:
  steps:
    - "Step"
    - {title: "Titled", text: "Text"}
related: []
since: "2026-01-31"
changed: "2026-02-28"
"#;

fn check(manifest: &str, entry: &str) {
    let files = [("catalog.yaml", manifest), ("data/thing.yaml", entry), ("data/other.yaml", "message: \"x\"\n")];
    let (catalog, report) =
        read_sources(Sources::from_texts(files.map(|(path, text)| (path.to_owned(), text.to_owned()))));
    assert_eq!(catalog.is_some(), report.errors() == 0);
    for found in report.diagnostics() {
        for label in &found.labels {
            let text = report.text(label.file);
            assert!(label.span.start <= label.span.end && label.span.end as usize <= text.len(), "{found:?}");
            assert!(
                text.is_char_boundary(label.span.start as usize) && text.is_char_boundary(label.span.end as usize),
                "{found:?}"
            );
        }
        assert!(!report.human(found, false).is_empty() && !report.short(found).is_empty());
    }
}

/// Replaces `count` bytes of `text` from `at` on, at character boundaries.
fn spoiled(text: &str, at: usize, count: usize, with: &str) -> String {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (start, end) = (floor(at), floor(at + count));
    format!("{}{with}{}", &text[..start], &text[end..])
}

#[test]
fn the_entry_is_valid_before_it_is_mutated() {
    let files = [("catalog.yaml", MANIFEST), ("data/thing.yaml", ENTRY)];
    let (catalog, report) =
        read_sources(Sources::from_texts(files.map(|(path, text)| (path.to_owned(), text.to_owned()))));
    assert!(catalog.is_some(), "{report}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn survives_random_text(text in "\\PC{0,200}") {
        check(MANIFEST, &text);
        check(&text, ENTRY);
    }

    #[test]
    fn survives_random_yaml(text in "([a-z_]{1,6}|[:\\-\\[\\]{}|>&*!%@`'\"#,?~ \n]|  |\n  |\n    |\t|\r\n|é){0,60}") {
        check(MANIFEST, &text);
        check(&text, ENTRY);
    }

    #[test]
    fn survives_mutated_entries(at in 0..ENTRY.len(), count in 0usize..12, with in "([a-z:{}\\[\\]|>&*!%@`'\"# \n\t,\\-\\\\]|é|\r\n){0,6}") {
        check(MANIFEST, &spoiled(ENTRY, at, count, &with));
    }

    #[test]
    fn survives_mutated_manifests(at in 0..MANIFEST.len(), count in 0usize..12, with in "([a-z:{}\\[\\]|>&*!%@`'\"# \n$?,\\-]){0,6}") {
        check(&spoiled(MANIFEST, at, count, &with), ENTRY);
    }
}
