//! [`Answer`]: a complete HTTP response for a report, independent of the framework. [`Offer`] lists
//! the formats that a service can send, and the request's `Accept` header chooses one.

mod accept;
mod offer;

use std::borrow::Cow;
use std::fmt;

use crate::code::HttpProfile;
use crate::error::TypedError;
use crate::header;
use crate::report::Report;

pub use offer::Offer;
pub(crate) use offer::Offers;

/// The media type of RFC 9457.
pub(crate) const PROBLEM_JSON: &str = "application/problem+json";

/// The properties of a request that affect its response.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct Asked<'a> {
    /// Value of its `Accept` header. Multiple headers are joined by a comma.
    pub accept: Option<&'a str>,
    /// Its ID, for reports without their own.
    pub request_id: Option<&'a str>,
}

impl<'a> Asked<'a> {
    /// Sets the value of `Accept`.
    #[must_use]
    pub fn accept(self, accept: &'a str) -> Asked<'a> {
        Asked { accept: Some(accept), ..self }
    }

    /// Sets the request's ID.
    #[must_use]
    pub fn request_id(self, request_id: &'a str) -> Asked<'a> {
        Asked { request_id: Some(request_id), ..self }
    }
}

/// A complete HTTP response for a report.
///
/// ```
/// use errbook::{Answer, Asked, Offer, Report};
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/errors.rs"));
/// # fn main() {
/// let report = Report::new(Error::TooLarge);
/// let asked = Asked::default().accept("application/json").request_id("req_1");
/// let answer = Answer::new(&report, &Offer::new(Profile::Api), asked);
/// assert_eq!(answer.status, 413);
/// assert_eq!(answer.content_type, Some("application/problem+json"));
/// assert!(answer.body.contains(r#""detail":"The number is too large""#), "{answer}");
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Media type of the body. `None` if there is no body.
    pub content_type: Option<&'static str>,
    /// Other headers: `Retry-After`, headers of the catalog and the report, and `Vary` if the
    /// service can send more than one format.
    pub headers: Vec<(Cow<'static, str>, Cow<'static, str>)>,
    /// The body.
    pub body: String,
}

impl Answer {
    /// The response to a request, for `report`.
    ///
    /// If no profile of the offer sends the code, the response is a 500 without a body, because the
    /// error is not meant for clients.
    pub fn new<E: TypedError>(report: &Report<E>, offer: &Offer<E::Code>, asked: Asked<'_>) -> Answer {
        answer(report, offer.offers(), asked)
    }

    /// The response of a service without an [`Offer`]: in the first profile that sends the code.
    pub fn by_default<E>(report: &Report<E>) -> Answer
    where
        E: TypedError,
        <E::Code as crate::ErrorCode>::Profile: HttpProfile,
    {
        answer(report, &Offers::all(<E::Code as crate::ErrorCode>::tables()), Asked::default())
    }
}

/// A report of any type, for layers.
#[cfg(any(feature = "actix4", feature = "axum08"))]
pub(crate) trait AnyReport: fmt::Debug + fmt::Display + Send + Sync {
    /// The answer, which is logged (feature `tracing`). If the report has an ID of its own, the header
    /// `id_header` has it. `None` if the offers belong to another catalog: a service can merge routes of
    /// several catalogs, each with its own layer.
    fn answer(&self, offers: &Offers, id_header: &str, asked: Asked<'_>) -> Option<Answer>;
}

#[cfg(any(feature = "actix4", feature = "axum08"))]
impl<E: TypedError> AnyReport for Report<E> {
    fn answer(&self, offers: &Offers, id_header: &str, asked: Asked<'_>) -> Option<Answer> {
        if !std::ptr::eq(<E::Code as crate::ErrorCode>::tables(), offers.tables) {
            return None;
        }
        #[cfg(feature = "tracing")]
        crate::log::event(self, asked.request_id);
        let mut answer = answer(self, offers, asked);
        if let Some(id) = self.own_request_id() {
            answer.headers.push((id_header.to_owned().into(), header::value(id.to_owned().into())));
        }
        Some(answer)
    }
}

fn answer<E: TypedError>(report: &Report<E>, offers: &Offers, asked: Asked<'_>) -> Answer {
    let public = report.public();
    let Some((shape, response)) = offers.choose(&public, asked.accept) else {
        return Answer::internal();
    };
    #[cfg(feature = "observe")]
    report.was_sent(shape.profile, response.status);
    let pieces = shape.pieces(public.own, response.status);
    report.with_occurrence(asked.request_id, |occurrence| {
        let mut body = String::with_capacity(512);
        public.write((shape.profile, response), pieces, occurrence, &mut body);
        let default_retry_after = public.tables.retry_after.get(public.index);
        let of_catalog = public.headers(shape.profile);
        let mut headers = header::all(of_catalog, report.headers(), occurrence.retry_after, default_retry_after);
        if offers.negotiates() {
            headers.push(("Vary".into(), "Accept".into()));
        }
        Answer { status: response.status, content_type: Some(shape.content_type), headers, body }
    })
}

impl Answer {
    /// The response for an error that isn't meant for clients.
    pub(crate) fn internal() -> Answer {
        Answer { status: 500, content_type: None, headers: Vec::new(), body: String::new() }
    }

    /// All headers, including `Content-Type`. Every name is a token, and no value has a control
    /// character.
    pub fn all_headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let content_type = self.content_type.map(|value| ("Content-Type", value));
        content_type.into_iter().chain(self.headers.iter().map(|(name, value)| (&**name, &**value)))
    }
}

impl fmt::Display for Answer {
    /// The response in the format of HTTP/1.1, for display.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.status)?;
        for (name, value) in self.all_headers() {
            writeln!(f, "{name}: {value}")?;
        }
        write!(f, "\n{}", self.body)
    }
}
