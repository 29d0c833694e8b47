//! Data that only some reports have, behind one pointer, so a plain error needs only one small
//! allocation.

use std::borrow::Cow;
use std::error::Error;
use std::panic::Location;

use crate::envelope::FieldError;

/// A problem with one part of a request, owned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnedFieldError {
    /// The part of the request, such as `body.name`.
    pub location: Cow<'static, str>,
    /// The problem.
    pub message: Cow<'static, str>,
    /// What to send instead.
    pub fix: Option<Cow<'static, str>>,
}

impl OwnedFieldError {
    /// A problem with one part of a request, such as `body.name`.
    pub fn new(location: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> OwnedFieldError {
        OwnedFieldError { location: location.into(), message: message.into(), fix: None }
    }

    /// Sets what to send instead.
    #[must_use]
    pub fn with_fix(self, fix: impl Into<Cow<'static, str>>) -> OwnedFieldError {
        OwnedFieldError { fix: Some(fix.into()), ..self }
    }

    /// The problem, borrowed.
    pub fn borrow(&self) -> FieldError<'_> {
        FieldError { location: &self.location, message: &self.message, fix: self.fix.as_deref() }
    }
}

/// What the service was doing when the error happened.
pub(super) struct Context {
    pub(super) text: Cow<'static, str>,
    pub(super) at: &'static Location<'static>,
}

/// Data for clients in addition to the error.
#[derive(Default)]
pub(super) struct Told {
    pub(super) errors: Vec<OwnedFieldError>,
    pub(super) retry_after: Option<u64>,
    pub(super) instance: Option<Cow<'static, str>>,
    pub(super) headers: Vec<(Cow<'static, str>, Cow<'static, str>)>,
}

/// The error that clients see instead of the real one, with its data.
pub(super) struct Mask<E> {
    pub(super) error: E,
    pub(super) told: Told,
}

pub(super) struct Details<E> {
    pub(super) source: Option<Box<dyn Error + Send + Sync>>,
    /// The first is the innermost.
    pub(super) context: Vec<Context>,
    pub(super) request_id: Option<Cow<'static, str>>,
    pub(super) told: Told,
    pub(super) mask: Option<Mask<E>>,
}

impl<E> Default for Details<E> {
    fn default() -> Details<E> {
        Details { source: None, context: Vec::new(), request_id: None, told: Told::default(), mask: None }
    }
}

impl<E> Details<E> {
    pub(super) fn map<F>(self, map: impl FnOnce(E) -> F) -> Details<F> {
        let Details { source, context, request_id, told, mask } = self;
        let mask = mask.map(|Mask { error, told }| Mask { error: map(error), told });
        Details { source, context, request_id, told, mask }
    }
}
