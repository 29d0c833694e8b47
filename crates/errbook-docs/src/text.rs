//! Plain text in the formats of targets, and as parts of URLs. Prose, which is Markdown already, belongs to `prose`.

mod escape_html;
mod escape_markdown;
mod program;

pub(crate) use escape_html::{code_span as html_code_span, href, html, html_body, html_special};
pub(crate) use escape_markdown::{code_span, fence, fence_info, greedy_urls, markdown, mdx, mdx_line, mdx_urls};
pub(crate) use program::{attribute, comment, json, literal, quote};

/// Appends `text` percent-encoded, but for the unreserved characters of RFC 3986.
pub(crate) fn percent_encode(text: &str, out: &mut String) {
    if find(text.as_bytes(), 0, |byte| !is_unreserved(byte)).is_none() {
        return out.push_str(text);
    }
    for byte in text.bytes() {
        if is_unreserved(byte) { out.push(char::from(byte)) } else { percent(byte, out) }
    }
}

/// Whether a byte stands for itself in every part of a URL (RFC 3986, section 2.3). Without a branch, for [`find`].
pub(crate) fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() | (byte == b'-') | (byte == b'.') | (byte == b'_') | (byte == b'~')
}

/// Where the first byte from `at` on is that is `wanted`. As long as `wanted` has no branch, sixteen bytes at once are looked at; the last block
/// may overlap the one before, so that where none is wanted, which is nearly everywhere, no byte is looked at alone.
pub(crate) fn find(bytes: &[u8], mut at: usize, wanted: impl Fn(u8) -> bool + Copy) -> Option<usize> {
    while let Some(block) = bytes[at..].first_chunk::<16>() {
        if any(block, wanted) {
            return bytes[at..].iter().position(|byte| wanted(*byte)).map(|length| at + length);
        }
        at += block.len();
    }
    let rest = &bytes[at..];
    let none = match (bytes.last_chunk::<16>(), rest.first_chunk::<8>(), rest.last_chunk::<8>()) {
        (Some(last), ..) => !any(last, wanted),
        (None, Some(first), Some(last)) => !any(first, wanted) && !any(last, wanted),
        _ => false,
    };
    if none { None } else { rest.iter().position(|byte| wanted(*byte)).map(|length| at + length) }
}

/// Whether any byte of a block is `wanted`.
fn any<const N: usize>(block: &[u8; N], wanted: impl Fn(u8) -> bool) -> bool {
    block.iter().fold(0, |any, byte| any | u8::from(wanted(*byte))) > 0
}

fn percent(byte: u8, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.push('%');
    out.push(char::from(DIGITS[usize::from(byte >> 4)]));
    out.push(char::from(DIGITS[usize::from(byte & 15)]));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_first_is_found(bytes in prop::collection::vec(0_u8..32, 0..80), at in 0_usize..80, wanted in 0_u8..64) {
            let at = at.min(bytes.len());
            let first = bytes[at..].iter().position(|byte| *byte == wanted).map(|length| at + length);
            prop_assert_eq!(find(&bytes, at, |byte| byte == wanted), first);
        }
    }
}
