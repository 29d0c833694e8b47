//! Reads comma-separated values (RFC 4180). The first line names the columns, and quoted values may
//! contain commas and line breaks. A map can set another separator, the names of the columns, and
//! the start of comments.

use super::Row;
use super::found::Found;
use crate::ImportError;
use crate::yaml::{Members, Value};

/// How a file is written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Layout {
    separator: Separator,
    /// The names of the columns, if the first line doesn't have them.
    pub(crate) columns: Option<Vec<String>>,
    /// What lines of comments start with.
    pub(crate) comments: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Separator {
    #[default]
    Comma,
    Char(char),
    /// Any number of spaces and tabs.
    Whitespace,
}

impl Layout {
    /// Sets the separator of a map file.
    pub(super) fn separator(&mut self, name: &str) -> Result<(), String> {
        let mut chars = name.chars();
        self.separator = match (name, chars.next(), chars.next()) {
            ("whitespace", ..) => Separator::Whitespace,
            ("tab", ..) => Separator::Char('\t'),
            (_, Some(char), None) if !matches!(char, '"' | '\n' | '\r') => Separator::Char(char),
            _ => return Err(format!("`{name}` is not a separator: use one character, `tab`, or `whitespace`")),
        };
        Ok(())
    }

    /// The layout of a text. Without commas in the first line, another character may separate columns.
    pub(crate) fn for_text(&self, text: &str) -> Layout {
        let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let other = [';', '\t', '|'].into_iter().find(|char| first.contains(*char));
        let is_open = self.separator == Separator::Comma && self.columns.is_none() && !first.contains(',');
        let separator = other.filter(|_| is_open).map_or(self.separator, Separator::Char);
        Layout { separator, ..self.clone() }
    }

    /// Adds what a map needs to read the file in the same way.
    pub(crate) fn members(&self, members: Members) -> Members {
        let separator = match self.separator {
            Separator::Comma => None,
            Separator::Char('\t') => Some("tab".to_owned()),
            Separator::Char(char) => Some(char.to_string()),
            Separator::Whitespace => Some("whitespace".to_owned()),
        };
        members
            .with("separator", separator.map(Value::text))
            .with_flow("columns", Value::list(self.columns.iter().flatten().map(Value::word)))
            .with("comments", self.comments.as_ref().map(Value::text))
    }

    /// Whether the rest of a line is one value. Between words, spaces mean nothing.
    fn is_last(&self, record: &[String]) -> bool {
        let last = self.columns.as_ref().filter(|_| self.separator == Separator::Whitespace);
        last.is_some_and(|columns| record.len() + 1 >= columns.len())
    }

    fn separates(&self, char: char) -> bool {
        match self.separator {
            Separator::Comma => char == ',',
            Separator::Char(separator) => char == separator,
            Separator::Whitespace => char == ' ' || char == '\t',
        }
    }
}

/// A line of values, and the number of its first line.
type Record = (usize, Vec<String>);

pub(super) fn read(text: &str, layout: &Layout) -> Result<Found, ImportError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let layout = &layout.for_text(text);
    let mut found = Found::default();
    let text = without_comments(text, layout, &mut found);
    let mut records = records(&text, layout)?.into_iter();
    let named = layout.columns.clone().or_else(|| Some(records.next()?.1));
    let Some(names) = named else {
        let message = "the file is empty: its first line must name the columns";
        return Err(ImportError::Malformed(message.to_owned()));
    };
    let names: Vec<String> = names.into_iter().map(|name| name.trim().to_owned()).collect();
    let row = |(line, values): Record| {
        let mut row = Row { line, ..Row::default() };
        // Values in unnamed columns must not get lost.
        for (at, value) in values.into_iter().enumerate() {
            let value = if layout.separator == Separator::Whitespace { value.trim().to_owned() } else { value };
            let name = names.get(at).filter(|name| !name.is_empty()).cloned();
            row.push(&name.unwrap_or_else(|| format!("column {}", at + 1)), value);
        }
        row
    };
    found.rows = records.map(row).collect();
    Ok(found)
}

/// The text with comments as blank lines. Comments below each other are reported together.
fn without_comments(text: &str, layout: &Layout, found: &mut Found) -> String {
    let Some(start) = &layout.comments else { return text.to_owned() };
    let mut out = String::with_capacity(text.len());
    let mut before = false;
    for (at, line) in text.split_inclusive('\n').enumerate() {
        let is_comment = line.starts_with(start.as_str());
        match found.notes.last_mut().filter(|_| before) {
            Some(last) if is_comment => last.text.push_str(line),
            _ if is_comment => found.unplaced(at + 1, "comments are not imported", line),
            _ => {}
        }
        out.push_str(if is_comment { "\n" } else { line });
        before = is_comment;
    }
    out
}

/// All records. Skips blank lines.
fn records(text: &str, layout: &Layout) -> Result<Vec<Record>, ImportError> {
    let mut records = Vec::new();
    let (mut record, mut field) = (Vec::new(), String::new());
    let (mut line, mut start, mut quoted) = (1, 1, false);
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        line += usize::from(char == '\n');
        match char {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if field.is_empty() => quoted = true,
            other if !quoted && layout.separates(other) && !layout.is_last(&record) => {
                if layout.separator != Separator::Whitespace || !field.is_empty() {
                    record.push(std::mem::take(&mut field));
                }
            }
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' if !quoted => {
                record.push(std::mem::take(&mut field));
                push(&mut records, start, std::mem::take(&mut record));
                start = line;
            }
            other => field.push(other),
        }
    }
    if quoted {
        let message = format!("unclosed quote in the record that starts on line {start}");
        return Err(ImportError::Malformed(message));
    }
    record.push(field);
    push(&mut records, start, record);
    Ok(records)
}

fn push(records: &mut Vec<Record>, line: usize, record: Vec<String>) {
    if record.iter().any(|field| !field.trim().is_empty()) {
        records.push((line, record));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, layout: &Layout) -> Vec<(usize, Vec<(String, String)>)> {
        let table = read(text, layout).expect("a table");
        table.rows.into_iter().map(|row| (row.line, row.fields)).collect()
    }

    fn field(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn quotes_hold_commas_and_line_breaks() {
        assert_eq!(
            shown("code,message\r\nA,\"one, \"\"two\"\"\r\nthree\"\r\n\r\nB,x,y\n", &Layout::default()),
            [
                (2, vec![field("code", "A"), field("message", "one, \"two\"\r\nthree")]),
                (5, vec![field("code", "B"), field("message", "x"), field("column 3", "y")])
            ]
        );
        assert!(read("", &Layout::default()).is_err());
        assert!(read("a\n\"open", &Layout::default()).is_err());
    }

    #[test]
    fn a_layout_sets_separator_columns_and_comments() {
        let mut layout = Layout { comments: Some("#".to_owned()), ..Layout::default() };
        layout.columns = Some(vec!["code".to_owned(), "name".to_owned()]);
        layout.separator("whitespace").expect("a separator");
        let text = "# a\n# b\n23505   unique\t\n#c\n42P01 undefined table\n";
        assert_eq!(
            shown(text, &layout),
            [
                (3, vec![field("code", "23505"), field("name", "unique")]),
                (5, vec![field("code", "42P01"), field("name", "undefined table")])
            ]
        );
        let notes = read(text, &layout).expect("a table").notes;
        let notes: Vec<_> = notes.iter().map(|note| (note.line, note.text.as_str())).collect();
        assert_eq!(notes, [(1, "# a\n# b\n"), (4, "#c\n")]);
        assert!(layout.separator("ab").is_err());
    }
}
