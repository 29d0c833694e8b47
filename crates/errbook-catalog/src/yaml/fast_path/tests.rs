//! The fast path reads the same values as the full parser.

use proptest::prelude::*;

use super::super::{FileId, parse_all};
use super::read;

/// An entry with each kind of value.
const ENTRY: &str = r#"# A comment of its own line.
name: A thing was not found
status: 404
summary: >-
  A summary that is
  folded, with é and 日本.

  Twice.
message: "The {thing} could not be found"
params:
  thing: {type: string, example: "a 'thing'", about: 'It has a "quote"'}
what_happened:
  text: |
    Text with `code`, *stars*: and # no comment.

      Indented.
    ```
  causes:
    - "One: two"

    - 'Two # three'
    - nginx:latest with spaces
  request: {method: POST, path: /v2/things, body: {a: 1, b: [true, null, "x"], c: {}, d: []}}
common_mistakes:
- lead: In the column of its key
  # A comment between.
  text: >
    Folded
    text.
- {kind: tip, text: "Tip"}
related: []
redirects: [/a, /b-c_d]
since: "2026-01-31"
"#;

/// Checks that the fast path and the full parser agree. Returns whether the fast path read the
/// text.
fn agree(text: &str) -> bool {
    let Some(usual) = read(text) else { return false };
    let mut diagnostics = Vec::new();
    let all = parse_all(FileId(0), text, &mut diagnostics);
    assert_eq!(diagnostics, [], "{text}");
    assert_eq!(Some(usual), all, "{text}");
    true
}

/// Replaces some bytes of `ENTRY` from `at` on, at character boundaries.
fn spoiled(at: usize, count: usize, with: &str) -> String {
    let floor = |at: usize| (0..=at.min(ENTRY.len())).rfind(|at| ENTRY.is_char_boundary(*at)).unwrap_or_default();
    let (start, end) = (floor(at), floor(at + count));
    format!("{}{with}{}", &ENTRY[..start], &ENTRY[end..])
}

#[test]
fn reads_a_typical_entry() {
    assert!(agree(ENTRY));
}

#[test]
fn leaves_other_yaml_and_errors_to_the_full_parser() {
    let texts = [
        "",
        "\n",
        "text\n",
        "a: b",
        "a: b\r\n",
        "a:\n",
        "a: &b c\n",
        "a: *b\n",
        "a: !b c\n",
        "a: \"\\n\"\n",
        "a: 'b''c'\n",
        "a: b\n  c\n",
        "a: b # c\n",
        "a: b: c\n",
        "a: |2\n  b\n",
        "a: |+\n  b\n",
        "a: |\nb: c\n",
        "a: |\n\n  b\n",
        "a: >\n  b\n   c\n",
        "a: {b: c,\n  d: e}\n",
        "a: {b, c}\n",
        "a: [b, ]\n",
        "- - a\n",
        "? a\n",
        "a: b\n---\nc: d\n",
        "a:\tb\n",
        "a: \u{85}\u{9f}\n",
        "\u{feff}a: b\n",
        " a: b\nc: d\n",
        "a:\n  b: c\n d: e\n",
        "a: - b\n",
        "a: `b`\n",
    ];
    for text in texts {
        assert!(read(text).is_none(), "{text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn agrees_with_the_full_parser_on_mutated_entries(
        at in 0..ENTRY.len(),
        count in 0usize..12,
        with in "([a-z:{}\\[\\]|>&*!%@`'\"#,? \n\t\\-\\\\.]|\n  |\n    |: |- | #|é|\r\n){0,6}",
    ) {
        agree(&spoiled(at, count, &with));
    }

    #[test]
    fn agrees_with_the_full_parser_on_reordered_lines(
        lines in prop::collection::vec(
            "(|  |    |- |  - |   )(a|b|a: |b:|a: b|- a|- a: b|b: \\||b: >-|a: >|\\{a: b\\}|- \\[a, b\\]|a: \"b\"|a: 'b'|# a|a #b|a:b|---|)( |)",
            0..9,
        ),
    ) {
        agree(&(lines.join("\n") + "\n"));
    }
}

#[test]
fn reads_many_reordered_lines() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let spoiled = |runner: &mut TestRunner| {
        let at = (0..ENTRY.len()).new_tree(runner).expect("an offset").current();
        spoiled(at, 1, "x")
    };
    let read = (0..200).filter(|_| agree(&spoiled(&mut runner))).count();
    assert!(read > 100, "the property tests too little: {read} of 200 read");
}
