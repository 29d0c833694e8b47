//! Reads a TOML file: a map from codes to errors, a list of errors, or a map from codes to messages.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::Row;
use super::field_map::normal;
use super::found::{ENTRIES, Found};
use crate::ImportError;

/// The rows of a document. `entries` is the path to them, joined by dots.
pub(super) fn rows(text: &str, entries: Option<&str>) -> Result<Found, ImportError> {
    let lines = Lines::new(text);
    let root = DeTable::parse(text).map_err(|error| {
        let line = error.span().map_or(1, |span| lines.at(span.start));
        ImportError::Malformed(format!("line {line} is not valid TOML: {}", error.message()))
    })?;
    let mut reader = Reader { lines: &lines, found: Found::default(), extents: Vec::new() };
    match entries {
        Some(path) => reader.list(at(root.get_ref(), path)?, 1)?,
        None => reader.root(root.get_ref())?,
    }
    reader.comments(text);
    if reader.found.rows.is_empty() {
        let help = "add a table per code, such as `[errors.ORDER_NOT_FOUND]`, or set `entries` with `--map FILE`";
        return Err(ImportError::Empty { message: "the file has no errors".to_owned(), help });
    }
    Ok(reader.found)
}

/// The value at a path of keys.
fn at<'d, 't>(root: &'d DeTable<'t>, path: &str) -> Result<&'d DeValue<'t>, ImportError> {
    let mut table = Some(root);
    let mut value = None;
    for name in path.split('.').filter(|name| !name.is_empty()) {
        value = table.and_then(|table| table.get(name)).map(Spanned::get_ref);
        table = value.and_then(DeValue::as_table);
        if value.is_none() {
            let message = format!("`{name}`, a part of the path `entries` in the map, does not exist");
            return Err(ImportError::Unmapped(message));
        }
    }
    value.ok_or_else(|| ImportError::Unmapped("the path `entries` in the map is empty".to_owned()))
}

/// The numbers of lines.
struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    fn new(text: &str) -> Lines {
        let after = text.match_indices('\n').map(|(at, _)| at + 1);
        Lines { starts: std::iter::once(0).chain(after).collect() }
    }

    fn at(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte)
    }
}

/// Whether all members are tables, and there is one.
fn is_map(table: &DeTable<'_>) -> bool {
    !table.is_empty() && table.values().all(|value| value.get_ref().is_table())
}

/// Whether all items are tables, and there is one.
fn is_list(value: &DeValue<'_>) -> bool {
    value.as_array().is_some_and(|items| !items.is_empty() && items.iter().all(|item| item.get_ref().is_table()))
}

fn has_errors(value: &DeValue<'_>) -> bool {
    is_list(value) || value.as_table().is_some_and(is_map)
}

/// Whether a table can be a map from codes to errors or messages.
fn can_be_map(table: &DeTable<'_>) -> bool {
    table.values().all(|value| value.get_ref().is_table() || value.get_ref().is_str())
}

fn can_have_errors(value: &DeValue<'_>) -> bool {
    is_list(value) || value.as_table().is_some_and(can_be_map)
}

/// Whether a key names errors.
fn is_named(key: &str) -> bool {
    ["errors", "errorcodes", "errormessages", "codes", "messages"].contains(&normal(key).as_str())
}

/// A key and its value.
type Member<'d, 't> = (&'d Spanned<Cow<'t, str>>, &'d Spanned<DeValue<'t>>);

/// The members of a table in the order of the file.
fn members<'d, 't>(table: &'d DeTable<'t>) -> Vec<Member<'d, 't>> {
    let mut members: Vec<_> = table.iter().collect();
    members.sort_by_key(|(key, _)| key.span().start);
    members
}

struct Reader<'l> {
    lines: &'l Lines,
    found: Found,
    /// The first and last line of each row.
    extents: Vec<RangeInclusive<usize>>,
}

