//! Response headers of entries and groups.

use std::collections::HashMap;

use super::request::is_header_name;
use crate::decode::{Decoder, Named, Text};
use crate::diagnostic::Diagnostic;
use crate::rule::Rule;

/// Headers that describe the server, the connection, or a request, in addition to those that a report
/// can't set either (RFC 9110).
const OF_SERVERS: [&str; 9] =
    ["content-md5", "content-range", "date", "expect", "host", "proxy-connection", "server", "status", "via"];

/// Checks headers that services send.
pub(super) fn check(headers: &Named<'_, Text<'_>>, decoder: &mut Decoder<'_>) {
    let mut seen = HashMap::new();
    for (name, value) in headers {
        let lower = name.as_str().to_ascii_lowercase();
        if let Some((message, help)) = problem(name.as_str(), &lower) {
            decoder.error(Rule::InvalidValue, message, help, name.span);
        } else if let Some(first) = seen.insert(lower, name.span) {
            let found = Diagnostic::error(Rule::DuplicateKey, format!("duplicate header `{}`", name.as_str()));
            let found = found.at(decoder.file, name.span, "again here").at(decoder.file, first, "first here");
            decoder.diagnostics.push(found.help("keep one of them: header names are case-insensitive"));
        }
        // RFC 9110, section 5.5.
        let text = value.as_str();
        if !text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) || text.trim() != text {
            let message = "header value is not one line of ASCII without spaces around it";
            decoder.error(Rule::InvalidValue, message, "quote it on one line", value.span);
        }
    }
}

/// Why a catalog can't set a header, and what to do instead.
fn problem(name: &str, lower: &str) -> Option<(String, &'static str)> {
    if !is_header_name(name) {
        return Some((format!("`{name}` is not a valid header name"), "use letters, digits, and `-`"));
    }
    if lower == "content-type" {
        let message = format!("`{name}` is set by the profile");
        return Some((message, "set `content_type` of the profile in catalog.yaml"));
    }
    if errbook::__private::is_reserved_header(name) || OF_SERVERS.contains(&lower) || lower.starts_with("grpc-") {
        return Some((format!("`{name}` is set by the server"), "remove it"));
    }
    if lower == "refresh" {
        return Some((format!("`{name}` would lead browsers to another page"), "remove it"));
    }
    if matches!(lower, "set-cookie" | "set-cookie2") {
        let message = format!("`{name}` would send the same cookie to every client");
        return Some((message, "remove it; a service can set a cookie with `Report::header`"));
    }
    None
}
