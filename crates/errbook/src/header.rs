//! Response headers: which names a report may set, and how values are made safe.

use std::borrow::Cow;

use crate::message::{Token, tokens};
use crate::param::Value;
use crate::tables::HeaderUnit;
#[cfg(feature = "utoipa6")]
use crate::tables::{self, Tables};
use crate::timestamp;

/// The header with the time to wait before a retry.
pub(crate) const RETRY_AFTER: &str = "Retry-After";

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
    let is_clean = is_visible(&text) || !text.contains(char::is_control);
    if is_clean && text.trim_ascii().len() == text.len() {
        return text;
    }
    Cow::Owned(text.replace(char::is_control, " ").trim_ascii().to_owned())
}

/// Whether a text is visible ASCII, as nearly all values are. Without branches, so compilers can
/// vectorize it.
pub(crate) fn is_visible(text: &str) -> bool {
    text.bytes().fold(true, |all, byte| all & (0x20..0x7f).contains(&byte))
}

/// The value of a header with params filled in. `None` if `params` lacks one of them, or if the
/// header can't have its value. Durations are in seconds, and a timestamp that is the whole value is a
/// date as in RFC 9110.
///
/// Values inside quotes are escaped (RFC 9110, section 5.6.4), so they can't end the quoted string.
pub fn fill(template: &str, unit: Option<HeaderUnit>, params: &[(&str, Value<'_>)]) -> Option<String> {
    // A fast path: most values that lack a param start with it.
    let is_first =
        |(name, _): &(&str, Value<'_>)| template[1..].strip_prefix(*name).is_some_and(|after| after.starts_with('}'));
    if template.starts_with('{') && !template.starts_with("{{") && !params.iter().any(is_first) {
        return None;
    }
    let mut text = String::new();
    for (part, quoted) in parts(template) {
        match part {
            Token::Text(literal) if text.is_empty() => {
                text.reserve(template.len());
                text.push_str(literal);
            }
            Token::Text(literal) => text.push_str(literal),
            Token::Param(name) => {
                let (_, value) = params.iter().find(|(known, _)| *known == name)?;
                let is_whole = name.len() + 2 == template.len();
                let unit = unit.or_else(|| usual_unit(*value, is_whole));
                let written = written(*value, unit)?;
                text.push_str(&if quoted { escaped(&written) } else { written });
            }
        }
    }
    Some(value(text.into()).into_owned())
}

/// The parts of a header's value, and whether each is inside a quoted string.
pub fn parts(template: &str) -> impl Iterator<Item = (Token<'_>, bool)> {
    let mut quoted = false;
    tokens(template).map(move |part| {
        if let Token::Text(literal) = part {
            quoted ^= quotes(literal) % 2 == 1;
        }
        (part, quoted)
    })
}

/// The number of quotes that start or end a quoted string.
fn quotes(text: &str) -> usize {
    let mut bytes = text.bytes();
    let mut count = 0;
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => count += 1,
            b'\\' => drop(bytes.next()),
            _ => {}
        }
    }
    count
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// The unit of a param without one, as headers in RFC 9110 have it: `max-age=30`. Only a timestamp
/// that is the whole value is a date.
pub fn usual_unit(value: Value<'_>, is_whole: bool) -> Option<HeaderUnit> {
    match value {
        Value::Duration(_) => Some(HeaderUnit::Seconds),
        Value::Timestamp(_) if is_whole => Some(HeaderUnit::HttpDate),
        _ => None,
    }
}

fn written(value: Value<'_>, unit: Option<HeaderUnit>) -> Option<String> {
    Some(match (unit, value) {
        (Some(HeaderUnit::Seconds), Value::Duration(span)) => {
            span.as_secs().saturating_add(u64::from(span.subsec_nanos() > 0)).to_string()
        }
        (Some(HeaderUnit::Milliseconds), Value::Duration(span)) => span.as_nanos().div_ceil(1_000_000).to_string(),
        // An integer is in this unit already, and a time to wait isn't negative.
        (Some(HeaderUnit::Seconds | HeaderUnit::Milliseconds), Value::Integer(number)) => number.max(0).to_string(),
        (Some(HeaderUnit::HttpDate), Value::Timestamp(time)) => timestamp::http_date(time)?,
        (_, value) => value.to_string(),
    })
}

/// The names of the headers that the catalog sets in `profile` for the code at `index`, if all params
/// have a value.
#[cfg(feature = "utoipa6")]
pub(crate) fn names(
    (tables, index): (&'static Tables, usize),
    of_profile: &'static [tables::Header],
) -> impl Iterator<Item = &'static str> {
    let has = move |name: &str| {
        let mut params = tables.params.get(index).iter().filter(|param| !param.sensitive);
        !tables.redact.get(index) && params.any(|param| param.name == name)
    };
    let is_filled = move |header: &&tables::Header| {
        tokens(header.value).all(|token| match token {
            Token::Text(_) => true,
            Token::Param(name) => has(name),
        })
    };
    let of_code = tables.filled_headers.get(index).copied().unwrap_or_default();
    let filled = of_code.iter().chain(of_profile).filter(is_filled).map(|header| header.name);
    let fixed = tables.headers.get(index).iter().map(|(name, _)| *name);
    fixed.chain(filled).chain(tables.retry_after.get(index).map(|_| RETRY_AFTER))
}

/// Headers of the catalog and the report. The report's headers replace the catalog's headers of the
/// same name, and of the catalog's, the first of a name is sent. The loader rejects names that may not
/// be set.
pub(crate) fn all(
    of_catalog: impl Iterator<Item = Header>,
    of_report: &[Header],
    retry_after: Option<u64>,
    default_retry_after: Option<u64>,
) -> Vec<Header> {
    let of_seconds = |seconds: u64| -> Header { (RETRY_AFTER.into(), seconds.to_string().into()) };
    let of_catalog = retry_after.map(of_seconds).into_iter().chain(of_catalog);
    // With room for `Vary` and another one.
    let mut headers: Vec<Header> = Vec::with_capacity(of_report.len() + 6);
    for (name, text) in of_catalog.chain(default_retry_after.map(of_seconds)) {
        let is_set = |headers: &[Header]| headers.iter().any(|(other, _)| other.eq_ignore_ascii_case(&name));
        if !is_set(&headers) && !is_set(of_report) {
            headers.push((name, value(text)));
        }
    }
    headers.extend_from_slice(of_report);
    headers
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

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
    fn the_nearest_header_of_a_name_is_sent() {
        let own = |(name, value): (&'static str, &'static str)| (name.into(), value.into());
        let sent = |of_catalog: &[(&'static str, &'static str)], retry_after| {
            let of_report = [own(("x-state", "idle"))];
            let headers = all(of_catalog.iter().copied().map(own), &of_report, retry_after, Some(60));
            headers.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>()
        };
        let of_catalog = [("X-State", "busy"), ("Other", "1"), ("other", "2"), ("retry-after", "9")];
        assert_eq!(sent(&of_catalog, Some(3)), ["Retry-After: 3", "Other: 1", "x-state: idle"]);
        assert_eq!(sent(&of_catalog, None), ["Other: 1", "retry-after: 9", "x-state: idle"]);
        assert_eq!(sent(&of_catalog[..1], None), ["Retry-After: 60", "x-state: idle"]);
    }

    #[test]
    fn fills_in_params_as_a_header_can_have_them() {
        let filled = |template: &str, unit, value| fill(template, unit, &[("x", value)]);
        let wait = Value::Duration(Duration::from_micros(1_500_001));
        let time = Value::Timestamp(SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777));
        for (template, unit, value, expected) in [
            ("{x}", Some(HeaderUnit::Seconds), wait, Some("2")),
            ("{x}", Some(HeaderUnit::Milliseconds), wait, Some("1501")),
            ("max-age={x}", None, wait, Some("max-age=2")),
            ("{x}", Some(HeaderUnit::HttpDate), time, Some("Sun, 06 Nov 1994 08:49:37 GMT")),
            ("{x}", None, time, Some("Sun, 06 Nov 1994 08:49:37 GMT")),
            ("{x}", None, wait, Some("2")),
            ("at {x}", None, time, Some("at 1994-11-06T08:49:37Z")),
            ("{x}", Some(HeaderUnit::Seconds), Value::Integer(-5), Some("0")),
            ("{x}", None, Value::Integer(-5), Some("-5")),
            ("{{{x}}}", None, Value::Boolean(true), Some("{true}")),
            ("Bearer realm=\"{x}\", x={x}", None, Value::String("a\\\""), Some("Bearer realm=\"a\\\\\\\"\", x=a\\\"")),
            ("a {x}", None, Value::String("b\r\nc: d"), Some("a b  c: d")),
            ("{y}", None, Value::Boolean(true), None),
        ] {
            assert_eq!(filled(template, unit, value).as_deref(), expected, "{template}");
        }
    }
}
