//! Handwritten JSON as a tree with spans, and a check for text that is JSON except for
//! placeholders.

use std::ops::Range;

use serde_json::{Error, Value};

use crate::placeholder::UNKNOWN;
use crate::word::Word;

/// A value in a text.
#[derive(Debug)]
pub struct Node {
    /// Its span.
    pub span: Range<usize>,
    /// Its type and content.
    pub kind: Kind,
}

/// The type and content of a value.
#[derive(Debug)]
pub enum Kind {
    /// Members, in the order of the text.
    Object(Vec<(String, Node)>),
    /// Items.
    Array(Vec<Node>),
    /// A string, with quotes removed and escapes decoded.
    String(String),
    /// A number, `true`, `false`, or `null`.
    Word,
}

/// Why a text isn't JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// Byte offset at which it isn't.
    pub at: usize,
    /// A lowercase phrase.
    pub reason: String,
}

/// Parses a text.
///
/// ```
/// use errbook_syntax::json::parse;
///
/// let text = r#"{"code": "not_paid"}"#;
/// let node = parse(text).unwrap();
/// let (name, value) = &node.members()[0];
/// assert_eq!((name.as_str(), value.as_str()), ("code", Some("not_paid")));
/// assert_eq!(&text[value.span.clone()], "\"not_paid\"");
/// ```
///
/// # Errors
/// Why the text isn't JSON.
pub fn parse(text: &str) -> Result<Node, Invalid> {
    // This also limits nesting, and with it the recursion below.
    serde_json::from_str::<Value>(text)
        .map_err(|error| Invalid { at: error_at(text, &error), reason: reason(&error) })?;
    let mut reader = Reader { text, at: 0 };
    reader.space();
    reader.node().ok_or_else(|| Invalid { at: reader.at, reason: "unexpected text".to_owned() })
}

impl Node {
    /// The value of a string.
    pub fn as_str(&self) -> Option<&str> {
        if let Kind::String(text) = &self.kind { Some(text) } else { None }
    }

    /// The members of an object.
    pub fn members(&self) -> &[(String, Node)] {
        if let Kind::Object(members) = &self.kind { members } else { &[] }
    }

    /// The items of an array.
    pub fn items(&self) -> &[Node] {
        if let Kind::Array(items) = &self.kind { items } else { &[] }
    }

    /// Whether it isn't an object or array.
    pub fn is_scalar(&self) -> bool {
        matches!(self.kind, Kind::String(_) | Kind::Word)
    }

    /// This value and all values below it, outer ones first.
    pub fn descendants(&self) -> Vec<&Node> {
        let mut found = vec![self];
        let mut at = 0;
        while let Some(node) = found.get(at).copied() {
            found.extend(node.members().iter().map(|(_, value)| value).chain(node.items()));
            at += 1;
        }
        found
    }

    /// Whether two values from two texts are equal. Ignores the order of members, but not the
    /// spelling of numbers.
    pub fn equals(&self, text: &str, other: &Node, other_text: &str) -> bool {
        match (&self.kind, &other.kind) {
            (Kind::Object(a), Kind::Object(b)) => {
                let has = |(name, value): &(String, Node)| {
                    b.iter().any(|(other, of)| other == name && value.equals(text, of, other_text))
                };
                a.len() == b.len() && a.iter().all(has)
            }
            (Kind::Array(a), Kind::Array(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.equals(text, b, other_text))
            }
            (Kind::String(a), Kind::String(b)) => a == b,
            (Kind::Word, Kind::Word) => text[self.span.clone()] == other_text[other.span.clone()],
            _ => false,
        }
    }
}

/// A step of a path to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    /// The member with this name.
    Member(String),
    /// The item at this index.
    Item(usize),
}

