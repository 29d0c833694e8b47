//! Collects the requests that rules check against the OpenAPI document: those of the key `request`,
//! and those in code blocks. Each knows the locations of its parts.

use std::ops::Range;

use errbook_catalog::{PathStep, Request, percent_decoded};
use errbook_syntax::json::{self, At};
use errbook_syntax::request::{self, Body as CodeBody};
use errbook_syntax::word::Word;
use serde_json::Value;

use crate::finding::Place;
use crate::prose::Fence;
use crate::text::{EntryContext, Text, fences, key};

/// The requests of an entry, or of the manifest.
#[derive(Debug)]
pub struct Calls<'c> {
    /// `None` for the manifest.
    pub(crate) entry: Option<&'c EntryContext<'c>>,
    pub(crate) calls: Vec<Call<'c>>,
}

/// A request.
#[derive(Debug)]
pub(crate) struct Call<'c> {
    /// The operation that it names.
    pub(crate) operation: Option<&'c str>,
    pub(crate) method: String,
    /// Absolute URL without its query, or only a path.
    pub(crate) url: String,
    /// Names of query parameters, with their locations.
    pub(crate) query: Vec<(String, Place)>,
    pub(crate) body: Body,
    /// Whether it is invalid on purpose.
    pub(crate) expect_invalid: bool,
    /// The locations of the method and of the path.
    pub(crate) method_place: Place,
    pub(crate) path_place: Place,
    source: Source<'c>,
}

/// The body of a request.
#[derive(Debug)]
pub(crate) enum Body {
    None,
    Json(Value),
    /// A body that can't be checked.
    Other,
}

#[derive(Debug)]
enum Source<'c> {
    /// The location of a structured request.
    Key(Place),
    /// A code block, and the body of a request in it: as it is sent, and with placeholders filled in.
    Code { text: &'c Text<'c>, fence: &'c Fence, body: Option<(Word, Word)> },
}

impl<'c> Calls<'c> {
    pub(crate) fn of_entry(entry: &'c EntryContext<'c>) -> Calls<'c> {
        let structured = entry.requests().map(|(place, request)| Call::structured(place, request));
        Calls { entry: Some(entry), calls: structured.chain(of_texts(&entry.texts)).collect() }
    }

    pub(crate) fn of_manifest(texts: &'c [Text<'c>]) -> Calls<'c> {
        Calls { entry: None, calls: of_texts(texts).collect() }
    }
}

fn of_texts<'c>(texts: &'c [Text<'c>]) -> impl Iterator<Item = Call<'c>> {
    fences(texts).flat_map(|(text, fence)| {
        let calls = |request: request::Request| -> Vec<Call<'c>> {
            request.urls.iter().map(|url| Call::in_code(text, fence, &request, url)).collect()
        };
        // `$METHOD` can be any method.
        let has_method = |request: &request::Request| request.method.chars().all(|char| char.is_ascii_alphabetic());
        fence.requests().into_iter().filter(has_method).flat_map(calls)
    })
}

