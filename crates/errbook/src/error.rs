//! Errors as types: the trait of generated enums, and the way from an error to a response body.

use std::error::Error;
use std::fmt;

use crate::code::{ErrorCode, Profile};
use crate::envelope::FieldError;
use crate::fields::Fields;
use crate::message::Message;
use crate::param::Value;
use crate::public::Public;

/// A generated enum of errors, one variant for each code that can be raised.
pub trait TypedError: Error + Send + Sync + 'static {
    /// The enum of their codes.
    type Code: ErrorCode;

    /// The error's code.
    fn code(&self) -> Self::Code;

    /// The error's params, in the order of the code's.
    fn fields(&self) -> Fields<'_>;

    /// The params by name.
    fn params(&self) -> Vec<(&'static str, Value<'_>)> {
        let params = <Self::Code as ErrorCode>::tables().params.get(self.code().index());
        let fields = self.fields();
        params.iter().zip(fields.as_slice()).map(|(param, field)| (param.name, field.value())).collect()
    }

    /// Appends the body that `profile` answers to `out`, and returns the status.
    ///
    /// `None`, and nothing is written, where the catalog says that this profile does not send the code.
    fn write_body(
        &self,
        profile: <Self::Code as ErrorCode>::Profile,
        occurrence: &Occurrence<'_>,
        out: &mut String,
    ) -> Option<u16>
    where
        Self: Sized,
    {
        let public = Public::new(self);
        let response = public.response(profile.index())?;
        let pieces = public.tables.profiles[profile.index()].for_status(response.status);
        public.write(response, pieces, occurrence, out);
        Some(response.status)
    }
}

/// A generated enum of the errors that one operation raises.
///
/// A handler that returns a [`Report`](crate::Report) of it cannot raise a code that the catalog does not list for the operation.
pub trait OperationError: TypedError {
    /// Name of the operation in the catalog.
    const OPERATION: &'static str;

    /// The codes that it raises, sorted.
    const CODES: &'static [Self::Code];
}

/// Displays an error of an enum that does not derive `thiserror::Error`.
#[doc(hidden)]
pub fn display<E: TypedError>(error: &E, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (tables, index) = (E::Code::tables(), error.code().index());
    let (template, params) = (tables.message[index], tables.params.get(index));
    fmt::Display::fmt(&Message { template, params, fields: error.fields(), redact: false }, f)
}

/// Shows an error as `derive(Debug)` would, which costs too much to compile for thousands of variants.
#[doc(hidden)]
pub fn debug<E: TypedError>(error: &E, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let name = E::Code::tables().variant[error.code().index()];
    let params = error.params();
    if params.is_empty() {
        return f.write_str(name);
    }
    let mut variant = f.debug_struct(name);
    for (name, value) in &params {
        variant.field(name, &Plain(*value));
    }
    variant.finish()
}

/// Whether two errors are of one code and have equal params.
#[doc(hidden)]
pub fn equal<E: TypedError>(one: &E, other: &E) -> bool {
    one.code() == other.code() && one.params() == other.params()
}

struct Plain<'a>(Value<'a>);

impl fmt::Debug for Plain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::String(text) | Value::Decimal(text) | Value::Url(text) => fmt::Debug::fmt(text, f),
            Value::Integer(number) => fmt::Debug::fmt(&number, f),
            Value::Boolean(value) => fmt::Debug::fmt(&value, f),
            Value::Timestamp(_) => f.write_fmt(format_args!("{}", self.0)),
            Value::Duration(span) => fmt::Debug::fmt(&span, f),
            Value::List(items) => fmt::Debug::fmt(items, f),
        }
    }
}

/// What is known only when an error occurs, beside its code and params.
///
/// ```
/// use errbook::Occurrence;
/// let occurrence = Occurrence::default().request_id("req_2c9a0jf23l4k567");
/// assert_eq!(occurrence.request_id, Some("req_2c9a0jf23l4k567"));
/// ```
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct Occurrence<'a> {
    /// Id of the request.
    pub request_id: Option<&'a str>,
    /// URI of this occurrence (RFC 9457, section 3.1.5).
    pub instance: Option<&'a str>,
    /// What is wrong at which place of the request.
    pub errors: &'a [FieldError<'a>],
    /// Seconds after which to try again; default: what the catalog says.
    pub retry_after: Option<u64>,
}

impl<'a> Occurrence<'a> {
    /// Sets the id of the request.
    #[must_use]
    pub fn request_id(self, request_id: &'a str) -> Occurrence<'a> {
        Occurrence { request_id: Some(request_id), ..self }
    }

    /// Sets the URI of this occurrence.
    #[must_use]
    pub fn instance(self, instance: &'a str) -> Occurrence<'a> {
        Occurrence { instance: Some(instance), ..self }
    }

    /// Sets what is wrong at which place of the request.
    #[must_use]
    pub fn errors(self, errors: &'a [FieldError<'a>]) -> Occurrence<'a> {
        Occurrence { errors, ..self }
    }

    /// Sets the seconds after which to try again.
    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Occurrence<'a> {
        Occurrence { retry_after: Some(seconds), ..self }
    }
}
