//! `errbook list`: lists the codes with status and name.

use errbook_catalog::{Audience, Catalog, Entry, Field, FieldType, suggest};
use serde_json::{Map, Value, json};

use crate::args::{Global, List, ResultFormat};
use crate::failure::{Exit, Failure};
use crate::findings::{plural, to_json};
use crate::terminal::{CODE, DIM, Terminal, one_line};

pub(crate) fn run(global: &Global, list: &List, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let folder = super::locate(global)?;
    let (catalog, snapshot) = super::open_valid_part(&folder, global, "list the codes")?;
    let catalog = catalog.for_audience(list.audience.into());
    super::tell_left_out(&snapshot, global, terminal);
    let group = list.group.as_deref().map(|group| path_of_group(&catalog, group)).transpose()?.unwrap_or_default();
    let mut entries: Vec<&Entry> = catalog.entries().iter().filter(|of| of.segments.starts_with(&group)).collect();
    for (name, value) in &list.fields {
        let field = field(&catalog, name, value)?;
        let has = |entry: &&Entry| entry.fields.get(field).is_some_and(|of| of.items().contains(value));
        entries.retain(has);
    }
    terminal.print(&match list.format {
        ResultFormat::Human => human(&entries),
        ResultFormat::Json => {
            let codes: Vec<Value> = entries.iter().map(|entry| code(&catalog, entry)).collect();
            to_json(&json!({"version": 1, "codes": codes}))
        }
    });
    if list.format == ResultFormat::Human {
        terminal.say(&format!("{DIM}{}{DIM:#}", plural(entries.len(), "code", "codes")));
    }
    Ok(Exit::Clean)
}

/// The segments of a group, given as the beginning of a code (with or without prefix) or as a path.
fn path_of_group(catalog: &Catalog, text: &str) -> Result<Vec<String>, Failure> {
    let scheme = &catalog.manifest().scheme;
    let group = catalog.groups().iter().find(|group| {
        [scheme.code(&group.path), group.path.join(&scheme.separator), group.path.join("/")]
            .iter()
            .any(|name| name == text)
    });
    group.map(|group| group.path.clone()).ok_or_else(|| {
        let names: Vec<String> = catalog.groups().iter().map(|group| group.path.join("/")).collect();
        let failure = Failure::finding(format!("unknown group `{text}`"));
        match names.as_slice() {
            [] => failure.help("this catalog has no groups"),
            names => failure.help(suggest::help(text, names.iter().map(String::as_str))),
        }
    })
}

/// The field of this name, if it can have the value.
fn field<'c>(catalog: &'c Catalog, name: &str, value: &str) -> Result<&'c Field, Failure> {
    let Some(field) = catalog.fields().find(|field| field.name == name) else {
        let failure = Failure::finding(format!("unknown field `{name}`"));
        let is_internal = catalog.manifest().fields.seen_by(Audience::Internal).any(|field| field.name == name);
        let names: Vec<&str> = catalog.fields().map(|field| field.name.as_str()).collect();
        return Err(match names.as_slice() {
            _ if is_internal => failure.help("add `--audience internal`"),
            [] => failure.help("declare it under `fields` in catalog.yaml"),
            names => failure.help(suggest::help(name, names.iter().copied())),
        });
    };
    if field.ty == FieldType::Enum && !field.values.iter().any(|of| of == value) {
        let failure = Failure::finding(format!("`{value}` is not a value of `{name}`"));
        return Err(failure.help(suggest::help(value, field.values.iter().map(String::as_str))));
    }
    Ok(field)
}

/// A line for each code. Pads the columns so that names are aligned.
pub(super) fn human(entries: &[&Entry]) -> String {
    let width = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or_default();
    let codes = width(&mut entries.iter().map(|entry| entry.code.chars().count()));
    let statuses = width(&mut entries.iter().map(|entry| status(entry).len()));
    let line = |entry: &&Entry| {
        let state = state(entry).map_or_else(String::new, |state| format!(" {DIM}({state}){DIM:#}"));
        let status = if statuses == 0 { String::new() } else { format!("  {:statuses$}", status(entry)) };
        format!("{CODE}{:codes$}{CODE:#}{status}  {}{state}\n", entry.code, one_line(&entry.name))
    };
    entries.iter().map(line).collect()
}

/// The distinct statuses that services send: `404`, or `400/401`.
fn status(entry: &Entry) -> String {
    entry.statuses().iter().map(u16::to_string).collect::<Vec<_>>().join("/")
}

/// The state of a code, `None` if it is in normal use.
fn state(entry: &Entry) -> Option<&'static str> {
    let states = [
        (entry.retired.is_some(), "retired"),
        (entry.draft, "draft"),
        (entry.deprecated.is_some(), "deprecated"),
        (entry.reserved.is_some(), "reserved"),
    ];
    states.iter().find(|(holds, _)| *holds).map(|(_, state)| *state)
}

/// The JSON of a code in `list`, and in the candidates of `explain`.
pub(crate) fn code(catalog: &Catalog, entry: &Entry) -> Value {
    let responses = entry.responses.iter().map(|response| {
        let profile = &catalog.manifest().profiles[response.profile];
        json!({"profile": profile.name, "status": response.status, "title": response.title})
    });
    let fields: Map<String, Value> =
        catalog.fields_of(entry).map(|(field, value)| (field.name.clone(), value.to_json())).collect();
    json!({
        "code": entry.code,
        "name": entry.name,
        "summary": entry.summary,
        "parent": catalog.parent(entry).map(|parent| &parent.code),
        "state": state(entry),
        "responses": responses.collect::<Vec<_>>(),
        "type": catalog.type_url(entry),
        "fields": fields,
        "file": entry.file,
    })
}
