//! Data about an error that depends on the request.

use crate::envelope::FieldError;

/// Data that is known only when an error occurs, in addition to its code and params.
///
/// ```
/// use errbook::Occurrence;
/// let occurrence = Occurrence::default().request_id("req_2c9a0jf23l4k567");
/// assert_eq!(occurrence.request_id, Some("req_2c9a0jf23l4k567"));
/// ```
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct Occurrence<'a> {
    /// ID of the request.
    pub request_id: Option<&'a str>,
    /// URI of this occurrence (RFC 9457, section 3.1.5).
    pub instance: Option<&'a str>,
    /// Problems with parts of the request.
    pub errors: &'a [FieldError<'a>],
    /// Seconds to wait before a retry. Defaults to the catalog's value.
    pub retry_after: Option<u64>,
}

impl<'a> Occurrence<'a> {
    /// Sets the ID of the request.
    #[must_use]
    pub fn request_id(self, request_id: &'a str) -> Occurrence<'a> {
        Occurrence { request_id: Some(request_id), ..self }
    }

    /// Sets the URI of this occurrence.
    #[must_use]
    pub fn instance(self, instance: &'a str) -> Occurrence<'a> {
        Occurrence { instance: Some(instance), ..self }
    }

    /// Sets the problems with parts of the request.
    #[must_use]
    pub fn errors(self, errors: &'a [FieldError<'a>]) -> Occurrence<'a> {
        Occurrence { errors, ..self }
    }

    /// Sets the seconds to wait before a retry.
    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Occurrence<'a> {
        Occurrence { retry_after: Some(seconds), ..self }
    }
}
