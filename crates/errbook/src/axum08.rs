//! Reports as responses of axum 0.8 (feature `axum08`), and [`ErrorLayer`], which sends them in the
//! format that the request accepts.
//!
//! A handler returns `Result<T, Report<E>>`. Without the layer, an error is sent in the first
//! profile that sends its code, without the ID of the request.
//!
//! ```
//! use axum::response::IntoResponse;
//! use errbook::Report;
//! # use axum_core as axum;
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/errors.rs"));
//! # fn main() {
//!
//! async fn create(body: String) -> Result<String, Report<Error>> {
//!     if body.len() > 10 { Err(Error::TooLarge)? }
//!     Ok(body)
//! }
//!
//! # let called = async {
//! let response = create("12345678901".to_owned()).await.into_response();
//! assert_eq!(response.status(), 413);
//! # };
//! # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
//! # assert!(std::future::Future::poll(std::pin::pin!(called), &mut context).is_ready());
//! # }
//! ```
//!
//! A report is a response, so it can be a fallback too: unknown routes and wrong methods get a code
//! with `Router::fallback(|| async { Report::new(Error::RouteUnknown) })` and
//! `Router::method_not_allowed_fallback`. [`WithRejection`] does this for rejected extractors, and
//! [`ErrorLayer::catch_panic`] for panics.

use std::cell::Cell;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum_core::body::Body;
use axum_core::extract::{FromRequest, FromRequestParts};
use axum_core::response::{IntoResponse, Response};
use http::Request;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use http::request::Parts;
use tower_layer::Layer;
use tower_service::Service;

use crate::answer::{Answer, AnyReport, Asked, Offer, Offers};
use crate::code::{ErrorCode, HttpProfile};
use crate::error::TypedError;
use crate::http1;
use crate::panic::{OnPanic, reporter};
use crate::report::Report;
use crate::request_id;

/// A response's report, for outer layers.
#[derive(Clone)]
struct Carried(Arc<dyn AnyReport>);

impl<E: TypedError> IntoResponse for Report<E>
where
    <E::Code as ErrorCode>::Profile: HttpProfile,
{
    fn into_response(self) -> Response {
        // Most handlers run inside of the layer, which knows what the request accepts.
        if let Some(answer) = asked(|settings, asked| settings.answer(&self, asked)).flatten() {
            return http::Response::<String>::from(answer).map(Body::from);
        }
        let mut response = http::Response::<String>::from(Answer::by_default(&self)).map(Body::from);
        response.extensions_mut().insert(Carried(Arc::new(self)));
        response
    }
}

/// An extractor whose rejections are reports. `R` chooses the code of each: see [`Rejected`].
///
/// ```
/// use axum::body::Body;
/// use axum::extract::{FromRequest, Request};
/// use errbook::Report;
/// use errbook::axum08::{Rejected, WithRejection};
/// # use axum_core as axum;
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/errors.rs"));
/// # fn main() {
///
/// struct Invalid;
///
/// impl<R: std::error::Error + Send + Sync + 'static> Rejected<R> for Invalid {
///     type Error = Error;
///     fn report(rejection: R) -> Report<Error> {
///         Report::new(Error::NotANumber).caused_by(rejection)
///     }
/// }
///
/// // Extractors such as `axum::Json` work like this one.
/// async fn create(WithRejection(body, _): WithRejection<String, Invalid>) -> String {
///     body
/// }
///
/// # let called = async {
/// let request = Request::new(Body::from(vec![0xff]));
/// let rejected = WithRejection::<String, Invalid>::from_request(request, &()).await;
/// rejected.err().expect("invalid UTF-8").assert_code(Code::NotANumber);
/// # };
/// # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
/// # assert!(std::future::Future::poll(std::pin::pin!(called), &mut context).is_ready());
/// # }
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct WithRejection<T, R>(pub T, pub PhantomData<R>);

/// Reports the rejections of extractors, in [`WithRejection`].
pub trait Rejected<R> {
    /// The errors that it reports.
    type Error: TypedError;

    /// The report of a rejection. Clients don't see its cause, so the rejection can be that.
    fn report(rejection: R) -> Report<Self::Error>;
}

impl<S, T, R> FromRequest<S> for WithRejection<T, R>
where
    S: Send + Sync,
    T: FromRequest<S>,
    R: Rejected<T::Rejection>,
    Report<R::Error>: IntoResponse,
{
    type Rejection = Report<R::Error>;

    async fn from_request(request: Request<Body>, state: &S) -> Result<Self, Self::Rejection> {
        let extracted = T::from_request(request, state).await;
        extracted.map(|value| WithRejection(value, PhantomData)).map_err(R::report)
    }
}

impl<S, T, R> FromRequestParts<S> for WithRejection<T, R>
where
    S: Send + Sync,
    T: FromRequestParts<S>,
    R: Rejected<T::Rejection>,
    Report<R::Error>: IntoResponse,
{
    type Rejection = Report<R::Error>;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let extracted = T::from_request_parts(parts, state).await;
        extracted.map(|value| WithRejection(value, PhantomData)).map_err(R::report)
    }
}

