//! Writes code blocks of HTML targets. This is the only module that writes `<pre>`, so prose,
//! requests, and response examples look alike.

use crate::{highlight, text};

/// A code block, or a figure if it has a title.
pub(crate) fn block(language: &str, title: Option<&str>, code: &str) -> String {
    // Rough estimate of the size with highlighting markup.
    let mut out = String::with_capacity(code.len() * 5 / 2 + 64);
    if let Some(title) = title {
        out.push_str("<figure class=\"code\"><figcaption>");
        text::html_body(title, &mut out);
        out.push_str("</figcaption>");
    }
    // A wide block scrolls horizontally. The tab stop makes it scrollable with the keyboard.
    out.push_str("<pre tabindex=\"0\"><code");
    if !language.is_empty() {
        out.push_str(&format!(" class=\"language-{}\"", text::html(language)));
    }
    out.push('>');
    highlight::html(language, code.strip_suffix('\n').unwrap_or(code), &mut out);
    out.push_str(if title.is_some() { "\n</code></pre></figure>\n" } else { "\n</code></pre>\n" });
    out
}
