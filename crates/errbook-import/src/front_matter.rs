//! Reads front matter leniently: values may contain colons and quotes that strict YAML would
//! reject.

/// The front matter of a page.
#[derive(Debug, Default)]
pub(crate) struct FrontMatter {
    pub(crate) fields: Vec<Field>,
    /// Number of lines in the file, including both delimiters.
    pub(crate) lines: usize,
}

/// A member of the front matter.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) key: String,
    pub(crate) value: String,
    /// Counts from 1.
    pub(crate) line: usize,
}

impl FrontMatter {
    pub(crate) fn get(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }
}

/// Reads the front matter at the start of a page whose only line break is `\n`. Empty if there is
/// none.
pub(crate) fn read(text: &str) -> FrontMatter {
    let mut lines = text.split('\n').enumerate();
    if lines.next().map(|(_, line)| line.trim_end()) != Some("---") {
        return FrontMatter::default();
    }
    let Some(end) = text.split('\n').skip(1).position(|line| matches!(line.trim_end(), "---" | "...")) else {
        return FrontMatter::default();
    };
    let mut fields: Vec<Field> = Vec::new();
    for (at, line) in lines.take(end) {
        match field(line) {
            Some((key, value)) => {
                fields.push(Field { key: key.to_owned(), value: value.to_owned(), line: at + 1 });
            }
            // Block lines, list items, and lines that aren't valid YAML belong to the key above.
            None if !line.trim().is_empty() => match fields.last_mut() {
                Some(last) => {
                    last.value.push('\n');
                    last.value.push_str(line);
                }
                None => fields.push(Field { key: String::new(), value: line.to_owned(), line: at + 1 }),
            },
            None => {}
        }
    }
    for field in &mut fields {
        field.value = value(&field.value);
    }
    FrontMatter { fields, lines: end + 2 }
}

/// `key: value` without indentation.
fn field(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let named = key.starts_with(|first: char| first.is_alphabetic() || matches!(first, '_' | '"' | '\''))
        && key.chars().all(|char| char.is_alphanumeric() || matches!(char, '_' | '-' | '.' | '"' | '\'' | ' '));
    (named && (value.is_empty() || value.starts_with([' ', '\t'])))
        .then(|| (key.trim().trim_matches(['"', '\'']), value.trim()))
}

/// A value without quotes or block marker, joined to one line unless it is a list.
fn value(raw: &str) -> String {
    let text = raw.trim();
    for quote in ['"', '\''] {
        let inner = text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        if let Some(inner) = inner.filter(|inner| !inner.ends_with('\\')) {
            return if quote == '"' { unescape(inner) } else { inner.replace("''", "'") };
        }
    }
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let block = matches!(first.trim_end_matches(['-', '+']), "|" | ">");
    let lines = if block { rest } else { text };
    lines.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match (char, char == '\\') {
            (_, true) => match chars.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some(other @ ('"' | '\\' | '/')) => out.push(other),
                Some(other) => out.extend(['\\', other]),
                None => out.push('\\'),
            },
            (_, false) => out.push(char),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_with_colons_and_quotes_are_read() {
        let front = read(
            "---\ntitle: Not found: \"the key\"\ndescription: 'It''s gone'\nicon: \"a \\\"b\\\"\"\nfolded: >-\n  one\n  two\n---\nBody\n",
        );
        let values: Vec<_> = front.fields.iter().map(|of| (of.key.as_str(), of.value.as_str(), of.line)).collect();
        assert_eq!(
            values,
            [
                ("title", "Not found: \"the key\"", 2),
                ("description", "It's gone", 3),
                ("icon", "a \"b\"", 4),
                ("folded", "one two", 5)
            ]
        );
        assert_eq!(front.lines, 8);
    }

    #[test]
    fn text_without_valid_delimiters_is_not_front_matter() {
        for text in ["", "Body\n", "---\ntitle: open\n", "\n---\n---\n"] {
            assert_eq!(read(text).lines, 0, "{text:?}");
        }
    }
}
