//! The parts of a request that all operations need: a root key, and a JSON body.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request};
use axum::http::header::AUTHORIZATION;
use axum::middleware::Next;
use axum::response::Response;
use errbook::{OrCode, Report};
use serde::de::DeserializeOwned;
use unkey_errors::Error;

/// The only valid root key.
const ROOT_KEY: &str = "unkey_demo";

/// Rejects requests without a valid root key.
pub(crate) async fn authenticate(request: Request, next: Next) -> Result<Response, Report<Error>> {
    let header = request.headers().get(AUTHORIZATION).code(Error::AuthenticationMissing)?;
    let text = header.to_str().code(Error::AuthenticationMalformed)?;
    let key = text.strip_prefix("Bearer ").code(Error::AuthenticationMalformed)?;
    if key != ROOT_KEY {
        Err(Error::AuthenticationKeyNotFound)?;
    }
    Ok(next.run(request).await)
}

/// A JSON body, or the catalog's error for an invalid one.
pub(crate) struct Body<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Report<Error>;

    async fn from_request(request: Request, state: &S) -> Result<Body<T>, Report<Error>> {
        let (method, path) = (request.method().to_string(), request.uri().path().to_owned());
        match Json::from_request(request, state).await {
            Ok(Json(value)) => Ok(Body(value)),
            Err(rejection) => Err(invalid(method, path, rejection)),
        }
    }
}

/// The client sees serde's message, which is about its own body. Other causes go to the log.
fn invalid(method: String, path: String, rejection: JsonRejection) -> Report<Error> {
    let message = rejection.body_text();
    let error = Error::ApplicationInvalidInput { method: method.into(), path: path.into() };
    Report::new(error).field_error("body", message).caused_by(rejection)
}
