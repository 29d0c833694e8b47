//! Converts reports to and from `Status` of tonic 0.14 (feature `tonic014`), with the code in
//! google.rpc.ErrorInfo (AIP-193).
//!
//! `domain` is the catalog's name, `reason` is the code in uppercase, and the metadata contains the
//! code itself as `code`, and the params that the entry declares as `extensions`. Retry time, field
//! errors, and request ID are google.rpc.RetryInfo, BadRequest, and RequestInfo.

use std::collections::BTreeMap;

use prost::Message;
use prost_types::Any;
use tonic::{Code, Status};
use tonic_types::{StatusExt, pb};

use crate::checked::{Decimal, Url};
use crate::code::{AnyCode, ErrorCode};
use crate::error::TypedError;
use crate::occurrence::Occurrence;
use crate::param::{OwnedValue, Value};
use crate::public::Public;
use crate::received::Received;
use crate::report::{OwnedFieldError, Report};
use crate::tables::{Param, ParamType};
use crate::timestamp;

/// Maximum length of `reason` (AIP-193).
const REASON: usize = 63;

/// Maximum bytes of a message and of a param. A status is sent in a header, which peers limit to 8
/// or 16 KiB. Longer messages are truncated and longer params left out, so the code always arrives.
const MESSAGE: usize = 2048;
const PARAM: usize = 1024;

/// google.rpc.ErrorInfo with ordered metadata, so the same error is always the same bytes.
#[derive(Clone, PartialEq, Message)]
struct ErrorInfo {
    #[prost(string, tag = "1")]
    reason: String,
    #[prost(string, tag = "2")]
    domain: String,
    #[prost(btree_map = "string, string", tag = "3")]
    metadata: BTreeMap<String, String>,
}

/// Contains only what clients may see. In a catalog with profiles, a code that none of them sends
/// becomes `INTERNAL` without a message.
impl<E: TypedError> From<Report<E>> for Status {
    fn from(report: Report<E>) -> Status {
        let public = report.public();
        let status = public.tables.default_response(public.index).map(|response| response.status);
        if status.is_none() && !public.tables.profiles.is_empty() {
            return Status::internal("");
        }
        let code = status.map_or(Code::Unknown, code_of);
        let message = cut(public.to_string());
        let details = report.with_occurrence(None, |occurrence| details(&public, occurrence));
        let rpc = pb::Status { code: code.into(), message: message.clone(), details };
        Status::with_details(code, message, rpc.encode_to_vec().into())
    }
}

impl<C: ErrorCode> Received<C> {
    /// Reads the error in `status`. Returns `None` if it doesn't have an error of this catalog. A
    /// code from a newer service is kept.
    pub fn from_status(status: &Status) -> Option<Received<C>> {
        let details = status.check_error_details().ok()?;
        let info = details.error_info().filter(|info| info.domain == C::tables().catalog)?;
        let code = AnyCode::<C>::new(info.metadata.get("code")?);
        let value = |name: &str| info.metadata.get(name).map(String::as_str);
        let params = code.known().map(|code| C::tables().params.get(code.index())).unwrap_or_default();
        let violations = details.bad_request().map(|request| request.field_violations.as_slice()).unwrap_or_default();
        let field_error = |location: &str, message: &str| OwnedFieldError {
            location: location.to_owned().into(),
            message: message.to_owned().into(),
            fix: None,
        };
        Some(Received {
            code,
            status: None,
            message: status.message().to_owned(),
            request_id: details.request_info().map(|info| info.request_id.clone()),
            instance: None,
            retry_after: details.retry_info().and_then(|info| info.retry_delay).map(|delay| delay.as_secs()),
            errors: violations.iter().map(|of| field_error(&of.field, &of.description)).collect(),
            params: params.iter().filter_map(|param| Some((param.name, typed(param, &value)?))).collect(),
        })
    }
}

