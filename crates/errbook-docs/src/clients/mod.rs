//! Requests of the catalog as code that a reader can run: one module per client, each a function from a request to its source.

use errbook_catalog::Request;

use crate::text;

mod curl;

/// A way to send a request.
pub(crate) struct Client {
    /// Shown where there are several.
    pub(crate) name: &'static str,
    /// Language of its fence.
    pub(crate) language: &'static str,
    /// Its source for one request.
    pub(crate) source: fn(&Request) -> String,
}

/// All clients; the first is the one of targets that show one.
pub(crate) const CLIENTS: &[Client] = &[Client { name: "curl", language: "bash", source: curl::source }];

/// The URL of a request with its query.
pub(crate) fn url(base: &str, query: &[(String, String)]) -> String {
    let mut url = base.to_owned();
    for (index, (name, value)) in query.iter().enumerate() {
        url.push(if index > 0 || base.contains('?') { '&' } else { '?' });
        text::percent_encode(name, &mut url);
        url.push('=');
        text::percent_encode(value, &mut url);
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_percent_encoded() {
        let query = [("limit".to_owned(), "10".to_owned()), ("q".to_owned(), "a&b [é]".to_owned())];
        assert_eq!(url("https://x.dev/a", &query), "https://x.dev/a?limit=10&q=a%26b%20%5B%C3%A9%5D");
        assert_eq!(url("https://x.dev/a?b=1", &query[..1]), "https://x.dev/a?b=1&limit=10");
        assert_eq!(url("https://x.dev/a", &[]), "https://x.dev/a");
    }
}
