//! Percent-decoding, so that equivalent URLs compare as equal.

use std::borrow::Cow;

/// Decodes the percent-encoded bytes of `text` (RFC 3986, section 2.1). `None` if a percent sign
/// isn't followed by two hexadecimal digits, or the bytes aren't UTF-8.
pub fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        bytes.push(if byte == b'%' {
            u8::try_from(digit(rest.next())? * 16 + digit(rest.next())?).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(bytes).ok()
}

/// Decodes a path or a URL, so two spellings of it are equal: `/a%2Db` becomes `/a-b`. Text that
/// can't be decoded is returned unchanged.
///
/// ```
/// assert_eq!(errbook_catalog::percent_normalized("/a%2Db"), "/a-b");
/// ```
pub fn percent_normalized(text: &str) -> Cow<'_, str> {
    percent_decoded(text).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// The path of a page without what hosts serve it under, too: `.html`, `.md`, `/index`, and a slash at the end.
///
/// ```
/// assert_eq!(errbook_catalog::without_suffix("/errors/index.html"), "/errors");
/// ```
pub fn without_suffix(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    let path = path.strip_suffix(".html").or_else(|| path.strip_suffix(".md")).unwrap_or(path);
    path.strip_suffix("/index").unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_utf8_and_rejects_broken_escapes() {
        for (text, decoded) in [
            ("/a%20b/%C3%A9", Some("/a b/é")),
            ("/%25%32%30", Some("/%20")),
            ("/é", Some("/é")),
            ("/%", None),
            ("/%4", None),
            ("/%zz", None),
            ("/%+1", None),
            ("/%ff", None),
        ] {
            assert_eq!(percent_decoded(text).as_deref(), decoded, "{text}");
        }
    }
}
