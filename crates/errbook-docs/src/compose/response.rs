//! Example response bodies: the output of `errbook::envelope::write` for the entry's examples,
//! pretty-printed. Services call the same function.

use errbook::envelope::{self, FieldError, Values};
use errbook_catalog::{
    Audience, Catalog, Entry, Header, Message, MessagePart, Messages, Profile, Response, reason_phrase,
};

use super::{Desk, service};
use crate::json;
use crate::view::ResponseView;

/// Example response of one service.
pub(super) fn example(desk: &Desk<'_, '_>, entry: &Entry, messages: &Messages, response: &Response) -> ResponseView {
    let profile = &desk.catalog.manifest().profiles[response.profile];
    ResponseView {
        service: profile.title.clone(),
        href: service::href(profile, desk),
        status: response.status,
        title: response.title.clone(),
        content_type: profile.content_type.clone(),
        negotiate: profile.negotiate.iter().map(|of| of.content_type.clone()).collect(),
        head: head(profile, entry, response.status),
        body: json::indent(&body(desk.catalog, entry, messages, response)),
    }
}

/// The status line and the headers of an example, as a client sees them.
fn head(profile: &Profile, entry: &Entry, status: u16) -> String {
    let mut head = format!("HTTP/1.1 {status} {}", reason_phrase(status).unwrap_or_default()).trim_end().to_owned();
    let content_type = ("Content-Type".to_owned(), profile.content_type.clone());
    for (name, value) in [content_type].into_iter().chain(headers(profile, entry)) {
        head.push_str(&format!("\n{name}: {value}"));
    }
    head
}

/// The headers that a service adds, with the values of examples.
pub(crate) fn headers(profile: &Profile, entry: &Entry) -> Vec<(String, String)> {
    let params: Vec<_> = entry.header_params().map(|param| (param.name.as_str(), param.example.value())).collect();
    let filled = |header: &Header| Some((header.name.clone(), header.filled(&params)?));
    let mut headers: Vec<_> = profile.headers_of(entry).filter_map(filled).collect();
    if let Some(seconds) = entry.retry_after.filter(|_| headers.iter().all(|(name, _)| !is_retry_after(name))) {
        headers.push((RETRY_AFTER.to_owned(), seconds.to_string()));
    }
    headers
}

const RETRY_AFTER: &str = "Retry-After";

fn is_retry_after(name: &str) -> bool {
    name.eq_ignore_ascii_case(RETRY_AFTER)
}

/// The response body as a service would send it.
pub(crate) fn body(catalog: &Catalog, entry: &Entry, messages: &Messages, response: &Response) -> String {
    let profile = &catalog.manifest().profiles[response.profile];
    let type_url = catalog.type_url(entry);
    // Values of redacted params must not appear in any member of the body.
    let params = entry.params.iter().filter(|param| !entry.redact && param.is_sent());
    let params: Vec<_> = params.map(|param| (param.name.as_str(), param.example.value())).collect();
    let extensions: Vec<&str> = entry.extensions.iter().map(String::as_str).collect();
    // Clients get public fields only, no matter who reads the page.
    let fields = catalog.manifest().fields.seen_by(Audience::Public);
    let fields: Vec<_> =
        fields.filter_map(|field| Some((field.name.as_str(), entry.fields.get(field)?.value()))).collect();
    let errors: Vec<FieldError<'_>> = entry
        .field_errors
        .iter()
        .map(|error| FieldError { location: &error.location, message: &error.message, fix: error.fix.as_deref() })
        .collect();
    let of_header = headers(profile, entry).into_iter().find(|(name, _)| is_retry_after(name));
    let fix = entry.fix();
    let mut body = String::with_capacity(512);
    let values = Values {
        code: &entry.code,
        status: response.status,
        title: &response.title,
        type_url: type_url.as_deref(),
        detail: &detail(entry, messages.of(response.profile)),
        request_id: catalog.manifest().example_request_id.as_deref(),
        instance: None,
        retry_after: of_header.and_then(|(_, value)| value.parse().ok()).or(entry.retry_after),
        action: entry.action.as_ref().map(|action| action.kind),
        fix: fix.as_deref(),
        errors: &errors,
        params: &params,
        extensions: &extensions,
        fields: &fields,
    };
    envelope::write(profile.envelope_for(response.status), &values, &mut body);
    body
}

/// The message with the examples of its params. If the entry is redacted, params are replaced as
/// they are in services.
fn detail(entry: &Entry, message: &Message) -> String {
    if !entry.redact {
        return message.example(&entry.params);
    }
    message.parts.iter().fold(String::new(), |mut text, part| {
        match part {
            MessagePart::Text(literal) => text.push_str(literal),
            MessagePart::Param(_) => text.push_str(errbook::REDACTED),
        }
        text
    })
}
