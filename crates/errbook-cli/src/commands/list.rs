//! `errbook list`: lists the codes with status and name.

use errbook_catalog::{Catalog, Entry, suggest};
use serde_json::{Value, json};

use crate::args::{Global, List, ResultFormat};
use crate::failure::{Exit, Failure};
use crate::findings::{plural, to_json};
use crate::terminal::{CODE, DIM, Terminal, one_line};

pub(crate) fn run(global: &Global, list: &List, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let folder = super::locate(global)?;
    let (catalog, snapshot) = super::open_valid_part(&folder, global, "list the codes")?;
    super::tell_left_out(&snapshot, global, terminal);
    let group = list.group.as_deref().map(|group| path_of_group(&catalog, group)).transpose()?.unwrap_or_default();
    let entries: Vec<&Entry> = catalog.entries().iter().filter(|entry| entry.segments.starts_with(&group)).collect();
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

/// Pads the columns so that names are aligned.
fn human(entries: &[&Entry]) -> String {
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
    json!({
        "code": entry.code,
        "name": entry.name,
        "summary": entry.summary,
        "state": state(entry),
        "responses": responses.collect::<Vec<_>>(),
        "type": catalog.type_url(entry),
        "file": entry.file,
    })
}
