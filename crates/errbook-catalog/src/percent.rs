//! Percent-encoding undone: a path of a URL as servers and readers of catalogs understand it.

use std::borrow::Cow;

/// `text` with its percent-encoded bytes as the characters that they mean (RFC 3986, section 2.1); `None` where a percent sign starts no
/// byte, or bytes are no UTF-8.
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

/// What servers take a path or a URL for, so that two ways to write one are the same: `/a%2Db` is `/a-b`. What cannot be decoded stays.
pub fn percent_normalized(text: &str) -> Cow<'_, str> {
    percent_decoded(text).map_or(Cow::Borrowed(text), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_characters() {
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
