//! Reads a Java message bundle: the format of `java.util.Properties.load`, with messages of
//! `java.text.MessageFormat`. The rules are those of the documentation of both classes in Java 21.

use super::Row;
use super::found::Found;
use super::pattern::{Argument, Part, Pattern, push};
use crate::ImportError;
use crate::loss_report::Kind;

/// The messages of a bundle. A comment directly above a key belongs to it.
pub(super) fn rows(text: &str) -> Result<Found, ImportError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut found = Found::default();
    let mut comment = Comment::default();
    let mut lines = Lines::new(text);
    while let Some((line, natural)) = lines.next() {
        let start = natural.trim_start_matches(WHITESPACE);
        if let Some(text) = start.strip_prefix(['#', '!']) {
            comment.add(line, text);
        } else if start.is_empty() {
            comment.leave(&mut found);
        } else {
            let (key, value) = key_and_value(&lines.logical(start));
            let row = message(line, key, value, comment.take(), &mut found);
            found.rows.push(row);
        }
    }
    comment.leave(&mut found);
    if found.rows.is_empty() {
        let help = "choose a file with lines such as `order.not_found = No order {0}`";
        return Err(ImportError::Empty { message: "the file has no messages".to_owned(), help });
    }
    Ok(found)
}

/// Whitespace of the format.
const WHITESPACE: [char; 3] = [' ', '\t', '\u{c}'];

/// Lines with their numbers. They end with `\n`, `\r`, or both.
struct Lines<'t> {
    rest: &'t str,
    line: usize,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Lines<'t> {
        Lines { rest: text, line: 0 }
    }

    /// The rest of a logical line: a line that ends with an odd number of backslashes continues in
    /// the next one, without its leading whitespace.
    fn logical(&mut self, start: &str) -> String {
        let mut logical = start.to_owned();
        while (logical.len() - logical.trim_end_matches('\\').len()) % 2 == 1 {
            logical.pop();
            let Some((_, next)) = self.next() else { break };
            logical.push_str(next.trim_start_matches(WHITESPACE));
        }
        logical
    }
}

impl<'t> Iterator for Lines<'t> {
    type Item = (usize, &'t str);

    fn next(&mut self) -> Option<(usize, &'t str)> {
        if self.rest.is_empty() {
            return None;
        }
        let end = self.rest.find(['\n', '\r']).unwrap_or(self.rest.len());
        let (line, rest) = self.rest.split_at(end);
        self.rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r'])).unwrap_or(rest);
        self.line += 1;
        Some((self.line, line))
    }
}

/// Comment lines that are not part of a message yet.
#[derive(Default)]
struct Comment {
    line: usize,
    lines: Vec<String>,
}

impl Comment {
    fn add(&mut self, line: usize, text: &str) {
        if self.lines.is_empty() {
            self.line = line;
        }
        self.lines.push(text.trim().to_owned());
    }

    fn take(&mut self) -> String {
        std::mem::take(&mut self.lines).join("\n")
    }

