//! Errors as types: the trait of generated enums, and the way from an error to a response body.

use std::error::Error;

use crate::code::{ErrorCode, Profile};
use crate::envelope::{self, FieldError, Values};
use crate::message::Message;
use crate::param::Value;

/// A generated enum of errors, one variant for each code that can be raised.
pub trait TypedError: Error + Send + Sync + 'static {
    /// The enum of their codes.
    type Code: ErrorCode;

    /// The error's code.
    fn code(&self) -> Self::Code;

    /// Calls `visit` once with the values of the params, in the order of the code's params.
    fn visit_params<'a>(&'a self, visit: &mut dyn FnMut(&[Value<'a>]));

    /// The params by name.
    fn params(&self) -> Vec<(&'static str, Value<'_>)> {
        let params = *<Self::Code as ErrorCode>::tables().params.get(self.code().index());
        let mut named = Vec::with_capacity(params.len());
        self.visit_params(&mut |values| {
            named.extend(params.iter().zip(values).map(|(param, value)| (param.name, *value)));
        });
        named
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
        let (tables, index) = (<Self::Code as ErrorCode>::tables(), self.code().index());
        let response = tables.response(profile.index(), index)?;
        let redact = *tables.redact.get(index);
        let params = if redact { Vec::new() } else { self.params() };
        let mut redacted = String::new();
        if redact {
            self.visit_params(&mut |values| {
                let (template, params) = (tables.message[index], *tables.params.get(index));
                redacted = Message { template, params, values, redact }.to_string();
            });
        }
        let values = Values {
            code: tables.code[index],
            status: response.status,
            title: response.title,
            type_url: tables.type_url.get(index).copied(),
            detail: if redact { &redacted } else { self },
            request_id: occurrence.request_id,
            instance: occurrence.instance,
            retry_after: *tables.retry_after.get(index),
            errors: occurrence.errors,
            params: &params,
            extensions: tables.extensions.get(index),
        };
        envelope::write(tables.profiles[profile.index()].for_status(response.status), &values, out);
        Some(response.status)
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
}
