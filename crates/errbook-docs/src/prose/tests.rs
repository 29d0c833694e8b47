//! Prose in all formats: what is kept, what becomes text, and what becomes a link.

use proptest::prelude::*;

use super::*;
use crate::target::{Around, PageFormat};

/// Renders with a language for fences that set none.
fn render_rust(format: Format, text: &str) -> String {
    render_with(format, Some("rust"), text)
}

fn render(format: Format, text: &str) -> String {
    render_with(format, None, text)
}

/// Renders with the known codes `err:a:b:known`, `err:a:b:own` (the page itself), and `E1` (of a
/// flat scheme), and with the terms "zebra" and "b c".
fn render_with(format: Format, language: Option<&str>, text: &str) -> String {
    let resolve = |code: &str| match code {
        "err:a:b:known" => Some(CodeHref { href: "known.page".to_owned(), own: false }),
        "err:a:b:own" => Some(CodeHref { href: "own.page".to_owned(), own: true }),
        "E1" | "PAY-E1" => Some(CodeHref { href: "E1.page".to_owned(), own: false }),
        _ => None,
    };
    let glossary = Glossary::of([vec!["zebra", "zebras"], vec!["b c"]].into_iter());
    let around = |before: &str, after: &str| Some(Around { before: before.to_owned(), after: after.to_owned() });
    let style = Description {
        format: match format {
            Format::Markdown => PageFormat::Markdown,
            Format::Html => PageFormat::Html,
            Format::Mdx => PageFormat::Mdx,
        },
        fence_title: Some("{title}".to_owned()),
        fence_lines: (format == Format::Mdx).then(|| "{{lines}}".to_owned()),
        code_group: around("<CodeGroup>", "</CodeGroup>"),
        callout: around("<{Kind}>", "</{Kind}>"),
        ..Description::default()
    };
    let scope = Scope::new(&style, &resolve, &glossary, Some("terms.page".to_owned()));
    scope.with_language(language).block(text)
}

#[test]
fn only_harmless_urls_are_links() {
    for safe in ["http://a", "HTTPS://a", "mailto:a@b.c", "/a:b", "../a", "#a:b", "a/b", "?a:b", "//a/b", ""] {
        assert!(is_safe(safe), "{safe}");
    }
    for harmful in [
        "javascript:alert(1)",
        "JavaScript:x",
        " javascript:x",
        "java\tscript:x",
        "data:text/html,x",
        "vbscript:x",
        "file:///a",
    ] {
        assert!(!is_safe(harmful), "{harmful}");
    }
}

#[test]
fn plain_text_has_no_formatting() {
    assert_eq!(plain("A **bold** `code`, [link](x).\n\n- one\n- two <b>"), "A bold code, link. one two <b>");
}

mod html {
    use super::*;

    fn html(text: &str) -> String {
        render(Format::Html, text)
    }

    #[test]
    fn a_quote_with_a_marker_becomes_a_callout() {
        assert_eq!(
            html("> [!CAUTION]\n> a *b*\n\n> c\n"),
            "<aside class=\"callout danger\" aria-label=\"Danger\">\n<p>a <em>b</em></p>\n</aside>\n<blockquote>\n<p>c</p>\n</blockquote>\n"
        );
    }

    #[test]
    fn raw_html_becomes_text() {
        assert_eq!(html("a <b>c</b>"), "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n");
        assert_eq!(html("<script>\nalert(1)\n</script>"), "<p>&lt;script&gt;\nalert(1)\n&lt;/script&gt;</p>\n");
    }

    #[test]
    fn links_to_codes_lead_to_their_pages() {
        assert_eq!(html("[x](err:a:b:known)"), "<p><a href=\"known.page\">x</a></p>\n");
        assert_eq!(html("<err:a:b:known>"), "<p><a href=\"known.page\"><code>err:a:b:known</code></a></p>\n");
        assert_eq!(
            html("[x](E1) <PAY-E1>"),
            "<p><a href=\"E1.page\">x</a> <a href=\"E1.page\"><code>PAY-E1</code></a></p>\n"
        );
        assert_eq!(
            html("`err:a:b:known` `err:a:b:own`"),
            "<p><a href=\"known.page\"><code>err:a:b:known</code></a> <code>err:a:b:own</code></p>\n"
        );
        assert_eq!(html("[x `err:a:b:known`](/y)"), "<p><a href=\"/y\">x <code>err:a:b:known</code></a></p>\n");
    }

