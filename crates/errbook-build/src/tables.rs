//! The static with the `errbook::Tables`: a column for each property, with the codes in order.

use std::collections::HashSet;
use std::fmt::Write as _;

use errbook::envelope::Variable;
use errbook_catalog::{Catalog, CodeRef, Ending, Entry, Message, Messages, Operation, RaisedBy, Raiser, Related};

use crate::fields;
use crate::literal::{self, ALLOW};
use crate::lookup;
use crate::outside;
use crate::profile;

pub(crate) fn write(catalog: &Catalog, out: &mut String) {
    out.push_str(ALLOW);
    out.push_str("#[doc(hidden)]\npub static __ERRBOOK: ::errbook::tables::Tables = ::errbook::tables::Tables {\n");
    let _ = writeln!(out, "catalog: {},", literal::string(&catalog.manifest().name));
    let _ = writeln!(out, "scheme: {},", scheme(catalog));
    write_texts(catalog, out);
    write_columns(catalog, out);
    write_sparse_columns(catalog, out);
    let _ = writeln!(out, "profiles: {},", profile::envelopes(catalog));
    let depends = outside::of(catalog).map(|of| format!("&{}::__ERRBOOK", of.path));
    let _ = writeln!(out, "depends: {},", literal::slice(depends));
    out.push_str("};\n");
}

/// Columns where nearly all values differ.
fn write_texts(catalog: &Catalog, out: &mut String) {
    let mut texts = |name: &str, of: &dyn Fn(&Entry) -> Option<String>| {
        let column = literal::slice(catalog.entries().iter().filter_map(of).map(|text| literal::string(&text)));
        let _ = writeln!(out, "{name}: {column},");
    };
    texts("code", &|entry| Some(entry.code.clone()));
    texts("variant", &|entry| Some(entry.rust.variant.clone()));
    texts("name", &|entry| Some(entry.name.clone()));
    texts("summary", &|entry| Some(entry.summary.clone().unwrap_or_default()));
    texts("message", &|entry| Some(entry.message().map(|message| message.template.clone()).unwrap_or_default()));
    let has_types = catalog.entries().iter().any(|entry| catalog.type_url(entry).is_some());
    let blank = || has_types.then(|| "about:blank".to_owned());
    texts("type_url", &|entry| catalog.type_url(entry).or_else(blank));
}

/// Columns with few distinct values.
fn write_columns(catalog: &Catalog, out: &mut String) {
    let (entries, sent) = (catalog.entries(), fields::sent(catalog));
    let mut columns = |name: &str, of: &dyn Fn(&Entry) -> String| {
        let _ = writeln!(out, "{name}: {},", literal::column(entries.iter().map(of)));
    };
    columns("path", &|entry| literal::strings(&entry.segments[..entry.segments.len() - 1]));
    columns("params", &|entry| literal::slice(entry.params.iter().map(param)));
    columns("extensions", &|entry| literal::strings(&entry.extensions));
    columns("fields", &|entry| fields::values(&sent, entry));
    columns("since", &|entry| literal::option(entry.since.as_deref()));
    columns("action", &action);
    columns("retry_after", &|entry| format!("{:?}", entry.retry_after));
    columns("log_level", &|entry| {
        entry.log_level.map_or("None".to_owned(), |level| format!("Some(::errbook::LogLevel::{level:?})"))
    });
    columns("redact", &|entry| entry.redact.to_string());
    columns("headers", &|entry| {
        let fixed = entry.headers.iter().filter_map(|header| Some((&header.name, header.fixed()?)));
        literal::slice(fixed.map(|(name, value)| format!("({}, {})", literal::string(name), literal::string(&value))))
    });
    let operations = catalog.operations();
    columns("raised_by", &|entry| raised_by(catalog, &operations, entry));
    let responses = (0..catalog.manifest().profiles.len())
        .map(|profile| literal::column(entries.iter().map(|entry| response(entry, profile))));
    let _ = writeln!(out, "responses: {},", literal::slice(responses));
}

