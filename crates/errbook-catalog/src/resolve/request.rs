//! Requests: fills in the manifest's operation, server, headers, and placeholders.

use std::sync::Arc;

use super::world::{Requests, World};
use crate::catalog::Request;
use crate::decode::{Decoder, Text};
use crate::diagnostic::{Diagnostic, Span};
use crate::json::Json;
use crate::keys::Table as _;
use crate::raw::{Expectation, RawManifest, RawRequest};
use crate::rule::Rule;
use crate::suggest;

const CONTENT_TYPE: &str = "Content-Type";

/// Methods of RFC 9110, section 9, and PATCH (RFC 5789).
const METHODS: &[&str] = &["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT"];

/// Reads the manifest's defaults for requests.
pub(super) fn defaults(manifest: &RawManifest<'_>, decoder: &mut Decoder<'_>) -> Requests {
    let Some(raw) = &manifest.requests else { return Requests::default() };
    let operation = raw.operation.as_ref().and_then(|text| {
        let split =
            text.as_str().split_once(' ').filter(|(_, path)| path.starts_with('/') && path.contains("{operation}"));
        if split.is_none() {
            let message = "`operation` is not a method and a path that contains `{operation}`";
            decoder.error(Rule::InvalidValue, message, "for example `POST /v2/{operation}`", text.span);
        }
        let (method, path) = split?;
        check_method(method, text.span, decoder);
        Some((method.to_owned(), path.to_owned()))
    });
    let owned = |text: &Text<'_>| text.as_str().to_owned();
    let mut requests = Requests {
        server: raw.server.as_ref().map(|server| owned(server).trim_end_matches('/').to_owned()),
        operation,
        headers: Arc::default(),
        headers_of_json: Arc::default(),
        placeholders: raw.placeholders.iter().map(|(name, value)| (owned(name), owned(value))).collect(),
    };
    let headers: Vec<_> = raw.headers.iter().map(|(name, value)| (name, Some(value))).collect();
    requests.headers = with_own(&requests, &headers, false);
    requests.headers_of_json = with_own(&requests, &[], true);
    for (name, value) in headers {
        check_header(name, value, &requests, decoder);
    }
    requests
}

/// Resolves a request of an entry. `None` if it is invalid, which is reported.
pub(super) fn resolve(world: &World<'_>, raw: &RawRequest<'_>, decoder: &mut Decoder<'_>) -> Option<Request> {
    let shared = &world.requests;
    let (method, path) = target(shared, raw, decoder)?;
    let server = raw
        .server
        .as_ref()
        .map(|server| server.as_str().trim_end_matches('/').to_owned())
        .or_else(|| shared.server.clone());
    for (name, value) in &raw.headers {
        check_header(name, value.as_ref(), shared, decoder);
    }
    Some(Request {
        text: raw.text.as_ref().map(|text| text.as_str().to_owned()),
        operation: raw.operation.as_ref().map(|operation| operation.as_str().to_owned()),
        method,
        url: format!("{}{}", server.unwrap_or_default(), fill(shared, &path)),
        query: raw
            .query
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), fill(shared, value.0.as_str())))
            .collect(),
        headers: headers(shared, raw),
        body: raw.body.as_ref().map(|body| fill_json(shared, body)),
        expect_invalid: raw.expect == Some(Expectation::Invalid),
    })
}

/// Method and path, from the operation or from the request itself.
fn target(shared: &Requests, raw: &RawRequest<'_>, decoder: &mut Decoder<'_>) -> Option<(String, String)> {
    let problem = match (&raw.operation, &raw.method, &raw.path) {
        (Some(operation), None, None) if operation.as_str().contains(' ') => {
            let (method, path) = operation.as_str().split_once(' ').unwrap_or_default();
            Diagnostic::error(Rule::RequestForm, "operation name contains a space")
                .help(format!("write `method: {method}` and `path: {}` instead", path.trim()))
        }
        (Some(operation), None, None) => match &shared.operation {
            Some((method, path)) => return Some((method.clone(), path.replace("{operation}", operation.as_str()))),
            None => Diagnostic::error(Rule::RequestForm, "manifest does not set how operations are called")
                .help("add `operation: POST /path/{operation}` to `requests` in the manifest, or add `method` and `path` to the request"),
        },
        (_, Some(method), Some(path)) if path.as_str().starts_with('/') => {
            check_method(method.as_str(), method.span, decoder);
            return Some((method.as_str().to_owned(), path.as_str().to_owned()));
        }
        (_, Some(_), Some(path)) => {
            let message = "path does not start with `/`";
            let help = "set the server with `server`, here or in the manifest";
            decoder.error(Rule::RequestForm, message, help, path.span);
            return None;
        }
        _ => Diagnostic::error(Rule::RequestForm, "request needs either `operation`, or `method` and `path`").help("add what is missing"),
    };
    decoder.report(problem, raw.seen().span);
    None
}

