//! Prose as MDX, checked with a second MDX parser.

use super::*;

fn mdx(text: &str) -> String {
    render(Format::Mdx, text)
}

#[test]
fn a_quote_with_a_marker_becomes_a_callout() {
    assert_eq!(mdx("- a\n\n  > [!TIP]\n  > b {c}\n\n> d\n"), "- a\n\n  <Tip>\n\n  b \\{c\\}\n\n  </Tip>\n\n> d");
}

#[test]
fn harmless_prose_is_unchanged() {
    for text in [
        "A *b*\\\nc `d_{e}`, [f](https://x.dev \"t\"), **g** & h.\n\n- one\n- two",
        "- one\n\n- two\n\n  more",
        "1. one\n2. two\n   - three\n   - four\n\n> five\n> six\n\n```json\n{\"a\": \"<b>\"}\n```",
        "| a | b |\n| --- | :-: |\n| `c` | d |\n\n### A heading",
    ] {
        assert_eq!(mdx(text), text);
    }
}

#[test]
fn code_is_escaped() {
    assert_eq!(mdx("a {b} <c> $d"), "a \\{b\\} \\<c> \\$d");
    assert_eq!(mdx("import a\n\nimportant"), "&#105;mport a\n\nimportant");
    assert_eq!(mdx("<a href=\"https://x.dev\"><b> WWW.x"), "\\<a href=\"https:<></>//x.dev\">\\<b> WWW\\.x");
    assert_eq!(
        mdx("(https://x.dev:80), **http://a.b** `http://a<b`"),
        "(https\\://x.dev:80), **http\\://a.b** `http://a<b`"
    );
    assert_eq!(mdx("http://a.b:{port} *www.a.b<i>*"), "http:<></>//a.b:\\{port\\} *www<></>.a.b\\<i>*");
    assert_eq!(mdx("    {indented}"), "```\n{indented}\n```");
    assert_eq!(mdx("a\n      # b\n      ```\n      1. c"), "a\n\\# b\n\\`\\`\\`\n1\\. c");
    assert_eq!(mdx("<https://x.dev/a_(b)>"), "[https\\://x.dev/a\\_(b)](https://x.dev/a_%28b%29)");
}

#[test]
fn links_and_terms_have_the_right_targets() {
    assert_eq!(mdx("[x *y*](err:a:b:known \"t\") [](E1)"), "[x *y*](known.page \"t\") [`E1`](E1.page)");
    assert_eq!(mdx("<err:a:b:known> [x](javascript:a) ![a](data:b)"), "[`err:a:b:known`](known.page) x a");
    assert_eq!(mdx("# Zebra\n\na !zebra"), "### Zebra\n\na \\![zebra](terms.page#zebra)");
}

#[test]
fn consecutive_titled_fences_form_a_group() {
    assert_eq!(
        mdx("- a\n\n  ```sql Wrong\n  b\n  ```\n  ```sql Right\n  c\n  ```"),
        "- a\n\n  <CodeGroup>\n\n  ```sql Wrong\n  b\n  ```\n\n  ```sql Right\n  c\n  ```\n\n  </CodeGroup>"
    );
}

#[test]
fn a_fence_has_a_title_and_lines_in_the_style_of_the_target() {
    for (fence, expected) in [
        ("```js title=\"x.js\"\na\n```", "```js x.js\na\n```"),
        ("```ts{1, 3}\na\n```", "```ts {1,3}\na\n```"),
        ("~~~text title=\"a {b} `c` &lt;\" {2-4}\na\n~~~", "```text a {b} 'c' < {2-4}\na\n```"),
        ("```rust,compile_fail,E0382\na\n```", "```rust Wrong on purpose\na\n```"),
        ("```json,wrong Body {1}\na\n```", "```json Body (wrong on purpose) {1}\na\n```"),
        ("```rust,ignore live={true} icon=\"x\"\na\n```", "```rust\na\n```"),
    ] {
        assert_eq!(mdx(fence), expected);
    }
    assert_eq!(render_rust(Format::Mdx, "```\na\n```\n\n```{1}\nb\n```"), "```rust\na\n```\n\n```rust {1}\nb\n```");
}

