//! The params of an error by reference, returned by the generated `Error::fields`. That function
//! has a `match` arm for each code with params, so this type keeps the arms small: references to
//! the fields, in an array of exactly their number.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use crate::checked::{Decimal, Url};
use crate::param::Value;
use crate::sensitive::Sensitive;

/// A reference to a param of an error.
#[derive(Debug, Clone, Copy)]
pub enum Field<'a> {
    /// A string.
    String(&'a Cow<'static, str>),
    /// An integer.
    Integer(&'a i64),
    /// A decimal number.
    Decimal(&'a Decimal),
    /// A URL.
    Url(&'a Url),
    /// A boolean.
    Boolean(&'a bool),
    /// A point in time.
    Timestamp(&'a SystemTime),
    /// A duration.
    Duration(&'a Duration),
    /// A list of strings.
    List(&'a Vec<Cow<'static, str>>),
    /// A sensitive param.
    Sensitive(SensitiveField<'a>),
}

/// A reference to a sensitive param of an error.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the names are those of `Field`")]
pub enum SensitiveField<'a> {
    String(&'a Sensitive<Cow<'static, str>>),
    Integer(&'a Sensitive<i64>),
    Decimal(&'a Sensitive<Decimal>),
    Url(&'a Sensitive<Url>),
    Boolean(&'a Sensitive<bool>),
    Timestamp(&'a Sensitive<SystemTime>),
    Duration(&'a Sensitive<Duration>),
    List(&'a Sensitive<Vec<Cow<'static, str>>>),
}

impl<'a> Field<'a> {
    /// The value, in the form that writers take. A sensitive param is [`Value::Masked`].
    pub fn value(self) -> Value<'a> {
        match self {
            Field::String(text) => Value::String(text),
            Field::Integer(number) => Value::Integer(*number),
            Field::Decimal(decimal) => Value::Decimal(decimal.as_str()),
            Field::Url(url) => Value::Url(url.as_str()),
            Field::Boolean(value) => Value::Boolean(*value),
            Field::Timestamp(time) => Value::Timestamp(*time),
            Field::Duration(span) => Value::Duration(*span),
            Field::List(items) => Value::List(items),
            Field::Sensitive(_) => Value::Masked,
        }
    }

    /// The value, even of a sensitive param.
    pub(crate) fn exposed(self) -> Value<'a> {
        match self {
            Field::Sensitive(field) => field.exposed().value(),
            field => field.value(),
        }
    }
}

impl<'a> SensitiveField<'a> {
    fn exposed(self) -> Field<'a> {
        match self {
            SensitiveField::String(text) => Field::String(text.expose()),
            SensitiveField::Integer(number) => Field::Integer(number.expose()),
            SensitiveField::Decimal(decimal) => Field::Decimal(decimal.expose()),
            SensitiveField::Url(url) => Field::Url(url.expose()),
            SensitiveField::Boolean(value) => Field::Boolean(value.expose()),
            SensitiveField::Timestamp(time) => Field::Timestamp(time.expose()),
            SensitiveField::Duration(span) => Field::Duration(span.expose()),
            SensitiveField::List(items) => Field::List(items.expose()),
        }
    }
}

/// The params of an error, in the order of its code's params.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Fields<'a> {
    None,
    One([Field<'a>; 1]),
    Two([Field<'a>; 2]),
    Three([Field<'a>; 3]),
    Four([Field<'a>; 4]),
    Many(Vec<Field<'a>>),
}

impl<'a> Fields<'a> {
    /// The params.
    pub fn as_slice(&self) -> &[Field<'a>] {
        match self {
            Fields::None => &[],
            Fields::One(fields) => fields,
            Fields::Two(fields) => fields,
            Fields::Three(fields) => fields,
            Fields::Four(fields) => fields,
            Fields::Many(fields) => fields,
        }
    }
}