fn details(public: &Public<'_>, occurrence: &Occurrence<'_>) -> Vec<Any> {
    let mut details = vec![any("ErrorInfo", &error_info(public))];
    if let Some(seconds) = occurrence.retry_after.or(public.tables.retry_after.get(public.index)) {
        let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
        let retry_delay = Some(prost_types::Duration { seconds, nanos: 0 });
        details.push(any("RetryInfo", &pb::RetryInfo { retry_delay }));
    }
    if !occurrence.errors.is_empty() {
        let violation = |error: &crate::envelope::FieldError<'_>| pb::bad_request::FieldViolation {
            field: error.location.to_owned(),
            description: error.message.to_owned(),
            ..Default::default()
        };
        let field_violations = occurrence.errors.iter().map(violation).collect();
        details.push(any("BadRequest", &pb::BadRequest { field_violations }));
    }
    if let Some(request_id) = occurrence.request_id {
        let info = pb::RequestInfo { request_id: request_id.to_owned(), serving_data: String::new() };
        details.push(any("RequestInfo", &info));
    }
    details
}

fn cut(mut text: String) -> String {
    if text.len() > MESSAGE {
        let end = (0..=MESSAGE - '…'.len_utf8()).rev().find(|end| text.is_char_boundary(*end));
        text.truncate(end.unwrap_or_default());
        text.push('…');
    }
    text
}

fn any(name: &str, message: &impl Message) -> Any {
    Any { type_url: format!("type.googleapis.com/google.rpc.{name}"), value: message.encode_to_vec() }
}

fn error_info(public: &Public<'_>) -> ErrorInfo {
    let extensions = public.tables.extensions.get(public.index);
    let mut metadata = BTreeMap::new();
    for (name, value) in public.shown_params().as_slice().iter().filter(|(name, _)| extensions.contains(name)) {
        match value {
            Value::List(items) => {
                metadata.extend(
                    items.iter().enumerate().map(|(index, item)| (format!("{name}.{index}"), item.to_string())),
                );
            }
            value => {
                metadata.insert((*name).to_owned(), value.to_string());
            }
        }
    }
    metadata.retain(|_, value: &mut String| value.len() <= PARAM);
    // Last, so a param with this name can't replace it.
    metadata.insert("code".to_owned(), public.code().to_owned());
    ErrorInfo { reason: reason(public.code()), domain: public.tables.catalog.to_owned(), metadata }
}

/// A code in the characters of a reason: uppercase letters, digits, and underscores.
fn reason(code: &str) -> String {
    let upper = code.chars().map(|char| if char.is_ascii_alphanumeric() { char.to_ascii_uppercase() } else { '_' });
    upper.take(REASON).collect()
}

/// The gRPC code for an HTTP status: the inverse of the mapping in google.rpc.Code, and the closest
/// one for other statuses.
fn code_of(status: u16) -> Code {
    match status {
        400 | 422 => Code::InvalidArgument,
        401 => Code::Unauthenticated,
        403 => Code::PermissionDenied,
        404 | 410 => Code::NotFound,
        408 | 504 => Code::DeadlineExceeded,
        409 => Code::AlreadyExists,
        413 | 429 => Code::ResourceExhausted,
        416 => Code::OutOfRange,
        499 => Code::Cancelled,
        501 => Code::Unimplemented,
        502 | 503 => Code::Unavailable,
        402..500 => Code::FailedPrecondition,
        500..600 => Code::Internal,
        _ => Code::Unknown,
    }
}

/// Parses the value of a param from its `Display` output. A list has an entry for each item.
fn typed<'m>(param: &Param, value: &impl Fn(&str) -> Option<&'m str>) -> Option<OwnedValue> {
    let text = || value(param.name);
    Some(match param.ty {
        ParamType::String => OwnedValue::String(text()?.to_owned()),
        ParamType::Integer => OwnedValue::Integer(text()?.parse().ok()?),
        ParamType::Decimal => OwnedValue::Decimal(Decimal::new(text()?.to_owned()).ok()?),
        ParamType::Url => OwnedValue::Url(Url::new(text()?.to_owned()).ok()?),
        ParamType::Boolean => OwnedValue::Boolean(text()?.parse().ok()?),
        ParamType::Timestamp => OwnedValue::Timestamp(timestamp::parse(text()?)?),
        ParamType::Duration => OwnedValue::Duration(std::time::Duration::from_secs(text()?.parse().ok()?)),
        ParamType::List => {
            let items = (0..).map_while(|index: usize| value(&format!("{}.{index}", param.name)));
            OwnedValue::List(items.map(|item| item.to_owned().into()).collect())
        }
    })
}
