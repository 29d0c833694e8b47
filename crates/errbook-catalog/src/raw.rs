//! Manifest and entries as they were written: types are right, nothing else is known. [`rules`](crate::rules) judge them, and
//! [`resolve`](crate::resolve) makes the catalog.

mod entry;
mod manifest;
mod request;

pub(crate) use entry::{
    RawAllow, RawDefaults, RawEnding, RawEntry, RawFieldError, RawFreeSection, RawParam, RawRaisedBy, RawStep,
};
pub(crate) use manifest::{
    LightDark, RawCodes, RawEnvelope, RawGroup, RawManifest, RawProfile, RawRuleSetting, RawSite,
};
pub(crate) use request::RawRequest;
