//! Plain text in HTML.

use super::percent;

/// `text` with everything escaped that means something in HTML text or in a quoted attribute.
pub(crate) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    html_body(text, &mut out);
    if out.contains(['"', '\'']) { out.replace('"', "&quot;").replace('\'', "&#39;") } else { out }
}

/// Appends `text` with everything escaped that means something between tags, where quotes mean nothing.
pub(crate) fn html_body(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '\0']) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "\u{fffd}",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// Longest text of a code span that fits a line on a phone.
const LINE: usize = 32;

/// A code span. Where its text may need more than a line, that line ends behind a separator and not within a word; the text itself, and what
/// is copied of it, stays the same.
pub(crate) fn code_span(text: &str) -> String {
    let is_separator = |char| text.len() > LINE && matches!(char, ':' | '_' | '.' | '/' | '-');
    let mut out = String::from("<code>");
    let mut parts = text.split_inclusive(is_separator).peekable();
    while let Some(part) = parts.next() {
        html_body(part, &mut out);
        // A row of separators stays whole.
        if parts.peek().is_some_and(|next| !next.starts_with(is_separator)) {
            out.push_str("<wbr>");
        }
    }
    out + "</code>"
}

/// A URL for an attribute: what may not stand in a URL is percent-encoded, what means something in HTML is escaped.
pub(crate) fn href(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        match byte {
            b'&' => out.push_str("&amp;"),
            b'\'' => out.push_str("&#39;"),
            b'!' | b'#'..=b'%' | b'('..=b';' | b'=' | b'?'..=b'Z' | b'[' | b']' | b'_' | b'a'..=b'z' | b'~' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&percent(byte)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_codes_may_break_behind_separators() {
        assert_eq!(code_span("err:unkey:data:key_not_found"), "<code>err:unkey:data:key_not_found</code>");
        assert_eq!(
            code_span("https://example.com/a<b>/internal_error__x_"),
            "<code>https://<wbr>example.<wbr>com/<wbr>a&lt;b&gt;/<wbr>internal_<wbr>error__<wbr>x_</code>"
        );
    }
}
