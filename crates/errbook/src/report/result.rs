//! Extension traits of `Result` and `Option`: add a code to an error without one, and context to a
//! report.

use std::borrow::Cow;
use std::error::Error;

use super::{FieldErrors, Report};
use crate::error::TypedError;

/// Adds a code to an error of another library, or to a missing value.
///
/// ```
/// use errbook::{OrCode, Report};
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/errors.rs"));
/// # fn main() {
///
/// fn first(words: &[&str]) -> Result<u32, Report<Error>> {
///     let word = words.first().code(Error::NotANumber)?;
///     word.parse().code(Error::NotANumber)
/// }
///
/// assert_eq!(first(&["12"]).unwrap(), 12);
/// first(&[]).unwrap_err().assert_code(Code::NotANumber);
/// # }
/// ```
pub trait OrCode<T>: Sized {
    /// The error without a code. `()` for a missing value.
    type Source;

    /// Reports `error`, with the original error as its cause.
    ///
    /// # Errors
    /// The report, if there is no value.
    #[track_caller]
    fn code<E: TypedError>(self, error: E) -> Result<T, Report<E>> {
        self.code_with(|_| error)
    }

    /// Reports the error that `error` makes from the original one, which becomes its cause. The
    /// function is called only if there is no value.
    ///
    /// ```
    /// use errbook::{OrCode, Report};
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/errors.rs"));
    /// # fn main() {
    ///
    /// fn port(text: &str) -> Result<u16, Report<Error>> {
    ///     text.parse().code_with(|error: &std::num::ParseIntError| match error.kind() {
    ///         std::num::IntErrorKind::PosOverflow => Error::TooLarge,
    ///         _ => Error::NotANumber,
    ///     })
    /// }
    ///
    /// port("70000").unwrap_err().assert_code(Code::TooLarge);
    /// port("x").unwrap_err().assert_code(Code::NotANumber);
    /// # }
    /// ```
    ///
    /// # Errors
    /// The report, if there is no value.
    fn code_with<E: TypedError>(self, error: impl FnOnce(&Self::Source) -> E) -> Result<T, Report<E>>;
}

impl<T, S: Into<Box<dyn Error + Send + Sync>>> OrCode<T> for Result<T, S> {
    type Source = S;

    #[track_caller]
    fn code_with<E: TypedError>(self, error: impl FnOnce(&S) -> E) -> Result<T, Report<E>> {
        match self {
            Ok(value) => Ok(value),
            Err(source) => Err(Report::new(error(&source)).caused_by(source)),
        }
    }
}

impl<T> OrCode<T> for Option<T> {
    type Source = ();

    #[track_caller]
    fn code_with<E: TypedError>(self, error: impl FnOnce(&()) -> E) -> Result<T, Report<E>> {
        match self {
            Some(value) => Ok(value),
            None => Err(Report::new(error(&()))),
        }
    }
}

/// `?` after `code` ends the validation if there are problems, which the report then has.
impl OrCode<()> for FieldErrors {
    type Source = FieldErrors;

    #[track_caller]
    fn code_with<E: TypedError>(self, error: impl FnOnce(&FieldErrors) -> E) -> Result<(), Report<E>> {
        if self.is_empty() {
            return Ok(());
        }
        let report = Report::new(error(&self));
        Err(self.into_iter().fold(report, Report::with_field_error))
    }
}

/// Adds context to the report in a `Result`, or changes its type.
///
/// ```
/// use errbook::{Report, ReportResult};
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/errors.rs"));
/// # fn main() {
///
/// fn read() -> Result<(), Report<Error>> {
///     Err(Error::TooLarge)?
/// }
///
/// let report = read().context("reading the amount").unwrap_err();
/// assert_eq!(report.contexts().collect::<Vec<_>>(), ["reading the amount"]);
/// # }
/// ```
pub trait ReportResult<T, E>: Sized {
    /// Adds context: see [`Report::context`].
    ///
    /// # Errors
    /// The report with the context.
    fn context(self, text: impl Into<Cow<'static, str>>) -> Result<T, Report<E>>;

    /// Adds context, computed only if there is an error.
    ///
    /// # Errors
    /// The report with the context.
    fn with_context<C: Into<Cow<'static, str>>>(self, text: impl FnOnce() -> C) -> Result<T, Report<E>>;

    /// Widens the report to all errors: see [`Report::widen`].
    ///
    /// # Errors
    /// The same report, of the wider type.
    fn widen<F: TypedError + From<E>>(self) -> Result<T, Report<F>>;
}

impl<T, E: TypedError> ReportResult<T, E> for Result<T, Report<E>> {
    #[track_caller]
    fn context(self, text: impl Into<Cow<'static, str>>) -> Result<T, Report<E>> {
        match self {
            Ok(value) => Ok(value),
            Err(report) => Err(report.context(text)),
        }
    }

    #[track_caller]
    fn with_context<C: Into<Cow<'static, str>>>(self, text: impl FnOnce() -> C) -> Result<T, Report<E>> {
        match self {
            Ok(value) => Ok(value),
            Err(report) => Err(report.context(text())),
        }
    }

    fn widen<F: TypedError + From<E>>(self) -> Result<T, Report<F>> {
        self.map_err(Report::widen)
    }
}
