//! The types of params, and how texts write their values where it isn't the default of the type:
//! [`Format`], its writers, and its readers.

use std::fmt;
use std::time::Duration;

use crate::named::named;

/// Type of a param.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParamType {
    /// A string.
    String,
    /// An integer.
    Integer,
    /// Decimal number, kept as text.
    Decimal,
    /// Absolute URL.
    Url,
    /// A boolean.
    Boolean,
    /// A point in time.
    Timestamp,
    /// A duration.
    Duration,
    /// A list of strings.
    List,
}

named!(ParamType, [
    "string" => String,
    "integer" => Integer,
    "decimal" => Decimal,
    "url" => Url,
    "boolean" => Boolean,
    "timestamp" => Timestamp,
    "duration" => Duration,
    "list" => List,
]);

/// How a message writes a param. Members of a response body don't depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// A duration as Go's `time.Duration` prints it, such as `1m30s` or `1.5s`.
    GoDuration,
    /// A number of bytes in the largest unit of 1024 that it reaches, rounded to one decimal place,
    /// such as `512 B`, `1.5 MiB`, or `2 GiB`. Only numbers below 1024 can be read back exactly.
    Bytes,
    /// A list joined by `, `, the default of lists. As a format, it tells clients that no item
    /// contains `, `, so they can split the text.
    Joined,
    /// A timestamp as in RFC 3339, the default of timestamps.
    Rfc3339,
}

named!(Format, [
    "go_duration" => GoDuration,
    "bytes" => Bytes,
    "joined" => Joined,
    "rfc3339" => Rfc3339,
]);

impl Format {
    /// The format with this word.
    pub fn find(word: &str) -> Option<Format> {
        Self::NAMED.iter().find(|(of, _)| *of == word).map(|(_, format)| *format)
    }

    /// The type of param that it formats.
    pub const fn ty(self) -> ParamType {
        match self {
            Format::GoDuration => ParamType::Duration,
            Format::Bytes => ParamType::Integer,
            Format::Joined => ParamType::List,
            Format::Rfc3339 => ParamType::Timestamp,
        }
    }

    /// Whether it writes the same text as its type does by default.
    pub const fn is_default(self) -> bool {
        matches!(self, Format::Joined | Format::Rfc3339)
    }
}

const UNITS: [&str; 7] = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

/// Displays a number like [`Format::Bytes`].
pub(crate) struct Bytes(pub(crate) i64);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.0;
        let (sign, size) = (if number < 0 { "-" } else { "" }, u128::from(number.unsigned_abs()));
        if size < 1024 {
            return write!(f, "{number} B");
        }
        let tenths = |unit: u32| ((size * 10) + (1 << (10 * unit - 1))) >> (10 * unit);
        // Rounded up, 1024 KiB is 1 MiB.
        let unit = (1..6).find(|unit| tenths(*unit) < 10_240).unwrap_or(6);
        let (whole, tenth) = (tenths(unit) / 10, tenths(unit) % 10);
        let name = UNITS[unit as usize];
        if tenth == 0 { write!(f, "{sign}{whole} {name}") } else { write!(f, "{sign}{whole}.{tenth} {name}") }
    }
}

/// Reads what [`Format::Bytes`] writes. The result is rounded like the text.
#[cfg(any(feature = "client", feature = "tonic014"))]
fn parse_bytes(text: &str) -> Option<i64> {
    let (number, unit) = text.split_once(' ')?;
    let unit = UNITS.iter().position(|name| *name == unit)?;
    let (sign, number) = number.strip_prefix('-').map_or((1, number), |number| (-1, number));
    let (whole, tenth) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()) && (1..=4).contains(&text.len());
    if !digits(whole) || !digits(tenth) || tenth.len() > 1 || (unit == 0 && number.contains('.')) {
        return None;
    }
    let tenths = whole.parse::<i128>().ok()? * 10 + tenth.parse::<i128>().ok()?;
    let size = ((tenths << (10 * unit)) + 5) / 10 * sign;
    Some(i64::try_from(size).unwrap_or(if sign < 0 { i64::MIN } else { i64::MAX }))
}

/// Displays a duration like `Duration.String` of Go's package `time`.
pub(crate) struct GoDuration(pub(crate) Duration);

