//! Response headers: which names a report may set, and how values are made safe.

use std::borrow::Cow;

/// Name and value of a header.
pub(crate) type Header = (Cow<'static, str>, Cow<'static, str>);

/// Names that describe the body or the connection, which the server sets itself (RFC 9110, sections
/// 7.6.1 and 8).
const RESERVED: &[&str] = &[
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Whether a report may set the header `name`: it must be a token (RFC 9110, section 5.6.2) that
/// isn't reserved.
pub(crate) fn may_be_set(name: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_token) && !is_reserved_header(name)
}

/// Whether the server sets the header `name` itself.
pub fn is_reserved_header(name: &str) -> bool {
    RESERVED.iter().any(|other| other.eq_ignore_ascii_case(name))
}

/// A valid field value: control characters become spaces, and surrounding whitespace is removed
/// (RFC 9110, section 5.5).
pub(crate) fn value(text: Cow<'static, str>) -> Cow<'static, str> {
    if !text.contains(char::is_control) && text.trim_ascii().len() == text.len() {
        return text;
    }
    Cow::Owned(text.replace(char::is_control, " ").trim_ascii().to_owned())
}

/// Headers of the catalog and the report. The report's headers replace the catalog's headers of the
/// same name.
pub(crate) fn all(
    of_code: &'static [(&'static str, &'static str)],
    of_report: &[Header],
    retry_after: Option<u64>,
) -> Vec<Header> {
    let mut headers: Vec<Header> = Vec::new();
    let is_set = |name: &str| of_report.iter().any(|(other, _)| other.eq_ignore_ascii_case(name));
    if let Some(seconds) = retry_after.filter(|_| !is_set("Retry-After")) {
        headers.push(("Retry-After".into(), seconds.to_string().into()));
    }
    let is_written = |name: &str| is_set(name) || (retry_after.is_some() && name.eq_ignore_ascii_case("Retry-After"));
    let of_code = of_code.iter().filter(|(name, _)| may_be_set(name) && !is_written(name));
    headers.extend(of_code.map(|(name, text)| ((*name).into(), value((*text).into()))));
    headers.extend_from_slice(of_report);
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_cannot_end_their_line() {
        for (text, expected) in [
            ("a b", "a b"),
            ("a\r\nSet-Cookie: x=1", "a  Set-Cookie: x=1"),
            ("\0a\u{7f}\u{85}b\n", "a  b"),
            (" a\t", "a"),
        ] {
            assert_eq!(value(text.into()), expected);
        }
    }

    #[test]
    fn rejects_names_that_are_reserved_or_not_tokens() {
        assert!(may_be_set("WWW-Authenticate"));
        for name in ["", "a b", "a:", "é", "a\r\nb", "Content-Length", "content-type"] {
            assert!(!may_be_set(name), "{name:?}");
        }
    }

    #[test]
    fn headers_of_the_report_replace_those_of_the_catalog() {
        let of_report = [("x-state".into(), "idle".into())];
        let headers = all(&[("X-State", "busy"), ("Other", "1"), ("retry-after", "9")], &of_report, Some(3));
        let names: Vec<_> = headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        assert_eq!(names, ["Retry-After: 3", "Other: 1", "x-state: idle"]);
    }
}