fn check_method(method: &str, span: Span, decoder: &mut Decoder<'_>) {
    if !METHODS.contains(&method) {
        let found = Diagnostic::error(Rule::RequestForm, format!("`{method}` is not an HTTP method"));
        let help = suggest::help(&method.to_ascii_uppercase(), METHODS.iter().copied());
        decoder.report(found.help(help), span);
    }
}

/// Header names are tokens, and values don't have line breaks (RFC 9110, section 5). `{x}` in a
/// value is a placeholder from the manifest.
fn check_header(name: &Text<'_>, value: Option<&Text<'_>>, shared: &Requests, decoder: &mut Decoder<'_>) {
    if !is_header_name(name.as_str()) {
        let message = format!("`{}` is not a valid header name", name.as_str());
        decoder.error(Rule::RequestForm, message, "use letters, digits, and `-`", name.span);
    }
    let Some(value) = value else { return };
    if value.as_str().chars().any(char::is_control) {
        decoder.error(Rule::RequestForm, "header value is not one line", "quote it on one line", value.span);
    }
    for (at, placeholder) in placeholders(value.as_str()) {
        if !shared.placeholders.iter().any(|(name, _)| name == placeholder) {
            let found = Diagnostic::error(Rule::RequestForm, format!("unknown placeholder `{placeholder}`"));
            let known = shared.placeholders.iter().map(|(name, _)| name.as_str());
            let found =
                found.did_you_mean(placeholder, known, "add it to `placeholders` of `requests` in the manifest");
            let place = value.scalar.locate(decoder.text, value.span, at..at + placeholder.len());
            decoder.report(found, place);
        }
    }
}

/// Whether `name` is a token (RFC 9110, section 5.6.2).
pub(super) fn is_header_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// The `{name}` placeholders in a string, with the byte offsets of the names.
pub(super) fn placeholders(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices('{').filter_map(|(open, _)| {
        let name = &text[open + 1..];
        let name = &name[..name.find('}')?];
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        is_name.then_some((open + 1, name))
    })
}

/// The headers of a request. Without headers of its own, it shares the manifest's.
fn headers(shared: &Requests, raw: &RawRequest<'_>) -> Arc<[(String, String)]> {
    match (raw.headers.is_empty(), &raw.body) {
        (true, None) => shared.headers.clone(),
        (true, Some(_)) => shared.headers_of_json.clone(),
        (false, body) => {
            let own: Vec<_> = raw.headers.iter().map(|(name, value)| (name, value.as_ref())).collect();
            with_own(shared, &own, body.is_some())
        }
    }
}

/// The manifest's headers, then the request's. A request's header replaces the manifest's header of
/// the same name, or removes it if the value is `null`.
fn with_own(shared: &Requests, own: &[(&Text<'_>, Option<&Text<'_>>)], json: bool) -> Arc<[(String, String)]> {
    let is_own = |name: &str| own.iter().any(|(of, _)| of.as_str().eq_ignore_ascii_case(name));
    let content_type = content_type(&shared.headers).filter(|(name, _)| json && !is_own(name));
    let kept = shared.headers.iter().filter(|(name, _)| !is_own(name)).cloned();
    let named =
        own.iter().filter_map(|(name, value)| Some((name.as_str().to_owned(), fill(shared, (*value)?.as_str()))));
    content_type.into_iter().chain(kept).chain(named).collect()
}

/// The content type of a JSON body, unless `headers` already sets one.
fn content_type(headers: &[(String, String)]) -> Option<(String, String)> {
    let is_there = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(CONTENT_TYPE));
    (!is_there).then(|| (CONTENT_TYPE.to_owned(), "application/json".to_owned()))
}

fn fill(shared: &Requests, text: &str) -> String {
    let mut filled = text.to_owned();
    if text.contains('{') {
        for (name, value) in &shared.placeholders {
            filled = filled.replace(&format!("{{{name}}}"), value);
        }
    }
    filled
}

fn fill_json(shared: &Requests, json: &Json) -> Json {
    match json {
        Json::String(text) => Json::String(fill(shared, text)),
        Json::Array(items) => Json::Array(items.iter().map(|item| fill_json(shared, item)).collect()),
        Json::Object(members) => {
            Json::Object(members.iter().map(|(name, value)| (name.clone(), fill_json(shared, value))).collect())
        }
        other => other.clone(),
    }
}
