//! Renders the catalog's requests as code that readers can run. Each client is a module with a
//! function from a request to code.

use errbook_catalog::{Json, Request};

use crate::json;
use crate::text;

mod curl;
mod go;
mod javascript;
mod python;
mod rust;

/// A client that can send a request.
pub(crate) struct Client {
    /// Shown if a page has several clients.
    pub(crate) name: &'static str,
    /// Language of the code block.
    pub(crate) language: &'static str,
    /// Returns the code for a request.
    pub(crate) source: fn(&Call<'_>) -> String,
}

/// All clients. Targets that show a single client use the first.
pub(crate) const CLIENTS: &[Client] = &[
    Client { name: "curl", language: "bash", source: curl::source },
    Client { name: "JavaScript", language: "javascript", source: javascript::source },
    Client { name: "Python", language: "python", source: python::source },
    Client { name: "Go", language: "go", source: go::source },
    Client { name: "Rust", language: "rust", source: rust::source },
];

/// A request, prepared for all clients.
pub(crate) struct Call<'r> {
    method: &'r str,
    /// Includes the query.
    url: String,
    headers: &'r [(String, String)],
    body: Option<Body<'r>>,
}

struct Body<'r> {
    value: &'r Json,
    /// `value` as pretty-printed JSON.
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

/// Indents each line of `text` except the first. This doesn't change JSON values, because JSON
/// strings contain no raw line breaks.
fn indented(text: &str, by: &str) -> String {
    text.replace('\n', &format!("\n{by}"))
}

#[cfg(test)]
mod tests;
