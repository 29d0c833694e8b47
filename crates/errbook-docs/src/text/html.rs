//! Plain text in HTML.

use super::percent;

/// Appends `text` with everything escaped that means something in HTML text or in a quoted attribute.
pub(crate) fn html(text: &str, out: &mut String) {
    escape(text, |byte| matches!(byte, b'&' | b'<' | b'>' | b'\0' | b'"' | b'\''), out);
}

/// Appends `text` with everything escaped that means something between tags, where quotes mean nothing.
pub(crate) fn html_body(text: &str, out: &mut String) {
    escape(text, |byte| matches!(byte, b'&' | b'<' | b'>' | b'\0'), out);
}

/// Goes over bytes, since nearly all text of a page comes by here; what is special is ASCII.
fn escape(text: &str, special: impl Fn(u8) -> bool, out: &mut String) {
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate() {
        if special(byte) {
            out.push_str(&text[written..at]);
            out.push_str(match byte {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                b'\'' => "&#39;",
                _ => "\u{fffd}",
            });
            written = at + 1;
        }
    }
    out.push_str(&text[written..]);
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