/// Sends reports in a format that the service offers and the request accepts, with the ID of the
/// request, and logs each one (feature `tracing`).
///
/// The ID is the request's header `X-Request-Id`, or a new one if the client doesn't send a usable
/// one. Handlers find it in this header, and all responses have it.
///
/// ```
/// use errbook::axum08::ErrorLayer;
/// use errbook::{Offer, Report};
/// # use std::future::{Future, Ready, ready};
/// # use std::task::{Context, Poll, Waker};
/// # use axum_core::{body::Body, response::{IntoResponse, Response}};
/// # use http::Request;
/// # use tower_layer::Layer;
/// # use tower_service::Service;
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/errors.rs"));
/// # struct Routes;
/// # impl Service<Request<Body>> for Routes {
/// #     type Response = Response;
/// #     type Error = std::convert::Infallible;
/// #     type Future = Ready<Result<Response, Self::Error>>;
/// #     fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
/// #         Poll::Ready(Ok(()))
/// #     }
/// #     fn call(&mut self, _: Request<Body>) -> Self::Future {
/// #         ready(Ok(Report::new(Error::TooLarge).into_response()))
/// #     }
/// # }
/// # fn main() {
/// # let routes = Routes;
///
/// // `Router::layer` does the same: `Router::new().route("/numbers", post(create)).layer(layer)`.
/// let layer = ErrorLayer::new(&Offer::new(Profile::Api)).catch_panic(|| Error::NotANumber);
/// let mut service = layer.layer(routes);
///
/// # let called = async {
/// let request = Request::builder().header("X-Request-Id", "req_1").body(Body::empty()).expect("a request");
/// let response = service.call(request).await.expect("infallible");
/// assert_eq!(response.status(), 413);
/// assert_eq!(response.headers()["X-Request-Id"], "req_1");
/// # };
/// # assert!(std::pin::pin!(called).poll(&mut Context::from_waker(Waker::noop())).is_ready());
/// # }
/// ```
#[derive(Clone)]
pub struct ErrorLayer {
    settings: Arc<Settings>,
}

#[derive(Clone)]
struct Settings {
    offers: Offers,
    request_id: HeaderName,
    on_panic: Option<Arc<OnPanic>>,
}

impl Settings {
    /// The answer to a report. `None` if it is of another catalog.
    fn answer(&self, report: &dyn AnyReport, asked: Asked<'_>) -> Option<Answer> {
        report.answer(&self.offers, self.request_id.as_str(), asked)
    }
}

impl ErrorLayer {
    /// A layer for a service with this `offer`. The request's ID is its header `X-Request-Id`.
    pub fn new<C: ErrorCode>(offer: &Offer<C>) -> ErrorLayer {
        Self::with_request_id(offer, HeaderName::from_static("x-request-id"))
    }

    /// Sets the name of the header that has the request's ID.
    pub fn with_request_id<C: ErrorCode>(offer: &Offer<C>, header: HeaderName) -> ErrorLayer {
        let settings = Settings { offers: offer.offers().clone(), request_id: header, on_panic: None };
        ErrorLayer { settings: Arc::new(settings) }
    }

    /// Answers with what `error` returns if a handler panics. The log has the message of the panic,
    /// and clients don't. Without it, a panic closes the connection.
    #[must_use]
    pub fn catch_panic<E: TypedError>(self, error: impl Fn() -> E + Send + Sync + 'static) -> ErrorLayer {
        let settings = Settings { on_panic: Some(reporter(error).into()), ..(*self.settings).clone() };
        ErrorLayer { settings: Arc::new(settings) }
    }
}

impl<S> Layer<S> for ErrorLayer {
    type Service = ErrorService<S>;

    fn layer(&self, inner: S) -> ErrorService<S> {
        ErrorService { inner, settings: self.settings.clone() }
    }
}

/// The service that [`ErrorLayer`] returns.
#[derive(Clone)]
pub struct ErrorService<S> {
    inner: S,
    settings: Arc<Settings>,
}

impl<S, B> Service<Request<B>> for ErrorService<S>
where
    S: Service<Request<B>>,
    S::Response: IntoResponse,
{
    type Response = Response;
    type Error = S::Error;
    type Future = ErrorFuture<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<B>) -> ErrorFuture<S::Future> {
        let settings = self.settings.clone();
        let (accept, request_id) = (accept(request.headers()), request_id(request.headers_mut(), &settings.request_id));
        ErrorFuture { inner: self.inner.call(request), asking: Some(Asking { settings, accept, request_id }) }
    }
}

/// The value of `Accept`. Several headers of this name are joined.
fn accept(headers: &HeaderMap) -> Option<HeaderValue> {
    let mut values = headers.get_all(ACCEPT).iter();
    let first = values.next()?.clone();
    let more: Vec<&[u8]> = values.map(HeaderValue::as_bytes).collect();
    if more.is_empty() {
        return Some(first);
    }
    HeaderValue::from_bytes(&[&[first.as_bytes()], &more[..]].concat().join(&b", "[..])).ok()
}

