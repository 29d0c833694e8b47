//! Code blocks of the HTML targets: the one place that writes `<pre>`, so that prose, requests and response examples look alike.

use crate::{highlight, text};

/// A code block; with a title it is a figure.
pub(crate) fn block(language: &str, title: Option<&str>, code: &str) -> String {
    // About what marks come to.
    let mut out = String::with_capacity(code.len() * 5 / 2 + 64);
    if let Some(title) = title {
        out.push_str("<figure class=\"code\"><figcaption>");
        text::html_body(title, &mut out);
        out.push_str("</figcaption>");
    }
    // A block that is wider than the page scrolls; without a tab stop the keyboard could not reach it.
    out.push_str("<pre tabindex=\"0\"><code");
    if !language.is_empty() {
        out.push_str(&format!(" class=\"language-{}\"", text::html(language)));
    }
    out.push('>');
    highlight::html(language, code.strip_suffix('\n').unwrap_or(code), &mut out);
    out.push_str(if title.is_some() { "\n</code></pre></figure>\n" } else { "\n</code></pre>\n" });
    out
}
