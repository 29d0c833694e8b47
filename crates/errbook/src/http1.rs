//! Answers as responses of the crate `http`, version 1 (feature `http1`): what hyper, axum and others send.

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

/// The status; 500 where the catalog has one that HTTP has not.
pub(crate) fn status(answer: &Answer) -> StatusCode {
    StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Sets the headers, that of the body included, in the place of others of their names; only `Vary` adds to what is there.
pub(crate) fn set_headers(answer: &Answer, headers: &mut HeaderMap) {
    if let Some(content_type) = answer.content_type.and_then(|text| HeaderValue::from_str(text).ok()) {
        headers.insert(CONTENT_TYPE, content_type);
    }
    for (index, (name, value)) in answer.headers.iter().enumerate() {
        // What is no header was refused when the report was made, so that nothing is left out here.
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
