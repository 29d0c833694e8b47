//! The run time's tables of a catalog: the columns that responses and clients need. They are
//! leaked, because the run time's tables are static, and a process exports a catalog once.

use std::borrow::Cow;

use errbook::lookup::{Lookup, search};
use errbook::tables::{self, Column, Envelopes, Scheme, Sparse, Tables, Wordings};
use errbook::{Action, Param, RaisedBy, Response, Value};
use errbook_catalog::{Audience, Catalog, Entry, FieldValue, Header, Messages, Profile};

use super::dynamic::{DynamicCode, World};

/// How the tables differ from those of the catalog.
#[derive(Clone, Copy)]
pub(super) enum Service {
    /// As the catalog says.
    Current,
    /// An older one, which sends the aliases at this position instead of the codes.
    Former(usize),
    /// An older one, without actions, fixes, times to wait, extensions, fields, and headers.
    Plain,
    /// A newer one, whose codes the catalog doesn't have.
    Newer,
}

pub(super) fn world(catalog: &Catalog, service: Service) -> World {
    let entries = catalog.entries();
    World { tables: leak(tables(catalog, service)), codes: leak_all((0..entries.len()).map(DynamicCode)) }
}

fn tables(catalog: &Catalog, service: Service) -> Tables {
    let (entries, manifest) = (catalog.entries(), catalog.manifest());
    let is_plain = matches!(service, Service::Plain);
    let names: Vec<(String, Option<String>)> = entries.iter().map(|entry| name(catalog, entry, service)).collect();
    let blank = names.iter().any(|(_, url)| url.is_some()).then_some("about:blank");
    let mut by_alias: Vec<(&'static str, u16)> = Vec::new();
    for (index, entry) in (0_u16..).zip(entries) {
        by_alias.extend(entry.aliases.iter().map(|alias| (text(alias), index)));
    }
    by_alias.sort_unstable();
    let by_alias = leak_all(by_alias);
    Tables {
        catalog: text(&manifest.name),
        scheme: Scheme {
            prefix: text(manifest.scheme.prefix.as_deref().unwrap_or_default()),
            separator: text(&manifest.scheme.separator),
            pages: manifest.page_url(&[]).as_deref().map(text),
        },
        code: leak_all(names.iter().map(|(code, _)| text(code))),
        variant: leak_all(entries.iter().map(|entry| text(&entry.rust.variant))),
        name: leak_all(entries.iter().map(|entry| text(&entry.name))),
        summary: leak_all(entries.iter().map(|_| "")),
        message: leak_all(entries.iter().map(|entry| entry.message().map_or("", |message| text(&message.template)))),
        messages: sparse(entries, |entry| {
            let others = entry.messages.iter().flat_map(Messages::others);
            let others = leak_all(others.map(|(profile, message)| (position(profile), text(&message.template))));
            (!others.is_empty()).then_some(others)
        }),
        wordings: sparse(entries, wordings),
        type_url: leak_all(names.iter().filter_map(|(_, url)| url.as_deref().or(blank)).map(text)),
        path: column(entries, |entry| leak_all(entry.segments[..entry.segments.len() - 1].iter().map(|of| text(of)))),
        params: column(entries, |entry| leak_all(entry.params.iter().map(param))),
        extensions: column(entries, |entry| {
            leak_all(entry.extensions.iter().filter(|_| !is_plain).map(|name| text(name)))
        }),
        fields: column(entries, |entry| if is_plain { &[][..] } else { fields(catalog, entry) }),
        responses: leak_all(
            (0..manifest.profiles.len()).map(|profile| column(entries, |entry| response(entry, profile))),
        ),
        since: column(entries, |_| None),
        changed: Sparse(&[]),
        action: column(entries, |entry| action(entry).filter(|_| !is_plain)),
        retry_after: column(entries, |entry| entry.retry_after.filter(|_| !is_plain)),
        log_level: column(entries, |entry| entry.log_level),
        redact: column(entries, |entry| entry.redact),
        headers: column(entries, |entry| {
            let fixed = entry.headers.iter().filter(|_| !is_plain);
            leak_all(fixed.filter_map(|header| Some((text(&header.name), text(&header.fixed()?)))))
        }),
        filled_headers: sparse(entries, |entry| {
            let filled = entry.headers.iter().filter(|header| !is_plain && header.fixed().is_none());
            let filled = leak_all(filled.map(header));
            (!filled.is_empty()).then_some(filled)
        }),
        raised_by: column(entries, |_| RaisedBy::All),
        parent: Sparse(&[]),
        related: Sparse(&[]),
        deprecated: Sparse(&[]),
        retired: Sparse(&[]),
        replaced_by: Sparse(&[]),
        reserved: Sparse(&[]),
        fix: sparse(entries, |entry| entry.fix().filter(|_| !is_plain).as_deref().map(text)),
        aliases: Sparse(&[]),
        lookup: lookup(names.iter().map(|(code, _)| code.as_str()).chain(by_alias.iter().map(|(alias, _)| *alias))),
        by_alias,
        profiles: leak_all(manifest.profiles.iter().map(|profile| envelopes(profile, is_plain))),
        depends: &[],
    }
}

/// The code and its type. An alias that isn't of the catalog's scheme has no page of its
/// own.
fn name(catalog: &Catalog, entry: &Entry, service: Service) -> (String, Option<String>) {
    let manifest = catalog.manifest();
    let url = |segments: &[String]| match service {
        Service::Newer => manifest.page_url(segments),
        _ => entry.type_uri.clone().or_else(|| manifest.page_url(segments)),
    };
    let segments = match service {
        Service::Current | Service::Plain => entry.segments.clone(),
        Service::Newer => newer(catalog, entry),
        Service::Former(at) => match entry.aliases.get(at) {
            None => entry.segments.clone(),
            Some(alias) => match segments(catalog, alias) {
                Some(segments) => segments,
                None => return (alias.clone(), url(&entry.segments)),
            },
        },
    };
    (manifest.scheme.code(&segments), url(&segments))
}

fn segments(catalog: &Catalog, alias: &str) -> Option<Vec<String>> {
    let scheme = &catalog.manifest().scheme;
    let rest = match &scheme.prefix {
        None => alias,
        Some(prefix) => alias.strip_prefix(prefix.as_str())?.strip_prefix(scheme.separator.as_str())?,
    };
    let segments: Vec<String> = match scheme.separator.as_str() {
        "" => vec![rest.to_owned()],
        separator => rest.split(separator).map(str::to_owned).collect(),
    };
    (segments.iter().all(|segment| !segment.is_empty()) && scheme.depths().contains(&segments.len()))
        .then_some(segments)
}

/// A code that the catalog doesn't have.
fn newer(catalog: &Catalog, entry: &Entry) -> Vec<String> {
    let mut segments = entry.segments.clone();
    loop {
        if let Some(last) = segments.last_mut() {
            last.push_str("_of_a_newer_version");
        }
        let code = catalog.manifest().scheme.code(&segments);
        if catalog.position(&code).is_none() {
            return segments;
        }
    }
}

fn wordings(entry: &Entry) -> Option<Wordings> {
    let messages = entry.messages.as_ref().map(Messages::distinct).unwrap_or_default();
    let texts = leak_all(entry.read_texts().into_iter().skip(messages.len()).map(|of| text(&of.template)));
    let params = || leak_all(entry.read_wording_params().into_iter().map(param));
    (!texts.is_empty()).then(|| Wordings { texts, params: params() })
}

fn param(param: &errbook_catalog::Param) -> Param {
    let of = Param { format: param.format, ..Param::new(text(&param.name), param.ty) };
    Param { sensitive: param.sensitive, revealed: param.sensitive && param.revealed, ..of }
}

fn fields(catalog: &Catalog, entry: &Entry) -> &'static [(&'static str, Value<'static>)] {
    let fields = catalog.manifest().fields.seen_by(Audience::Public);
    leak_all(fields.filter_map(|field| Some((text(&field.name), value(entry.fields.get(field)?)))))
}

