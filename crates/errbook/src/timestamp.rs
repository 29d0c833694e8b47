//! Timestamps in the format of RFC 3339, without a calendar crate: [`Timestamp`] displays a
//! [`SystemTime`], and [`parse`] reads one.
//!
//! The date arithmetic counts days in eras of 400 years that start in March, so a leap day is the
//! last day of its year.

use std::fmt;
use std::time::{Duration, SystemTime};

const SECONDS_PER_DAY: i64 = 86_400;
const DAYS_PER_ERA: i64 = 146_097;
/// Days from 0000-03-01 to 1970-01-01.
const EPOCH: i64 = 719_468;

/// Displays a point in time in UTC: `2026-01-31T09:30:00Z`, with a fraction of up to three digits if
/// it has one. It is truncated to milliseconds, which all languages can read.
///
/// Years have four digits in RFC 3339. Years outside 0 to 9999 are written with a sign and at least
/// six digits, as in ISO 8601.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timestamp(pub SystemTime);

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, nanos) = since_epoch(self.0);
        let (year, month, day) = civil(seconds.div_euclid(SECONDS_PER_DAY));
        let second = seconds.rem_euclid(SECONDS_PER_DAY);
        if (0..=9999).contains(&year) {
            write!(f, "{year:04}")?
        } else {
            write!(f, "{year:+07}")?
        }
        write!(f, "-{month:02}-{day:02}T{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)?;
        let millis = nanos / 1_000_000;
        if millis > 0 {
            let (mut fraction, mut width) = (millis, 3);
            while fraction % 10 == 0 {
                fraction /= 10;
                width -= 1;
            }
            write!(f, ".{fraction:0width$}")?;
        }
        f.write_str("Z")
    }
}

/// A point in time as an HTTP date, in whole seconds: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110,
/// section 5.6.7). `None` if its year doesn't have four digits.
pub(crate) fn http_date(time: SystemTime) -> Option<String> {
    const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (seconds, _) = since_epoch(time);
    let days = seconds.div_euclid(SECONDS_PER_DAY);
    let (year, month, day) = civil(days);
    let position = |number: i64| usize::try_from(number).ok();
    // The first day of 1970 was a Thursday.
    let name = DAYS.get(position((days + 4).rem_euclid(7))?)?;
    let month = MONTHS.get(position(month - 1)?)?;
    let second = seconds.rem_euclid(SECONDS_PER_DAY);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let date = format!("{name}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT");
    (0..=9999).contains(&year).then_some(date)
}

/// Parses an RFC 3339 timestamp, such as `2026-01-31T09:30:00Z` or `2026-01-31T10:30:00.25+01:00`.
///
/// Returns `None` for anything else, and for leap seconds (`:60`), which a [`SystemTime`] can't
/// represent. Fractions are truncated to nine digits.
///
/// ```
/// use errbook::timestamp::{Timestamp, parse};
///
/// let time = parse("2026-01-31T10:30:00+01:00").expect("a timestamp");
/// assert_eq!(Timestamp(time).to_string(), "2026-01-31T09:30:00Z");
/// assert_eq!(parse("31 January"), None);
/// ```
pub fn parse(text: &str) -> Option<SystemTime> {
    let bytes = text.as_bytes();
    let (date, rest) = bytes.split_at_checked(10)?;
    let (time, rest) = rest.split_at_checked(9)?;
    let [date_dash, month_dash, separator, colon, second_colon] = [date[4], date[7], time[0], time[3], time[6]];
    if [date_dash, month_dash, colon, second_colon] != *b"--::" || !separator.eq_ignore_ascii_case(&b'T') {
        return None;
    }
    let (year, month, day) = (number(&date[..4])?, number(&date[5..7])?, number(&date[8..])?);
    let (hour, minute, second) = (number(&time[1..3])?, number(&time[4..6])?, number(&time[7..])?);
    if !(1..=12).contains(&month) || day < 1 || day > days_of(year, month) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let (nanos, rest) = fraction(rest)?;
    let seconds = days(year, month, day) * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second - offset(rest)?;
    let whole = Duration::from_secs(seconds.unsigned_abs());
    let base = match seconds {
        0.. => SystemTime::UNIX_EPOCH.checked_add(whole),
        _ => SystemTime::UNIX_EPOCH.checked_sub(whole),
    };
    base?.checked_add(Duration::from_nanos(nanos))
}

/// Seconds since 1970, rounded down, and the remaining nanoseconds.
fn since_epoch(time: SystemTime) -> (i64, u32) {
    let seconds = |span: Duration| i64::try_from(span.as_secs()).unwrap_or(i64::MAX);
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => (seconds(after), after.subsec_nanos()),
        Err(error) => {
            let before = error.duration();
            match before.subsec_nanos() {
                0 => (-seconds(before), 0),
                nanos => ((-seconds(before)).saturating_sub(1), 1_000_000_000 - nanos),
            }
        }
    }
}

/// Year, month, and day from the number of days since 1970.
fn civil(day: i64) -> (i64, i64, i64) {
    let day = day + EPOCH;
    let of_era = day.rem_euclid(DAYS_PER_ERA);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + day.div_euclid(DAYS_PER_ERA) * 400 + i64::from(month <= 2);
    (year, month, of_year - (153 * from_march + 2) / 5 + 1)
}

