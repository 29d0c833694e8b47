//! Reports as errors of actix-web 4 (feature `actix4`), and [`Errors`], the middleware that sends
//! them in the format that the request accepts.
//!
//! A handler returns `Result<T, Report<E>>`. Without the middleware, an error is sent in the first
//! profile that sends its code.
//!
//! A report is a responder, so unknown routes get a code with
//! `App::default_service(web::to(|| async { Report::new(Error::RouteUnknown) }))`, and rejected
//! extractors with `JsonConfig::error_handler` and its siblings. [`Errors::method_not_allowed`] and
//! [`Errors::catch_panic`] do this for wrong methods and panics.

use std::fmt;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform};
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, ALLOW, HeaderMap, HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, Responder, ResponseError};

use crate::answer::{Answer, AnyReport, Asked, Offer, Offers};
use crate::code::{ErrorCode, HttpProfile};
use crate::error::TypedError;
use crate::panic::{OnPanic, reporter};
use crate::report::Report;
use crate::request_id;

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

impl<E: TypedError> Responder for Report<E>
where
    <E::Code as ErrorCode>::Profile: HttpProfile,
{
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse<BoxBody> {
        HttpResponse::from_error(self)
    }
}

/// An error with its final response.
#[derive(Debug)]
struct Answered(Answer);

impl fmt::Display for Answered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "status {}", self.0.status)
    }
}

