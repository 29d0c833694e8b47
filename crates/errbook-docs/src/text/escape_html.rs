//! Plain text in HTML.

use super::{find, percent};

/// Appends `text` with everything escaped that means something in HTML text or in a quoted attribute.
pub(crate) fn html(text: &str, out: &mut String) {
    escape::<true>(text, out);
}

/// Appends `text` with everything escaped that means something between tags, where quotes mean nothing.
pub(crate) fn html_body(text: &str, out: &mut String) {
    escape::<false>(text, out);
}

/// Longest text of a code span that fits a line on a phone.
const LINE: usize = 32;

/// Appends a code span. Where its text may need more than a line, that line ends behind a separator and not within a word; the text
/// itself, and what is copied of it, stays the same.
pub(crate) fn code_span(text: &str, out: &mut String) {
    out.push_str("<code>");
    if text.len() > LINE {
        let is_separator = |char| matches!(char, ':' | '_' | '.' | '/' | '-');
        let mut parts = text.split_inclusive(is_separator).peekable();
        while let Some(part) = parts.next() {
            html_body(part, out);
            // A row of separators stays whole.
            if parts.peek().is_some_and(|next| !next.starts_with(is_separator)) {
                out.push_str("<wbr>");
            }
        }
    } else {
        html_body(text, out);
    }
    out.push_str("</code>");
}

/// All text of a page comes by here, and little of it is special.
fn escape<const QUOTES: bool>(text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    let mut written = 0;
    while let Some(at) = special::<QUOTES>(bytes, written) {
        // What is special is ASCII, so that text is cut between characters.
        out.push_str(&text[written..at]);
        out.push_str(entity(bytes[at]));
        written = at + 1;
    }
    out.push_str(&text[written..]);
}

/// Where the first character is that [`html_body`] would change; the end of the text where none is.
pub(crate) fn html_special(text: &str) -> usize {
    special::<false>(text.as_bytes(), 0).unwrap_or(text.len())
}

/// Where the first special byte from `at` on is.
fn special<const QUOTES: bool>(bytes: &[u8], at: usize) -> Option<usize> {
    find(bytes, at, |byte| {
        (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == 0) | (QUOTES & ((byte == b'"') | (byte == b'\'')))
    })
}

fn entity(byte: u8) -> &'static str {
    match byte {
        b'&' => "&amp;",
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'"' => "&quot;",
        b'\'' => "&#39;",
        _ => "\u{fffd}",
    }
}

/// Appends a URL for an attribute: what may not stand in a URL is percent-encoded, what means something in HTML is escaped.
pub(crate) fn href(url: &str, out: &mut String) {
    for byte in url.bytes() {
        match byte {
            b'&' => out.push_str("&amp;"),
            b'\'' => out.push_str("&#39;"),
            b'!' | b'#'..=b'%' | b'('..=b';' | b'=' | b'?'..=b'Z' | b'[' | b']' | b'_' | b'a'..=b'z' | b'~' => {
                out.push(char::from(byte));
            }
            _ => percent(byte, out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_codes_may_break_behind_separators() {
        let span = |text: &str| {
            let mut out = String::new();
            code_span(text, &mut out);
            out
        };
        assert_eq!(span("err:unkey:data:key_not_found"), "<code>err:unkey:data:key_not_found</code>");
        assert_eq!(
            span("https://example.com/a<b>/internal_error__x_"),
            "<code>https://<wbr>example.<wbr>com/<wbr>a&lt;b&gt;/<wbr>internal_<wbr>error__<wbr>x_</code>"
        );
    }
}
