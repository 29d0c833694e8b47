//! Plain text in the formats of targets, and as parts of URLs. Prose, which is Markdown already, belongs to `prose`.

#[cfg(feature = "html")]
mod html;
#[cfg(feature = "markdown")]
mod markdown;
mod program;

#[cfg(feature = "html")]
pub(crate) use html::{href, html, html_body};
#[cfg(feature = "markdown")]
pub(crate) use markdown::{code_span, fence, fence_info, markdown};
#[cfg(feature = "targets")]
pub(crate) use markdown::{mdx, mdx_line};
pub(crate) use program::{attribute, comment, literal};

/// Appends `text` percent-encoded, but for the unreserved characters of RFC 3986.
pub(crate) fn percent_encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => percent(byte, out),
        }
    }
}

fn percent(byte: u8, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.push('%');
    out.push(char::from(DIGITS[usize::from(byte >> 4)]));
    out.push(char::from(DIGITS[usize::from(byte & 15)]));
}
