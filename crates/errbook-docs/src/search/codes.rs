//! All codes, and what results show of them. Texts are complete, so the engine only cuts them: a host
//! compresses what they share.

use errbook_catalog::{Catalog, Entry};

use crate::facts;

/// A line for each entry, with fields that end with a tab, except for the last: the segments of the
/// code, joined by `/`, the name, and its other names, joined by spaces, if there are any.
pub(super) fn lines(catalog: &Catalog) -> String {
    catalog.entries().iter().map(line).collect()
}

fn line(entry: &Entry) -> String {
    let (path, name) = (entry.segments.join("/"), entry.name.replace(char::is_control, " "));
    let others: Vec<&str> = others(entry).collect();
    if others.is_empty() {
        return format!("{path}\t{name}\n");
    }
    format!("{path}\t{name}\t{}\n", others.join(" "))
}

/// The names of a code that its path doesn't tell: first the code itself, if it is from a dependency, and
/// its aliases.
fn others(entry: &Entry) -> impl Iterator<Item = &str> {
    let own = entry.dependency.map(|_| entry.code.as_str());
    own.into_iter().chain(entry.aliases.iter().map(String::as_str))
}

/// The indexes of the entries with other names than their path tells.
pub(super) fn former(catalog: &Catalog) -> Vec<usize> {
    let entries = catalog.entries().iter().enumerate();
    entries.filter(|(_, entry)| others(entry).next().is_some()).map(|(at, _)| at).collect()
}

/// The indexes of the entries that are from dependencies.
pub(super) fn included(catalog: &Catalog) -> Vec<usize> {
    let entries = catalog.entries().iter().enumerate();
    entries.filter(|(_, entry)| entry.dependency.is_some()).map(|(at, _)| at).collect()
}

/// The statuses of each entry, joined by `,` and followed by `r` (retired), `d` (deprecated), `f`
/// (draft), `v` (reserved), or `i` (internal), one entry per line. `-` if there is nothing to list.
pub(super) fn states(catalog: &Catalog) -> String {
    catalog.entries().iter().map(|entry| state(entry, catalog)).collect::<Vec<_>>().join("\n")
}

fn state(entry: &Entry, catalog: &Catalog) -> String {
    let statuses: Vec<String> = entry.statuses().iter().map(u16::to_string).collect();
    let mark = match facts::mark(entry, catalog) {
        Some("retired") => "r",
        Some("deprecated") => "d",
        Some("draft") => "f",
        Some("reserved") => "v",
        Some("internal") => "i",
        _ => "",
    };
    let state = statuses.join(",") + mark;
    if state.is_empty() { "-".to_owned() } else { state }
}
