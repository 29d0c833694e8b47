//! Collects the problems of a request, so one response names them all.

use std::borrow::Cow;
use std::fmt;

use super::OwnedFieldError;

/// Problems with parts of a request. [`OrCode::code`](crate::OrCode::code) turns them into a report,
/// if there are any.
///
/// ```
/// use errbook::{FieldErrors, OrCode, OwnedFieldError, Report};
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/errors.rs"));
/// # fn main() {
///
/// fn validate(item: Option<&str>, amount: &str) -> Result<u32, Report<Error>> {
///     let mut problems = FieldErrors::new();
///     if item.is_none() {
///         problems.push(OwnedFieldError::new("body.item", "is missing").with_fix("send an item"));
///     }
///     let amount = problems.value("body.amount", amount.parse::<u32>().map_err(|_| "must be a number"));
///     problems.code(Error::NotANumber)?;
///     Ok(amount.unwrap_or_default())
/// }
///
/// assert_eq!(validate(Some("a"), "3").unwrap(), 3);
/// let report = validate(None, "x").unwrap_err();
/// assert_eq!(report.field_errors().len(), 2);
/// # }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use = "call `code` to report the problems"]
pub struct FieldErrors(Vec<OwnedFieldError>);

impl FieldErrors {
    /// No problems yet.
    pub const fn new() -> FieldErrors {
        FieldErrors(Vec::new())
    }

    /// Adds a problem with one part of the request, such as `body.name`.
    pub fn add(&mut self, location: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) {
        self.push(OwnedFieldError::new(location, message));
    }

    /// Adds a problem.
    pub fn push(&mut self, error: OwnedFieldError) {
        self.0.push(error);
    }

    /// The value, or `None` and a problem with the error as its message. Clients see the message.
    pub fn value<T>(
        &mut self,
        location: impl Into<Cow<'static, str>>,
        value: Result<T, impl fmt::Display>,
    ) -> Option<T> {
        value.map_err(|error| self.add(location, error.to_string())).ok()
    }

    /// Whether there are no problems.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The problems.
    pub fn as_slice(&self) -> &[OwnedFieldError] {
        &self.0
    }
}

impl IntoIterator for FieldErrors {
    type Item = OwnedFieldError;
    type IntoIter = std::vec::IntoIter<OwnedFieldError>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Extend<OwnedFieldError> for FieldErrors {
    fn extend<I: IntoIterator<Item = OwnedFieldError>>(&mut self, errors: I) {
        self.0.extend(errors);
    }
}

impl FromIterator<OwnedFieldError> for FieldErrors {
    fn from_iter<I: IntoIterator<Item = OwnedFieldError>>(errors: I) -> FieldErrors {
        FieldErrors(errors.into_iter().collect())
    }
}
