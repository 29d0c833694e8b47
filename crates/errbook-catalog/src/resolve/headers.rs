//! Response headers of entries, groups, and profiles.

use std::collections::HashMap;

use super::known::Known;
use super::message::{self, Token};
use super::request::is_header_name;
use super::world::World;
use crate::catalog::{Code, Header, HeaderUnit, ParamType};
use crate::decode::{Decoder, Spanned, Text};
use crate::diagnostic::{Diagnostic, Span};
use crate::raw::{RawHeader, RawHeaders};
use crate::rule::Rule;
use crate::values::Short;

/// Headers that describe the server, the connection, or a request, in addition to those that a report
/// can't set either (RFC 9110).
const OF_SERVERS: [&str; 9] =
    ["content-md5", "content-range", "date", "expect", "host", "proxy-connection", "server", "status", "via"];

/// The header that all clients understand, with the time to wait.
const RETRY_AFTER: &str = "Retry-After";

/// Checks the names and values of headers. Whether params exist is checked where they are declared.
pub(super) fn check(headers: &RawHeaders<'_>, decoder: &mut Decoder<'_>) {
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
        if let Short::Short(text) = value {
            check_text(text, decoder);
            if name.as_str().eq_ignore_ascii_case(RETRY_AFTER) {
                check_fixed_delay(name, text, decoder);
            }
        }
    }
}

/// A delay without params is a number of seconds or a date (RFC 9110, section 10.2.3).
fn check_fixed_delay(name: &Text<'_>, value: &Text<'_>, decoder: &mut Decoder<'_>) {
    let text = value.as_str();
    let is_delay = text.bytes().all(|byte| byte.is_ascii_digit()) || text.ends_with(" GMT");
    if !is_delay && message::placeholders(text).next().is_none() {
        let message = format!("header `{}` is neither a number of seconds nor a date", name.as_str());
        decoder.error(Rule::InvalidValue, message, "write seconds, such as `30`", value.span);
    }
}

fn check_text(value: &Text<'_>, decoder: &mut Decoder<'_>) {
    let text = value.as_str();
    if !is_header_value(text) {
        let message = "header value is not one line of ASCII without spaces around it";
        decoder.error(Rule::InvalidValue, message, "quote it on one line", value.span);
    }
    for token in message::tokens(text) {
        if let Token::Stray { at, brace } = token {
            let span = value.scalar.locate(decoder.text, value.span, at..at + 1);
            message::stray(brace, "a header", span, decoder);
        }
    }
}

/// The params that a header names, with their spans.
pub(super) fn params(value: &Short<Text<'_>, RawHeader<'_>>, file: &str) -> Vec<Spanned<String>> {
    let text = match value {
        Short::Long(raw) => return vec![Spanned { value: raw.param.as_str().to_owned(), span: raw.param.span }],
        Short::Short(text) => text,
    };
    let named = |token: Token<'_>| match token {
        Token::Placeholder { at, name } => {
            let span = text.scalar.locate(file, text.span, at..at + name.len());
            Some(Spanned { value: name.to_owned(), span })
        }
        _ => None,
    };
    message::tokens(text.as_str()).into_iter().filter_map(named).collect()
}

/// The params that any of the headers name.
pub(super) fn all_params<'h, 's: 'h>(
    headers: impl Iterator<Item = &'h RawHeaders<'s>>,
    file: &str,
) -> Vec<Spanned<String>> {
    headers.flatten().flat_map(|(_, value)| params(value, file)).collect()
}

/// The headers of a profile, a group, or an entry.
pub(super) fn resolve(headers: &RawHeaders<'_>) -> Vec<Header> {
    headers.iter().map(|(name, value)| header(name, value)).collect()
}

fn header(name: &Text<'_>, value: &Short<Text<'_>, RawHeader<'_>>) -> Header {
    let name = name.as_str().to_owned();
    match value {
        Short::Short(text) => Header { name, value: text.as_str().to_owned(), unit: None, when: None },
        Short::Long(raw) => Header {
            name,
            value: format!("{{{}}}", raw.param.as_str()),
            unit: raw.unit.as_ref().map(|unit| unit.value),
            when: raw.when.as_ref().map(|when| when.as_str().trim_end().to_owned()),
        },
    }
}

/// Checks an entry's own headers, and reports params that it doesn't declare, that don't fit, or
/// that must not be sent. Logs of servers and proxies have headers, so `reveal` makes no difference.
pub(super) fn check_own(headers: &RawHeaders<'_>, known: &Known<'_, '_>, redact: bool, decoder: &mut Decoder<'_>) {
    check(headers, decoder);
    for (name, value) in headers {
        let params = params(value, decoder.text);
        for param in &params {
            check_param(name.as_str(), param, known, redact, decoder);
        }
        let unit = match value {
            Short::Long(RawHeader { unit: Some(unit), .. }) => Some(unit.span),
            _ => params.first().map(|param| param.span),
        };
        check_types(&header(name, value), unit, known, decoder);
    }
}

