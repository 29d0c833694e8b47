//! Reads a JSON document: a map from codes to errors, or a list of errors.

use serde_json::Value as Json;

use super::{Row, TableError};

/// The rows of a document. `entries` is the path to them, joined by dots.
pub(super) fn rows(text: &str, entries: Option<&str>) -> Result<Vec<Row>, TableError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let json: Json =
        serde_json::from_str(text).map_err(|error| TableError::Malformed(format!("invalid JSON: {error}")))?;
    let mut at = &json;
    for name in entries.unwrap_or_default().split('.').filter(|name| !name.is_empty()) {
        at = at.get(name).ok_or_else(|| {
            TableError::Unmapped(format!("`{name}`, a part of the path `entries` in the map, does not exist"))
        })?;
    }
    if entries.is_none() {
        at = single_list(at);
    }
    let mut lines = Lines { text, at: 0, line: 1 };
    list(at, &mut lines).ok_or_else(|| TableError::Unmapped("expected exactly one list or map of objects".to_owned()))
}

/// The only list or map of errors in an object that isn't a map of errors itself, as in
/// `{"version": 1, "errors": [...]}`.
fn single_list(json: &Json) -> &Json {
    let Json::Object(members) = json else { return json };
    if members.values().all(Json::is_object) && !members.is_empty() {
        return json;
    }
    let is_list = |json: &&Json| json.as_array().is_some_and(|items| items.iter().any(Json::is_object));
    let is_map = |json: &&Json| json.as_object().is_some_and(|of| !of.is_empty() && of.values().all(Json::is_object));
    let mut lists = members.values().filter(|json| is_list(json) || is_map(json));
    match (lists.next(), lists.next()) {
        (Some(only), None) => only,
        _ => json,
    }
}

/// Finds the line numbers of keys, which must be looked up in document order.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line of the next occurrence of a string.
    fn of(&mut self, string: &str) -> usize {
        let Ok(needle) = serde_json::to_string(string) else { return self.line };
        if let Some(found) = self.text[self.at..].find(&needle) {
            self.line += self.text[self.at..self.at + found].matches('\n').count();
            self.at += found;
        }
        self.line
    }
}

/// The errors in a list or map. They are objects, or strings in a map from codes to messages. A
/// mixture of both is something else, such as settings.
fn list(json: &Json, lines: &mut Lines<'_>) -> Option<Vec<Row>> {
    match json {
        Json::Object(members) if members.values().all(Json::is_string) => {
            let text = |(key, value): (&String, &Json)| {
                let fields = vec![("message".to_owned(), value.as_str().unwrap_or_default().to_owned())];
                Row { line: lines.of(key), key: Some(key.clone()), fields, ..Row::default() }
            };
            Some(members.iter().map(text).collect())
        }
        Json::Object(members) if members.values().all(Json::is_object) => {
            Some(members.iter().map(|(key, value)| row(Some(key), value, lines)).collect())
        }
        Json::Array(items) if items.iter().all(Json::is_object) => {
            Some(items.iter().map(|item| row(None, item, lines)).collect())
        }
        _ => None,
    }
}

fn row(key: Option<&String>, json: &Json, lines: &mut Lines<'_>) -> Row {
    let mut row = Row { key: key.cloned(), ..Row::default() };
    let members = json.as_object().into_iter().flatten();
    if let Some(text) = key.map(String::as_str).or_else(|| json.as_object()?.values().find_map(Json::as_str)) {
        row.line = lines.of(text);
    }
    for (name, value) in members {
        match value {
            Json::Null => {}
            Json::String(text) => row.fields.push((name.clone(), text.clone())),
            Json::Bool(value) => row.fields.push((name.clone(), value.to_string())),
            Json::Number(number) => row.fields.push((name.clone(), number.to_string())),
            Json::Array(items) if items.iter().all(Json::is_string) => {
                let lines: Vec<&str> = items.iter().filter_map(Json::as_str).collect();
                row.fields.push((name.clone(), lines.join("\n")));
            }
            // Nested errors are read recursively. The JSON parser limits the depth.
            other => match list(other, lines) {
                Some(rows) => row.nested.push((name.clone(), rows)),
                None => row.fields.push((name.clone(), other.to_string())),
            },
        }
    }
    row.line = row.line.max(1);
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_maps_and_lists() {
        let shown = |text: &str| {
            let rows = rows(text, None).expect("rows");
            rows.iter().map(|row| (row.line, row.key.clone(), row.fields.len(), row.nested.len())).collect::<Vec<_>>()
        };
        assert_eq!(
            shown(
                "{\n\"A\": {\"message\": [\"a\", \"b\"],\n\"sub\": {\"B\": {\"message\": \"c\"}}},\n\"C\": {\"n\": 1}}"
            ),
            [(2, Some("A".to_owned()), 1, 1), (4, Some("C".to_owned()), 1, 0)]
        );
        assert_eq!(shown("{\"version\": 1,\n \"errors\": [\n{\"code\": \"A\", \"x\": null}]}"), [(3, None, 1, 0)]);
        assert_eq!(shown("{\"A\": \"message\"}"), [(1, Some("A".to_owned()), 1, 0)]);
        for bad in ["[1]", "1", "{", "{\"a\": 1}"] {
            assert!(rows(bad, None).is_err(), "{bad}");
        }
        assert!(rows("{\"a\": {}}", Some("b")).is_err());
    }
}