impl ResponseError for Answered {
    fn status_code(&self) -> StatusCode {
        status(&self.0)
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        response(self.0.clone())
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
/// The ID is the request's header `X-Request-Id`, or a new one if the client doesn't send a usable
/// one. Handlers find it in this header, and all responses have it.
///
/// Wrap it before (inside of) middleware that adds headers, because it replaces the response.
///
/// ```
/// use actix_web::{App, test, web};
/// use errbook::actix4::Errors;
/// use errbook::{Offer, Report};
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/errors.rs"));
///
/// async fn create(body: String) -> Result<String, Report<Error>> {
///     if body.len() > 10 { Err(Error::TooLarge)? }
///     Ok(body)
/// }
///
/// # fn main() {
/// # actix_web::rt::System::new().block_on(async {
/// let errors = Errors::new(&Offer::new(Profile::Api)).catch_panic(|| Error::NotANumber);
/// let app = App::new().service(web::resource("/numbers").route(web::post().to(create))).wrap(errors);
///
/// let app = test::init_service(app).await;
/// let request = test::TestRequest::post().uri("/numbers").set_payload("12345678901");
/// let request = request.insert_header(("X-Request-Id", "req_1")).to_request();
/// let response = test::call_service(&app, request).await;
/// assert_eq!(response.status(), 413);
/// assert_eq!(response.headers().get("X-Request-Id").unwrap(), "req_1");
/// # });
/// # }
/// ```
#[derive(Clone)]
pub struct Errors {
    settings: Rc<Settings>,
}

#[derive(Clone)]
struct Settings {
    offers: Offers,
    request_id: HeaderName,
    on_panic: Option<Rc<OnPanic>>,
    on_method: Option<Rc<dyn Fn() -> Box<dyn AnyReport>>>,
}

impl Errors {
    /// A middleware for a service with this `offer`. The request's ID is its header `X-Request-Id`.
    pub fn new<C: ErrorCode>(offer: &Offer<C>) -> Errors {
        Self::with_request_id(offer, HeaderName::from_static("x-request-id"))
    }

    /// Sets the name of the header that has the request's ID.
    pub fn with_request_id<C: ErrorCode>(offer: &Offer<C>, header: HeaderName) -> Errors {
        let offers = offer.offers().clone();
        Errors { settings: Rc::new(Settings { offers, request_id: header, on_panic: None, on_method: None }) }
    }

    /// Answers with what `error` returns if a resource has no route for the method, and no
    /// `default_service`.
    #[must_use]
    pub fn method_not_allowed<E: TypedError>(self, error: impl Fn() -> E + 'static) -> Errors {
        let on_method: Rc<dyn Fn() -> Box<dyn AnyReport>> = Rc::new(move || Box::new(Report::new(error())));
        Errors { settings: Rc::new(Settings { on_method: Some(on_method), ..(*self.settings).clone() }) }
    }

    /// Answers with what `error` returns if a handler panics. The log has the message of the panic,
    /// and clients don't. Without it, a panic closes the connection.
    #[must_use]
    pub fn catch_panic<E: TypedError>(self, error: impl Fn() -> E + Send + Sync + 'static) -> Errors {
        let on_panic = Some(reporter(error).into());
        Errors { settings: Rc::new(Settings { on_panic, ..(*self.settings).clone() }) }
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

    fn call(&self, mut request: ServiceRequest) -> Self::Future {
        let asking = Asking::new(&mut request, self.settings.clone());
        let future = self.inner.call(request);
        Box::pin(async move {
            let inner = asking.caught(future).await.map_err(|error| asking.of_error(error))?;
            let answer = asking.of_response(&inner);
            let mut sent = match answer {
                Some(answer) => {
                    let allow = inner.headers().get(ALLOW).cloned();
                    let mut sent = inner.into_response(response(answer)).map_into_right_body();
                    if let Some(allow) = allow {
                        sent.headers_mut().insert(ALLOW, allow);
                    }
                    sent
                }
                None => inner.map_into_left_body(),
            };
            asking.identify(sent.headers_mut());
            Ok(sent)
        })
    }
}

/// What the middleware knows of a request.
struct Asking {
    settings: Rc<Settings>,
    accept: Option<String>,
    request_id: String,
}

impl Asking {
    fn new(request: &mut ServiceRequest, settings: Rc<Settings>) -> Asking {
        let headers = request.headers();
        let accept: Vec<&str> = headers.get_all(ACCEPT).filter_map(|value| value.to_str().ok()).collect();
        let accept = (!accept.is_empty()).then(|| accept.join(", "));
        let sent = headers.get(&settings.request_id).map(HeaderValue::as_bytes);
        let request_id = request_id::of(sent).into_owned();
        if sent != Some(request_id.as_bytes())
            && let Ok(value) = HeaderValue::from_str(&request_id)
        {
            request.headers_mut().insert(settings.request_id.clone(), value);
        }
        Asking { settings, accept, request_id }
    }

    /// The answer to a report. `None` if it is of another catalog.
    fn answer(&self, report: &dyn AnyReport) -> Option<Answer> {
        let asked = Asked { accept: self.accept.as_deref(), request_id: Some(&self.request_id) };
        report.answer(&self.settings.offers, self.settings.request_id.as_str(), asked)
    }

    /// The answer to a response, if it carries a report of this catalog, or if it has no route for
    /// the method.
    fn of_response<B>(&self, inner: &ServiceResponse<B>) -> Option<Answer> {
        match (inner.response().error(), &self.settings.on_method) {
            (Some(error), _) => self.answer(&*error.as_error::<Carried>()?.report),
            (None, Some(report)) if inner.status() == StatusCode::METHOD_NOT_ALLOWED => self.answer(&*report()),
            _ => None,
        }
    }

    /// The error of a middleware inside of this one, with its final response.
    fn of_error(&self, error: actix_web::Error) -> actix_web::Error {
        let answer = error.as_error::<Carried>().and_then(|carried| self.answer(&*carried.report));
        answer.map_or(error, |answer| self.answered(answer))
    }

    fn answered(&self, mut answer: Answer) -> actix_web::Error {
        let name = self.settings.request_id.as_str();
        if !answer.headers.iter().any(|(other, _)| other == name) {
            answer.headers.push((name.to_owned().into(), self.request_id.clone().into()));
        }
        Answered(answer).into()
    }

    /// The result of the inner service. A panic becomes an error, if the service wants that.
    async fn caught<T>(
        &self,
        future: impl Future<Output = Result<T, actix_web::Error>>,
    ) -> Result<T, actix_web::Error> {
        let Some(on_panic) = &self.settings.on_panic else {
            return future.await;
        };
        let mut future = Box::pin(future);
        let caught = poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
            Ok(polled) => polled.map(Ok),
            Err(panic) => Poll::Ready(Err(panic)),
        });
        caught.await.unwrap_or_else(|panic| {
            let answer = self.answer(&*on_panic(panic)).unwrap_or_else(Answer::internal);
            Err(self.answered(answer))
        })
    }

    /// Adds the ID of the request, unless the response has one.
    fn identify(&self, headers: &mut HeaderMap) {
        if !headers.contains_key(&self.settings.request_id)
            && let Ok(value) = HeaderValue::from_str(&self.request_id)
        {
            headers.insert(self.settings.request_id.clone(), value);
        }
    }
}