fn check_param(header: &str, param: &Spanned<String>, known: &Known<'_, '_>, redact: bool, decoder: &mut Decoder<'_>) {
    let (name, span) = (param.value.as_str(), param.span);
    let Some(declared) = known.params.iter().find(|declared| declared.name == name) else {
        if known.is_of_wording(name) {
            return super::param::of_wording(name, span, decoder);
        }
        return message::undeclared(name, "a header", param.span, &known.names().collect::<Vec<_>>(), decoder);
    };
    if let Some((file, declared)) = declared.sensitive {
        let found = Diagnostic::error(Rule::SensitiveSent, format!("sensitive param `{name}` in header `{header}`"));
        let found = found.at(decoder.file, param.span, "sent here").at(file, declared, "sensitive");
        decoder.diagnostics.push(found.help("remove it from the header, which servers and proxies log"));
    } else if redact {
        let message = format!("header `{header}` would send `{name}`, which `redact` hides");
        decoder.error(Rule::InvalidValue, message, "remove the param from the header", param.span);
    }
}

/// Reports params whose type doesn't fit a header. `at` is the span of the header's unit or param,
/// if the entry sets the header.
pub(super) fn check_types(header: &Header, at: Option<Span>, known: &Known<'_, '_>, decoder: &mut Decoder<'_>) {
    for param in known.params.iter().filter(|param| header.params().any(|of| of == param.name)) {
        let Some(ty) = param.ty else { continue };
        if let Some((message, help)) = misfit(header, param.name, ty) {
            decoder.error(Rule::InvalidValue, message, help, at.unwrap_or(param.span));
        }
    }
}

/// Why a header can't have a param of this type.
fn misfit(header: &Header, param: &str, ty: ParamType) -> Option<(String, &'static str)> {
    use ParamType::{Duration, Integer, Timestamp};
    let fits = match header.unit {
        Some(HeaderUnit::Seconds | HeaderUnit::Milliseconds) => matches!(ty, Duration | Integer),
        Some(HeaderUnit::HttpDate) => ty == Timestamp,
        None => true,
    };
    if !fits {
        let message = format!("unit of header `{}` does not fit the type of `{param}`", header.name);
        return Some((
            message,
            "use `seconds` or `milliseconds` for durations and integers, and `http_date` for timestamps",
        ));
    }
    let is_whole = header.value.len() == param.len() + 2;
    let fits =
        is_whole && matches!(ty, Duration | Integer | Timestamp) && header.unit != Some(HeaderUnit::Milliseconds);
    (header.name.eq_ignore_ascii_case(RETRY_AFTER) && !fits).then(|| {
        let message = format!("header `{}` is neither a number of seconds nor a date", header.name);
        (message, "use a param of type `duration`, `integer`, or `timestamp`, alone and without `unit: milliseconds`")
    })
}

/// Reports params in headers of groups and profiles that no entry declares.
pub(super) fn check_shared(world: &World<'_>, codes: &[Code], diagnostics: &mut Vec<Diagnostic>) {
    let entries = || codes.iter().filter_map(|code| code.entry.as_ref());
    // A file that can't be read may declare it, and so may a dependency, of which the loader reads no params.
    let has_unread = entries().count() < codes.len() || world.depends_broken || !world.depends.is_empty();
    if world.header_params.is_empty() || has_unread {
        return;
    }
    let declared = || entries().flat_map(|entry| &entry.params).map(|param| param.name.as_str());
    for param in world.header_params.iter().filter(|param| declared().all(|name| name != param.value)) {
        let found =
            match param.value.as_str() {
                "" => Diagnostic::error(Rule::ParamUndeclared, "empty placeholder `{}` in a header")
                    .help("name a param, such as `{name}`, or write `{{}}` for literal braces"),
                name => Diagnostic::error(Rule::ParamUndeclared, format!("no code has the param `{name}`"))
                    .did_you_mean(name, declared(), "declare it in an entry, or remove the header"),
            };
        diagnostics.push(found.at(world.manifest_file, param.span, ""));
    }
}

/// Whether a catalog can set the header `name`.
pub fn may_set_header(name: &str) -> bool {
    problem(name, &name.to_ascii_lowercase()).is_none()
}

/// Whether a header can have this value (RFC 9110, section 5.5).
pub fn is_header_value(text: &str) -> bool {
    text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) && text.trim() == text
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
