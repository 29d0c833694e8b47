//! Writes values as YAML in the style of handwritten entries: single lines plain or quoted, prose
//! in blocks. `entry` and `manifest` decide what is written.

use std::fmt::Write;

use errbook_syntax::yaml::{is_printable, quoted};

/// A value to write.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// One or a few words: plain if that is safe, otherwise quoted.
    Word(String),
    /// A sentence, which is always quoted.
    Text(String),
    /// Markdown: a block if YAML can represent it, otherwise quoted.
    Prose(String),
    /// A number, a boolean, or null.
    Raw(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
    /// In brackets, on one line.
    Flow(Box<Value>),
}

impl Value {
    pub(crate) fn word(text: impl Into<String>) -> Value {
        Value::Word(text.into())
    }

    pub(crate) fn text(text: impl Into<String>) -> Value {
        Value::Text(text.into())
    }

    pub(crate) fn prose(text: impl Into<String>) -> Value {
        Value::Prose(text.into())
    }

    pub(crate) fn raw(value: impl ToString) -> Value {
        Value::Raw(value.to_string())
    }

    pub(crate) fn list(items: impl IntoIterator<Item = Value>) -> Value {
        Value::List(items.into_iter().collect())
    }

    pub(crate) fn map(members: impl IntoIterator<Item = (String, Value)>) -> Value {
        Value::Map(members.into_iter().collect())
    }

    pub(crate) fn flow(value: Value) -> Value {
        Value::Flow(Box::new(value))
    }

    /// A mapping from names to sentences.
    pub(crate) fn texts(members: &[(String, String)]) -> Value {
        Value::map(members.iter().map(|(name, text)| (name.clone(), Value::text(text))))
    }

    fn is_empty(&self) -> bool {
        match self {
            Value::Prose(text) => text.is_empty(),
            Value::List(items) => items.is_empty(),
            Value::Map(members) => members.is_empty(),
            _ => false,
        }
    }
}

/// A mapping under construction. Skips members without a value, and empty prose, lists, and maps.
#[derive(Debug, Default)]
pub(crate) struct Members(Vec<(String, Value)>);

impl Members {
    pub(crate) fn with(mut self, name: &str, value: impl Into<Option<Value>>) -> Members {
        let value = value.into().filter(|value| !value.is_empty());
        self.0.extend(value.map(|value| (name.to_owned(), value)));
        self
    }

    /// Adds a list or a map in brackets.
    pub(crate) fn with_flow(self, name: &str, value: Value) -> Members {
        let value = (!value.is_empty()).then(|| Value::flow(value));
        self.with(name, value)
    }

    pub(crate) fn value(self) -> Value {
        Value::Map(self.0)
    }

    /// The mapping as a document.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        members(&self.0, 0, &mut text);
        text
    }
}

/// Writes the members of a mapping, one per line.
fn members(members: &[(String, Value)], indent: usize, out: &mut String) {
    for (name, value) in members {
        let _ = write!(out, "{:indent$}{}:", "", key(name));
        after_key(value, indent, out);
    }
}

fn after_key(value: &Value, indent: usize, out: &mut String) {
    match value {
        Value::List(items) if !items.is_empty() => {
            out.push('\n');
            list(items, indent + 2, out);
        }
        Value::Map(of) if !of.is_empty() => {
            out.push('\n');
            members(of, indent + 2, out);
        }
        Value::Prose(text) => prose(text, indent + 2, out),
        other => {
            out.push(' ');
            flow(other, out);
            out.push('\n');
        }
    }
}

fn list(items: &[Value], indent: usize, out: &mut String) {
    for item in items {
        let _ = write!(out, "{:indent$}-", "");
        match item {
            Value::Map(of) if !of.is_empty() => {
                // The first member follows the dash.
                let mut lines = String::new();
                members(of, indent + 2, &mut lines);
                out.push(' ');
                out.push_str(&lines[indent + 2..]);
            }
            other => after_key(other, indent, out),
        }
    }
}

/// A value on one line.
pub(crate) fn inline(value: &Value) -> String {
    let mut out = String::new();
    flow(value, &mut out);
    out
}

/// Writes a value on one line.
fn flow(value: &Value, out: &mut String) {
    match value {
        Value::Word(text) if is_plain(text) => out.push_str(text),
        Value::Word(text) | Value::Text(text) | Value::Prose(text) => out.push_str(&quoted(text)),
        Value::Raw(text) => out.push_str(text),
        Value::Flow(inner) => flow(inner, out),
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                flow(item, out);
            }
            out.push(']');
        }
        Value::Map(members) => {
            out.push('{');
            for (index, (name, item)) in members.iter().enumerate() {
                let _ = write!(out, "{}{}: ", if index > 0 { ", " } else { "" }, key(name));
                flow(item, out);
            }
            out.push('}');
        }
    }
}