    /// Reports a comment that is not directly above a key.
    fn leave(&mut self, found: &mut Found) {
        let (line, text) = (self.line, self.take());
        if !text.trim().is_empty() {
            found.unplaced(line, "this comment does not belong to a message", text);
        }
    }
}

/// The key ends at the first `=`, `:`, or whitespace without a backslash. Whitespace, and one `=` or
/// `:`, separate it from the value.
fn key_and_value(logical: &str) -> (String, String) {
    let mut is_escaped = false;
    let end = logical.find(|char: char| {
        let ends = !is_escaped && (char == '=' || char == ':' || WHITESPACE.contains(&char));
        is_escaped = char == '\\' && !is_escaped;
        ends
    });
    let (key, rest) = logical.split_at(end.unwrap_or(logical.len()));
    let rest = rest.trim_start_matches(WHITESPACE);
    let rest = rest.strip_prefix(['=', ':']).unwrap_or(rest).trim_start_matches(WHITESPACE);
    (unescaped(key), unescaped(rest))
}

/// Replaces `\t`, `\n`, `\r`, `\f`, and `\uXXXX`. A backslash before another character is dropped.
/// `\u` without four hexadecimal digits, which Java rejects, stays.
fn unescaped(text: &str) -> String {
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut rest = text;
    let mut buffer = [0; 2];
    while let Some(char) = rest.chars().next() {
        rest = &rest[char.len_utf8()..];
        if char != '\\' {
            units.extend_from_slice(char.encode_utf16(&mut buffer));
            continue;
        }
        let Some(escaped) = rest.chars().next() else { break };
        rest = &rest[escaped.len_utf8()..];
        let digits = rest.get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match (escaped, digits.and_then(|digits| u16::from_str_radix(digits, 16).ok())) {
            // A character beyond U+FFFF is two escapes, so units are decoded together.
            ('u', Some(unit)) => {
                units.push(unit);
                rest = &rest[4..];
            }
            ('u', None) => units.extend("\\u".encode_utf16()),
            ('t', _) => units.push(u16::from(b'\t')),
            ('n', _) => units.push(u16::from(b'\n')),
            ('r', _) => units.push(u16::from(b'\r')),
            ('f', _) => units.push(0xc),
            (other, _) => units.extend_from_slice(other.encode_utf16(&mut buffer)),
        }
    }
    String::from_utf16_lossy(&units)
}

fn message(line: usize, key: String, value: String, comment: String, found: &mut Found) -> Row {
    let mut fields = vec![("message".to_owned(), value)];
    fields.push(("comment".to_owned(), comment));
    let pattern = pattern(line, &key, &fields[0].1, found);
    Row { line, key: Some(key), fields, pattern: Some(pattern), ..Row::default() }
}

/// The message of a pattern. In quotes, text is literal, and `''` is a quote everywhere.
///
/// Without a placeholder, a single quote stays: many frameworks, such as Spring, don't parse such
/// messages.
fn pattern(line: usize, key: &str, pattern: &str, found: &mut Found) -> Pattern {
    let (mut parts, mut arguments) = (Vec::new(), Vec::new());
    let mut rest = pattern;
    while let Some(at) = rest.find(['\'', '{']) {
        push(&mut parts, &rest[..at]);
        let special = &rest[at..];
        rest = if let Some(after) = special.strip_prefix("''") {
            push(&mut parts, "'");
            after
        } else if special.starts_with('\'') {
            quoted(line, key, pattern, special, &mut parts, found)
        } else {
            placeholder(line, key, special, (&mut parts, &mut arguments), found)
        };
    }
    push(&mut parts, rest);
    Pattern::of(&parts, &arguments)
}

/// Adds the literal text in quotes. Returns the text after them.
fn quoted<'t>(
    line: usize,
    key: &str,
    pattern: &str,
    special: &'t str,
    parts: &mut Vec<Part>,
    found: &mut Found,
) -> &'t str {
    let rest = &special[1..];
    if !pattern.contains('{') {
        push(parts, "'");
        return rest;
    }
    let mut from = 0;
    let end = loop {
        let Some(at) = rest[from..].find('\'').map(|at| from + at) else { break rest.len() };
        if !rest[at..].starts_with("''") {
            break at;
        }
        from = at + 2;
    };
    push(parts, &rest[..end].replace("''", "'"));
    if end == rest.len() {
        let message = format!("`{key}` has a single quote without an end, so the rest is literal: double it");
        found.note(Kind::Differs, line, message, special);
    }
    rest.get(end + 1..).unwrap_or_default()
}