impl Reader<'_> {
    /// Finds the errors in a document: a member that is named like them, all members, or the only
    /// list or map of tables.
    fn root(&mut self, root: &DeTable<'_>) -> Result<(), ImportError> {
        let all = members(root);
        let named = all.iter().position(|(key, value)| is_named(key.get_ref()) && can_have_errors(value.get_ref()));
        let mut lists = (0..all.len()).filter(|at| has_errors(all[*at].1.get_ref()));
        let only = lists.next().filter(|_| lists.next().is_none());
        let is_all = can_be_map(root) && (all.len() > 1 || only.is_none());
        match (named, only) {
            (Some(at), _) => self.member(&all, at),
            (None, _) if is_all => {
                self.map(root, "");
                Ok(())
            }
            (None, Some(at)) => self.member(&all, at),
            (None, None) => {
                let message = "expected exactly one list or map of tables".to_owned();
                Err(ImportError::Empty { message, help: ENTRIES })
            }
        }
    }

    /// Reads one member of a document, and reports the others.
    fn member(&mut self, all: &[Member<'_, '_>], at: usize) -> Result<(), ImportError> {
        for (_, (name, value)) in all.iter().enumerate().filter(|(index, _)| *index != at) {
            let line = self.lines.at(name.span().start);
            self.found.unplaced(line, format!("`{}` is not an error", name.get_ref()), flat(value.get_ref()));
        }
        let (key, value) = all[at];
        self.list(value.get_ref(), self.lines.at(key.span().start))
    }

    fn list(&mut self, value: &DeValue<'_>, line: usize) -> Result<(), ImportError> {
        match value {
            DeValue::Array(items) if is_list(value) => {
                for item in items.iter() {
                    if let DeValue::Table(table) = item.get_ref() {
                        let line = self.lines.at(item.span().start);
                        self.push(None, table, line);
                    }
                }
                Ok(())
            }
            DeValue::Table(table) if can_be_map(table) => {
                self.map(table, "");
                Ok(())
            }
            _ => {
                let message = format!("line {line} is not a list or map of tables");
                Err(ImportError::Empty { message, help: ENTRIES })
            }
        }
    }

    /// The errors in a map. A table of tables is a group, whose name starts the codes in it.
    fn map(&mut self, table: &DeTable<'_>, above: &str) {
        for (key, value) in members(table) {
            let name = format!("{above}{}", key.get_ref());
            let line = self.lines.at(key.span().start);
            match value.get_ref() {
                DeValue::Table(inner) if is_map(inner) => self.map(inner, &format!("{name}.")),
                DeValue::Table(inner) => self.push(Some(name), inner, line),
                other => {
                    let fields = vec![("message".to_owned(), text(other).unwrap_or_default())];
                    self.extents.push(line..=self.lines.at(value.span().end.saturating_sub(1)).max(line));
                    self.found.rows.push(Row { line, key: Some(name), fields, ..Row::default() });
                }
            }
        }
    }

    fn push(&mut self, key: Option<String>, table: &DeTable<'_>, line: usize) {
        let mut last = line;
        let row = self.row(key, table, line, &mut last);
        self.extents.push(line..=last);
        self.found.rows.push(row);
    }

    fn row(&self, key: Option<String>, table: &DeTable<'_>, line: usize, last: &mut usize) -> Row {
        let mut row = Row { line, key, ..Row::default() };
        for (name, value) in members(table) {
            *last = (*last).max(self.lines.at(value.span().end.saturating_sub(1)));
            let (name, value) = (name.get_ref().to_string(), value.get_ref());
            match (text(value), value) {
                (Some(text), _) => row.fields.push((name, text)),
                (None, DeValue::Table(inner)) if is_map(inner) => {
                    let rows = members(inner).into_iter().filter_map(|(key, value)| {
                        let line = self.lines.at(key.span().start);
                        Some(self.row(Some(key.get_ref().to_string()), value.get_ref().as_table()?, line, last))
                    });
                    let rows = rows.collect();
                    row.nested.push((name, rows));
                }
                (None, DeValue::Array(items)) if is_list(value) => {
                    let rows = items.iter().filter_map(|item| {
                        Some(self.row(None, item.get_ref().as_table()?, self.lines.at(item.span().start), last))
                    });
                    let rows = rows.collect();
                    row.nested.push((name, rows));
                }
                _ => {
                    if let DeValue::Table(inner) = value {
                        let ends = inner.values().map(|value| self.lines.at(value.span().end.saturating_sub(1)));
                        *last = ends.fold(*last, usize::max);
                    }
                    row.fields.push((name, flat(value)));
                }
            }
        }
        row
    }

    /// Adds comments to the rows that they are in or directly above, and reports the others.
    fn comments(&mut self, text: &str) {
        for (lines, comment) in comments(text, self.lines) {
            let (first, last) = (*lines.start(), *lines.end());
            let below = self.extents.iter().position(|extent| *extent.start() == last + 1);
            let at = below.or_else(|| self.extents.iter().position(|extent| extent.contains(&first)));
            match at {
                None => self.found.unplaced(first, "this comment does not belong to an error", comment),
                Some(at) => add(&mut self.found.rows[at].fields, comment),
            }
        }
    }
}

/// Adds a comment to those of a row.
fn add(fields: &mut Vec<(String, String)>, comment: String) {
    match fields.iter_mut().find(|(name, _)| name == COMMENT) {
        Some((_, text)) => *text = format!("{text}\n{comment}"),
        None => fields.push((COMMENT.to_owned(), comment)),
    }
}

/// The field with the comments of a row. The `#` keeps it apart from a key of the same name.
const COMMENT: &str = "# comment";

/// Comments and their lines. Comments on lines of their own without a line between them are one.
fn comments(text: &str, lines: &Lines) -> Vec<(RangeInclusive<usize>, String)> {
    let mut comments: Vec<(RangeInclusive<usize>, String)> = Vec::new();
    let mut own = false;
    for token in Source::new(text).lex().filter(|token| token.kind() == TokenKind::Comment) {
        let (start, end) = (token.span().start(), token.span().end());
        let line = lines.at(start);
        let is_own = text[lines.starts[line - 1]..start].trim().is_empty();
        let words = text[start..end].trim_start_matches('#').trim();
        match comments.last_mut() {
            Some((range, comment)) if own && is_own && *range.end() + 1 == line => {
                *range = *range.start()..=line;
                *comment = format!("{comment}\n{words}");
            }
            // A comment after a value belongs to its line, not to what is below.
            _ => comments.push((line..=line, words.to_owned())),
        }
        own = is_own;
    }
    comments
}

/// A value as text, if it isn't a table or a list of other things than strings.
fn text(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Boolean(value) => Some(value.to_string()),
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Float(number) => Some(number.to_string()),
        DeValue::Datetime(time) => Some(time.to_string()),
        DeValue::Array(items) => {
            let texts: Option<Vec<&str>> = items.iter().map(|item| item.get_ref().as_str()).collect();
            texts.map(|texts| texts.join("\n"))
        }
        DeValue::Table(_) => None,
    }
}

/// Any value as text, one line per scalar.
fn flat(value: &DeValue<'_>) -> String {
    match (text(value), value) {
        (Some(text), _) => text,
        (None, DeValue::Table(table)) => {
            let lines =
                members(table).into_iter().map(|(key, value)| format!("{}: {}", key.get_ref(), flat(value.get_ref())));
            lines.collect::<Vec<_>>().join("\n")
        }
        (None, DeValue::Array(items)) => items.iter().map(|item| flat(item.get_ref())).collect::<Vec<_>>().join("\n"),
        (None, _) => String::new(),
    }
}