impl<'c> Call<'c> {
    fn structured(place: Place, request: &'c Request) -> Call<'c> {
        let in_query =
            |(name, _): &(String, String)| (name.clone(), place.clone().then(key("query")).then(key(name.clone())));
        let is_json =
            |(name, value): &(String, String)| name.eq_ignore_ascii_case("content-type") && request::is_json(value);
        Call {
            operation: request.operation.as_deref(),
            method: request.method.clone(),
            url: request.url.clone(),
            query: request.query.iter().map(in_query).collect(),
            body: match &request.body {
                None => Body::None,
                Some(body) if request.headers.iter().any(is_json) => Body::Json(body.value()),
                Some(_) => Body::Other,
            },
            expect_invalid: request.expect_invalid,
            method_place: place.clone().then(key("path")),
            path_place: place.clone().then(key("path")),
            source: Source::Key(place),
        }
    }

    fn in_code(text: &'c Text<'c>, fence: &'c Fence, request: &request::Request, url: &Word) -> Call<'c> {
        let place = |range| text.at(fence.at(range));
        let end = url.value.find(['?', '#']).unwrap_or(url.value.len());
        let path_place = place(url.at(path_start(&url.value)..end));
        let query = url.value.split('#').next().and_then(|url| url.split_once('?')).map_or("", |(_, query)| query);
        let in_url = names(query, end + 1).map(|(name, range)| (name, place(url.at(range))));
        let outside = request.query.iter().flat_map(|pairs| {
            names(&pairs.value, 0).map(|(name, range)| (name, place(pairs.at(range)))).collect::<Vec<_>>()
        });
        let body = request.json_body().map(|body| (body.clone(), json::filled(&body.value)));
        let value = body.as_ref().and_then(|(_, filled)| serde_json::from_str(&filled.value).ok());
        Call {
            operation: None,
            method: request.method.clone(),
            url: url.value[..end].to_owned(),
            query: in_url.chain(outside).collect(),
            body: match (value, &request.body) {
                (Some(value), _) => Body::Json(value),
                (None, CodeBody::None) => Body::None,
                (None, _) => Body::Other,
            },
            expect_invalid: false,
            method_place: request.method_range.clone().map_or_else(|| path_place.clone(), place),
            path_place,
            source: Source::Code { text, fence, body },
        }
    }

    /// Whether it is in a code block, where values can be placeholders.
    pub(crate) fn is_in_code(&self) -> bool {
        matches!(self.source, Source::Code { .. })
    }

    /// Whether members and items of the body are left out.
    pub(crate) fn leaves_out(&self) -> bool {
        matches!(&self.source, Source::Code { body: Some((body, _)), .. } if json::leaves_out(&body.value))
    }

    /// The location of a structured request's key, or of the path of one in a code block.
    pub(crate) fn place(&self, name: &'static str) -> Place {
        match &self.source {
            Source::Key(place) => place.clone().then(key(name)),
            Source::Code { .. } => self.path_place.clone(),
        }
    }

    /// The location of a value in the body. With `name`, that of the member's name.
    pub(crate) fn body_place(&self, path: &[PathStep], name: bool) -> Place {
        match &self.source {
            Source::Key(_) => path.iter().cloned().fold(self.place("body"), Place::then),
            Source::Code { text, fence, body: Some((body, filled)) } => {
                let range = filled.at(located(&filled.value, path, name).unwrap_or(0..1));
                text.at(fence.at(body.at(range)))
            }
            Source::Code { .. } => self.path_place.clone(),
        }
    }

    /// How to mark a request as wrong on purpose.
    pub(crate) fn mark(&self) -> String {
        match &self.source {
            Source::Key(_) => "add `expect: invalid`".to_owned(),
            Source::Code { fence, .. } => format!("mark the code block with ```` ```{},wrong ````", fence.language),
        }
    }
}

/// Byte offset of the path in a URL.
fn path_start(url: &str) -> usize {
    let host = url.find("://").map_or(0, |at| at + 3);
    url[host..].find(['/', '?', '#']).map_or(url.len(), |at| host + at)
}

/// The names in a query, with their spans. `start` is the byte offset of the query.
fn names(query: &str, start: usize) -> impl Iterator<Item = (String, Range<usize>)> {
    let mut at = start;
    query.split('&').filter_map(move |pair| {
        let begin = at;
        at += pair.len() + 1;
        let name = pair.split('=').next().filter(|name| !name.is_empty())?;
        let decoded = percent_decoded(name).unwrap_or_else(|| name.to_owned());
        Some((decoded, begin..begin + name.len()))
    })
}

/// The span of the smallest part of a JSON text that shows where a value is: a name, a scalar, or an
/// opening bracket.
fn located(text: &str, path: &[PathStep], name: bool) -> Option<Range<usize>> {
    let step = |step: &PathStep| match step {
        PathStep::Key(name) => At::Member(name.to_string()),
        PathStep::Item(index) => At::Item(*index),
    };
    let path: Vec<At> = path.iter().map(step).collect();
    let value = json::locate(text, &path, false)?;
    let is_scalar = !text[value.clone()].starts_with(['{', '[']);
    match path.last() {
        Some(At::Member(_)) if name || !is_scalar => json::locate(text, &path, true),
        _ if is_scalar => Some(value),
        _ => Some(value.start..value.start + 1),
    }
}
