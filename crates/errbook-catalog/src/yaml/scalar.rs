//! Scalars: their style, and the type of plain ones in the core schema (YAML 1.2.2, section
//! 10.3.2).

use std::borrow::Cow;

/// A scalar with its style.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scalar<'s> {
    pub(crate) value: Cow<'s, str>,
    pub(crate) style: Style,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

/// All line breaks as line feeds. Elsewhere, a carriage return could start a line that only some
/// readers see, such as the end of a code block.
pub(super) fn with_line_feeds(value: Cow<'_, str>) -> Cow<'_, str> {
    if value.contains('\r') { value.replace("\r\n", "\n").replace('\r', "\n").into() } else { value }
}

impl From<granit_parser::ScalarStyle> for Style {
    fn from(style: granit_parser::ScalarStyle) -> Style {
        match style {
            granit_parser::ScalarStyle::SingleQuoted => Style::SingleQuoted,
            granit_parser::ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
            granit_parser::ScalarStyle::Literal => Style::Literal,
            granit_parser::ScalarStyle::Folded => Style::Folded,
            _ => Style::Plain,
        }
    }
}

/// The type of a scalar in the core schema.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Core {
    Null,
    Boolean(bool),
    /// An integer that fits into an `i64`.
    Integer(i64),
    /// Any other number.
    Number,
    String,
}

impl Scalar<'_> {
    /// The type. Only plain scalars can be anything but a string.
    pub(crate) fn core(&self) -> Core {
        if self.style == Style::Plain { self.unquoted() } else { Core::String }
    }

    /// The type that the value has without its quotes.
    pub(crate) fn unquoted(&self) -> Core {
        match &*self.value {
            "" | "~" | "null" | "Null" | "NULL" => Core::Null,
            "true" | "True" | "TRUE" => Core::Boolean(true),
            "false" | "False" | "FALSE" => Core::Boolean(false),
            other => number(other),
        }
    }
}

fn number(text: &str) -> Core {
    let Some(first) = text.bytes().next() else { return Core::String };
    if !(first.is_ascii_digit() || matches!(first, b'+' | b'-' | b'.')) {
        return Core::String;
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(digits, 8);
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().map_or(Core::Number, Core::Integer);
    }
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") || is_float(unsigned) {
        return Core::Number;
    }
    Core::String
}

fn radix(digits: &str, radix: u32) -> Core {
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return Core::String;
    }
    i64::from_str_radix(digits, radix).map_or(Core::Number, Core::Integer)
}

/// `( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
fn is_float(text: &str) -> bool {
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let mantissa_fits = match mantissa.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty()),
        None => !mantissa.is_empty() && digits(mantissa),
    };
    let exponent_fits = exponent.is_none_or(|exponent| {
        let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !unsigned.is_empty() && digits(unsigned)
    });
    mantissa_fits && exponent_fits
}
