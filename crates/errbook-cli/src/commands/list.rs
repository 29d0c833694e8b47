//! `errbook list`: lists the codes that the site has, with status and name.

use errbook_catalog::Entry;
use errbook_lookup::{code, select, state};
use serde_json::{Value, json};

use crate::args::{Global, List, ResultFormat};
use crate::failure::{Exit, Failure};
use crate::findings::{plural, to_json};
use crate::terminal::{CODE, DIM, Terminal, one_line};

pub(crate) fn run(global: &Global, list: &List, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let folder = super::locate(global)?;
    let (catalog, snapshot) = super::open_valid_part(&folder, global, "list the codes")?;
    let catalog = super::joined(catalog.for_audience(list.audience.into()), |of| of.has_pages)?;
    super::tell_left_out(&snapshot, global, terminal);
    let entries = select(&catalog, list.group.as_deref(), &list.fields).map_err(|refusal| {
        let failure = Failure::finding(refusal.message);
        refusal.help.into_iter().fold(failure, Failure::help)
    })?;
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