/// Writes a block, unless its content can't be represented: YAML infers the indentation from the
/// first line, and allows few control characters.
fn prose(text: &str, indent: usize, out: &mut String) {
    let text = text.trim_end();
    let fits = !text.is_empty()
        && !text.starts_with([' ', '\t', '\n'])
        && text.chars().all(|char| char == '\n' || char == '\t' || is_printable(char));
    if !fits {
        out.push(' ');
        out.push_str(&quoted(text));
        out.push('\n');
        return;
    }
    out.push_str(" |\n");
    for line in text.split('\n') {
        // Only spaces and tabs, because YAML doesn't treat other Unicode whitespace as blank. If
        // the first line were emptied, its indentation would be inferred from the next one.
        let line = if line.trim_matches([' ', '\t']).is_empty() { "" } else { line };
        let _ = writeln!(out, "{:width$}{line}", "", width = if line.is_empty() { 0 } else { indent });
    }
}

/// Whether a string can be written without quotes, including in brackets.
fn is_plain(text: &str) -> bool {
    let safe = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | ' ' | '/' | '.' | '-' | ':');
    let starts = text.starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '/' | '$'));
    let rest = text.strip_prefix('$').unwrap_or(text);
    starts
        && rest.chars().all(safe)
        && !rest.contains(": ")
        && !rest.ends_with([' ', ':'])
        && !matches!(
            text.to_ascii_lowercase().as_str(),
            "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
        )
}

fn key(name: &str) -> String {
    let plain = name.strip_suffix('?').unwrap_or(name);
    if is_plain(plain) && !plain.contains(' ') {
        return name.to_owned();
    }
    quoted(name)
}

#[cfg(test)]
mod tests {
    use errbook_catalog::Document;
    use proptest::prelude::*;

    use super::*;

    fn written(value: Value) -> String {
        let mut out = String::new();
        members(&[("list".to_owned(), Value::List(vec![Value::Map(vec![("a".to_owned(), value)])]))], 0, &mut out);
        out
    }

    fn read(yaml: &str) -> String {
        let document = Document::parse(yaml).unwrap_or_else(|found| panic!("{found:?}\n{yaml}"));
        let list = document.root().member("list").expect("the list").1;
        let item = list.items().next().expect("an item");
        item.member("a").expect("a value").1.scalar().expect("a scalar").to_owned()
    }

    #[test]
    fn writes_the_style_of_handwritten_entries() {
        let value = Value::Map(vec![
            ("name".to_owned(), Value::word("Key not found")),
            ("status?".to_owned(), Value::raw(404)),
            ("text".to_owned(), Value::Prose("One.\n\n- two".to_owned())),
            ("yes".to_owned(), Value::flow(Value::List(vec![Value::word("no"), Value::word("a: b")]))),
        ]);
        let mut out = String::new();
        members(&[("entry".to_owned(), value)], 0, &mut out);
        assert_eq!(
            out,
            "entry:\n  name: Key not found\n  status?: 404\n  text: |\n    One.\n\n    - two\n  \"yes\": [\"no\", \"a: b\"]\n"
        );
    }

    #[test]
    fn keeps_a_first_line_of_unicode_whitespace() {
        assert_eq!(read(&written(Value::Prose("\u{a0}\n #".to_owned()))).trim_end(), "\u{a0}\n #");
    }

    proptest! {
        #[test]
        fn strings_round_trip(text in "\\PC{0,40}|[a-z\\-:#&*!|>'\"%@`{}\\[\\], ?\t\u{85}\u{7}]{0,12}") {
            prop_assert_eq!(read(&written(Value::Word(text.clone()))), text.clone());
            prop_assert_eq!(read(&written(Value::Text(text.clone()))), text);
        }

        #[test]
        fn prose_round_trips(text in "[ a#:\\-|>\t\u{a0}\u{2028}é\n]{0,30}") {
            let trimmed: Vec<&str> = text.trim_end().split('\n').map(|line| if line.trim().is_empty() { "" } else { line }).collect();
            let read = read(&written(Value::Prose(text.clone())));
            let read: Vec<&str> = read.trim_end().split('\n').map(|line| if line.trim().is_empty() { "" } else { line }).collect();
            prop_assert_eq!(read, trimmed);
        }
    }
}
