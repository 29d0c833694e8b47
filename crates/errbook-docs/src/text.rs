//! Writes plain text in the formats of targets, and as parts of URLs. Prose, which is already
//! Markdown, belongs to `prose`.

mod escape_html;
mod escape_markdown;
mod program;

pub(crate) use escape_html::{code_span as html_code_span, href, html, html_body};
pub(crate) use escape_markdown::{
    code_span, fence, fence_info, fence_words, greedy_urls, markdown, mdx, mdx_line, mdx_urls, quoted,
};
pub(crate) use program::{
    attribute, capitalised, catalog_identifier, changes_direction, comment, identifier, json, literal, sql,
};

/// Appends `text` percent-encoded, except for the unreserved characters of RFC 3986 (section 2.3).
pub(crate) fn percent_encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&percent(byte)),
        }
    }
}

fn percent(byte: u8) -> String {
    format!("%{byte:02X}")
}
