//! An entry of `log.entries`, as browsers and Playwright write it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::{IgnoredAny, MapAccess, SeqAccess};

use super::lenient::{Lenient, Member, Shape, Target};
use crate::exchange::{Body, Exchange, MAX_BODY, Unchecked};

/// A request and its response.
#[derive(Debug, Default)]
pub(super) struct Entry {
    request: Member<Request>,
    response: Member<Response>,
}

#[derive(Debug, Default)]
struct Request {
    method: Member<String>,
    url: Member<String>,
}

#[derive(Debug, Default)]
struct Response {
    status: Member<i64>,
    headers: Member<Headers>,
    content: Member<Content>,
}

#[derive(Debug, Default)]
struct Headers {
    list: Vec<(String, String)>,
    /// Whether an item isn't a header.
    is_malformed: bool,
}

#[derive(Debug, Default)]
struct Header {
    name: Member<String>,
    value: Member<String>,
}

#[derive(Debug, Default)]
struct Content {
    mime_type: Member<String>,
    encoding: Member<String>,
    text: Member<String>,
}

impl Entry {
    /// What the entry records, or `None` if there was no response.
    pub(super) fn exchange(self) -> Option<Exchange> {
        // Chrome and Firefox write 0, and Playwright -1.
        let status = &self.response.value.status;
        if status.is_expected() && status.value <= 0 {
            return None;
        }
        let is_malformed = self.is_malformed();
        let Request { method, url } = self.request.value;
        let Response { status, headers, content } = self.response.value;
        let status = u16::try_from(status.value).ok().filter(|status| (100..=999).contains(status));
        let headers = Some(headers.value.list).filter(|list| !list.is_empty());
        let has_type = headers.iter().flatten().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        let content_type = if has_type { None } else { content.value.mime_type() };
        let body = match status {
            None => Body::Unchecked(Unchecked::Malformed),
            _ if is_malformed => Body::Unchecked(Unchecked::Malformed),
            Some(101) => Body::Unchecked(Unchecked::Upgraded),
            Some(_) => content.value.body(),
        };
        let method = method.into_value().map(|method| method.to_ascii_uppercase());
        Some(Exchange { method, target: url.into_value(), operation: None, status, headers, content_type, body })
    }

    /// Whether a member that HAR requires is missing, or one has the wrong type. Members that real
    /// files leave out or set to `null` are optional.
    fn is_malformed(&self) -> bool {
        let Request { method, url } = &self.request.value;
        let Response { status, headers, content } = &self.response.value;
        let Content { mime_type, encoding, text } = &content.value;
        let has_required = method.is_expected() && url.is_expected() && status.is_expected();
        let has_optional = headers.is_optional()
            && !headers.value.is_malformed
            && content.is_optional()
            && mime_type.is_optional()
            && encoding.is_optional()
            && (text.is_optional() || text.shape == Shape::TooLong);
        !(has_required && has_optional)
    }
}

impl Content {
    fn mime_type(&self) -> Option<String> {
        // Chrome writes `x-unknown` if there is no type.
        let known = |value: &&String| !value.is_empty() && *value != "x-unknown";
        Some(&self.mime_type.value).filter(known).cloned()
    }

    fn body(self) -> Body {
        if self.text.shape == Shape::TooLong {
            return Body::Unchecked(Unchecked::TooLarge);
        }
        // An empty string can also mean that the body wasn't recorded.
        if self.text.value.is_empty() {
            return Body::Absent;
        }
        let bytes = match self.encoding.value.as_str() {
            "" => Ok(self.text.value.into_bytes()),
            name if name.eq_ignore_ascii_case("base64") => {
                STANDARD.decode(self.text.value).map_err(|_| Unchecked::Malformed)
            }
            _ => Err(Unchecked::Encoding),
        };
        match bytes {
            Ok(bytes) if bytes.len() > MAX_BODY => Body::Unchecked(Unchecked::TooLarge),
            Ok(bytes) => Body::Bytes(bytes),
            Err(why) => Body::Unchecked(why),
        }
    }
}

/// Implements [`Target`] for a struct by reading members by name.
macro_rules! object {
    ($type:ty { $($name:literal => $field:ident),+ }) => {
        impl Target for $type {
            fn object<'de, A: MapAccess<'de>>(&mut self, mut map: A) -> Result<Shape, A::Error> {
                while let Some(name) = map.next_key::<String>()? {
                    match name.as_str() {
                        $($name => self.$field.read(&mut map)?,)+
                        _ => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                Ok(Shape::Expected)
            }
        }
    };
}

object!(Entry { "request" => request, "response" => response });
object!(Request { "method" => method, "url" => url });
object!(Response { "status" => status, "headers" => headers, "content" => content });
object!(Header { "name" => name, "value" => value });
object!(Content { "mimeType" => mime_type, "encoding" => encoding, "text" => text });

impl Target for Headers {
    fn list<'de, A: SeqAccess<'de>>(&mut self, mut seq: A) -> Result<Shape, A::Error> {
        loop {
            let mut header = Header::default();
            if seq.next_element_seed(Lenient(&mut header))?.is_none() {
                return Ok(Shape::Expected);
            }
            match (header.name.into_value(), header.value.into_value()) {
                // `:status` and such are how HTTP/2 transports the first line.
                (Some(name), Some(_)) if name.starts_with(':') => {}
                (Some(name), Some(value)) => self.list.push((name, value)),
                _ => self.is_malformed = true,
            }
        }
    }
}
