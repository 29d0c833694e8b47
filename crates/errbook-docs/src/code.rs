//! Writes code blocks of HTML targets. This is the only module that writes `<pre>`, so prose,
//! requests, and response examples look alike.

use std::ops::RangeInclusive;

use errbook_syntax::markdown::FenceInfo;

use crate::{highlight, text};

/// What marks code that must not be copied.
pub(crate) const WRONG: &str = "Wrong on purpose";

/// A code block, or a figure if it has a caption: a title, or a mark for wrong code.
pub(crate) fn block(info: &FenceInfo<'_>, code: &str) -> String {
    // Rough estimate of the size with highlighting markup.
    let mut out = String::with_capacity(code.len() * 5 / 2 + 64);
    let is_figure = info.title.is_some() || info.is_wrong();
    if is_figure {
        caption(info, &mut out);
    }
    // A wide block scrolls horizontally. The tab stop makes it scrollable with the keyboard.
    out.push_str("<pre tabindex=\"0\"><code");
    if !info.language.is_empty() {
        out.push_str(&format!(" class=\"language-{}\"", text::html(info.language)));
    }
    out.push('>');
    let start = out.len();
    highlight::html(info.language, code.strip_suffix('\n').unwrap_or(code), &mut out);
    out.push('\n');
    if !info.lines.is_empty() {
        let marked = marked(&out[start..], &info.lines);
        out.replace_range(start.., &marked);
    }
    out.push_str(if is_figure { "</code></pre></figure>\n" } else { "</code></pre>\n" });
    out
}

fn caption(info: &FenceInfo<'_>, out: &mut String) {
    let wrong = info.is_wrong();
    out.push_str(if wrong {
        "<figure class=\"code wrong\"><figcaption>"
    } else {
        "<figure class=\"code\"><figcaption>"
    });
    if let Some(title) = &info.title {
        text::html_body(title, out);
        out.push_str(if wrong { " " } else { "" });
    }
    if wrong {
        out.push_str(&format!("<span class=\"badge\">{WRONG}</span>"));
    }
    out.push_str("</figcaption>");
}

/// Highlighted code with `<mark>` around the lines. A mark includes line breaks, so it can be a
/// block without adding empty lines. A `<span>` over several lines is split where a mark starts or
/// ends.
fn marked(html: &str, lines: &[RangeInclusive<usize>]) -> String {
    let mut out = String::with_capacity(html.len() + 64);
    let mut span: Option<&str> = None;
    let mut inside = false;
    for (index, line) in html.split_inclusive('\n').enumerate() {
        let mark = lines.iter().any(|range| range.contains(&(index + 1)));
        if mark != inside {
            out.push_str(span.map_or("", |_| "</span>"));
            out.push_str(if mark { "<mark>" } else { "</mark>" });
            out.push_str(span.unwrap_or_default());
            inside = mark;
        }
        out.push_str(line);
        // Spans aren't nested.
        match (line.rfind("<span "), line.rfind("</span>")) {
            (Some(open), close) if close.is_none_or(|close| close < open) => {
                span = line[open..].find('>').map(|end| &line[open..=open + end]);
            }
            (_, Some(_)) => span = None,
            _ => {}
        }
    }
    out.push_str(if inside { "</mark>" } else { "" });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(info: &str, code: &str) -> String {
        block(&FenceInfo::of(info), code)
    }

    #[test]
    fn a_title_and_wrong_code_have_a_caption() {
        assert_eq!(html("", "a<b\n"), "<pre tabindex=\"0\"><code>a&lt;b\n</code></pre>\n");
        assert_eq!(
            html("text title=\"<b>\"", "a"),
            "<figure class=\"code\"><figcaption>&lt;b&gt;</figcaption><pre tabindex=\"0\"><code class=\"language-text\">a\n</code></pre></figure>\n"
        );
        assert_eq!(
            html("x,wrong", "a"),
            "<figure class=\"code wrong\"><figcaption><span class=\"badge\">Wrong on purpose</span></figcaption><pre tabindex=\"0\"><code class=\"language-x\">a\n</code></pre></figure>\n"
        );
        assert!(html("rust,compile_fail,E0382 main.rs", "").contains(">main.rs <span class=\"badge\">"));
    }

    #[test]
    fn attributes_cannot_leave_their_attribute() {
        for info in ["\"><script>", "a\"b,<c>,wrong '<d>'", "js title=\"</figcaption><e>\"", "x{1}{<f>}"] {
            let html = html(info, "y");
            assert!(!html.contains("<script") && !html.contains("a\"b") && !html.contains("</figcaption><e"), "{html}");
            assert!(!["<c>", "<d>", "<e>", "<f>"].iter().any(|tag| html.contains(tag)), "{html}");
        }
    }

    #[test]
    fn marks_end_at_lines_and_split_spans() {
        let of = |info: &str, code: &str| {
            let html = html(info, code);
            let start = html.find("<code").and_then(|at| Some(at + html[at..].find('>')? + 1)).expect("code");
            html[start..html.find("</code>").expect("an end")].to_owned()
        };
        assert_eq!(of("text {1,3-9}", "a\nb\nc\nd"), "<mark>a\n</mark>b\n<mark>c\nd\n</mark>");
        assert_eq!(of("text {2}", "a\n\nb"), "a\n<mark>\n</mark>b\n");
        assert_eq!(of("text {7}", "a"), "a\n");
        assert_eq!(
            of("js {2}", "/* a\nb\nc */ 1"),
            "<span class=\"c\">/* a\n</span><mark><span class=\"c\">b\n</span></mark><span class=\"c\">c */</span> <span class=\"n\">1</span>\n"
        );
    }

    proptest::proptest! {
        #[test]
        fn marks_change_no_text(code in "[a\"'/*` \n<1]{0,30}", lines in proptest::collection::vec(1..9_usize, 1..4)) {
            let without_marks = |html: &str| html.replace("<mark>", "").replace("</mark>", "");
            let text = |html: &str| {
                let mut text = String::new();
                let mut depth = 0_i32;
                for part in without_marks(html).split('<') {
                    let (tag, rest) = part.split_once('>').unwrap_or(("", part));
                    depth += if tag.starts_with("span") { 1 } else if tag == "/span" { -1 } else { 0 };
                    assert!((0..=1).contains(&depth), "{html}");
                    text.push_str(rest);
                }
                text
            };
            let lines = lines.into_iter().map(|line| line..=line).collect();
            let marked = block(&FenceInfo { language: "js", lines, ..FenceInfo::default() }, &code);
            proptest::prop_assert_eq!(text(&html("js", &code)), text(&marked));
        }
    }
}
