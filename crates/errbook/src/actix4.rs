//! Reports as errors of actix-web 4 (feature `actix4`), and [`Errors`], the middleware that sends
//! them in the format that the request accepts.
//!
//! A handler returns `Result<T, Report<E>>`. Without the middleware, an error is sent in the first
//! profile that sends its code.

use std::fmt;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform};
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, HeaderName, HeaderValue};
use actix_web::{HttpResponse, ResponseError};

use crate::answer::{Answer, AnyReport, Asked, Offer, Offers};
use crate::code::{ErrorCode, HttpProfile};
use crate::error::TypedError;
use crate::report::Report;

/// A report, stored in a response by actix-web.
struct Carried {
    report: Box<dyn AnyReport>,
    by_default: Answer,
}

impl<E: TypedError> From<Report<E>> for actix_web::Error
where
    <E::Code as ErrorCode>::Profile: HttpProfile,
{
    fn from(report: Report<E>) -> actix_web::Error {
        let by_default = Answer::by_default(&report);
        Carried { report: Box::new(report), by_default }.into()
    }
}

impl fmt::Debug for Carried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.report.fmt(f)
    }
}

/// The public message, like that of a [`Report`].
impl fmt::Display for Carried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.report, f)
    }
}

impl ResponseError for Carried {
    fn status_code(&self) -> StatusCode {
        status(&self.by_default)
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        response(self.by_default.clone())
    }
}

fn status(answer: &Answer) -> StatusCode {
    StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn response(answer: Answer) -> HttpResponse<BoxBody> {
    let mut response = HttpResponse::build(status(&answer));
    for (name, value) in answer.all_headers() {
        let value = HeaderValue::from_str(value).or_else(|_| HeaderValue::from_bytes(value.as_bytes()));
        if let Ok(value) = value {
            response.append_header((name, value));
        }
    }
    response.body(answer.body)
}

/// Sends reports in a format that the service offers and the request accepts, with the ID of the
/// request, and logs each one (feature `tracing`).
///
/// Wrap it before (inside of) middleware that adds headers, because it replaces the response.
#[derive(Clone)]
pub struct Errors {
    settings: Rc<Settings>,
}

struct Settings {
    offers: Offers,
    request_id: HeaderName,
}

impl Errors {
    /// A middleware for a service with this `offer`. The request's ID is its header `X-Request-Id`.
    pub fn new<C: ErrorCode>(offer: &Offer<C>) -> Errors {
        Self::with_request_id(offer, HeaderName::from_static("x-request-id"))
    }

    /// Sets the name of the header that has the request's ID.
    pub fn with_request_id<C: ErrorCode>(offer: &Offer<C>, header: HeaderName) -> Errors {
        Errors { settings: Rc::new(Settings { offers: offer.offers().clone(), request_id: header }) }
    }
}

impl<S, B> Transform<S, ServiceRequest> for Errors
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = actix_web::Error>,
    S::Future: 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = actix_web::Error;
    type Transform = ErrorsService<S>;
    type InitError = ();
    type Future = std::future::Ready<Result<ErrorsService<S>, ()>>;

    fn new_transform(&self, inner: S) -> Self::Future {
        std::future::ready(Ok(ErrorsService { inner, settings: self.settings.clone() }))
    }
}

/// The service that [`Errors`] returns.
pub struct ErrorsService<S> {
    inner: S,
    settings: Rc<Settings>,
}

impl<S, B> Service<ServiceRequest> for ErrorsService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = actix_web::Error>,
    S::Future: 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>>>>;

    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let (future, settings) = (self.inner.call(request), self.settings.clone());
        Box::pin(async move {
            let inner = future.await?;
            Ok(match answer(&inner, &settings) {
                Some(answer) => inner.into_response(response(answer)).map_into_right_body(),
                None => inner.map_into_left_body(),
            })
        })
    }
}

/// The answer to the request. `None` if the response doesn't carry a report of this catalog.
fn answer<B>(inner: &ServiceResponse<B>, settings: &Settings) -> Option<Answer> {
    let carried: &Carried = inner.response().error()?.as_error()?;
    let headers = inner.request().headers();
    let accept: Vec<&str> = headers.get_all(ACCEPT).filter_map(|value| value.to_str().ok()).collect();
    let accept = accept.join(", ");
    let asked = Asked {
        accept: Some(accept.as_str()).filter(|accept| !accept.is_empty()),
        request_id: headers.get(&settings.request_id).and_then(|value| value.to_str().ok()),
    };
    carried.report.answer(&settings.offers, asked)
}
