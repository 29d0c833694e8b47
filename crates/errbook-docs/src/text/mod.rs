//! Plain text in the formats of targets, and as parts of URLs. Prose, which is Markdown already, belongs to `prose`.

#[cfg(feature = "html")]
mod html;
#[cfg(feature = "markdown")]
mod markdown;
mod program;

#[cfg(feature = "html")]
pub(crate) use html::{code_span as html_code_span, href, html, html_body, is_html};
#[cfg(feature = "markdown")]
pub(crate) use markdown::{code_span, fence, fence_info, greedy_urls, markdown};
#[cfg(feature = "targets")]
pub(crate) use markdown::{mdx, mdx_line, mdx_urls};
pub(crate) use program::{attribute, comment, literal};

/// Appends `text` percent-encoded, but for the unreserved characters of RFC 3986.
pub(crate) fn percent_encode(text: &str, out: &mut String) {
    if text.bytes().all(is_unreserved) {
        return out.push_str(text);
    }
    for byte in text.bytes() {
        if is_unreserved(byte) { out.push(char::from(byte)) } else { percent(byte, out) }
    }
}

/// Whether a byte stands for itself in every part of a URL (RFC 3986, section 2.3). Looked up, since each link of each page asks it.
pub(crate) fn is_unreserved(byte: u8) -> bool {
    static UNRESERVED: [bool; 256] = {
        let mut table = [false; 256];
        let mut byte = 0;
        while byte < table.len() {
            let ascii = byte as u8;
            table[byte] = ascii.is_ascii_alphanumeric() || matches!(ascii, b'-' | b'.' | b'_' | b'~');
            byte += 1;
        }
        table
    };
    UNRESERVED[usize::from(byte)]
}

fn percent(byte: u8, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.push('%');
    out.push(char::from(DIGITS[usize::from(byte >> 4)]));
    out.push(char::from(DIGITS[usize::from(byte & 15)]));
}