impl fmt::Display for GoDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let span = self.0;
        let nanos = span.as_nanos();
        match nanos {
            0 => f.write_str("0s"),
            1..1_000 => write!(f, "{nanos}ns"),
            1_000..1_000_000 => write!(f, "{}µs", Decimal(nanos, 3)),
            1_000_000..1_000_000_000 => write!(f, "{}ms", Decimal(nanos, 6)),
            _ => {
                let (minutes, rest) = (span.as_secs() / 60, nanos % 60_000_000_000);
                match (minutes / 60, minutes % 60) {
                    (0, 0) => {}
                    (0, minutes) => write!(f, "{minutes}m")?,
                    (hours, minutes) => write!(f, "{hours}h{minutes}m")?,
                }
                write!(f, "{}s", Decimal(rest, 9))
            }
        }
    }
}

/// A number of units of 10 to the power of minus the second field, without trailing zeros.
struct Decimal(u128, u32);

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = 10_u128.pow(self.1);
        write!(f, "{}", self.0 / unit)?;
        let (mut fraction, mut width) = (self.0 % unit, self.1 as usize);
        if fraction == 0 {
            return Ok(());
        }
        while fraction % 10 == 0 {
            fraction /= 10;
            width -= 1;
        }
        write!(f, ".{fraction:0width$}")
    }
}

/// Reads what [`Format::GoDuration`] writes, and any other duration that isn't negative and that
/// Go's `time.ParseDuration` reads. Digits after nanoseconds are dropped.
#[cfg(any(feature = "client", feature = "tonic014"))]
fn parse_go_duration(text: &str) -> Option<Duration> {
    if text == "0" {
        return Some(Duration::ZERO);
    }
    let (mut rest, mut nanos) = (text, 0_u128);
    while !rest.is_empty() {
        let number = &rest[..rest.find(|char: char| !char.is_ascii_digit() && char != '.')?];
        rest = &rest[number.len()..];
        let unit = &rest[..rest.find(|char: char| char.is_ascii_digit() || char == '.').unwrap_or(rest.len())];
        rest = &rest[unit.len()..];
        let unit: u128 = match unit {
            "h" => 3_600_000_000_000,
            "m" => 60_000_000_000,
            "s" => 1_000_000_000,
            "ms" => 1_000_000,
            "us" | "µs" | "μs" => 1_000,
            "ns" => 1,
            _ => return None,
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') {
            return None;
        }
        let whole: u128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        let fraction = &fraction[..fraction.len().min(18)];
        let part = if fraction.is_empty() { 0 } else { fraction.parse::<u128>().ok()? };
        let of_fraction = part * unit / 10_u128.pow(fraction.len() as u32);
        nanos = whole.checked_mul(unit)?.checked_add(of_fraction)?.checked_add(nanos)?;
    }
    let seconds = u64::try_from(nanos / 1_000_000_000).ok()?;
    (!text.is_empty()).then(|| Duration::new(seconds, (nanos % 1_000_000_000) as u32))
}

/// Reads a duration from a text: formatted, or in whole seconds. Older services send them without
/// the unit.
#[cfg(any(feature = "client", feature = "tonic014"))]
pub(crate) fn parse_duration(text: &str, format: Option<Format>) -> Option<Duration> {
    match format {
        Some(Format::GoDuration) => parse_go_duration(text),
        _ => {
            let digits = text.strip_suffix('s').unwrap_or(text);
            // `parse` also accepts a plus sign.
            let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse().ok().filter(|_| is_number).map(Duration::from_secs)
        }
    }
}

/// Reads an integer from a text.
#[cfg(any(feature = "client", feature = "tonic014"))]
pub(crate) fn parse_integer(text: &str, format: Option<Format>) -> Option<i64> {
    match format {
        Some(Format::Bytes) => parse_bytes(text),
        _ => text.parse().ok(),
    }
}

/// The characters that a value in a message starts with, and those that can follow. Both are empty
/// if it can be any text. Clients use them to find values in a message.
pub fn characters(ty: ParamType, format: Option<Format>) -> (&'static str, &'static str) {
    const DIGITS: &str = "0123456789";
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const OF_URLS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%";
    match (ty, format) {
        (ParamType::String | ParamType::List, _) => ("", ""),
        (ParamType::Integer, Some(Format::Bytes)) => ("-0123456789", ".0123456789 BEGKMPTi"),
        (ParamType::Integer, _) => ("-0123456789", DIGITS),
        (ParamType::Decimal, _) => ("-0123456789", ".0123456789"),
        (ParamType::Boolean, _) => ("ft", "aelrsu"),
        (ParamType::Timestamp, _) => ("+-0123456789", "-.0123456789:TZ"),
        (ParamType::Duration, Some(Format::GoDuration)) => (DIGITS, ".0123456789hmnsuµ"),
        (ParamType::Duration, _) => (DIGITS, "0123456789s"),
        (ParamType::Url, _) => (LETTERS, OF_URLS),
    }
}

