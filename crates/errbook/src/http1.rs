//! Answers as responses of the crate `http`, version 1 (feature `http1`), which hyper, axum, and
//! others use.

use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, VARY};
use http::{Response, StatusCode};

use crate::answer::Answer;

impl From<Answer> for Response<String> {
    fn from(answer: Answer) -> Response<String> {
        let mut response = Response::new(String::new());
        *response.status_mut() = status(&answer);
        set_headers(&answer, response.headers_mut());
        *response.body_mut() = answer.body;
        response
    }
}

/// The status, or 500 if HTTP doesn't allow the catalog's status.
pub(crate) fn status(answer: &Answer) -> StatusCode {
    StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Sets all headers of the answer, including `Content-Type`. They replace headers of the same name,
/// except `Vary`, which is extended.
pub(crate) fn set_headers(answer: &Answer, headers: &mut HeaderMap) {
    if let Some(content_type) = answer.content_type.and_then(|text| HeaderValue::from_str(text).ok()) {
        headers.insert(CONTENT_TYPE, content_type);
    }
    for (index, (name, value)) in answer.headers.iter().enumerate() {
        // Reports reject invalid headers, so this never skips one.
        let (Ok(of), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_bytes(value.as_bytes()))
        else {
            continue;
        };
        let is_repeated = answer.headers[..index].iter().any(|(other, _)| other.eq_ignore_ascii_case(name));
        if is_repeated || of == VARY {
            headers.append(of, value);
        } else {
            headers.insert(of, value);
        }
    }
}
