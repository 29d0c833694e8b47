//! The trait of generated error enums, and writing an error as a response body.

use std::error::Error;
use std::fmt;

use crate::code::{ErrorCode, ResponseProfile};
use crate::fields::Fields;
use crate::message::{Message, Shows};
use crate::occurrence::Occurrence;
use crate::param::Value;
use crate::public::Public;

/// A generated enum of errors, one variant for each code that can be raised.
///
/// ```
/// use errbook::{Occurrence, TypedError};
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/errors.rs"));
/// # fn main() {
/// let error = Error::TooLarge;
/// assert_eq!(error.code(), Code::TooLarge);
///
/// let mut body = String::new();
/// let status = error.write_body(Profile::Api, &Occurrence::default(), &mut body);
/// assert_eq!(status, Some(413));
/// assert!(body.contains(r#""code":"shop:too_large""#), "{body}");
/// # }
/// ```
pub trait TypedError: Error + Send + Sync + 'static {
    /// The enum of their codes.
    type Code: ErrorCode;

    /// The error's code.
    fn code(&self) -> Self::Code;

    /// The error's params, in the order of the code's params.
    fn fields(&self) -> Fields<'_>;

    /// The params by name. Sensitive ones are [`Value::Masked`].
    fn params(&self) -> Vec<(&'static str, Value<'_>)> {
        let (tables, index) = self.code().row();
        let params = tables.params.get(index);
        let fields = self.fields();
        params.iter().zip(fields.as_slice()).map(|(param, field)| (param.name, field.value())).collect()
    }

    /// Appends the response body for `profile` to `out`, and returns the status.
    ///
    /// Returns `None` and writes nothing if the profile does not send the code.
    fn write_body(
        &self,
        profile: <Self::Code as ErrorCode>::Profile,
        occurrence: &Occurrence<'_>,
        out: &mut String,
    ) -> Option<u16>
    where
        Self: Sized,
    {
        let public = public(self);
        let status = write_body(&public, profile, occurrence, out)?;
        #[cfg(feature = "observe")]
        crate::observe::sent(&public, profile.index(), status);
        Some(status)
    }
}

/// Appends the response body for `profile`, and returns the status. `None` if the profile does not
/// send the code.
pub(crate) fn write_body(
    public: &Public<'_>,
    profile: impl ResponseProfile,
    occurrence: &Occurrence<'_>,
    out: &mut String,
) -> Option<u16> {
    let response = public.response(profile.index())?;
    let pieces = public.own.profiles[profile.index()].for_status(response.status);
    public.write((profile.index(), response), pieces, occurrence, out);
    Some(response.status)
}

/// The parts of an error that clients may see.
pub(crate) fn public<E: TypedError>(error: &E) -> Public<'_> {
    let (tables, index) = error.code().row();
    Public { own: E::Code::tables(), tables, index, fields: error.fields(), error }
}

/// A generated enum of the errors that one operation raises.
///
/// A handler that returns a [`Report`](crate::Report) of this enum can raise only the codes that
/// the catalog lists for the operation.
pub trait OperationError: TypedError {
    /// Name of the operation in the catalog.
    const OPERATION: &'static str;

    /// The codes that the operation can raise, sorted.
    const CODES: &'static [Self::Code];
}

/// Displays an error of an enum that does not derive `thiserror::Error`.
#[doc(hidden)]
pub fn display<E: TypedError>(error: &E, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (tables, index) = error.code().row();
    let (template, params) = (tables.message[index], tables.params.get(index));
    fmt::Display::fmt(&Message { template, params, fields: error.fields(), shows: Shows::Insensitive }, f)
}

/// Formats an error like `derive(Debug)`, which compiles too slowly for thousands of variants.
#[doc(hidden)]
pub fn debug<E: TypedError>(error: &E, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (tables, index) = error.code().row();
    let name = tables.variant[index];
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

/// Whether two errors have the same code and equal params.
#[doc(hidden)]
pub fn equal<E: TypedError>(one: &E, other: &E) -> bool {
    let (fields, others) = (one.fields(), other.fields());
    let values = fields.as_slice().iter().map(|field| field.exposed());
    one.code() == other.code() && values.eq(others.as_slice().iter().map(|field| field.exposed()))
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
            Value::Masked => fmt::Display::fmt(&self.0, f),
        }
    }
}
