//! Checks that highlighting never changes the text, for any text in any language, and shows
//! readable examples.

use proptest::prelude::*;

use super::*;

fn marked(language: &str, code: &str) -> String {
    let mut out = String::new();
    html(language, code, &mut out);
    out
}

/// The text that a browser shows.
fn shown(html: &str) -> String {
    let mut text = String::new();
    for (index, part) in html.split('<').enumerate() {
        text.push_str(if index == 0 { part } else { part.split_once('>').expect("a tag").1 });
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

fn check(language: &str, code: &str) {
    let html = marked(language, code);
    assert_eq!(shown(&html), code, "{language}: {html}");
    assert_eq!(html.matches("<span class=").count(), html.matches("</span>").count(), "{html}");
    assert_eq!(html.matches('<').count(), html.matches("<span class=\"").count() * 2, "{html}");
}

/// Otherwise the lexers skip them.
#[test]
fn lexers_see_the_start_of_every_comment() {
    for name in language::names() {
        let comment = language::named(name).expect("a language").comment;
        assert!(
            matches!(lexer::next_start(comment.as_bytes(), 0), Some((0, lexer::Starts::Sign))),
            "{name}: {comment}"
        );
    }
}

proptest! {
    #[test]
    fn any_text_is_unchanged(code in "[^\0]{0,60}") {
        language::names().for_each(|language| check(language, &code));
    }

    #[test]
    fn code_like_text_is_unchanged(code in "([a-z]{1,3}|[0-9.eE+-]{1,3}|[\"'`#$\\\\{}()\\[\\]/*:;,|=<>&!-]{1,3}|[ \n\té\u{1F600}]){0,24}") {
        language::names().for_each(|language| check(language, &code));
    }

    #[test]
    fn unknown_languages_are_plain_text(language in "[a-z]{0,3}x", code in "[^\0]{0,40}") {
        prop_assume!(language::named(&language).is_none());
        let mut plain = String::new();
        text::html_body(&code, &mut plain);
        prop_assert_eq!(marked(&language, &code), plain);
    }
}

/// Writes `[class text]` for each part, so that snapshots are readable.
fn readable(language: &str, code: &str) -> String {
    let html = marked(language, code).replace("</span>", "⟩");
    let html = ["c", "s", "n", "k", "p", "f", "v"]
        .iter()
        .fold(html, |html, class| html.replace(&format!("<span class=\"{class}\">"), &format!("⟨{class} ")));
    html.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[test]
fn highlights_every_language() {
    let examples = [
        ("json", "{\n  \"a\\\"b\": \"c\", // why\n  \"n\": [-1.5e+3, true, null]\n}"),
        (
            "bash",
            "# get it\ncurl -X POST https://x.dev/a?b=1 \\\n  -H \"Authorization: Bearer $KEY\" \\\n  -d '{\"a\": 1}' | jq .\nKEY=${OTHER} && if test -n $KEY; then echo done; fi",
        ),
        ("http", "HTTP/1.1 404 Not Found\nContent-Type: application/json\n\n{\"a\": 1}"),
        ("sql", "SELECT count(*) AS n FROM keys -- all\nWHERE name = 'it''s' and t > 7.5 /* x */"),
        ("ts", "// x\nconst r = await fetch(`https://${host}`, { method: \"POST\", n: 0x1f });"),
        ("go", "func main() {\n\tbody := strings.NewReader(`{\"a\": 1}`)\n\tfmt.Println(body, 'x', nil)\n}"),
        ("rust", "fn f<'a>(x: &'a str) -> char { let _ = r#\"a \"quoted\" b\"#; println!(\"{x}\\n\"); b'x'; '\\'' }"),
        ("python", "import os  # why\nx = f\"{a}\" + '''three\nlines''' if None else rb'x'\nprint(1_000.5)"),
        (
            "yaml",
            "# why\nname: \"a b\"\nlist:\n  - key: true\n    n: 12\n  - plain text # end\nflow: {a: 1, b: [x, null]}",
        ),
        ("toml", "a = \"b\" # plain <text>"),
    ];
    let shown = examples.map(|(language, code)| format!("{language}:\n{}", readable(language, code)));
    insta::assert_snapshot!(shown.join("\n\n"));
}