#[cfg(all(test, any(feature = "client", feature = "tonic014")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_whole_seconds_with_and_without_their_unit() {
        for (text, seconds) in
            [("30s", Some(30)), ("30", Some(30)), ("0s", Some(0)), ("18446744073709551615s", Some(u64::MAX))]
        {
            assert_eq!(parse_duration(text, None), seconds.map(Duration::from_secs), "{text}");
        }
        for text in ["", "s", "30ss", "30 s", "1.5s", "+3s", "-3s", "30ms", "18446744073709551616s"] {
            assert_eq!(parse_duration(text, None), None, "{text:?}");
        }
    }

    fn go(span: Duration) -> String {
        GoDuration(span).to_string()
    }

    fn iec(number: i64) -> String {
        Bytes(number).to_string()
    }

    /// From the tests of Go's package `time`.
    #[test]
    fn writes_durations_like_go() {
        for (nanos, text) in [
            (0, "0s"),
            (1, "1ns"),
            (1_100, "1.1µs"),
            (2_200_000, "2.2ms"),
            (3_300_000_000, "3.3s"),
            (90_000_000_000, "1m30s"),
            (4 * 60_000_000_000 + 5_001_000_000, "4m5.001s"),
            (5 * 3_600_000_000_000 + 6 * 60_000_000_000 + 7_001_000_000, "5h6m7.001s"),
            (8 * 60_000_000_000 + 1, "8m0.000000001s"),
            (i64::MAX as u64, "2562047h47m16.854775807s"),
        ] {
            assert_eq!(go(Duration::from_nanos(nanos)), text);
            assert_eq!(parse_go_duration(text), Some(Duration::from_nanos(nanos)), "{text}");
        }
        assert_eq!(go(Duration::from_secs(3600)), "1h0m0s");
        assert_eq!(parse_go_duration("1.5h.5s"), Some(Duration::from_millis(5_400_500)));
        for text in ["", "1", "s", ".s", "1.2.3s", "-1s", "1 s", "1x", "1s ", "99999999999999999999999999999999h"] {
            assert_eq!(parse_go_duration(text), None, "{text:?}");
        }
        assert_eq!(parse_go_duration(&go(Duration::MAX)), Some(Duration::MAX));
    }

    #[test]
    fn writes_bytes_in_units_of_1024() {
        for (number, text) in [
            (0, "0 B"),
            (1023, "1023 B"),
            (-512, "-512 B"),
            (1024, "1 KiB"),
            (1126, "1.1 KiB"),
            (1_572_864, "1.5 MiB"),
            (-1_572_864, "-1.5 MiB"),
            (1024 * 1024 - 1, "1 MiB"),
            (5 << 40, "5 TiB"),
            (i64::MAX, "8 EiB"),
            (i64::MIN, "-8 EiB"),
        ] {
            assert_eq!(iec(number), text);
        }
        assert_eq!(parse_bytes("1.5 MiB"), Some(1_572_864));
        assert_eq!(parse_bytes("8 EiB"), Some(i64::MAX));
        for text in ["", "1", "1 kB", "1.5 B", "1. KiB", ".5 KiB", "1.55 KiB", "12345 KiB", "- KiB", "+1 B", "1  B"] {
            assert_eq!(parse_bytes(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn reads_the_durations_it_writes(seconds in any::<u64>(), nanos in prop_oneof![Just(0_u32), 0..1_000_000_000_u32], small in any::<bool>()) {
            let span = Duration::new(if small { seconds % 100_000 } else { seconds }, nanos);
            prop_assert_eq!(parse_go_duration(&go(span)), Some(span));
        }

        /// A twentieth of a unit is the most that a number can be off.
        #[test]
        fn reads_the_bytes_it_writes_as_precisely_as_they_are_written(number in any::<i64>(), shift in 0..63_u32) {
            let number = number >> shift;
            let text = iec(number);
            let read = parse_bytes(&text).expect("read");
            prop_assert_eq!(iec(read), text);
            let off = (i128::from(read) - i128::from(number)).unsigned_abs();
            prop_assert!(off * 20 <= u128::from(number.unsigned_abs()) + 20, "{} {}", number, read);
            prop_assert!(off == 0 || number.unsigned_abs() >= 1024);
        }

        #[test]
        fn never_panics(text in "[-0-9.hmsnµBKi ]{0,20}|\\PC*") {
            let _ = (parse_go_duration(&text), parse_bytes(&text));
        }
    }
}
