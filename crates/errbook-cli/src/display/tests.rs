use proptest::prelude::*;

use super::*;

fn plain(width: Option<usize>, markdown: &str) -> String {
    Display { width, ..Display::default() }.markdown(markdown)
}

fn wrapped(width: usize, markdown: &str) -> String {
    plain(Some(width), markdown)
}

#[test]
fn sections_are_indented_below_their_headings() {
    let page = "# A *b*\n\n`c`\n\nd\n\n## E\n\nf\n\n### G\n\nh\n\n## I\n\nj";
    assert_eq!(plain(None, page), "A b\n\n`c`\n\nd\n\nE\n  f\n\n  G\n  h\n\nI\n  j\n");
}

#[test]
fn lists_have_hanging_indents() {
    let page = "- one two three four five\n  - six seven eight nine ten\n\n10. eleven twelve thirteen\n11. a\n\n    b";
    let shown = "- one two three four\n  five\n  - six seven eight\n    nine ten\n\n10. eleven twelve\n    thirteen\n\n11. a\n\n    b\n";
    assert_eq!(wrapped(20, page), shown);
}

#[test]
fn code_blocks_are_indented_and_never_wrapped() {
    let long = "x".repeat(100);
    let page = format!("a\n\n```bash\n{long}\n\n# b\n```\n\n- c\n\n  ```\n  d\n  ```\n- e\n");
    assert_eq!(wrapped(20, &page), format!("a\n\n  {long}\n\n  # b\n\n- c\n\n    d\n\n- e\n"));
}

#[test]
fn quotes_and_callouts_have_a_bar() {
    let page = "> [!WARNING]\n> **Retired**: no service sends it.\n>\n> - a\n\n> b\n";
    let shown = "│ Warning\n│ Retired: no\n│ service sends it.\n│\n│ - a\n\n│ b\n";
    assert_eq!(wrapped(20, page), shown);
}

#[test]
fn links_show_their_url_once_unless_it_can_be_opened() {
    let page = "[a](https://a.example/b) [c](https://a.example/b) <https://d.example> [e](https://shop.example/errors/f#g) [h](mailto:i@j.k)";
    let without = "a (https://a.example/b) c https://d.example e h (mailto:i@j.k)\n";
    let at = |hyperlinks| Display {
        colors: hyperlinks,
        hyperlinks,
        page_url: Some("https://shop.example/errors/orders/x".to_owned()),
        ..Display::default()
    };
    assert_eq!(at(false).markdown(page), without);
    let link = |url: &str, text: &str| format!("\u{1b}]8;;{url}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\");
    let with = [
        link("https://a.example/b", "a"),
        link("https://a.example/b", "c"),
        link("https://d.example", "https://d.example"),
        link("https://shop.example/errors/f#g", "e"),
        link("mailto:i@j.k", "h"),
    ];
    assert_eq!(at(true).markdown(page), with.join(" ") + "\n");
}

#[test]
fn only_links_that_lead_somewhere_are_links() {
    let page = Some("https://shop.example/docs/errors/orders/not_paid".to_owned());
    let display = Display { page_url: page, ..Display::default() };
    for (to, url) in [
        ("https://shop.example/x", Some("https://shop.example/x")),
        ("#migration", Some("https://shop.example/docs/errors/orders/not_paid#migration")),
        ("not_found.md", None),
        ("javascript:x()", None),
    ] {
        assert_eq!(display.url(to).as_deref(), url, "{to}");
    }
    assert_eq!(Display::default().url("#migration"), None);
}

#[test]
fn colors_replace_backticks_and_bold_keeps_the_color() {
    let colored = Display { colors: true, ..Display::default() };
    let bold = combined(HEADING, Style::new());
    let code = format!("{CODE}b{CODE:#}");
    assert_eq!(colored.markdown("a `b` **c**"), format!("a {code} {bold}c{bold:#}\n"));
    assert_eq!(plain(None, "a `b`"), "a `b`\n");
}

#[test]
fn tables_shrink_and_become_lists() {
    let table = "| Name | Meaning |\n|---|--:|\n| a | the first letter of the alphabet |\n| b | 2 |\n";
    assert_eq!(
        plain(None, table),
        "Name                           Meaning\na     the first letter of the alphabet\nb                                    2\n"
    );
    assert_eq!(
        wrapped(30, table),
        "Name                   Meaning\na      the first letter of the\n                      alphabet\nb                            2\n"
    );
    let narrow = "| First long heading | Second long heading |\n|---|---|\n| verylongwords | otherlongwords |\n";
    assert_eq!(wrapped(20, narrow), "First long heading:\nverylongwords\nSecond long heading:\notherlongwords\n");
}

#[test]
fn text_cannot_control_the_terminal() {
    let shown = plain(None, "a&#27;[2J&#x202e;b `\u{1b}c` [d](https://e.example/&#27;f)\n\n```\n\u{9b}g\n```\n");
    assert!(!shown.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{shown:?}");
}

proptest! {
    #[test]
    fn no_line_of_text_is_longer_than_the_terminal(
        markdown in "([a-z]{1,30}|[-*>#|`~\\[\\]() \né漢👩]|\n\n|\\| a \\|\n\\|---\\|\n|- |1\\. |> |https://a.b/){0,40}",
        width in 1_usize..100,
    ) {
        // Code blocks aren't wrapped.
        let code = |event: &Event<'_>| matches!(event, Event::Start(Tag::CodeBlock(_)));
        let has_code = merged_events(&markdown).any(|event| code(&event));
        let shown = wrapped(width, &markdown);
        let longest = shown.lines().map(width_of).max().unwrap_or_default();
        let limit = width.max(NARROWEST);
        // Margins of deep nesting leave less than one wide character.
        let deepest = shown.lines().map(|line| line.len() - line.trim_start_matches([' ', '-', '│']).len()).max();
        prop_assert!(has_code || longest <= limit || deepest.unwrap_or_default() + 4 > limit, "{longest} > {limit}: {shown}");
    }

    #[test]
    fn shows_every_word(markdown in "([a-z]{1,9}|[-*># \n]|\n\n){0,40}", width in 1_usize..100) {
        let letters = |text: &str| text.chars().filter(|letter| letter.is_ascii_lowercase()).collect::<String>();
        prop_assert_eq!(letters(&wrapped(width, &markdown)), letters(&markdown));
    }
}