    #[test]
    fn the_first_use_of_a_term_becomes_a_link() {
        assert_eq!(
            html("# Zebra\n\n`zebra` [zebra](x) *Zebras* & zebra"),
            "<h3 id=\"zebra\">Zebra</h3>\n<p><code>zebra</code> <a href=\"x\">zebra</a> \
             <em><a class=\"term\" href=\"terms.page#zebra\">Zebras</a></em> &amp; zebra</p>\n"
        );
    }

    #[test]
    fn unsafe_links_become_text() {
        assert_eq!(html("[x *y*](javascript:alert(1)) <javascript:a>"), "<p>x <em>y</em> javascript:a</p>\n");
        assert_eq!(html("![a *b*](data:text/html,x)"), "<p>a b</p>\n");
    }

    #[test]
    fn an_image_on_another_host_becomes_a_link() {
        assert_eq!(html("![a](https://x.dev/a.png)"), "<p><a href=\"https://x.dev/a.png\">a</a></p>\n");
        assert_eq!(html("![a\"](a.png)"), "<p><img src=\"a.png\" alt=\"a&quot;\"></p>\n");
    }

    #[test]
    fn headings_start_at_the_third_level_and_have_ids() {
        assert_eq!(
            html("# A `b`\n\n## A b\n\n### A b"),
            "<h3 id=\"a-b\">A <code>b</code></h3>\n<h4 id=\"a-b-1\">A b</h4>\n<h5 id=\"a-b-2\">A b</h5>\n"
        );
    }

