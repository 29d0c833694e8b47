//! Extension traits of `Result` and `Option`: add a code to an error without one, and context to a
//! report.

use std::borrow::Cow;
use std::error::Error;

use super::Report;
use crate::error::TypedError;

/// Adds a code to an error of another library, or to a missing value.
pub trait OrCode<T>: Sized {
    /// Reports `error`, with the original error as its cause.
    ///
    /// # Errors
    /// The report, if there is no value.
    fn code<E: TypedError>(self, error: E) -> Result<T, Report<E>>;
}

impl<T, S: Into<Box<dyn Error + Send + Sync>>> OrCode<T> for Result<T, S> {
    #[track_caller]
    fn code<E: TypedError>(self, error: E) -> Result<T, Report<E>> {
        match self {
            Ok(value) => Ok(value),
            Err(source) => Err(Report::new(error).caused_by(source)),
        }
    }
}

impl<T> OrCode<T> for Option<T> {
    #[track_caller]
    fn code<E: TypedError>(self, error: E) -> Result<T, Report<E>> {
        match self {
            Some(value) => Ok(value),
            None => Err(Report::new(error)),
        }
    }
}

/// Adds context to the report in a `Result`, or changes its type.
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