fn value(value: &FieldValue) -> Value<'static> {
    match value {
        FieldValue::Text(of) => Value::String(text(of)),
        FieldValue::Integer(number) => Value::Integer(*number),
        FieldValue::Boolean(value) => Value::Boolean(*value),
        FieldValue::List(items) => Value::List(leak_all(items.iter().map(|item| Cow::Borrowed(text(item))))),
    }
}

fn response(entry: &Entry, profile: usize) -> Option<Response> {
    let response = entry.responses.iter().find(|response| response.profile == profile)?;
    Some(Response { status: response.status, title: text(&response.title) })
}

fn action(entry: &Entry) -> Option<Action> {
    let action = entry.action.as_ref()?;
    Some(Action { kind: action.kind, by: action.by, reason: action.reason.as_deref().map(text) })
}

fn header(header: &Header) -> tables::Header {
    tables::Header { name: text(&header.name), value: text(&header.value), unit: header.unit }
}

fn envelopes(profile: &Profile, is_plain: bool) -> Envelopes {
    let by_status = profile.by_status.iter();
    Envelopes {
        name: text(&profile.name),
        title: text(&profile.title),
        content_type: text(&profile.content_type),
        negotiate: leak_all(profile.negotiate.iter().map(|of| (text(&of.content_type), of.profile))),
        envelope: leak_all(profile.envelope.iter().cloned()),
        by_status: leak_all(by_status.map(|(status, pieces)| (*status, leak_all(pieces.iter().cloned())))),
        headers: leak_all(profile.headers.iter().filter(|_| !is_plain).map(header)),
    }
}

fn lookup<'k>(keys: impl Iterator<Item = &'k str>) -> Lookup {
    let mut keys: Vec<&str> = keys.collect();
    let longest = keys.iter().map(|key| key.len()).max().unwrap_or_default();
    // Tables of another version, which only write, can have a code twice.
    let mut seen = std::collections::HashSet::new();
    let is_distinct = keys.iter().all(|key| seen.insert(*key));
    if !is_distinct {
        keys.clear();
    }
    let (seed, displacements, slots) = search(&keys);
    Lookup { seed, longest, displacements: displacements.leak(), slots: slots.leak() }
}

/// A column with a value for each code.
fn column<T: 'static>(entries: &[Entry], of: impl Fn(&Entry) -> T) -> Column<T> {
    Column { values: leak_all(entries.iter().map(of)), index: leak_all((0..entries.len()).map(position)) }
}

fn sparse<T: 'static>(entries: &[Entry], of: impl Fn(&Entry) -> Option<T>) -> Sparse<T> {
    Sparse(leak_all(entries.iter().enumerate().filter_map(|(index, entry)| Some((position(index), of(entry)?)))))
}

/// The loader rejects catalogs with more codes or profiles than generated code can have.
fn position(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

fn text(text: &str) -> &'static str {
    String::leak(text.to_owned())
}

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn leak_all<T>(values: impl IntoIterator<Item = T>) -> &'static [T] {
    values.into_iter().collect::<Vec<T>>().leak()
}
