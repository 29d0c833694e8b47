//! A real HTTP client, independent of the servers' crates.

use errbook::client::{Reply, read};
use errbook_service_tests::Code;

pub(crate) struct Response {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

/// Sends a GET request with these headers.
pub(crate) fn get(url: &str, headers: &[(&str, &str)]) -> Response {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let request = headers.iter().fold(agent.get(url), |request, (name, value)| request.header(*name, *value));
    Response::of(request.call().expect("a response"))
}

/// Sends a POST request.
#[allow(dead_code, reason = "not all tests send one")]
pub(crate) fn post(url: &str, content_type: Option<&str>, body: &str) -> Response {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let request = content_type.into_iter().fold(agent.post(url), |request, of| request.header("Content-Type", of));
    Response::of(request.send(body.as_bytes()).expect("a response"))
}

impl Response {
    fn of(mut response: ureq::http::Response<ureq::Body>) -> Response {
        let text = |(name, value): (&ureq::http::HeaderName, &ureq::http::HeaderValue)| {
            (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let headers = response.headers().iter().map(text).collect();
        let body = response.body_mut().read_to_string().expect("UTF-8");
        Response { status: response.status().as_u16(), headers, body }
    }

    /// All values of a header, joined.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let values: Vec<&str> = self
            .headers
            .iter()
            .filter(|(of, _)| of.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
            .collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    /// The code that the errbook client reads.
    pub(crate) fn code(&self) -> Option<Code> {
        let (content_type, retry_after) = (self.header("content-type"), self.header("retry-after"));
        let reply = Reply {
            status: self.status,
            content_type: content_type.as_deref(),
            retry_after: retry_after.as_deref(),
            body: self.body.as_bytes(),
        };
        read(&reply).ok()?.code.known()
    }
}
