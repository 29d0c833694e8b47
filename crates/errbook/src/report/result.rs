//! What `Result` and `Option` gain: a code for an error that has none, and context for a report.

use std::borrow::Cow;
use std::error::Error;

use super::Report;
use crate::error::TypedError;

/// Gives a foreign error, or nothing where something was expected, a code.
pub trait OrCode<T>: Sized {
    /// Reports `error`, with the foreign error as its cause.
    ///
    /// # Errors
    /// The report, where there is no value.
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

/// What a `Result` with a report can add to it.
pub trait ReportResult<T, E>: Sized {
    /// Adds what the service was doing: see [`Report::context`].
    ///
    /// # Errors
    /// The report with the context.
    fn context(self, text: impl Into<Cow<'static, str>>) -> Result<T, Report<E>>;

    /// Adds what the service was doing, made only where there is an error.
    ///
    /// # Errors
    /// The report with the context.
    fn with_context<C: Into<Cow<'static, str>>>(self, text: impl FnOnce() -> C) -> Result<T, Report<E>>;

    /// The same with all errors instead of those of one operation: see [`Report::widen`].
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
