//! Reads a JSON document: a map from codes to errors, or a list of errors.

use errbook_syntax::json::{Kind, Node, parse};

use super::Row;
use super::found::{ENTRIES, Found};
use crate::ImportError;

/// The rows of a document. `entries` is the path to them, joined by dots.
pub(super) fn read(text: &str, entries: Option<&str>) -> Result<Found, ImportError> {
    let reader = Reader::new(text.strip_prefix('\u{feff}').unwrap_or(text));
    let root = parse(reader.text).map_err(|_| ImportError::Malformed(reader.error()))?;
    let mut found = Found::default();
    let mut at = &root;
    for name in entries.unwrap_or_default().split('.').filter(|name| !name.is_empty()) {
        let Some((_, inner)) = at.members().iter().find(|(member, _)| member == name) else {
            let message = format!("`{name}`, a part of the path `entries` in the map, does not exist");
            return Err(ImportError::Unmapped(message));
        };
        reader.around(at, inner, &mut found);
        at = inner;
    }
    let mut path = Vec::new();
    while let Some((name, inner)) = inner(at).filter(|_| entries.is_none()) {
        reader.around(at, inner, &mut found);
        path.push(name);
        at = inner;
    }
    found.entries = entries.map(str::to_owned).or_else(|| (!path.is_empty()).then(|| path.join(".")));
    let rows = reader.errors(at, &mut found);
    if rows.is_empty() {
        return Err(reader.no_errors(at));
    }
    found.rows = rows;
    Ok(found)
}

/// The member with the errors of an object that isn't a map of errors itself, as in `{"version": 1,
/// "errors": [...]}` or `{"data": {"errors": [...]}}`.
fn inner(node: &Node) -> Option<(&str, &Node)> {
    let members = node.members();
    let has_scalars = |node: &Node| node.members().iter().any(|(_, value)| value.is_scalar());
    if let [(name, only)] = members
        && is_object(only)
        && !has_scalars(only)
        && (inner(only).is_some() || only.members().iter().all(|(_, value)| is_object(value)))
    {
        return (!only.members().is_empty()).then_some((name, only));
    }
    if members.iter().all(|(_, value)| is_object(value)) {
        return None;
    }
    let is_list = |node: &Node| node.items().iter().any(is_object);
    let is_map = |node: &Node| !node.members().is_empty() && node.members().iter().all(|(_, value)| is_object(value));
    let mut lists = members.iter().filter(|(_, node)| is_list(node) || is_map(node));
    match (lists.next(), lists.next()) {
        (Some((name, only)), None) => Some((name, only)),
        _ => None,
    }
}

fn is_object(node: &Node) -> bool {
    matches!(node.kind, Kind::Object(_))
}

