//! Answers as responses of the crate `http`, version 1 (feature `http1`), which hyper, axum, and
//! others use.

use std::borrow::Cow;

use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, VARY};
use http::{Response, StatusCode};

use crate::answer::Answer;
use crate::header;

/// The status, the headers, and the body of the answer (feature `http1`).
///
/// ```
/// use errbook::{Answer, Report};
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/errors.rs"));
/// # fn main() {
/// let answer = Answer::by_default(&Report::new(Error::TooLarge));
/// let response = http::Response::<String>::from(answer);
/// assert_eq!(response.status(), 413);
/// assert_eq!(response.headers()["Content-Type"], "application/problem+json");
/// # }
/// ```
impl From<Answer> for Response<String> {
    fn from(mut answer: Answer) -> Response<String> {
        let mut response = Response::new(std::mem::take(&mut answer.body));
        *response.status_mut() = status(&answer);
        set_headers(answer, response.headers_mut());
        response
    }
}

/// The status, or 500 if HTTP doesn't allow the catalog's status.
pub(crate) fn status(answer: &Answer) -> StatusCode {
    StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Sets all headers of the answer, including `Content-Type`. They replace headers of the same name,
/// except `Vary`, which is extended.
pub(crate) fn set_headers(answer: Answer, headers: &mut HeaderMap) {
    if let Some(content_type) = answer.content_type.and_then(|text| value(text.into())) {
        headers.insert(CONTENT_TYPE, content_type);
    }
    let mut sent = answer.headers;
    for index in 0..sent.len() {
        let text = std::mem::take(&mut sent[index].1);
        let name = &sent[index].0;
        // Reports reject invalid headers, so this never skips one.
        let (Ok(of), Some(value)) = (HeaderName::from_bytes(name.as_bytes()), value(text)) else {
            continue;
        };
        let is_repeated = sent[..index].iter().any(|(other, _)| other.eq_ignore_ascii_case(name));
        if is_repeated || of == VARY {
            headers.append(of, value);
        } else {
            headers.insert(of, value);
        }
    }
}

/// The value of a header. Copies only static text that isn't visible ASCII.
fn value(text: Cow<'static, str>) -> Option<HeaderValue> {
    match text {
        Cow::Borrowed(text) if header::is_visible(text) => Some(HeaderValue::from_static(text)),
        text => HeaderValue::try_from(text.into_owned()).ok(),
    }
}
