//! Reads `Accept` (RFC 9110, section 12.5.1). Malformed parts are ignored, since clients control
//! the header.

/// How much the client prefers `content_type`, in thousandths. 0 if it doesn't accept it. The most
/// specific matching range decides.
pub(super) fn quality(accept: &str, content_type: &str) -> u16 {
    let mut best: Option<(usize, u16)> = None;
    for range in split(accept, ',') {
        let mut parts = split(range, ';').map(str::trim);
        let mut quality = 1000;
        let Some(specificity) = parts.next().and_then(|range| specificity(range, content_type)) else {
            continue;
        };
        for (name, value) in parts.filter_map(|part| part.split_once('=')) {
            if name.trim().eq_ignore_ascii_case("q") {
                quality = thousandths(value.trim()).unwrap_or(0);
            }
        }
        if best.is_none_or(|(other, _)| specificity > other) {
            best = Some((specificity, quality));
        }
    }
    best.map_or(0, |(_, quality)| quality)
}

/// How specific a media range is: 3 for `a/b`, 2 for `a/*`, 1 for `*/*`. Ignores params of both:
/// `charset` has no meaning for JSON.
fn specificity(range: &str, content_type: &str) -> Option<usize> {
    let content_type = content_type.split(';').next().unwrap_or_default().trim();
    let (kind, sub) = range.split_once('/')?;
    let (own_kind, own_sub) = content_type.split_once('/')?;
    match (kind, sub) {
        ("*", "*") => Some(1),
        (kind, "*") if kind.eq_ignore_ascii_case(own_kind) => Some(2),
        (kind, sub) if kind.eq_ignore_ascii_case(own_kind) && sub.eq_ignore_ascii_case(own_sub) => Some(3),
        _ => None,
    }
}

/// A quality from 0 to 1 with at most three decimals.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let fraction: u16 = format!("{fraction:0<3}").parse().ok()?;
    match whole {
        "0" => Some(fraction),
        "1" => (fraction == 0).then_some(1000),
        _ => None,
    }
}

/// Splits at separators outside of quotes.
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    text.split(move |char| {
        if is_escaped {
            is_escaped = false;
            return false;
        }
        match char {
            '"' => is_quoted = !is_quoted,
            '\\' if is_quoted => is_escaped = true,
            _ => {}
        }
        char == separator && !is_quoted
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_most_specific_range_decides() {
        for (accept, expected) in [
            ("application/json", 1000),
            ("APPLICATION/JSON;charset=utf-8", 1000),
            ("*/*", 1000),
            ("application/*;q=0.5", 500),
            ("*/*;q=0.9, application/json;q=0.1", 100),
            ("application/json;q=0, */*", 0),
            ("text/html, application/xhtml+xml;q=0.9, */*;q=0.8", 800),
            ("text/html", 0),
            ("", 0),
        ] {
            assert_eq!(quality(accept, "application/json"), expected, "{accept}");
        }
    }

    #[test]
    fn ignores_malformed_parts() {
        for (accept, expected) in [
            (",,application/json,", 1000),
            ("nonsense, application/json", 1000),
            ("application/json;q=2", 0),
            ("application/json;q=0.1234", 0),
            ("application/json;q=", 0),
            ("application/json;q", 1000),
            ("text/plain;a=\"x, application/json\", */*;q=0.1", 100),
            ("text/plain;a=\"\\\", application/json", 0),
        ] {
            assert_eq!(quality(accept, "application/json; charset=utf-8"), expected, "{accept}");
        }
    }

    proptest! {
        #[test]
        fn any_header_gives_a_quality_in_range(accept in "[a-z*/;=,\"\\\\q0-9. ]{0,40}") {
            prop_assert!(quality(&accept, "application/json") <= 1000);
        }
    }
}
