//! Reports as responses of axum 0.8 (feature `axum08`), and [`ErrorLayer`], which sends them in the
//! format that the request accepts.
//!
//! A handler returns `Result<T, Report<E>>`. Without the layer, an error is sent in the first
//! profile that sends its code, without the ID of the request. The layer replaces that response,
//! from the report in its extensions.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use axum_core::body::Body;
use axum_core::response::{IntoResponse, Response};
use http::Request;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use tower_layer::Layer;
use tower_service::Service;

use crate::answer::{Answer, AnyReport, Asked, Offer, Offers};
use crate::code::{ErrorCode, HttpProfile};
use crate::error::TypedError;
use crate::http1;
use crate::report::Report;

/// A response's report, for outer layers.
#[derive(Clone)]
struct Carried(Arc<dyn AnyReport>);

impl<E: TypedError> IntoResponse for Report<E>
where
    <E::Code as ErrorCode>::Profile: HttpProfile,
{
    fn into_response(self) -> Response {
        let mut response = http::Response::<String>::from(Answer::by_default(&self)).map(Body::from);
        response.extensions_mut().insert(Carried(Arc::new(self)));
        response
    }
}

/// Sends reports in a format that the service offers and the request accepts, with the ID of the
/// request, and logs each one (feature `tracing`).
///
/// Headers that other layers added are kept. Responses without a report are not changed.
#[derive(Clone)]
pub struct ErrorLayer {
    settings: Arc<Settings>,
}

struct Settings {
    offers: Offers,
    request_id: HeaderName,
}

impl ErrorLayer {
    /// A layer for a service with this `offer`. The request's ID is its header `X-Request-Id`.
    pub fn new<C: ErrorCode>(offer: &Offer<C>) -> ErrorLayer {
        Self::with_request_id(offer, HeaderName::from_static("x-request-id"))
    }

    /// Sets the name of the header that has the request's ID. If clients don't send it, set it in
    /// an outer layer.
    pub fn with_request_id<C: ErrorCode>(offer: &Offer<C>, header: HeaderName) -> ErrorLayer {
        ErrorLayer { settings: Arc::new(Settings { offers: offer.offers().clone(), request_id: header }) }
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

    fn call(&mut self, request: Request<B>) -> ErrorFuture<S::Future> {
        let settings = self.settings.clone();
        let (accept, request_id) = (accept(request.headers()), request.headers().get(&settings.request_id).cloned());
        ErrorFuture { inner: self.inner.call(request), settings, accept, request_id }
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

pin_project_lite::pin_project! {
    /// The response of an [`ErrorService`].
    pub struct ErrorFuture<F> {
        #[pin]
        inner: F,
        settings: Arc<Settings>,
        accept: Option<HeaderValue>,
        request_id: Option<HeaderValue>,
    }
}

impl<F: Future<Output = Result<R, E>>, R: IntoResponse, E> Future for ErrorFuture<F> {
    type Output = Result<Response, E>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let response = ready!(this.inner.poll(context))?.into_response();
        let Some(carried) = response.extensions().get::<Carried>().cloned() else {
            return Poll::Ready(Ok(response));
        };
        let [accept, request_id] = [&*this.accept, &*this.request_id].map(|value| value.as_ref()?.to_str().ok());
        let answer = carried.0.answer(&this.settings.offers, Asked { accept, request_id });
        Poll::Ready(Ok(match answer {
            Some(answer) => replace(response, answer),
            None => response,
        }))
    }
}

/// Replaces the default response with the answer. Headers of the answer replace those of the same
/// name, except `Vary`, which is extended.
fn replace(response: Response, answer: Answer) -> Response {
    let (mut parts, _) = response.into_parts();
    parts.extensions.remove::<Carried>();
    parts.headers.remove(CONTENT_TYPE);
    parts.headers.remove(CONTENT_LENGTH);
    parts.status = http1::status(&answer);
    http1::set_headers(&answer, &mut parts.headers);
    Response::from_parts(parts, Body::from(answer.body))
}