/// Columns where only a few codes have a value.
fn write_sparse_columns(catalog: &Catalog, out: &mut String) {
    let mut sparse = |name: &str, of: &dyn Fn(&Entry) -> Option<String>| {
        let values = catalog.entries().iter().enumerate().filter_map(|(index, entry)| Some((index, of(entry)?)));
        let column = literal::slice(values.map(|(index, value)| format!("({index}, {value})")));
        let _ = writeln!(out, "{name}: ::errbook::tables::Sparse({column}),");
    };
    sparse("filled_headers", &|entry| {
        let filled: Vec<_> = entry.headers.iter().filter(|header| header.fixed().is_none()).collect();
        (!filled.is_empty()).then(|| profile::headers(filled))
    });
    sparse("parent", &|entry| entry.parent.map(|parent| parent.to_string()));
    sparse("messages", &|entry| {
        let others: Vec<_> = entry.messages.iter().flat_map(Messages::others).collect();
        let other =
            |(profile, message): &(usize, &Message)| format!("({profile}, {})", literal::string(&message.template));
        (!others.is_empty()).then(|| literal::slice(others.iter().map(other)))
    });
    sparse("wordings", &wordings);
    let others = outside::related(catalog);
    sparse("related", &|entry| {
        let position = |of: &Related| match of.to {
            CodeRef::Own(index) => Some(index),
            outside => Some(catalog.entries().len() + others.iter().position(|of| *of == outside)?),
        };
        let related: Vec<String> = entry.related.iter().filter_map(position).map(|at| at.to_string()).collect();
        (!related.is_empty()).then(|| literal::slice(related))
    });
    sparse("changed", &|entry| entry.changed.as_deref().map(literal::string));
    sparse("deprecated", &|entry| entry.deprecated.as_ref().map(ending));
    sparse("retired", &|entry| entry.retired.as_ref().map(ending));
    sparse("replaced_by", &|entry| {
        let by = |ending: &Option<Ending>| ending.as_ref()?.replaced_by;
        by(&entry.retired).or(by(&entry.deprecated)).map(|index| index.to_string())
    });
    sparse("reserved", &|entry| entry.reserved.as_deref().map(literal::string));
    // Only a response needs it.
    sparse("fix", &|entry| {
        let fix = entry.fix().filter(|_| catalog.manifest().sends(entry, &Variable::Fix));
        fix.as_deref().map(literal::string)
    });
    sparse("aliases", &|entry| (!entry.aliases.is_empty()).then(|| literal::strings(&entry.aliases)));
    let mut by_alias: Vec<(&str, usize)> = Vec::new();
    for (index, entry) in catalog.entries().iter().enumerate() {
        by_alias.extend(entry.aliases.iter().map(|alias| (alias.as_str(), index)));
    }
    by_alias.sort_unstable();
    let _ = writeln!(out, "lookup: {},", lookup::expression(catalog, &by_alias));
    let by_alias =
        literal::slice(by_alias.iter().map(|(alias, index)| format!("({}, {index})", literal::string(alias))));
    let _ = writeln!(out, "by_alias: {by_alias},");
}

fn scheme(catalog: &Catalog) -> String {
    let scheme = &catalog.manifest().scheme;
    format!(
        "::errbook::tables::Scheme {{ prefix: {}, separator: {}, pages: {} }}",
        literal::string(scheme.prefix.as_deref().unwrap_or_default()),
        literal::string(&scheme.separator),
        literal::option(catalog.manifest().page_url(&[]).as_deref()),
    )
}

/// The texts that only wordings have, and their params.
fn wordings(entry: &Entry) -> Option<String> {
    let messages = entry.messages.as_ref().map(Messages::distinct).unwrap_or_default();
    let texts: Vec<_> = entry.read_texts().into_iter().skip(messages.len()).collect();
    let texts_of = literal::slice(texts.iter().map(|text| literal::string(&text.template)));
    let params = literal::slice(entry.read_wording_params().into_iter().map(param));
    let wordings = || format!("::errbook::tables::Wordings {{ texts: {texts_of}, params: {params} }}");
    (!texts.is_empty()).then(wordings)
}

fn param(param: &errbook_catalog::Param) -> String {
    let name = literal::string(&param.name);
    let mut new = format!("::errbook::Param::new({name}, ::errbook::ParamType::{:?})", param.ty);
    if let Some(format) = param.format {
        let _ = write!(new, ".format(::errbook::Format::{format:?})");
    }
    new.push_str(match (param.sensitive, param.revealed) {
        (true, true) => ".revealed()",
        (true, false) => ".sensitive()",
        (false, _) => "",
    });
    new
}

fn response(entry: &Entry, profile: usize) -> String {
    let Some(response) = entry.responses.iter().find(|response| response.profile == profile) else {
        return "None".to_owned();
    };
    let title = literal::string(&response.title);
    format!("Some(::errbook::Response {{ status: {}, title: {title} }})", response.status)
}

fn action(entry: &Entry) -> String {
    let Some(action) = &entry.action else { return "None".to_owned() };
    let (kind, by, reason) = (action.kind, action.by, literal::option(action.reason.as_deref()));
    format!(
        "Some(::errbook::Action {{ kind: ::errbook::ActionKind::{kind:?}, by: ::errbook::ActionBy::{by:?}, reason: {reason} }})"
    )
}

fn raised_by(catalog: &Catalog, operations: &[Operation<'_>], entry: &Entry) -> String {
    if entry.raised_by == RaisedBy::All {
        return "::errbook::RaisedBy::All".to_owned();
    }
    let mut names: Vec<&str> = Vec::new();
    for origin in entry.raised_by.origins() {
        match &origin.raiser {
            Raiser::Operation(name) => names.push(name),
            Raiser::Stage(stage) => {
                let stage = &catalog.manifest().stages[*stage];
                names.extend(operations.iter().map(|operation| operation.name).filter(|name| stage.has(name)));
            }
        }
    }
    let mut seen = HashSet::new();
    names.retain(|name| seen.insert(*name));
    format!("::errbook::RaisedBy::Operations({})", literal::strings(&names))
}

fn ending(ending: &Ending) -> String {
    let (since, reason) = (literal::option(ending.since.as_deref()), literal::option(ending.reason.as_deref()));
    format!("::errbook::Ending {{ since: {since}, reason: {reason} }}")
}
