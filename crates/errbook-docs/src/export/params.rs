//! Params: their names in other languages, how messages write them, and where bodies have them.

use errbook_catalog::{Catalog, Entry, Format, Param, ParamType};

use super::names;
use crate::prose;
use crate::view::catalog::{KindView, ParamView, ResponseView, ShapeView};

pub(super) fn all(entry: &Entry, responses: &[ResponseView]) -> Vec<ParamView> {
    let own = entry.params.iter().map(|param| view(entry, param, responses));
    let of_wordings = entry
        .read_wording_params()
        .into_iter()
        .map(|param| ParamView { of_wording: true, ..view(entry, param, responses) });
    own.chain(of_wordings).collect()
}

/// The params that clients read.
pub(super) fn read(entry: &Entry) -> impl Iterator<Item = &Param> {
    entry.params.iter().chain(entry.read_wording_params())
}

/// The kinds of all params in messages that clients read, sorted.
pub(super) fn kinds(catalog: &Catalog) -> Vec<KindView> {
    let sending = catalog.entries().iter().filter(|entry| read(entry).any(|param| is_sent(entry, param)));
    let kind = |param: &Param| {
        let (first, others) = errbook::characters(param.ty, param.format);
        KindView { name: kind(param), first, others }
    };
    let mut kinds: Vec<KindView> = sending.flat_map(read).map(kind).collect();
    kinds.sort_unstable_by_key(|kind| kind.name);
    kinds.dedup_by_key(|kind| kind.name);
    kinds
}

/// Whether responses have the value of a param.
pub(super) fn is_sent(entry: &Entry, param: &Param) -> bool {
    param.is_sent() && !entry.redact
}

fn view(entry: &Entry, param: &Param, responses: &[ResponseView]) -> ParamView {
    let sent = is_sent(entry, param);
    let extension = sent && entry.extensions.contains(&param.name);
    ParamView {
        name: param.name.clone(),
        names: names::of_param(&param.name),
        kind: kind(param),
        sensitive: param.sensitive,
        sent,
        of_wording: false,
        paths: if sent { paths(&param.name, extension, responses) } else { Vec::new() },
        ty: wire_type(param.ty),
        format: match param.ty {
            ParamType::Timestamp => Some("date-time"),
            ParamType::Url => Some("uri"),
            _ => None,
        },
        about: param.about.as_deref().map(prose::plain),
        extension,
    }
}

/// The type of a param, or its format.
pub(crate) fn kind(param: &Param) -> &'static str {
    // RFC 3339 is how clients read all timestamps.
    let format = param.format.filter(|format| *format != Format::Rfc3339);
    format.map_or(param.ty.as_str(), Format::as_str)
}

/// How a param is represented in JSON.
pub(super) fn wire_type(ty: ParamType) -> &'static str {
    match ty {
        ParamType::Integer | ParamType::Duration => "integer",
        ParamType::Boolean => "boolean",
        ParamType::List => "list",
        ParamType::String | ParamType::Decimal | ParamType::Url | ParamType::Timestamp => "string",
    }
}

/// Where the bodies of a code have a param. Leaves out locations that have something else in the
/// body of another profile, because clients don't know the profile.
fn paths(name: &str, extension: bool, responses: &[ResponseView]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for response in responses {
        add_paths(&response.body, name, extension, &mut Vec::new(), &mut found);
    }
    let is_other = |path: &[String], response: &ResponseView| {
        at(&response.body, path).is_some_and(|shape| shape.param.as_deref() != Some(name))
    };
    found.retain(|path| !responses.iter().any(|response| is_other(path, response)));
    found
}

fn add_paths(shape: &ShapeView, name: &str, extension: bool, path: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    let spreads = |variable: Option<&str>| variable == Some("params") || (extension && variable == Some("extensions"));
    let mut add = |path: Vec<String>| {
        if !found.contains(&path) {
            found.push(path);
        }
    };
    if shape.param.as_deref() == Some(name) {
        add(path.clone());
    } else if spreads(shape.variable) || spreads(shape.rest) {
        add(path.iter().cloned().chain([name.to_owned()]).collect());
    }
    for (key, shape) in shape.parts() {
        path.push(key);
        add_paths(shape, name, extension, path, found);
        path.pop();
    }
}

/// The part of a shape at a path.
fn at<'s>(shape: &'s ShapeView, path: &[String]) -> Option<&'s ShapeView> {
    path.iter().try_fold(shape, |shape, name| shape.parts().find(|(key, _)| key == name).map(|(_, part)| part))
}
