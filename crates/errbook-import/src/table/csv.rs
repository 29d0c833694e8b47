//! Reads comma-separated values (RFC 4180). The first line names the columns, and quoted values may
//! contain commas and line breaks.

use super::{Row, TableError};

pub(super) fn rows(text: &str) -> Result<Vec<Row>, TableError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut records = records(text)?.into_iter();
    let Some((_, names)) = records.next() else {
        let message = "the file is empty: its first line must name the columns";
        return Err(TableError::Malformed(message.to_owned()));
    };
    let names: Vec<String> = names.into_iter().map(|name| name.trim().to_owned()).collect();
    let row = |(line, values): (usize, Vec<String>)| {
        // Values in unnamed columns must not get lost.
        let named = values.into_iter().enumerate().map(|(at, value)| {
            let name = names.get(at).filter(|name| !name.is_empty()).cloned();
            (name.unwrap_or_else(|| format!("column {}", at + 1)), value)
        });
        Row { line, fields: named.collect(), ..Row::default() }
    };
    Ok(records.map(row).collect())
}

/// All records with the number of their first line. Skips blank lines.
fn records(text: &str) -> Result<Vec<(usize, Vec<String>)>, TableError> {
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
            ',' if !quoted => record.push(std::mem::take(&mut field)),
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
        return Err(TableError::Malformed(message));
    }
    record.push(field);
    push(&mut records, start, record);
    Ok(records)
}

fn push(records: &mut Vec<(usize, Vec<String>)>, line: usize, record: Vec<String>) {
    if record.iter().any(|field| !field.trim().is_empty()) {
        records.push((line, record));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hold_commas_and_line_breaks() {
        let rows = rows("code,message\r\nA,\"one, \"\"two\"\"\r\nthree\"\r\n\r\nB,x,y\n").expect("a table");
        let shown: Vec<_> = rows.iter().map(|row| (row.line, row.fields.clone())).collect();
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            shown,
            [
                (2, vec![field("code", "A"), field("message", "one, \"two\"\r\nthree")]),
                (5, vec![field("code", "B"), field("message", "x"), field("column 3", "y")])
            ]
        );
        assert!(super::rows("").is_err());
        assert!(super::rows("a\n\"open").is_err());
    }
}
