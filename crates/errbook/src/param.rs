//! Values of params, as written to messages and response bodies.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::time::{Duration, SystemTime};

use crate::checked::{Decimal, Url};
#[cfg(any(feature = "client", feature = "tonic014"))]
use crate::format::{self, ParamType};
use crate::format::{Bytes, Format, GoDuration};
use crate::json;
use crate::sensitive::MASKED;
#[cfg(any(feature = "client", feature = "tonic014"))]
use crate::timestamp;
use crate::timestamp::Timestamp;

/// A param's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// A string.
    String(&'a str),
    /// An integer.
    Integer(i64),
    /// A decimal number, stored as a string so no digit is lost. In JSON, it is a string.
    Decimal(&'a str),
    /// A URL.
    Url(&'a str),
    /// A boolean.
    Boolean(bool),
    /// A point in time. Written as RFC 3339, in UTC, with at most milliseconds.
    Timestamp(SystemTime),
    /// A duration. In messages, it is whole seconds with the unit, such as `30s`. In JSON, it is a
    /// number of whole seconds.
    Duration(Duration),
    /// A list of strings. In messages, they are joined by `, `.
    List(&'a [Cow<'static, str>]),
    /// The value of a sensitive param, written as `***`.
    Masked,
}

/// The value of a param that a client received.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of `Value`")]
pub enum OwnedValue {
    String(String),
    Integer(i64),
    Decimal(Decimal),
    Url(Url),
    Boolean(bool),
    Timestamp(SystemTime),
    Duration(Duration),
    List(Vec<Cow<'static, str>>),
}

impl OwnedValue {
    /// The value, borrowed.
    pub fn borrow(&self) -> Value<'_> {
        match self {
            OwnedValue::String(text) => Value::String(text),
            OwnedValue::Integer(number) => Value::Integer(*number),
            OwnedValue::Decimal(decimal) => Value::Decimal(decimal.as_str()),
            OwnedValue::Url(url) => Value::Url(url.as_str()),
            OwnedValue::Boolean(value) => Value::Boolean(*value),
            OwnedValue::Timestamp(time) => Value::Timestamp(*time),
            OwnedValue::Duration(span) => Value::Duration(*span),
            OwnedValue::List(items) => Value::List(items),
        }
    }
}

#[cfg(any(feature = "client", feature = "tonic014"))]
impl OwnedValue {
    /// Reads a value from a message. A duration can lack the unit `s`, which older services omit. Only [`Format::Joined`] tells that no item of a list contains
    /// `, `, so other lists can't be read.
    pub fn parse(ty: ParamType, format: Option<Format>, text: &str) -> Option<OwnedValue> {
        let owned = || text.to_owned();
        Some(match ty {
            ParamType::String => OwnedValue::String(owned()),
            ParamType::Integer => OwnedValue::Integer(format::parse_integer(text, format)?),
            ParamType::Decimal => OwnedValue::Decimal(Decimal::new(owned()).ok()?),
            ParamType::Url => OwnedValue::Url(Url::new(owned()).ok()?),
            ParamType::Boolean => OwnedValue::Boolean(text.parse().ok()?),
            ParamType::Timestamp => OwnedValue::Timestamp(timestamp::parse(text)?),
            ParamType::Duration => OwnedValue::Duration(format::parse_duration(text, format)?),
            ParamType::List if format != Some(Format::Joined) => return None,
            ParamType::List if text.is_empty() => OwnedValue::List(Vec::new()),
            ParamType::List => OwnedValue::List(text.split(", ").map(|item| Cow::Owned(item.to_owned())).collect()),
        })
    }
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::String(text) | Value::Decimal(text) | Value::Url(text) => f.write_str(text),
            Value::Integer(number) => write!(f, "{number}"),
            Value::Boolean(value) => write!(f, "{value}"),
            Value::Timestamp(time) => write!(f, "{}", Timestamp(*time)),
            Value::Duration(span) => write!(f, "{}s", span.as_secs()),
            Value::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        f.write_str(", ")?;
                    }
                    f.write_str(item)?;
                }
                Ok(())
            }
            Value::Masked => f.write_str(MASKED),
        }
    }
}

/// A value as messages write it, made by [`Value::formatted`].
#[derive(Debug, Clone, Copy)]
pub struct Formatted<'a> {
    value: Value<'a>,
    format: Option<Format>,
}

impl fmt::Display for Formatted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.format, self.value) {
            (Some(Format::GoDuration), Value::Duration(span)) => GoDuration(span).fmt(f),
            (Some(Format::Bytes), Value::Integer(number)) => Bytes(number).fmt(f),
            (_, value) => value.fmt(f),
        }
    }
}

impl<'a> Value<'a> {
    /// The value as a message with this format writes it.
    pub fn formatted(self, format: impl Into<Option<Format>>) -> Formatted<'a> {
        Formatted { value: self, format: format.into() }
    }
}

impl Value<'_> {
    /// Appends the value as JSON.
    pub(crate) fn write_json(&self, out: &mut String) {
        match self {
            Value::Integer(_) | Value::Boolean(_) => {
                let _ = write!(out, "{self}");
            }
            Value::Duration(span) => {
                let _ = write!(out, "{}", span.as_secs());
            }
            Value::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    json::string(item, out);
                }
                out.push(']');
            }
            Value::String(text) | Value::Decimal(text) | Value::Url(text) => json::string(text, out),
            Value::Timestamp(_) | Value::Masked => json::display(self, out),
        }
    }
}
