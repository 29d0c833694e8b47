//! Requests of the catalog as code that a reader can run: one module per client, each a function from a request to its source.

use errbook_catalog::{Json, Request};

use crate::json;
use crate::text;

mod curl;
mod go;
mod javascript;
mod python;
mod rust;

/// A way to send a request.
pub(crate) struct Client {
    /// Shown where there are several.
    pub(crate) name: &'static str,
    /// Language of its fence.
    pub(crate) language: &'static str,
    /// Its source for one request.
    pub(crate) source: fn(&Call<'_>) -> String,
}

/// All clients; the first is the one of targets that show one.
pub(crate) const CLIENTS: &[Client] = &[
    Client { name: "curl", language: "bash", source: curl::source },
    Client { name: "JavaScript", language: "javascript", source: javascript::source },
    Client { name: "Python", language: "python", source: python::source },
    Client { name: "Go", language: "go", source: go::source },
    Client { name: "Rust", language: "rust", source: rust::source },
];

/// A request, with what all clients need of it.
pub(crate) struct Call<'r> {
    method: &'r str,
    /// With its query.
    url: String,
    headers: &'r [(String, String)],
    body: Option<Body<'r>>,
}

struct Body<'r> {
    value: &'r Json,
    /// The same as JSON on lines.
    text: String,
}

impl<'r> Call<'r> {
    pub(crate) fn new(request: &'r Request) -> Self {
        Call {
            method: &request.method,
            url: url(&request.url, &request.query),
            headers: &request.headers,
            body: request.body.as_ref().map(Body::new),
        }
    }
}

impl<'r> Body<'r> {
    fn new(value: &'r Json) -> Self {
        Body { value, text: json::pretty(value) }
    }
}

/// The URL of a request with its query.
fn url(base: &str, query: &[(String, String)]) -> String {
    let mut url = base.to_owned();
    for (index, (name, value)) in query.iter().enumerate() {
        url.push(if index > 0 || base.contains('?') { '&' } else { '?' });
        text::percent_encode(name, &mut url);
        url.push('=');
        text::percent_encode(value, &mut url);
    }
    url
}

/// `text` with each line but the first indented by `by`. JSON has no line break inside a string, so that its value stays the same.
fn indented(text: &str, by: &str) -> String {
    text.replace('\n', &format!("\n{by}"))
}

#[cfg(test)]
mod tests;
