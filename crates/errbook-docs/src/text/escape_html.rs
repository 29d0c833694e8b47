//! Plain text in HTML.

use super::percent;

/// Escapes everything that has a meaning in HTML text or in a quoted attribute.
pub(crate) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    html_body(text, &mut out);
    if out.contains(['"', '\'']) { out.replace('"', "&quot;").replace('\'', "&#39;") } else { out }
}

/// Appends `text`, escaping everything that has a meaning between tags. Quotes have none there.
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

/// Longest code span, in characters, that fits on one line on a phone.
const LINE: usize = 32;

/// A code span. If it may need more than one line, it gets line break opportunities after
/// separators. The text, including copied text, stays the same.
pub(crate) fn code_span(text: &str) -> String {
    let is_separator = |char| text.len() > LINE && matches!(char, ':' | '_' | '.' | '/' | '-');
    let mut out = String::from("<code>");
    let mut parts = text.split_inclusive(is_separator).peekable();
    while let Some(part) = parts.next() {
        html_body(part, &mut out);
        // Don't break within a run of separators.
        if parts.peek().is_some_and(|next| !next.starts_with(is_separator)) {
            out.push_str("<wbr>");
        }
    }
    out + "</code>"
}

/// A URL for an attribute. Characters that are not allowed in a URL are percent-encoded, and
/// characters with a meaning in HTML are escaped.
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
    fn long_codes_can_break_after_separators() {
        assert_eq!(code_span("err:unkey:data:key_not_found"), "<code>err:unkey:data:key_not_found</code>");
        assert_eq!(
            code_span("https://example.com/a<b>/internal_error__x_"),
            "<code>https://<wbr>example.<wbr>com/<wbr>a&lt;b&gt;/<wbr>internal_<wbr>error__<wbr>x_</code>"
        );
    }
}
