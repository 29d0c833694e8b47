//! Validates strings by the `format` of a schema, for OpenAPI 3.0.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::patterns::Patterns;

const DATE: &str = r"^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$";
/// RFC 3339, section 5.6. A leap second is valid at any hour, because of offsets.
const TIME: &str = r"^([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$";
const HOSTNAME: &str =
    r"^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$";
/// RFC 5321, section 4.1.2: a dotted or quoted local part before a domain or an address in
/// brackets.
const EMAIL: &str = r#"^(?=.{1,64}@)([A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*|"([ !#-\[\]-~]|\\[ -~])*")@(\[[0-9A-Za-z:.]+\]|[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)$"#;
/// RFC 3986, appendix A, with brackets only around an IP address.
const URI: &str = r"^[A-Za-z][A-Za-z0-9+.-]*:(//([A-Za-z0-9._~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*@?(\[[0-9A-Za-z:.]+\])?)?([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*(\?([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?(#([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?$";

/// Whether a string matches a format. Unknown formats match every string.
pub(super) fn is_valid(format: &str, text: &str, patterns: &Patterns) -> bool {
    match format {
        "date" => is_date(text, patterns),
        "date-time" => text
            .split_once(['T', 't'])
            .is_some_and(|(date, time)| is_date(date, patterns) && patterns.is_match(TIME, time)),
        "email" => patterns.is_match(EMAIL, text),
        "hostname" => patterns.is_match(HOSTNAME, text),
        "ipv4" => text.parse::<Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<Ipv6Addr>().is_ok(),
        "regex" => patterns.get(text).is_some(),
        "time" => patterns.is_match(TIME, text),
        "uri" => patterns.is_match(URI, text),
        _ => true,
    }
}

fn is_date(text: &str, patterns: &Patterns) -> bool {
    let number = |range: std::ops::Range<usize>| text.get(range).and_then(|digits| digits.parse::<u16>().ok());
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else { return false };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    day <= days && patterns.is_match(DATE, text)
}