/// The byte offset of `error`.
pub fn error_at(text: &str, error: &Error) -> usize {
    let line_start = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let mut at = (line_start + error.column().saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The error's message without its location, which is shown separately.
pub fn reason(error: &Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(reason, _)| reason.to_owned())
}

/// The span of a value in `text`, which must be JSON. If `name` is set, the span of a member starts
/// at its name.
///
/// ```
/// use errbook_syntax::json::{At, locate};
///
/// let text = r#"{"errors": [{"code": 1}, {"code": 2}]}"#;
/// let path = [At::Member("errors".to_owned()), At::Item(1), At::Member("code".to_owned())];
/// assert_eq!(&text[locate(text, &path, false).expect("a value")], "2");
/// ```
pub fn locate(text: &str, path: &[At], name: bool) -> Option<Range<usize>> {
    let mut reader = Reader { text, at: 0 };
    let mut start = None;
    for step in path {
        reader.space();
        start = Some(match step {
            At::Member(member) => reader.member(member)?,
            At::Item(index) => reader.item(*index)?,
        });
    }
    reader.space();
    let value = reader.at;
    if name && matches!(path.last(), Some(At::Member(_))) {
        return start;
    }
    reader.value()?;
    Some(value..reader.at)
}

/// Walks over JSON that is known to be valid. Anything else ends the walk.
struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn node(&mut self) -> Option<Node> {
        let start = self.at;
        let kind = match self.peek()? {
            b'{' => Kind::Object(self.list(b'}', |reader| {
                let (name, _) = reader.name()?;
                Some((name, reader.node()?))
            })?),
            b'[' => Kind::Array(self.list(b']', Self::node)?),
            b'"' => Kind::String(self.text()?),
            _ => {
                self.value()?;
                Kind::Word
            }
        };
        Some(Node { span: start..self.at, kind })
    }

    /// Reads members or items, including brackets.
    fn list<T>(&mut self, end: u8, item: fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut items = Vec::new();
        self.at += 1;
        self.space();
        while self.peek()? != end {
            items.push(item(self)?);
            self.space();
            if self.peek()? == b',' {
                self.at += 1;
                self.space();
            }
        }
        self.at += 1;
        Some(items)
    }

    /// Reads a member's name and the colon after it. Returns the name and its span.
    fn name(&mut self) -> Option<(String, Range<usize>)> {
        let start = self.at;
        let name = self.text()?;
        let range = start..self.at;
        self.space();
        self.open(b':')?;
        self.space();
        Some((name, range))
    }

    fn text(&mut self) -> Option<String> {
        let start = self.at;
        self.string()?;
        serde_json::from_str(self.text.get(start..self.at)?).ok()
    }

    /// Moves to the value of a member, and returns the span of its name.
    fn member(&mut self, wanted: &str) -> Option<Range<usize>> {
        self.open(b'{')?;
        loop {
            self.space();
            let (name, range) = self.name()?;
            if name == wanted {
                return Some(range);
            }
            self.value()?;
            self.space();
            self.open(b',')?;
        }
    }

    /// Moves to an item, and returns the span of its first byte.
    fn item(&mut self, wanted: usize) -> Option<Range<usize>> {
        self.open(b'[')?;
        for _ in 0..wanted {
            self.space();
            self.value()?;
            self.space();
            self.open(b',')?;
        }
        self.space();
        Some(self.at..self.at)
    }

    fn open(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn string(&mut self) -> Option<()> {
        self.open(b'"')?;
        loop {
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Some(());
                }
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
    }

    /// Skips a value: moves to the bracket that closes it, or to the end of a string, number, or
    /// word.
    fn value(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                b'"' => self.string()?,
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    depth = depth.checked_sub(1)?;
                    self.at += 1;
                }
                _ => {
                    self.at += 1;
                    while depth == 0
                        && self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
                    {
                        self.at += 1;
                    }
                }
            }
            if depth == 0 {
                return Some(());
            }
        }
    }
}

/// Parses JSON with placeholders: `<id>`, `$ID`, `{{id}}`, and `...` stand for values, and `...`
/// also for omitted members and items. A value that isn't known is `"..."`.
///
/// ```
/// use errbook_syntax::json::tolerant;
///
/// let value = tolerant(r#"{"id": <id>, "items": [...]}"#).unwrap();
/// assert!(value["items"].is_array());
/// ```
///
/// # Errors
/// The error in the original text, if it isn't JSON even with placeholders filled in.
pub fn tolerant(text: &str) -> Result<Value, Error> {
    serde_json::from_str(text).or_else(|error| serde_json::from_str(&filled(text).value).map_err(|_| error))
}

/// Replaces each placeholder outside of strings with a value.
pub fn filled(text: &str) -> Word {
    let mut filled = Word::new(0);
    let mut at = 0;
    // An omission also removes the comma before it, or otherwise the one after it.
    let mut drop_comma = false;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = match first {
            '"' => {
                let length = string_length(rest);
                filled.push(&rest[..length], at);
                length
            }
            '.' | '…' if is_left_out(rest) => {
                let length = if first == '.' { 3 } else { first.len_utf8() };
                drop_comma = leave_out(&mut filled, at..at + length);
                length
            }
            ',' if drop_comma => {
                drop_comma = false;
                1
            }
            '<' | '$' | '{' => match placeholder(rest) {
                Some(length) => {
                    filled.push_for(UNKNOWN, at..at + length);
                    length
                }
                None => {
                    filled.push(&rest[..1], at);
                    1
                }
            },
            _ => {
                drop_comma &= first.is_whitespace();
                filled.push(&rest[..first.len_utf8()], at);
                first.len_utf8()
            }
        };
        at += length;
    }
    filled
}

