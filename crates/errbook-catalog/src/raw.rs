//! Manifest and entries as they were written: types are right, nothing else is known. [`rules`](crate::rules) judge them, and
//! [`resolve`](crate::resolve) makes the catalog.

mod entry;
mod manifest;
mod request;

pub(crate) use entry::{RawDefaults, RawEnding, RawEntry, RawFieldError, RawFreeSection, RawParam, RawRaisedBy, RawRelated, RawRetryable, RawStep};
pub(crate) use manifest::{RawEnvelope, RawGroup, RawManifest, RawProfile, RawRedirect, RawRequests, RawSite};
pub(crate) use request::RawRequest;
