//! Validated strings for params: [`Decimal`] and [`Url`].

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

/// A string that isn't valid for the type of a param.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidText {
    text: Box<str>,
    expected: &'static str,
}

impl fmt::Display for InvalidText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not {}", self.text.escape_debug(), self.expected)
    }
}

impl Error for InvalidText {}

macro_rules! checked_text {
    ($(#[$doc:meta])* $name:ident, $expected:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $name(Cow<'static, str>);

        impl $name {
            /// Validates `text`.
            ///
            /// # Errors
            /// [`InvalidText`] if it isn't valid for this type.
            pub fn new(text: impl Into<Cow<'static, str>>) -> Result<Self, InvalidText> {
                let text = text.into();
                if Self::is_valid(&text) {
                    Ok(Self(text))
                } else {
                    Err(InvalidText { text: text.into(), expected: $expected })
                }
            }

            /// The string.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidText;
            fn from_str(text: &str) -> Result<Self, InvalidText> {
                Self::new(text.to_owned())
            }
        }
    };
}

checked_text! {
    /// A decimal number, stored as a string so no digit is lost, such as `12` or `-0.50`.
    ///
    /// ```
    /// assert_eq!(errbook::Decimal::new("12.50")?.as_str(), "12.50");
    /// assert!(errbook::Decimal::new("1,5").is_err());
    /// # Ok::<(), errbook::InvalidText>(())
    /// ```
    Decimal, "a decimal number such as `12.50`"
}

checked_text! {
    /// An absolute URL, with only the characters that RFC 3986 allows, such as
    /// `https://example.com/a%20b`.
    ///
    /// ```
    /// assert_eq!(errbook::Url::new("https://example.com")?.as_str(), "https://example.com");
    /// assert!(errbook::Url::new("/docs").is_err());
    /// # Ok::<(), errbook::InvalidText>(())
    /// ```
    Url, "an absolute URL such as `https://example.com/docs`"
}

impl Decimal {
    /// Whether `text` is a decimal number: digits without redundant leading zeros, with an optional
    /// sign and an optional fraction.
    pub fn is_valid(text: &str) -> bool {
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = number.split_once('.').map_or((number, None), |(whole, part)| (whole, Some(part)));
        digits(whole) && (whole == "0" || !whole.starts_with('0')) && fraction.is_none_or(digits)
    }
}

impl From<i64> for Decimal {
    fn from(number: i64) -> Decimal {
        Decimal(number.to_string().into())
    }
}

impl Url {
    /// Whether `text` is an absolute URL. `http` and `https` URLs also need a host.
    pub fn is_valid(text: &str) -> bool {
        let Some((scheme, rest)) = text.split_once(':') else {
            return false;
        };
        let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
        is_scheme(scheme) && !rest.is_empty() && characters_are_allowed(rest) && (!is_web || has_host(rest))
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// RFC 3986, section 2: reserved, unreserved, and percent-encoded characters.
fn characters_are_allowed(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().all(|(at, byte)| match byte {
        b'%' => bytes.get(at + 1..at + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)),
        byte => byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=".contains(byte),
    })
}

fn has_host(rest: &str) -> bool {
    let Some(rest) = rest.strip_prefix("//") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    !host.is_empty() && !host.starts_with(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals() {
        for text in ["0", "-0", "12", "-12.50", "0.001", "99999999999999999999.9"] {
            assert!(Decimal::is_valid(text), "{text}");
        }
        for text in ["", "-", "+1", "1.", ".5", "1e3", "01", "1_000", "1,5", " 1", "٣", "1.2.3"] {
            assert!(!Decimal::is_valid(text), "{text}");
        }
    }

    #[test]
    fn urls() {
        for text in ["https://example.com", "http://[::1]:80/a?b#c", "mailto:a@b", "urn:x", "https://u@h/%20"] {
            assert!(Url::is_valid(text), "{text}");
        }
        for text in ["", "/docs", "example.com", "https:", "https://", "https://:80", "https://a b", "https://é.com"] {
            assert!(!Url::is_valid(text), "{text}");
        }
        for text in ["1a:b", "https://a/%2", "https://a/%zz", "https://a/\"", "https://u@/", "https:///a", "x:"] {
            assert!(!Url::is_valid(text), "{text}");
        }
    }

    #[test]
    fn the_error_names_the_expected_form() {
        let error = Decimal::new("1\n").unwrap_err();
        assert_eq!(error.to_string(), "`1\\n` is not a decimal number such as `12.50`");
    }
}