/// Whether a text omits members or items. Then missing ones can't be reported.
pub fn leaves_out(text: &str) -> bool {
    serde_json::from_str::<Value>(text).is_err() && (text.contains("...") || text.contains('…'))
}

fn is_left_out(text: &str) -> bool {
    text.starts_with("...") || text.starts_with('…')
}

/// Handles an omission: it becomes a value after a colon, and nothing elsewhere. Returns whether the
/// next comma must be removed.
fn leave_out(filled: &mut Word, at: Range<usize>) -> bool {
    let before = filled.value.trim_end();
    if before.ends_with(':') {
        filled.push_for(UNKNOWN, at);
        return false;
    }
    match before.strip_suffix(',').map(str::len) {
        Some(length) => {
            filled.truncate(length);
            false
        }
        None => true,
    }
}

fn string_length(text: &str) -> usize {
    let mut reader = Reader { text, at: 0 };
    match reader.string() {
        Some(()) => reader.at.min(text.len()),
        None => text.len(),
    }
}

/// Length of a placeholder: `<id>`, `{{id}}`, `$ID`, `${ID}`, or `$(command)`.
fn placeholder(text: &str) -> Option<usize> {
    let closed = |close: char| text.find(close).map(|end| end + 1);
    if text.starts_with('<') {
        return closed('>').filter(|end| !text[..*end].contains(['"', '\n']));
    }
    if text.starts_with('{') {
        return text.strip_prefix("{{")?.find("}}").map(|end| end + 4);
    }
    match text[1..].chars().next()? {
        '{' => closed('}'),
        '(' => closed(')'),
        first if first.is_alphabetic() || first == '_' => {
            Some(text[1..].find(|char: char| !char.is_alphanumeric() && char != '_').map_or(text.len(), |end| end + 1))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locates_values_by_path() {
        let text = r#"{"a": [1, {"b\"c": "x,]", "d": -1.5e3}], "e": {}}"#;
        let path = |steps: &[&str]| -> Vec<At> {
            let step = |step: &&str| step.parse().map_or_else(|_| At::Member((*step).to_owned()), At::Item);
            steps.iter().map(step).collect()
        };
        for (steps, expected) in [
            (&[][..], text),
            (&["a"], r#"[1, {"b\"c": "x,]", "d": -1.5e3}]"#),
            (&["a", "0"], "1"),
            (&["a", "1", "b\"c"], r#""x,]""#),
            (&["a", "1", "d"], "-1.5e3"),
            (&["e"], "{}"),
        ] {
            assert_eq!(locate(text, &path(steps), false).map(|range| &text[range]), Some(expected), "{steps:?}");
        }
        assert_eq!(locate(text, &path(&["a", "1", "d"]), true).map(|range| &text[range]), Some("\"d\""));
        assert_eq!(locate(text, &path(&["f"]), false), None);
    }

    #[test]
    fn a_tree_has_spans() {
        let text = " {\"a\\n\": [1.50, \"x\\\"\", {}, []], \"b\": null}\n";
        let root = parse(text).expect("JSON");
        let spans: Vec<_> = root.descendants().into_iter().map(|node| &text[node.span.clone()]).collect();
        assert_eq!(spans, [text.trim(), "[1.50, \"x\\\"\", {}, []]", "null", "1.50", "\"x\\\"\"", "{}", "[]"]);
        assert_eq!(root.members()[0].0, "a\n");
        assert_eq!(root.members()[0].1.items()[1].as_str(), Some("x\""));
        assert_eq!(parse("{\"a\": 1,}").expect_err("a comma"), Invalid { at: 8, reason: "trailing comma".to_owned() });
        assert!(parse(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn fills_in_placeholders() {
        for text in [
            r#"{"id": <key id>, "n": $COUNT, "m": ${COUNT}, "x": ...}"#,
            r#"{"id": "<id>", ...}"#,
            r#"{"items": ["a", ...], ...}"#,
            r#"{..., "a": 1}"#,
            r#"{"id": {{id}}}"#,
            r#"{"id": $(uuidgen)}"#,
        ] {
            assert!(tolerant(text).is_ok(), "{text} becomes {}", filled(text).value);
        }
        let text = r#"{"id": <key id>, ..., "n": 5}"#;
        let filled = filled(text);
        let number = locate(&filled.value, &[At::Member("n".to_owned())], true).expect("a member");
        assert_eq!((&text[filled.at(number)], &text[filled.at(7..12)]), ("\"n\"", "<key id>"));
        for text in [
            r#"{"id": 1,}"#,
            r#"{"a": 1,, "b": 2}"#,
            r#"{"id" 1}"#,
            "{'id': 1}",
            r#"{"id": "x}"#,
            "{",
            "<",
            "$",
            "{{",
            "…\"\\",
        ] {
            assert!(tolerant(text).is_err(), "{text}");
        }
    }
}
