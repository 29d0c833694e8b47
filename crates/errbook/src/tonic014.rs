//! Converts reports to and from `Status` of tonic 0.14 (feature `tonic014`), with the code in
//! google.rpc.ErrorInfo (AIP-193).
//!
//! `domain` is the catalog's name, `reason` is the code in uppercase, and the metadata contains the
//! code itself as `code`, and the params that the entry declares as `extensions`. Retry time, field
//! errors, and request ID are google.rpc.RetryInfo, BadRequest, and RequestInfo. `sized` keeps the
//! whole within the size that peers accept.

mod sized;

use tonic::{Code, Status};
use tonic_types::StatusExt;

pub use sized::MAX_STATUS_SIZE;

use crate::code::{AnyCode, ErrorCode};
use crate::error::TypedError;
use crate::param::OwnedValue;
use crate::received::{Received, catalog_action, params};
use crate::report::{OwnedFieldError, Report};
use crate::tables::{Param, ParamType};

/// Contains only what clients may see. In a catalog with profiles, a code that none of them sends
/// becomes `INTERNAL` without a message.
///
/// ```
/// use errbook::{Received, Report};
/// use tonic::Status;
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/errors.rs"));
/// # fn main() {
///
/// async fn create(body: String) -> Result<String, Status> {
///     if body.len() > 10 { Err(Report::new(Error::TooLarge))? }
///     Ok(body)
/// }
///
/// let status = Status::from(Report::new(Error::TooLarge));
/// assert_eq!(status.code(), tonic::Code::ResourceExhausted);
///
/// let received = Received::<Code>::from_status(&status).expect("an error of this catalog");
/// assert_eq!(received.code.known(), Some(Code::TooLarge));
/// # }
/// ```
impl<E: TypedError> From<Report<E>> for Status {
    fn from(report: Report<E>) -> Status {
        report.into_status(MAX_STATUS_SIZE)
    }
}

impl<E: TypedError> Report<E> {
    /// Converts the report to a status whose headers have at most `max_size` bytes, for clients or
    /// proxies with a limit other than the usual 8 KiB. `From` and `?` use [`MAX_STATUS_SIZE`].
    ///
    /// The code is always part of the status, even if `max_size` is too small for it. The message
    /// gets at most half of the space. If the rest doesn't fit, field errors are left out first,
    /// then params, then the request ID. The metadata `errbook-truncated` names what is missing.
    pub fn into_status(self, max_size: usize) -> Status {
        let public = self.public();
        let status = public.tables.default_response(public.index).map(|response| response.status);
        if status.is_none() && !public.tables.profiles.is_empty() {
            return Status::internal("");
        }
        let code = status.map_or(Code::Unknown, code_of);
        self.with_occurrence(None, |occurrence| sized::status(code, &public, occurrence, max_size))
    }
}

impl<C: ErrorCode> Received<C> {
    /// Reads the error in `status`. Returns `None` if it doesn't have an error of this catalog. A
    /// code from a newer service is kept.
    pub fn from_status(status: &Status) -> Option<Received<C>> {
        let details = status.check_error_details().ok()?;
        let is_known = |domain: &str| C::tables().with_depends().iter().any(|tables| tables.catalog == domain);
        let info = details.error_info().filter(|info| is_known(&info.domain))?;
        let raw_code = info.metadata.get("code")?;
        let code = AnyCode::<C>::new(raw_code);
        let value = |name: &str| info.metadata.get(name).map(String::as_str);
        let known = code.known();
        let truncated = value(sized::TRUNCATED).unwrap_or_default();
        // A list without items looks like one that was left out, or that isn't sent.
        let has = |name: &str| value(name).is_some() || value(&format!("{name}.0")).is_some();
        let is_left_out = |name: &str| !has(name) && truncated.split(' ').any(|other| other == name);
        let params = code.known().map(|code| {
            let (tables, index) = code.row();
            let extensions = tables.extensions.get(index);
            let is_sent = |param: &Param| extensions.contains(&param.name) && !param.sensitive;
            let member = |param: &Param| {
                let can_be_read = has(param.name) || (is_sent(param) && !is_left_out(param.name));
                if can_be_read { typed(param, &value) } else { None }
            };
            params((tables, index), status.message(), member)
        });
        let violations = details.bad_request().map(|request| request.field_violations.as_slice()).unwrap_or_default();
        let field_error = |location: &str, message: &str| OwnedFieldError {
            location: location.to_owned().into(),
            message: message.to_owned().into(),
            fix: None,
        };
        Some(Received {
            code,
            raw_code: raw_code.clone(),
            title: None,
            status: None,
            message: status.message().to_owned(),
            request_id: details.request_info().map(|info| info.request_id.clone()),
            instance: None,
            retry_after: details.retry_info().and_then(|info| info.retry_delay).map(|delay| delay.as_secs()),
            action: catalog_action(known),
            fix: None,
            errors: violations.iter().map(|of| field_error(&of.field, &of.description)).collect(),
            params: params.unwrap_or_default(),
        })
    }
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
    if param.ty != ParamType::List {
        return OwnedValue::parse(param.ty, None, value(param.name)?);
    }
    let items = (0..).map_while(|index: usize| value(&format!("{}.{index}", param.name)));
    Some(OwnedValue::List(items.map(|item| item.to_owned().into()).collect()))
}
