//! The client (feature `client`): parses a response of any profile into its code, message, and
//! declared params. `template` recognizes the shape of a profile. `values` reads its values.

pub(crate) mod template;
mod values;

use std::error::Error;
use std::fmt;

use serde_json::Value as Json;

use crate::action::Retry;
use crate::code::{AnyCode, ErrorCode};
use crate::envelope::RFC9457;
use crate::received::{Received, catalog_action, params};
use crate::tables::Tables;
use template::Template;
use values::Values;

/// An error response, as input for [`read`].
#[derive(Debug, Clone, Copy)]
pub struct Reply<'a> {
    /// HTTP status.
    pub status: u16,
    /// Value of `Content-Type`. It only determines which profiles to try first.
    pub content_type: Option<&'a str>,
    /// Value of `Retry-After`. Dates are ignored, because this crate doesn't read the clock.
    pub retry_after: Option<&'a str>,
    /// The body.
    pub body: &'a [u8],
}

/// A response that is not an error of the catalog, so it has no code. Its status and headers still
/// tell whether to retry.
///
/// ```
/// use errbook::Retry;
/// use errbook::client::{ReadErrorKind, Reply, read};
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/errors.rs"));
/// # fn main() {
///
/// let reply = Reply { status: 503, content_type: None, retry_after: Some("7"), body: b"" };
/// let error = read::<Code>(&reply).unwrap_err();
/// assert!(matches!(error.kind(), ReadErrorKind::Empty));
/// assert_eq!(error.status(), 503);
/// assert_eq!(error.retry(), Retry::After(std::time::Duration::from_secs(7)));
/// # }
/// ```
#[derive(Debug)]
pub struct ReadError {
    kind: ReadErrorKind,
    status: u16,
    retry_after: Option<u64>,
}

/// Why a response is not an error of the catalog.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// The body is empty. The response can be from a router, or to `HEAD`.
    Empty,
    /// The body is not valid JSON. It may be from a proxy, or truncated.
    Json(serde_json::Error),
    /// The body is JSON, but does not match any profile.
    Shape,
}

impl ReadError {
    fn new(kind: ReadErrorKind, reply: &Reply<'_>) -> ReadError {
        ReadError { kind, status: reply.status, retry_after: reply.seconds() }
    }

    /// What is wrong with the response.
    pub fn kind(&self) -> &ReadErrorKind {
        &self.kind
    }

    /// The HTTP status of the response.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Whether to retry, from `Retry-After` and the status.
    pub fn retry(&self) -> Retry {
        Retry::new(None, self.retry_after, Some(self.status))
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.status;
        match &self.kind {
            ReadErrorKind::Empty => write!(f, "response body is empty (status {status})"),
            ReadErrorKind::Json(error) => write!(f, "response body is not valid JSON (status {status}): {error}"),
            ReadErrorKind::Shape => {
                write!(f, "response body does not match any profile of the catalog (status {status})")
            }
        }
    }
}

impl Error for ReadError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.kind {
            ReadErrorKind::Json(error) => Some(error),
            ReadErrorKind::Empty | ReadErrorKind::Shape => None,
        }
    }
}

impl Reply<'_> {
    /// The seconds in `Retry-After`.
    fn seconds(&self) -> Option<u64> {
        self.retry_after?.trim().parse().ok()
    }
}

/// Parses an error response of any profile. Members that this build does not know are ignored.
///
/// A body without `$code` is recognized by the URL in `$type`. If this build does not know the
/// page, the code is derived from the URL.
///
/// ```
/// use errbook::client::{Reply, read};
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/errors.rs"));
/// # fn main() {
/// let body = br#"{"title": "Content Too Large", "status": 413, "code": "shop:too_large",
///     "detail": "The number is too large", "type": "about:blank"}"#;
/// let reply = Reply { status: 413, content_type: Some("application/problem+json"), retry_after: None, body };
/// let received = read::<Code>(&reply).expect("an error of the catalog");
/// assert_eq!(received.code.known(), Some(Code::TooLarge));
/// assert_eq!(received.message, "The number is too large");
/// # }
/// ```
///
/// # Errors
/// [`ReadError`] if the body is empty or not valid JSON, or does not match any profile.
pub fn read<C: ErrorCode>(reply: &Reply<'_>) -> Result<Received<C>, ReadError> {
    let error = |kind| ReadError::new(kind, reply);
    if reply.body.trim_ascii().is_empty() {
        return Err(error(ReadErrorKind::Empty));
    }
    let body: Json = serde_json::from_slice(reply.body).map_err(|json| error(ReadErrorKind::Json(json)))?;
    let tables = C::tables();
    let (code, values) = shapes(tables, reply)
        .into_iter()
        .find_map(|template| {
            let values = template.read(&body)?;
            let code = tables.with_depends().into_iter().find_map(|tables| code(tables, &values))?;
            Some((code, values))
        })
        .ok_or_else(|| error(ReadErrorKind::Shape))?;
    Ok(received(code, values, reply))
}

/// The shapes of all profiles to try. Shapes of the response's media type come first, and within a
/// profile, the shape for its status.
fn shapes(tables: &'static Tables, reply: &Reply<'_>) -> Vec<Template> {
    let essence = |text: &str| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let content_type = reply.content_type.map(essence);
    let (mut first, mut others) = (Vec::new(), Vec::new());
    // The media types with the body of a profile: its own, and those that profiles negotiate.
    let content_types = |at: usize| {
        let negotiated = tables.profiles.iter().flat_map(|profile| profile.negotiate);
        let of_body = negotiated.filter(move |(_, body)| *body == at).map(|(content_type, _)| *content_type);
        std::iter::once(tables.profiles[at].content_type).chain(of_body)
    };
    for (at, profile) in tables.profiles.iter().enumerate() {
        let is_type = content_type.is_none() || content_types(at).any(|of| content_type == Some(essence(of)));
        let list = if is_type { &mut first } else { &mut others };
        let by_status = profile.by_status.iter().map(|(_, pieces)| *pieces);
        list.push(profile.for_status(reply.status));
        list.push(profile.envelope);
        list.extend(by_status);
    }
    first.append(&mut others);
    first.push(RFC9457);
    first.into_iter().filter_map(Template::new).collect()
}

fn code(tables: &Tables, values: &Values) -> Option<String> {
    let of_page = |url: &str| {
        let known = tables.type_url.iter().position(|of| *of == url && url != "about:blank");
        known.map(|index| tables.code[index].to_owned()).or_else(|| tables.scheme.code_of_page(url))
    };
    let code = values.code.clone().or_else(|| of_page(values.type_url.as_deref()?))?;
    (tables.find(&code).is_some() || tables.scheme.can_be_code(&code)).then_some(code)
}

fn received<C: ErrorCode>(raw_code: String, values: Values, reply: &Reply<'_>) -> Received<C> {
    let code = AnyCode::<C>::new(&raw_code);
    let known = code.known();
    let message = values.detail.as_deref().unwrap_or_default();
    let params = known.map(|code| params(code.row(), message, |param| values.param(param)));
    Received {
        code,
        raw_code,
        title: values.title,
        status: Some(reply.status),
        params: params.unwrap_or_default(),
        message: values.detail.unwrap_or_default(),
        request_id: values.request_id,
        instance: values.instance,
        retry_after: reply.seconds().or(values.retry_after),
        action: values.action.or_else(|| catalog_action(known)),
        fix: values.fix,
        errors: values.errors,
    }
}