/// Days since 1970 of a valid date.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let year_of_era = year.rem_euclid(400);
    let from_march = if month > 2 { month - 3 } else { month + 9 };
    let of_year = (153 * from_march + 2) / 5 + day - 1;
    let of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year;
    year.div_euclid(400) * DAYS_PER_ERA + of_era - EPOCH
}

fn days_of(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0, |value, digit| digit.is_ascii_digit().then(|| value * 10 + i64::from(digit - b'0')))
}

/// Nanoseconds of an optional `.digits`, and the rest of the input.
fn fraction(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let Some((b'.', rest)) = bytes.split_first() else {
        return Some((0, bytes));
    };
    let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if length == 0 {
        return None;
    }
    let nanos = rest[..length].iter().chain([b'0'; 9].iter()).take(9);
    Some((nanos.fold(0, |value, digit| value * 10 + u64::from(digit - b'0')), &rest[length..]))
}

/// The offset of a time zone from UTC, in seconds.
fn offset(bytes: &[u8]) -> Option<i64> {
    match bytes {
        b"Z" | b"z" => Some(0),
        [sign @ (b'+' | b'-'), hour @ .., b':', ten, one] if hour.len() == 2 => {
            let (hour, minute) = (number(hour)?, number(&[*ten, *one])?);
            let seconds = hour * 3600 + minute * 60;
            (hour < 24 && minute < 60).then_some(if *sign == b'-' { -seconds } else { seconds })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(seconds: i64, nanos: u32) -> SystemTime {
        let span = Duration::from_secs(seconds.unsigned_abs());
        let base = if seconds < 0 {
            SystemTime::UNIX_EPOCH.checked_sub(span)
        } else {
            SystemTime::UNIX_EPOCH.checked_add(span)
        };
        base.and_then(|base| base.checked_add(Duration::from_nanos(nanos.into()))).expect("in the range of SystemTime")
    }

    #[test]
    fn writes_utc_with_as_many_digits_as_needed_up_to_milliseconds() {
        for (seconds, nanos, text) in [
            (0, 0, "1970-01-01T00:00:00Z"),
            (-1, 0, "1969-12-31T23:59:59Z"),
            (-1, 750_000_000, "1969-12-31T23:59:59.75Z"),
            (951_782_400, 1, "2000-02-29T00:00:00Z"),
            (951_782_400, 120_999_999, "2000-02-29T00:00:00.12Z"),
            (-1, 999_999_999, "1969-12-31T23:59:59.999Z"),
            (253_402_300_799, 0, "9999-12-31T23:59:59Z"),
            (253_402_300_800, 0, "+010000-01-01T00:00:00Z"),
            (-62_167_219_201, 0, "-000001-12-31T23:59:59Z"),
        ] {
            assert_eq!(Timestamp(at(seconds, nanos)).to_string(), text);
        }
    }

    #[test]
    fn far_away_times_do_not_panic() {
        for time in [at(i64::MAX, 999_999_999), at(-i64::MAX, 0), at(i64::MIN, 1)] {
            assert!(Timestamp(time).to_string().ends_with('Z'));
        }
    }

    #[test]
    fn reads_offsets_fractions_and_lower_case() {
        for (text, seconds, nanos) in [
            ("1970-01-01t00:00:00z", 0, 0),
            ("1970-01-01T01:00:00+01:00", 0, 0),
            ("1969-12-31T18:30:00.5-05:30", 0, 500_000_000),
            ("1969-12-31T23:59:59.1234567899Z", -1, 123_456_789),
        ] {
            assert_eq!(parse(text), Some(at(seconds, nanos)), "{text}");
        }
    }

    #[test]
    fn rejects_invalid_timestamps() {
        for text in [
            "",
            "2026-01-31",
            "2026-01-31T09:30:00",
            "2026-01-31 09:30:00Z",
            "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-01-00T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-12-31T23:59:60Z",
            "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00+0100",
            "2026-01-01T00:00:00+24:00",
            "2026-01-01T00:00:00ZZ",
            "+026-01-01T00:00:00Z",
            "2026-01-01T00:00:0é",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn agrees_with_jiff(seconds in -62_135_596_800_i64..=253_402_207_200, nanos in prop_oneof![Just(0_u32), 0..1_000_000_000_u32]) {
            let ours = Timestamp(at(seconds, nanos)).to_string();
            let millis = nanos / 1_000_000;
            let theirs = jiff::Timestamp::from_second(seconds).unwrap() + jiff::SignedDuration::from_millis(millis.into());
            prop_assert_eq!(&ours, &theirs.to_string());
            prop_assert_eq!(parse(&ours), Some(at(seconds, millis * 1_000_000)));
        }

        #[test]
        fn reads_what_jiff_reads(text in "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-][01][0-9]:[0-5][0-9])") {
            if let Ok(theirs) = text.parse::<jiff::Timestamp>() {
                prop_assert_eq!(parse(&text), Some(SystemTime::from(theirs)));
            }
        }

        #[test]
        fn never_panics(text in "\\PC*") {
            let _ = parse(&text);
        }
    }
}
