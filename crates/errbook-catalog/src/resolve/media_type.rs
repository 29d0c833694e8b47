//! Media types in the manifest.

use super::request::is_header_name;
use crate::decode::{Decoder, Text};
use crate::rule::Rule;

/// A media type is `type/subtype`, optionally with parameters (RFC 9110, section 8.3.1). It becomes
/// a header value. `*` makes it a range, which only a request can have.
pub(super) fn check(text: &Text<'_>, decoder: &mut Decoder<'_>) -> bool {
    let token = |part: &str| is_header_name(part) && part != "*";
    let fits = essence(text.as_str()).split_once('/').is_some_and(|(of, sub)| token(of) && token(sub));
    let fits = fits && !text.as_str().chars().any(char::is_control);
    if !fits {
        decoder.error(Rule::InvalidValue, "not a media type", "for example `application/json`", text.span);
    }
    fits
}

/// A media type without its parameters, which `Accept` can't choose by.
pub fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim_end()
}