struct Reader<'t> {
    text: &'t str,
    /// Byte offsets of the ends of lines.
    ends: Vec<usize>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        Reader { text, ends: text.match_indices('\n').map(|(at, _)| at).collect() }
    }

    /// Why the text isn't JSON.
    fn error(&self) -> String {
        let error = serde_json::from_str::<serde_json::Value>(self.text).err();
        error.map_or_else(|| "invalid JSON".to_owned(), |error| format!("invalid JSON: {error}"))
    }

    fn line(&self, node: &Node) -> usize {
        1 + self.ends.partition_point(|end| *end < node.span.start)
    }

    /// The members next to the errors.
    fn around(&self, outer: &Node, inner: &Node, found: &mut Found) {
        for (name, value) in outer.members().iter().filter(|(_, value)| value.span != inner.span) {
            let text = value.as_str().unwrap_or(&self.text[value.span.clone()]);
            found.unplaced(self.line(value), format!("`{name}` is outside of the errors"), text);
        }
    }

    /// The errors of the document. Anything else in the list or map is reported.
    fn errors(&self, node: &Node, found: &mut Found) -> Vec<Row> {
        if let Some(rows) = self.list(node) {
            return rows;
        }
        let members = node.members().iter().map(|(name, value)| (Some(name), value));
        let all: Vec<_> = members.chain(node.items().iter().map(|item| (None, item))).collect();
        // An object with other values is something else, such as settings.
        let is_list = matches!(node.kind, Kind::Array(_)) || found.entries.is_some();
        if !is_list || !all.iter().any(|(_, value)| is_object(value)) {
            return Vec::new();
        }
        let mut rows = Vec::new();
        for (name, value) in all {
            if is_object(value) {
                rows.push(self.row(name, value));
            } else {
                let text = value.as_str().unwrap_or(&self.text[value.span.clone()]);
                let text = name.map_or_else(|| text.to_owned(), |name| format!("{name}: {text}"));
                found.unplaced(self.line(value), "this is not an error, but a single value", text);
            }
        }
        rows
    }

    /// Why there are no errors.
    fn no_errors(&self, node: &Node) -> ImportError {
        let values = node.members().iter().map(|(_, value)| value).chain(node.items());
        let line = values.clone().find(|value| !is_object(value)).map(|value| self.line(value));
        let message = match line {
            _ if values.clone().next().is_none() => "the document has no errors".to_owned(),
            Some(line) => format!("line {line} is not an error: expected one list or map of errors"),
            None => "expected one list or map of errors".to_owned(),
        };
        ImportError::Empty { message, help: ENTRIES }
    }

    /// The errors in a list or map. They are objects, or strings in a map from codes to messages. A
    /// mixture of both is something else, such as settings.
    fn list(&self, node: &Node) -> Option<Vec<Row>> {
        match &node.kind {
            Kind::Object(members) if members.iter().all(|(_, value)| value.as_str().is_some()) => {
                let row = |(key, value): &(String, Node)| {
                    let message = value.as_str().unwrap_or_default().to_owned();
                    let fields = vec![("message".to_owned(), message)];
                    Row { line: self.line(value), key: Some(key.clone()), fields, ..Row::default() }
                };
                Some(members.iter().map(row).collect())
            }
            Kind::Object(members) if members.iter().all(|(_, value)| is_object(value)) => {
                Some(members.iter().map(|(key, value)| self.row(Some(key), value)).collect())
            }
            Kind::Array(items) if items.iter().all(is_object) => {
                Some(items.iter().map(|item| self.row(None, item)).collect())
            }
            _ => None,
        }
    }

    fn row(&self, key: Option<&String>, node: &Node) -> Row {
        let mut row = Row { line: self.line(node), key: key.cloned(), ..Row::default() };
        for (name, value) in node.members() {
            match &value.kind {
                Kind::String(text) => row.push(name, text.clone()),
                Kind::Word => match &self.text[value.span.clone()] {
                    "null" => {}
                    word => row.push(name, word.to_owned()),
                },
                Kind::Array(items) if items.iter().all(|item| item.as_str().is_some()) => {
                    let lines: Vec<&str> = items.iter().filter_map(Node::as_str).collect();
                    row.push(name, lines.join("\n"));
                }
                // Nested errors are read recursively. The JSON parser limits the depth.
                _ => match self.list(value) {
                    Some(rows) => row.nested.push((name.clone(), rows)),
                    None => row.push(name, self.text[value.span.clone()].to_owned()),
                },
            }
        }
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_maps_and_lists() {
        let shown = |text: &str| {
            let rows = read(text, None).expect("rows").rows;
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
            assert!(read(bad, None).is_err(), "{bad}");
        }
        assert!(read("{\"a\": {}}", Some("b")).is_err());
    }

    #[test]
    fn members_that_occur_twice_are_all_read() {
        let rows = read("{\"A\": {\"message\": \"a\", \"message\": \"b\"}, \"A\": {}}", None).expect("rows").rows;
        assert_eq!(rows.len(), 2);
        assert_eq!(
            rows[0].fields,
            [("message".to_owned(), "a".to_owned()), ("message (2)".to_owned(), "b".to_owned())]
        );
    }
}
