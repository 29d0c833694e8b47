//! What only the request knows of an error.

use crate::envelope::FieldError;

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
