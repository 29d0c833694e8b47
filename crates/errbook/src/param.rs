//! Values of params, as written to messages and response bodies.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::time::{Duration, SystemTime};

use crate::checked::{Decimal, Url};
use crate::json;
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
    /// A point in time. Written as RFC 3339, in UTC.
    Timestamp(SystemTime),
    /// A duration. Written in whole seconds.
    Duration(Duration),
    /// A list of strings. In messages, they are joined by `, `.
    List(&'a [Cow<'static, str>]),
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

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::String(text) | Value::Decimal(text) | Value::Url(text) => f.write_str(text),
            Value::Integer(number) => write!(f, "{number}"),
            Value::Boolean(value) => write!(f, "{value}"),
            Value::Timestamp(time) => write!(f, "{}", Timestamp(*time)),
            Value::Duration(span) => write!(f, "{}", span.as_secs()),
            Value::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        f.write_str(", ")?;
                    }
                    f.write_str(item)?;
                }
                Ok(())
            }
        }
    }
}

impl Value<'_> {
    /// Appends the value as JSON.
    pub(crate) fn write_json(&self, out: &mut String) {
        match self {
            Value::Integer(_) | Value::Boolean(_) | Value::Duration(_) => {
                let _ = write!(out, "{self}");
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
            Value::Timestamp(_) => json::display(self, out),
        }
    }
}
