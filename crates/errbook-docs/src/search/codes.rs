//! All codes, one per line. A line omits what it shares with the previous one.

use errbook_catalog::{Catalog, Entry};

use crate::facts;

/// A line for each entry, with tab-separated fields:
///
/// 1. The number of segments that it shares with the previous entry, and its other segments, joined
///    by `/`.
/// 2. Its name, if it differs from the last segment as words.
/// 3. Its statuses, joined by `,`, followed by `r` (retired), `d` (deprecated), `f` (draft), `v`
///    (reserved), or `i` (internal). Empty if unchanged, and `-` if there is nothing to list.
/// 4. Its aliases, joined by spaces.
///
/// Trailing empty fields are omitted.
pub(super) fn lines(catalog: &Catalog) -> String {
    let mut out = String::new();
    let (mut segments, mut state): (&[String], String) = (&[], "-".to_owned());
    for entry in catalog.entries() {
        let shared = segments.iter().zip(&entry.segments).take_while(|(a, b)| a == b).count().min(9);
        segments = &entry.segments;
        let own = state_of(entry, catalog);
        let fields = [
            format!("{shared}{}", segments[shared..].join("/")),
            if entry.name == words(segments.last().map_or("", String::as_str)) {
                String::new()
            } else {
                line(&entry.name)
            },
            if own == state { String::new() } else { own.clone() },
            entry.aliases.join(" "),
        ];
        state = own;
        let used = fields.iter().rposition(|field| !field.is_empty()).unwrap_or(0);
        out.push_str(&fields[..=used].join("\t"));
        out.push('\n');
    }
    out
}

fn state_of(entry: &Entry, catalog: &Catalog) -> String {
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

/// `key_not_found` as words: `Key not found`.
fn words(segment: &str) -> String {
    let spaced = segment.replace(['_', '-', '.'], " ");
    let mut chars = spaced.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn line(text: &str) -> String {
    text.replace(char::is_control, " ")
}
