//! Runtime of errbook, for generated error codes and the services that raise them.
//!
//! A catalog crate has a `build.rs` that calls `errbook_build::compile("catalog")`, and includes
//! the generated code:
//!
//! ```ignore
//! errbook::include_codes!();
//! ```
//!
//! The generated code has an enum `Code` with the catalog's data about each code, an enum `Error`
//! with a variant for each code that can be raised, an enum `Profile` of the formats in which
//! services send errors, and constants such as `unkey::data::KEY_NOT_FOUND`. This crate has the
//! shared parts: the traits [`ErrorCode`] and [`TypedError`], codes that may be [newer than this
//! build](AnyCode), the types of params, and the [writer of response bodies](envelope::write).
//!
//! A service returns a [`Report`]: a typed error, plus details for the log that clients must not
//! see. [`Answer`] turns it into a complete response in a format that the service [offers](Offer)
//! and the request accepts. Features integrate frameworks: `axum08`, `actix4`, `tonic014`, `http1`,
//! and `utoipa6` are named after the major version. `tracing` logs with the catalog's level,
//! `observe` counts which codes tests raise, and `client` parses responses. Without features, this crate depends only on `serde_core`.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "actix4")]
pub mod actix4;
#[cfg(feature = "axum08")]
pub mod axum08;
#[cfg(feature = "client")]
pub mod client;
pub mod envelope;
#[doc(hidden)]
pub mod lookup;
#[cfg(feature = "observe")]
pub mod observe;
pub mod tables;
pub mod timestamp;

mod action;
mod answer;
mod assert;
mod checked;
mod code;
mod error;
mod fields;
mod format;
mod header;
#[cfg(feature = "http1")]
mod http1;
mod json;
mod line;
#[cfg(feature = "tracing")]
mod log;
mod message;
#[cfg(any(feature = "client", feature = "tonic014"))]
mod message_reader;
mod named;
mod occurrence;
#[cfg(any(feature = "actix4", feature = "axum08"))]
mod panic;
mod param;
mod public;
mod received;
mod report;
#[cfg(any(feature = "actix4", feature = "axum08"))]
mod request_id;
mod sensitive;
mod serde;
#[cfg(feature = "tonic014")]
mod tonic014;
#[cfg(feature = "utoipa6")]
mod utoipa6;

pub use action::{Action, ActionBy, ActionKind, Retry, Retryable};
pub use answer::{Answer, Asked, Offer};
pub use checked::{Decimal, InvalidText, Url};
pub use code::{AnyCode, ErrorCode, HttpProfile, NoProfile, ParseCodeError, ResponseProfile, UnknownCode};
pub use error::{OperationError, TypedError};
pub use fields::{Field, Fields, SensitiveField};
pub use format::{Format, ParamType, characters};
pub use message::{Message, REDACTED, Shows};
pub use occurrence::Occurrence;
pub use param::{Formatted, OwnedValue, Value};
pub use received::Received;
pub use report::{FieldErrors, LogLine, OrCode, OwnedFieldError, Report, ReportResult};
pub use sensitive::{MASKED, Sensitive};
pub use tables::{Ending, LogLevel, Param, RaisedBy, Response};
#[cfg(feature = "tonic014")]
pub use tonic014::MAX_STATUS_SIZE;

/// Includes the codes that the build script generated: `errbook.rs` in its output folder, or the
/// given file.
///
/// Use it at the root of a crate or inside a module. All paths in the generated code are relative
/// to that module, or absolute.
#[macro_export]
macro_rules! include_codes {
    () => {
        $crate::include_codes!("errbook.rs");
    };
    ($file:literal) => {
        include!(concat!(
            env!(
                "OUT_DIR",
                "`include_codes!` needs a build script: add a `build.rs` that calls `errbook_build::compile`"
            ),
            "/",
            $file
        ));
    };
}

/// Items that generated code needs in addition to the public types.
#[doc(hidden)]
pub mod __private {
    pub use crate::code::response_of;
    pub use crate::error::{debug, display, equal};
    pub use crate::header::{fill as fill_header, is_reserved_header, parts as header_parts, usual_unit};
    pub use crate::message::{Token, tokens};
    pub use crate::serde::{deserialize_code, serialize_code};
    pub use serde_core;
}
