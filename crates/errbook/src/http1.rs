//! Answers as responses of the crate `http`, version 1 (feature `http1`): what hyper, axum and others send.

use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use http::{Response, StatusCode};

use crate::answer::Answer;

impl From<Answer> for Response<String> {
    fn from(answer: Answer) -> Response<String> {
        let (status, headers) = (status(&answer), headers(&answer));
        let mut response = Response::new(answer.body);
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        response
    }
}

/// The status; 500 where the catalog has one that HTTP has not.
fn status(answer: &Answer) -> StatusCode {
    StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The headers, that of the body included. What is no header was refused when the report was made.
fn headers(answer: &Answer) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(answer.headers.len() + 1);
    if let Some(content_type) = answer.content_type {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    for (name, value) in &answer.headers {
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) =
            (name, HeaderValue::from_str(value).or_else(|_| HeaderValue::from_bytes(value.as_bytes())))
        {
            headers.append(name, value);
        }
    }
    headers
}