/// Whether a node is code or a link to an unsafe URL. The components that we write ourselves don't
/// count.
fn is_code(node: &::markdown::mdast::Node) -> bool {
    use ::markdown::mdast::Node;
    match node {
        Node::MdxJsxFlowElement(element) => {
            element.name.as_deref() != Some("CodeGroup") || !element.attributes.is_empty()
        }
        // We write empty fragments to break up URLs.
        Node::MdxJsxTextElement(element) => {
            element.name.is_some() || !element.attributes.is_empty() || !element.children.is_empty()
        }
        Node::MdxFlowExpression(_) | Node::MdxTextExpression(_) | Node::MdxjsEsm(_) => true,
        Node::Link(link) => !is_safe(&link.url),
        Node::Image(image) => !is_safe(&image.url),
        Node::Definition(_) => true,
        _ => false,
    }
}

fn any_code(node: &::markdown::mdast::Node) -> bool {
    is_code(node) || node.children().into_iter().flatten().any(any_code)
}

fn parse(page: &str) -> Result<::markdown::mdast::Node, String> {
    let mut options = ::markdown::ParseOptions::mdx();
    options.constructs.gfm_table = true;
    options.constructs.gfm_strikethrough = true;
    options.constructs.gfm_autolink_literal = true;
    ::markdown::to_mdast(page, &options).map_err(|error| error.to_string())
}

#[test]
fn the_second_parser_detects_code() {
    for code in ["a {b}", "{b}", "<B />", "a <b>c</b>", "[x](javascript:a)"] {
        assert!(any_code(&parse(code).expect("MDX")), "{code}");
    }
    assert!(parse("a {b").is_err() && parse("<Note>\n\na").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]
    #[test]
    fn no_prose_becomes_code(text in prop_oneof![super::prose(), code()]) {
        // The element around the prose must end where it should, regardless of the prose.
        let page = format!("<Note>\n\n{}\n\n</Note>\n\nend\n", mdx(&text));
        let tree = parse(&page);
        let tree = tree.map_err(|error| TestCaseError::fail(format!("{text:?} became {page:?}: {error}")))?;
        let children = tree.children().expect("a root");
        prop_assert_eq!(children.len(), 2, "{:?} became {:?}", text, page);
        let inner = children[0].children().expect("an element");
        prop_assert!(!inner.iter().any(any_code), "{:?} became {:?}", text, page);
    }
}

/// Arbitrary text made of pieces that have a meaning in MDX, and of pieces that move them to other
/// columns.
fn code() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "{",
        "}",
        "{x}",
        "<A>",
        "</A>",
        "</Note>",
        "<A b={c}",
        "/>",
        "import a",
        "export {a}",
        "\n",
        "\n\n",
        "    ",
        "      ",
        "\t",
        "- ",
        "* ",
        "1. ",
        "7) ",
        "> ",
        "# ",
        "```",
        "```js\n",
        "```js,wrong title=\"{x}\" {1}\n",
        "~~~a title='<A>",
        "~~~",
        "`",
        "``",
        "*",
        "**",
        "_",
        "__",
        "~~",
        "[",
        "](/x)",
        "](err:a:b:known)",
        "![",
        "|",
        "|---|\n",
        "a",
        " b ",
        "\\",
        "  \n",
        "\\\n",
        "---",
        "===",
        ":::",
        "<https://x.dev/{>",
        "<a@b.cc>",
        "&#123;",
        "&lt;",
        "zebra",
        "<b",
        ">",
        "<!--",
        "-->",
        "$",
        "^",
        "https://x.dev/",
        "www.x.dev",
        ":",
    ]);
    prop::collection::vec(pieces, 0..18).prop_map(|pieces| pieces.concat())
}