/// Adds a placeholder. Returns the text after it.
fn placeholder<'t>(
    line: usize,
    key: &str,
    special: &'t str,
    (parts, arguments): (&mut Vec<Part>, &mut Vec<Argument>),
    found: &mut Found,
) -> &'t str {
    let Some(end) = closing(special) else {
        found.note(Kind::Differs, line, format!("`{key}` has a brace without an end"), special);
        push(parts, special);
        return "";
    };
    let (whole, rest) = special.split_at(end + 1);
    let mut words = whole[1..end].splitn(3, ',').map(str::trim);
    let (name, kind, style) = (words.next().unwrap_or_default(), words.next(), words.next());
    let is_name = !name.is_empty() && name.chars().all(|char| char.is_ascii_alphanumeric() || "_.-".contains(char));
    if !is_name {
        push(parts, whole);
        return rest;
    }
    let ty = match (kind, style) {
        (Some("number"), Some("integer")) => "integer",
        (Some("number"), None) => "decimal",
        _ => "string",
    };
    if kind.is_some_and(|kind| kind != "number") || !matches!(style, None | Some("integer")) {
        let message = format!("the format of this placeholder of `{key}` has no equivalent in a catalog");
        found.unplaced(line, message, whole);
    }
    // The same number with several formats is one argument.
    let source = format!("{{{name}}}");
    let index = arguments.iter().position(|of| of.source == source).unwrap_or(arguments.len());
    if index == arguments.len() {
        arguments.push(Argument { source, name: name.to_owned(), ty });
    }
    parts.push(Part::Argument(index));
    rest
}

/// The closing brace of a placeholder, whose format can have placeholders and quotes.
fn closing(special: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut is_quoted = false;
    special.char_indices().find_map(|(at, char)| {
        match char {
            '\'' => is_quoted = !is_quoted,
            '{' if !is_quoted => depth += 1,
            '}' if !is_quoted => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let found = rows(text).expect("messages");
        let row = |row: &Row| {
            let pattern = row.pattern.as_ref().expect("a message");
            let params: Vec<_> = pattern.params.iter().map(|of| format!("{}:{}", of.name, of.ty)).collect();
            format!("{} {} = {} | {}", row.line, row.key.as_deref().unwrap_or_default(), pattern.text, params.join(" "))
        };
        found.rows.iter().map(row).collect()
    }

    #[test]
    fn reads_lines_as_java_does() {
        // The examples in the documentation of `Properties.load`.
        let text = "Truth = Beauty\n Truth2:Beauty\nTruth3                    :Beauty\n\
                    fruits                           apple, banana, pear, \\\n   cantaloupe\ncheeses\n";
        let expected = [
            "1 Truth = Beauty | ",
            "2 Truth2 = Beauty | ",
            "3 Truth3 = Beauty | ",
            "4 fruits = apple, banana, pear, cantaloupe | ",
            "6 cheeses =  | ",
        ];
        assert_eq!(shown(text), expected);
        assert_eq!(shown("a\\ b\\:c=d\\u00e9\\ud83d\\ude00\\q\\u12\\"), ["1 a b:c = dé😀q\\u12 | "]);
        assert_eq!(shown("a=b\\\r\n\r\nc=d\\\\\re=f"), ["1 a = b | ", "3 c = d\\ | ", "4 e = f | "]);
    }

    #[test]
    fn reads_patterns_as_java_does() {
        let text =
            "a=It''s {0} of {1,number,integer}, '{0}' {0,date,short}\nb=Can't {\nc=Can't\nd={} {name} {1,number}\n";
        let expected = [
            "1 a = It's {value_0} of {value_1}, {{0}} {value_0} | value_0:string value_1:integer",
            "2 b = Cant {{ | ",
            "3 c = Can't | ",
            "4 d = {{}} {name} {value_1} | name:string value_1:decimal",
        ];
        assert_eq!(shown(text), expected);
        assert_eq!(rows(text).expect("messages").notes.len(), 2);
    }

    #[test]
    fn a_comment_belongs_to_the_key_below() {
        let found = rows("# Shop\n\n! Paid\n# late\na=b\n# End").expect("messages");
        assert_eq!(found.rows[0].get("comment"), Some("Paid\nlate"));
        let notes: Vec<_> = found.notes.iter().map(|note| (note.line, note.text.as_str())).collect();
        assert_eq!(notes, [(1, "Shop"), (6, "End")]);
        assert!(rows("# only\n").is_err());
    }
}
