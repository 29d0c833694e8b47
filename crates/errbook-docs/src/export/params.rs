//! Params: their names in other languages and how messages write them.

use errbook::tables::HeaderUnit;
use errbook_catalog::{Catalog, Entry, Format, Param, ParamType};

use super::names;
use crate::prose;
use crate::view::catalog::{KindView, ParamView};

pub(super) fn all(entry: &Entry) -> Vec<ParamView> {
    let own = entry.params.iter().map(|param| view(entry, param));
    let of_wordings = entry.read_wording_params().into_iter();
    own.chain(of_wordings.map(|param| ParamView { of_wording: true, ..view(entry, param) })).collect()
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

fn view(entry: &Entry, param: &Param) -> ParamView {
    let sent = is_sent(entry, param);
    ParamView {
        name: param.name.clone(),
        names: names::of_param(&param.name),
        kind: kind(param),
        sensitive: param.sensitive,
        sent,
        of_wording: false,
        shown: entry.header_params().any(|shown| shown.name == param.name),
        unit: errbook::__private::usual_unit(param.example.value(), true).map(HeaderUnit::as_str),
        ty: wire_type(param.ty),
        format: match param.ty {
            ParamType::Timestamp => Some("date-time"),
            ParamType::Url => Some("uri"),
            _ => None,
        },
        about: param.about.as_deref().map(prose::plain),
        extension: sent && entry.extensions.contains(&param.name),
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