    #[test]
    fn consecutive_titled_fences_form_a_group() {
        let group = html("```sql Wrong\na\n```\n```sql Right & good\nb\n```\n\n```sql\nc\n```");
        insta::assert_snapshot!(group, @r#"
        <div class="code-group">
        <figure class="code"><figcaption>Wrong</figcaption><pre tabindex="0"><code class="language-sql">a
        </code></pre></figure>
        <figure class="code"><figcaption>Right &amp; good</figcaption><pre tabindex="0"><code class="language-sql">b
        </code></pre></figure>
        </div>
        <pre tabindex="0"><code class="language-sql">c
        </code></pre>
        "#);
    }

    #[test]
    fn attributes_of_a_fence_are_shown() {
        let prose = "```rust,compile_fail,E0382 title=\"a b.rs\" {2}\n1\n2\n```\n\n~~~ts{1}\nx\n~~~";
        insta::assert_snapshot!(html(prose), @r#"
        <figure class="code wrong"><figcaption>a b.rs <span class="badge">Wrong on purpose</span></figcaption><pre tabindex="0"><code class="language-rust"><span class="n">1</span>
        <mark><span class="n">2</span>
        </mark></code></pre></figure>
        <pre tabindex="0"><code class="language-ts"><mark>x
        </mark></code></pre>
        "#);
    }

    #[test]
    fn a_fence_without_a_language_has_that_of_the_catalog() {
        let html = |text: &str| render_rust(Format::Html, text);
        let rust = "<pre tabindex=\"0\"><code class=\"language-rust\">a\n</code></pre>\n";
        assert_eq!(html("```\na\n```"), rust);
        assert_eq!(html("```edition2021,no_run\na\n```"), rust);
        assert_eq!(html("```text\na\n```"), rust.replace("rust", "text"));
        assert_eq!(html("    a"), rust.replace(" class=\"language-rust\"", ""));
    }

    #[test]
    fn a_table_has_no_inline_style() {
        let table = html("| a | b |\n|--:|:-:|\n| `x\\|y` | ~~c~~ |");
        insta::assert_snapshot!(table, @r#"
        <div class="table" tabindex="0"><table>
        <thead>
        <tr><th scope="col" class="right">a</th><th scope="col" class="center">b</th></tr>
        </thead>
        <tbody>
        <tr><td class="right"><code>x|y</code></td><td class="center"><del>c</del></td></tr>
        </tbody>
        </table></div>
        "#);
    }

    const TAGS: &[&str] = &[
        "p",
        "a",
        "code",
        "pre",
        "em",
        "strong",
        "del",
        "ul",
        "ol",
        "li",
        "blockquote",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "div",
        "figure",
        "figcaption",
        "mark",
        "span",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "br",
        "wbr",
        "img",
    ];
    const ATTRIBUTES: &[&str] = &["href", "class", "id", "tabindex", "start", "src", "alt", "scope"];

    /// Fails unless every tag and attribute is one that we write, every value is quoted, and every
    /// URL is harmless.
    fn assert_inert(html: &str) {
        for tag in html.split('<').skip(1) {
            let (tag, text) = tag.split_once('>').expect("each tag ends");
            assert!(!text.contains('>'), "{html}");
            let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            assert!(TAGS.contains(&name.trim_start_matches('/')), "{tag} in {html}");
            while !attributes.is_empty() {
                let (name, rest) = attributes.split_once("=\"").expect("a quoted value");
                let (value, rest) = rest.split_once('"').expect("a quoted value");
                assert!(ATTRIBUTES.contains(&name.trim()), "{name} in {html}");
                assert!(
                    !matches!(name.trim(), "href" | "src")
                        || is_safe(&value.replace("&amp;", "&").replace("&#39;", "'")),
                    "{html}"
                );
                attributes = rest;
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn no_prose_can_execute(text in super::prose()) {
            assert_inert(&html(&text));
        }
    }
}

/// Arbitrary text made of pieces that have a meaning in Markdown or HTML.
fn prose() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "<",
        ">",
        "\"",
        "'",
        "&",
        "[",
        "]",
        "(",
        ")",
        "!",
        "`",
        "```",
        "~~~",
        "\n",
        "\n\n",
        "    ",
        "> ",
        "- ",
        "1. ",
        "# ",
        "|",
        "\\",
        "*",
        "_",
        ":",
        "=",
        "===",
        "---",
        "|---|\n",
        "<script>",
        "</script>",
        "<img src=x onerror=alert(1)>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?",
        "javascript:alert(1)",
        "data:text/html,x",
        "[x]: javascript:a",
        "[x]",
        "](javascript:x)",
        "](err:a:b:known \"t\")",
        "<err:a:b:known>",
        "err:a:b:known",
        "<E1>",
        "java\tscript:",
        "&#106;avascript:",
        "&lt;",
        "&#x3c;",
        " onload=",
        "ü",
        "\0",
        "a",
        "b c",
        "zebra",
        " zebra ",
        "sql Wrong",
        "```js,wrong {1,2}\n",
        "```compile_fail\n",
        "~~~",
        " title=\"",
        " title='x' {2}",
        "{1}",
        "&#96;",
        "&#126;",
        "\n",
        "<b>",
        "</b>",
        "<a href=\"",
        "<div>\n",
    ]);
    prop_oneof![
        4 => prop::collection::vec(pieces, 0..14).prop_map(|pieces| pieces.concat()),
        // The loader turns all line breaks of a catalog into line feeds.
        1 => any::<String>().prop_map(|text| text.replace('\r', "\n")),
    ]
}

mod markdown {
    use super::*;

    fn markdown(text: &str) -> String {
        render(Format::Markdown, text)
    }

    #[test]
    fn harmless_prose_is_unchanged() {
        let text = "A *b*  \nc `d_e`, [f](https://x.dev \"t\"), [g][h] & <https://x.dev>.\n\n* one\n* two\n\n| a |\n|--|\n| b |\n\n[h]: /i\n\n~~~json\n{}\n~~~";
        assert_eq!(markdown(text), text);
        assert_eq!(markdown(&format!("\n{text}\n")), text);
    }

    #[test]
    fn links_to_codes_lead_to_their_pages() {
        assert_eq!(markdown("[x *y*](err:a:b:known \"t\") [](E1)"), "[x *y*](known.page \"t\") [`E1`](E1.page)");
        assert_eq!(markdown("<err:a:b:known> <PAY-E1>"), "[`err:a:b:known`](known.page) [`PAY-E1`](E1.page)");
        assert_eq!(markdown("[x][y]\n\n[y]: err:a:b:known"), "[x](known.page)");
    }

    #[test]
    fn raw_html_becomes_text() {
        assert_eq!(markdown("a <b title='*x*'>c</b>"), "a \\<b title='\\*x\\*'>c\\</b>");
        assert_eq!(markdown("<script>\n  alert(1)\n</script>"), "\\<script>\nalert(1)\n\\</script>");
        assert_eq!(markdown("`<b>` and\n\n    <i>"), "`<b>` and\n\n    <i>");
    }

    #[test]
    fn unsafe_links_become_text() {
        assert_eq!(markdown("[x *y*](javascript:a) <javascript:a> ![a](data:b)"), "x *y* javascript:a a");
    }

    #[test]
    fn headings_start_at_the_third_level() {
        assert_eq!(markdown("# A\n\n## B\n\nC\n===\nd\n\n### E"), "### A\n\n#### B\n\n### C\nd\n\n##### E");
        assert_eq!(markdown("a [b](E1)\nc\n---\nd"), "### a [b](E1.page) c\nd");
    }

    #[test]
    fn braces_at_the_end_of_a_heading_are_escaped() {
        assert_eq!(
            markdown("# A {onclick=a}\n\nB {#b}\n===\n\nC {#c}"),
            "### A {onclick=a\\}\n\n### B {#b\\}\n\nC {#c}"
        );
        use pulldown_cmark::{Options, Parser};
        let options = Options::ENABLE_HEADING_ATTRIBUTES;
        let mut events = Parser::new_ext("# A {onclick=a\\}", options);
        assert!(matches!(events.next(), Some(Event::Start(Tag::Heading { id: None, attrs, .. })) if attrs.is_empty()));
    }

    #[test]
    fn the_title_of_a_fence_moves_before_it() {
        assert_eq!(
            markdown("```sql Wrong *x*\na\n```\n- b\n\n  ```sql Right\n  c\n  ```"),
            "**Wrong \\*x\\***\n\n```sql\na\n```\n- b\n\n  **Right**\n\n  ```sql\n  c\n  ```"
        );
    }

    #[test]
    fn a_fence_keeps_only_what_renderers_understand() {
        for (fence, expected) in [
            ("```rust,compile_fail,E0382\na\n```", "```rust,compile_fail,E0382\na\n```"),
            ("```rust, ignore (a reason)\na\n```", "```rust,ignore\na\n```"),
            ("```js title=\"x.js\"\na\n```", "**x.js**\n\n```js\na\n```"),
            ("- ~~~ts {1,3}\n  a\n  ~~~", "- ~~~ts\n  a\n  ~~~"),
            ("```text title=\"a \\\"b\\\"\" {2-4}\na\n```", "**a b\"\"**\n\n```text\na\n```"),
            ("~~~ &#126;x {1}\na\n~~~", "~~~ ~x\na\n~~~"),
        ] {
            assert_eq!(markdown(fence), expected);
        }
        let rust = |text: &str| render_rust(Format::Markdown, text);
        assert_eq!(rust("```\na\n```\n\n~~~compile_fail\nb"), "```rust\na\n```\n\n~~~rust,compile_fail\nb\n~~~");
        assert_eq!(rust("> ```title=\"x\"\n> a\n> ```\n\n    b"), "> **x**\n>\n> ```rust\n> a\n> ```\n\n    b");
    }

    #[test]
    fn the_first_use_of_a_term_becomes_a_link() {
        assert_eq!(
            markdown("### Zebra\n\n`zebra` [zebra](x) !zebra *Zebras* & zebra"),
            "### Zebra\n\n`zebra` [zebra](x) !zebra *Zebras* & zebra"
        );
        assert_eq!(
            markdown("a *Zebra* and zebra, b c"),
            "a *[Zebra](terms.page#zebra)* and zebra, [b c](terms.page#b-c)"
        );
    }

    #[test]
    fn an_open_fence_is_closed() {
        assert_eq!(markdown("a\n\n````x\nb\n```"), "a\n\n````x\nb\n```\n````");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn no_prose_can_execute(text in super::prose()) {
            // Other prose on the page may refer to definitions in this one.
            let page = format!("{}\n\n[x] [y]\n", markdown(&text));
            for (event, _) in syntax::events(&page) {
                match event {
                    Event::Html(_) | Event::InlineHtml(_) => panic!("{text:?} became {page:?}"),
                    Event::Start(Tag::Link { dest_url, link_type, .. }) if link_type != syntax::LinkType::Email => {
                        prop_assert!(is_safe(&dest_url), "{:?} became {:?}", text, page);
                    }
                    Event::Start(Tag::Image { dest_url, .. }) => prop_assert!(is_safe(&dest_url), "{:?} became {:?}", text, page),
                    _ => {}
                }
            }
            prop_assert!(page.ends_with("\n\n[x] [y]\n"));
        }

        #[test]
        fn github_sees_no_html_after_a_plain_url(text in urls()) {
            let page = markdown(&text);
            let tree = ::markdown::to_mdast(&page, &::markdown::ParseOptions::gfm()).expect("any text is valid Markdown");
            prop_assert!(!any_html(&tree), "{:?} became {:?}", text, page);
        }
    }

    /// Arbitrary text made of plain URLs, and of pieces that a URL can swallow or expose.
    fn urls() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "http://a.example",
            "HTTPS://a.example/b",
            "www.a.example",
            "ftp://x",
            "<b>",
            "\\<b>",
            "\\",
            "`",
            "``",
            "[",
            "]",
            "](c)",
            "](<b>)",
            "](c \"<b>\")",
            "(",
            ")",
            "!",
            "&lt;",
            "*",
            "_",
            "~~",
            " ",
            "\n",
            "a",
            ".",
            ":",
            "|",
            "zebra",
            "<err:a:b:known>",
            "<http://b.example/\\>",
        ]);
        prop::collection::vec(pieces, 0..12).prop_map(|pieces| pieces.concat())
    }

    fn any_html(node: &::markdown::mdast::Node) -> bool {
        matches!(node, ::markdown::mdast::Node::Html(_)) || node.children().into_iter().flatten().any(any_html)
    }

    #[test]
    fn plain_urls_are_escaped_only_if_they_would_swallow_something() {
        for text in [
            "see https://api.example.com/v2.",
            "**http://a.b**, (www.x.dev/a_b?c=d&e) or <https://x.dev/\\>",
            "`http://a.b\\<c>`",
            "    http://a.b\\<c>",
        ] {
            assert_eq!(markdown(text), text);
        }
        assert_eq!(markdown("http://a.b<i> www.c.d`<i>`"), "http\\://a.b\\<i> www\\.c.d`<i>`");
        assert_eq!(markdown("https://a.b/zebra"), "https://a.b/zebra");
        assert_eq!(markdown("# http://a.b[c](d \"<i>\") http://e"), "### http\\://a.b[c](d \"<i>\") http://e");
    }
}

/// `$fix` is read without the parser.
#[test]
fn first_steps_are_the_same_without_the_parser() {
    let mut count = 0;
    for folder in ["../../catalog", "tests/catalog"] {
        let catalog = errbook_catalog::load(std::path::Path::new(folder)).expect("a catalog");
        for step in catalog.entries().iter().filter_map(|entry| entry.how_to_fix.as_ref()).flat_map(|of| &of.steps) {
            let text = step.title.as_ref().unwrap_or(&step.text);
            assert_eq!(errbook_syntax::plain::line(text), plain(text).trim(), "{text}");
            count += 1;
        }
    }
    assert!(count > 300, "{count}");
}

mod mdx;
