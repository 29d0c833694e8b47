//! Plain text in HTML.

use super::percent;

/// Appends `text` with everything escaped that means something in HTML text or in a quoted attribute.
pub(crate) fn html(text: &str, out: &mut String) {
    escape(text, &ANYWHERE, out);
}

/// Appends `text` with everything escaped that means something between tags, where quotes mean nothing.
pub(crate) fn html_body(text: &str, out: &mut String) {
    escape(text, &BODY, out);
}

/// What is special between tags, and what is special in a quoted attribute too, by byte.
static BODY: [bool; 256] = special(b"&<>\0");
static ANYWHERE: [bool; 256] = special(b"&<>\0\"'");

const fn special(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
}

/// Goes over bytes with a table, since all text of a page comes by here; what is special is ASCII.
fn escape(text: &str, special: &[bool; 256], out: &mut String) {
    let bytes = text.as_bytes();
    let mut written = 0;
    while let Some(length) = bytes[written..].iter().position(|byte| special[usize::from(*byte)]) {
        let at = written + length;
        out.push_str(&text[written..at]);
        out.push_str(match bytes[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => "\u{fffd}",
        });
        written = at + 1;
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
