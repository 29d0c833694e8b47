//! One response of a service, with what is known of its request. All inputs produce exchanges.

use serde_json::Value;

use crate::text::visible;

/// Bodies above this size, in bytes, pass unchecked.
pub const MAX_BODY: usize = 1 << 20;

/// A response, with what is known of its request.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Exchange {
    /// Method of the request, in uppercase.
    pub method: Option<String>,
    /// URL of the request, or its path. May have a query, which reports never show.
    pub target: Option<String>,
    /// Operation, if the input names it. Otherwise, the OpenAPI document of the catalog knows the
    /// operation of `method` and `target`.
    pub operation: Option<String>,
    /// HTTP status.
    pub status: Option<u16>,
    /// Response headers. `None` if the input doesn't record them.
    pub headers: Option<Vec<(String, String)>>,
    /// Value of `Content-Type`, if the input records it apart from other headers.
    pub content_type: Option<String>,
    /// Response body.
    pub body: Body,
}

/// The body of a response.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Body {
    /// There is none, or the input doesn't record it.
    #[default]
    Absent,
    /// All bytes, without content encodings.
    Bytes(Vec<u8>),
    /// JSON that the input has parsed.
    Json(Value),
    /// It can't be checked.
    Unchecked(Unchecked),
}

/// Why a response can't be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unchecked {
    /// It is larger than [`MAX_BODY`].
    TooLarge,
    /// Its content encoding is unknown or broken.
    Encoding,
    /// It is incomplete, or isn't valid HTTP or JSON.
    Malformed,
    /// The connection changed to another protocol, such as WebSocket or HTTP/2.
    Upgraded,
}

impl Unchecked {
    /// The reason, in words that fit after a number: `3 too large`.
    pub fn as_str(self) -> &'static str {
        match self {
            Unchecked::TooLarge => "too large",
            Unchecked::Encoding => "in an unknown encoding",
            Unchecked::Malformed => "malformed",
            Unchecked::Upgraded => "in another protocol",
        }
    }
}

impl Exchange {
    /// The method and the target without its query, which can have secrets.
    pub(crate) fn request(&self) -> String {
        let target = self.target.as_deref().unwrap_or_default().split(['?', '#']).next().unwrap_or_default();
        // A URL can have a password.
        let target = match target.split_once("://") {
            Some((scheme, rest)) => {
                let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                format!("{scheme}://{}{path}", host.rsplit('@').next().unwrap_or_default())
            }
            None => target.to_owned(),
        };
        let words = [self.method.as_deref().unwrap_or_default(), &*target];
        visible(words.join(" ").trim())
    }

    /// The content type, wherever the input records it.
    pub(crate) fn media_type(&self) -> Option<&str> {
        self.header("content-type").or(self.content_type.as_deref())
    }

    /// The values of all response headers of this name.
    pub(crate) fn headers_named<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e str> {
        let headers = self.headers.iter().flatten().filter(move |(own, _)| own.eq_ignore_ascii_case(name));
        headers.map(|(_, value)| value.as_str())
    }

    /// The value of the first response header of this name.
    pub(crate) fn header<'e>(&'e self, name: &'e str) -> Option<&'e str> {
        self.headers_named(name).next()
    }
}