/// The ID of a request, which gets one if it has none that can be used.
fn request_id(headers: &mut HeaderMap, name: &HeaderName) -> Option<HeaderValue> {
    let sent = headers.get(name);
    let id = match request_id::of(sent.map(HeaderValue::as_bytes)) {
        std::borrow::Cow::Borrowed(_) => return sent.cloned(),
        std::borrow::Cow::Owned(id) => HeaderValue::try_from(id).ok()?,
    };
    headers.insert(name.clone(), id.clone());
    Some(id)
}

/// What a layer knows of the request that a handler answers.
struct Asking {
    settings: Arc<Settings>,
    accept: Option<HeaderValue>,
    request_id: Option<HeaderValue>,
}

impl Asking {
    fn asked(&self) -> Asked<'_> {
        let [accept, request_id] = [&self.accept, &self.request_id].map(|value| value.as_ref()?.to_str().ok());
        Asked { accept, request_id }
    }
}

thread_local! {
    /// What the layer knows of the request whose future this thread polls. So a report is written
    /// once, by the handler, and not again by the layer.
    static ASKING: Cell<Option<Asking>> = const { Cell::new(None) };
}

/// Calls `then` with what the layer knows. `None` outside of a layer, and in tasks of their own.
fn asked<T>(then: impl FnOnce(&Settings, Asked<'_>) -> T) -> Option<T> {
    let taken = Taken(ASKING.take());
    taken.0.as_ref().map(|asking| then(&asking.settings, asking.asked()))
}

/// Gives the thread back what it knew, also after a panic.
struct Taken(Option<Asking>);

impl Drop for Taken {
    fn drop(&mut self) {
        ASKING.set(self.0.take());
    }
}

/// Lends `asking` to the thread while it polls, also if that panics.
struct Lent<'a> {
    to: &'a mut Option<Asking>,
    before: Option<Asking>,
}

impl<'a> Lent<'a> {
    fn new(asking: &'a mut Option<Asking>) -> Lent<'a> {
        let before = ASKING.replace(asking.take());
        Lent { to: asking, before }
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        *self.to = ASKING.replace(self.before.take());
    }
}

pin_project_lite::pin_project! {
    /// The response of an [`ErrorService`].
    pub struct ErrorFuture<F> {
        #[pin]
        inner: F,
        asking: Option<Asking>,
    }
}

impl<F: Future<Output = Result<R, E>>, R: IntoResponse, E> Future for ErrorFuture<F> {
    type Output = Result<Response, E>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let on_panic = this.asking.as_ref().and_then(|asking| asking.settings.on_panic.clone());
        let polled = {
            let _lent = Lent::new(this.asking);
            let poll = || this.inner.poll(context).map_ok(IntoResponse::into_response);
            match &on_panic {
                None => Ok(poll()),
                // A future that panicked isn't polled again.
                Some(_) => catch_unwind(AssertUnwindSafe(poll)),
            }
        };
        let response = match (polled, this.asking, on_panic) {
            (Ok(Poll::Ready(Ok(response))), Some(asking), _) => asking.identified(asking.answered(response)),
            (Ok(polled), ..) => return polled,
            (Err(panic), Some(asking), Some(on_panic)) => asking.identified(asking.of_panic(on_panic(panic))),
            (Err(panic), ..) => resume_unwind(panic),
        };
        Poll::Ready(Ok(response))
    }
}

impl Asking {
    /// The response, with the answer to a report that was made outside of this layer's thread.
    fn answered(&self, response: Response) -> Response {
        let Some(carried) = response.extensions().get::<Carried>().cloned() else {
            return response;
        };
        match self.settings.answer(&*carried.0, self.asked()) {
            Some(answer) => replace(response, answer),
            None => response,
        }
    }

    /// The response to a panic: a 500 without a body if the report is of another catalog.
    fn of_panic(&self, report: Box<dyn AnyReport>) -> Response {
        let answer = self.settings.answer(&*report, self.asked()).unwrap_or_else(Answer::internal);
        http::Response::<String>::from(answer).map(Body::from)
    }

    /// The response with the ID of the request, unless it has one.
    fn identified(&self, mut response: Response) -> Response {
        if let Some(id) = &self.request_id {
            response.headers_mut().entry(self.settings.request_id.clone()).or_insert_with(|| id.clone());
        }
        response
    }
}

/// Replaces the default response with the answer. Headers of the answer replace those of the same
/// name, except `Vary`, which is extended.
fn replace(response: Response, mut answer: Answer) -> Response {
    let (mut parts, _) = response.into_parts();
    parts.extensions.remove::<Carried>();
    parts.headers.remove(CONTENT_TYPE);
    parts.headers.remove(CONTENT_LENGTH);
    parts.status = http1::status(&answer);
    let body = std::mem::take(&mut answer.body);
    http1::set_headers(answer, &mut parts.headers);
    Response::from_parts(parts, Body::from(body))
}
