//! A fast parser for the subset of YAML that nearly all entries use: plain keys, block scalars, and
//! one-line strings, lists, and maps.
//!
//! Other YAML, and all errors, are left to the full parser, which takes five times as long and
//! reports errors. A property test checks that both read the same values.

use std::borrow::Cow;

use super::{DEEPEST, Kind, Node, Scalar, Span, Style};

#[cfg(test)]
mod tests;

/// Reads `text`. `None` if it isn't in the supported subset.
pub(super) fn read(text: &str) -> Option<Node<'_>> {
    if !text.ends_with('\n') || text.contains('\r') || !(text.is_ascii() || text.chars().all(is_printable)) {
        return None;
    }
    let mut usual = Usual { text, line: 0, at: 0, depth: 0 };
    usual.next_line();
    let root = usual.block()?;
    usual.is_at_end().then_some(root)
}

/// Characters beyond ASCII that YAML allows without an escape (YAML 1.2.2, section 5.1), except the
/// byte order mark.
fn is_printable(char: char) -> bool {
    !matches!(char, '\u{80}'..='\u{9f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// A position in the text. Between two members of a collection, it is the first character of a
/// line, or the end of the text.
struct Usual<'s> {
    text: &'s str,
    /// Start of the current line.
    line: usize,
    at: usize,
    /// Number of open collections.
    depth: usize,
}

impl<'s> Usual<'s> {
    fn rest(&self) -> &'s str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn is_at_end(&self) -> bool {
        self.at == self.text.len()
    }

    fn column(&self) -> usize {
        self.at - self.line
    }

    fn skip_spaces(&mut self) {
        self.at += spaces(self.rest());
    }

    /// Moves to the first character of the next line that isn't empty or a comment.
    fn next_line(&mut self) {
        loop {
            self.line = self.at;
            self.skip_spaces();
            let skipped = match self.peek() {
                Some(b'\n') => 1,
                Some(b'#') => self.rest().find('\n').map_or(self.rest().len(), |end| end + 1),
                _ => return,
            };
            self.at += skipped;
        }
    }

    /// Moves to the next line if nothing follows on this one.
    fn end_line(&mut self) -> Option<()> {
        self.skip_spaces();
        if self.peek()? != b'\n' {
            return None;
        }
        self.at += 1;
        self.next_line();
        Some(())
    }

    /// The collection that starts here.
    fn block(&mut self) -> Option<Node<'s>> {
        if self.rest().starts_with("- ") { self.sequence() } else { self.mapping() }
    }

    fn mapping(&mut self) -> Option<Node<'s>> {
        let (start, column) = (self.open()?, self.column());
        let mut members = Vec::new();
        while members.is_empty() || self.is_in(column)? {
            let key = self.key()?;
            let value = self.value(column)?;
            members.push((key, value));
        }
        self.depth -= 1;
        let end = members.last()?.1.span.end;
        Some(Node { span: Span { start, end }, kind: Kind::Mapping(members) })
    }

    fn sequence(&mut self) -> Option<Node<'s>> {
        let (start, column) = (self.open()?, self.column());
        let mut items = Vec::new();
        // A mapping that contains the sequence may continue in the same column.
        while items.is_empty() || self.is_in(column)? && self.rest().starts_with("- ") {
            self.at += 1;
            self.skip_spaces();
            items.push(match self.peek()? {
                b'\n' => return None,
                _ if self.key_len().is_some() => self.mapping()?,
                _ => self.value(column)?,
            });
        }
        self.depth -= 1;
        let end = items.last()?.span.end;
        Some(Node { span: Span { start, end }, kind: Kind::Sequence(items) })
    }

    /// A sequence in the column of its key. Its span starts at its first item, like in the full
    /// parser.
    fn sequence_in(&mut self, column: usize) -> Option<Node<'s>> {
        let dash = self.rest().strip_prefix("- ").filter(|_| self.column() == column)?;
        let first = self.at + "- ".len() + spaces(dash);
        let sequence = self.sequence()?;
        Some(Node { span: Span { start: Span::from(first..first).start, ..sequence.span }, ..sequence })
    }

    /// Enters the collection that starts here.
    fn open(&mut self) -> Option<u32> {
        self.depth += 1;
        u32::try_from(self.at).ok().filter(|_| self.depth < DEEPEST)
    }

    /// Whether this line belongs to the collection in `column`. `None` if it doesn't belong to any
    /// collection.
    fn is_in(&self, column: usize) -> Option<bool> {
        if self.is_at_end() || self.column() < column {
            return Some(false);
        }
        (self.column() == column).then_some(true)
    }

    /// The length of the key that starts here.
    fn key_len(&self) -> Option<usize> {
        const LONGEST: usize = 100;
        let rest = self.rest();
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
        let begins = self.peek().is_some_and(|first| first.is_ascii_alphanumeric() || first == b'_');
        let len = rest.bytes().position(|byte| !is_letter(byte)).filter(|len| begins && *len < LONGEST)?;
        matches!(rest.as_bytes()[len..], [b':', b' ' | b'\n', ..]).then_some(len)
    }

    fn key(&mut self) -> Option<Node<'s>> {
        let len = self.key_len()?;
        let key = self.scalar(self.at..self.at + len, Cow::Borrowed(&self.rest()[..len]), Style::Plain);
        self.at += len + 1;
        Some(key)
    }

    /// The value after a key or dash of the collection in `column`. Moves to the next line.
    fn value(&mut self, column: usize) -> Option<Node<'s>> {
        self.skip_spaces();
        match self.peek()? {
            b'\n' => {
                self.end_line()?;
                if self.column() > column { self.block() } else { self.sequence_in(column) }
            }
            b'|' | b'>' => self.lines(column),
            _ => {
                let value = self.inline(false)?;
                self.end_line()?;
                Some(value)
            }
        }
    }

    /// A value that ends on its line. `flow` is set inside brackets.
    fn inline(&mut self, flow: bool) -> Option<Node<'s>> {
        match self.peek()? {
            b'{' => {
                let (start, members) = self.flow(b'}', Self::flow_member)?;
                Some(Node { span: Span::from(start..self.at), kind: Kind::Mapping(members) })
            }
            b'[' => {
                let (start, items) = self.flow(b']', |usual| usual.inline(true))?;
                Some(Node { span: Span::from(start..self.at), kind: Kind::Sequence(items) })
            }
            quote @ (b'"' | b'\'') => self.quoted(char::from(quote)),
            _ => self.plain(flow),
        }
    }

    /// The items in brackets, and the position of the opening bracket.
    fn flow<T>(&mut self, close: u8, item: impl Fn(&mut Self) -> Option<T>) -> Option<(usize, Vec<T>)> {
        let start = self.at;
        self.open()?;
        let mut items = Vec::new();
        loop {
            self.at += 1;
            self.skip_spaces();
            if items.is_empty() && self.peek() == Some(close) {
                break;
            }
            items.push(item(self)?);
            self.skip_spaces();
            match self.peek()? {
                b',' => {}
                byte if byte == close => break,
                _ => return None,
            }
        }
        self.at += 1;
        self.depth -= 1;
        Some((start, items))
    }

    fn flow_member(&mut self) -> Option<(Node<'s>, Node<'s>)> {
        let key = self.key()?;
        self.skip_spaces();
        Some((key, self.inline(true)?))
    }

    /// A quoted string without escapes.
    fn quoted(&mut self, quote: char) -> Option<Node<'s>> {
        let (value, after) = self.rest()[1..].split_once(quote)?;
        if value.contains('\n') || value.contains('\\') || after.starts_with(quote) {
            return None;
        }
        let style = if quote == '"' { Style::DoubleQuoted } else { Style::SingleQuoted };
        let node = self.scalar(self.at..self.at + value.len() + 2, Cow::Borrowed(value), style);
        self.at += value.len() + 2;
        Some(node)
    }

    fn plain(&mut self, flow: bool) -> Option<Node<'s>> {
        let ends: &[char] = if flow { &['\n', ',', '{', '}', '[', ']'] } else { &['\n'] };
        let rest = self.rest();
        let value = rest[..rest.find(ends)?].trim_end_matches(' ');
        let begins = value.starts_with(|first: char| first.is_ascii_alphanumeric() || matches!(first, '_' | '/'));
        let is_split = value.contains(": ") || value.ends_with(':') || value.contains(" #") || value.contains('\t');
        // The full parser reports it.
        let ends_in_space = value.ends_with(|last: char| !last.is_ascii() && super::traps::is_space(last));
        if !begins || is_split || ends_in_space {
            return None;
        }
        let node = self.scalar(self.at..self.at + value.len(), Cow::Borrowed(value), Style::Plain);
        self.at += value.len();
        Some(node)
    }

    /// A block scalar, with lines indented further than `column`.
    fn lines(&mut self, column: usize) -> Option<Node<'s>> {
        let style = if self.peek()? == b'|' { Style::Literal } else { Style::Folded };
        self.at += 1;
        let strip = self.peek()? == b'-';
        self.at += usize::from(strip);
        self.skip_spaces();
        if self.peek()? != b'\n' {
            return None;
        }
        self.at += 1;
        let indent = spaces(self.rest());
        let start = self.at + indent;
        if indent <= column || matches!(self.text.as_bytes().get(start), None | Some(b'\n' | b'\t')) {
            return None;
        }
        let mut value = self.joined(indent, style)?;
        if !strip {
            value.to_mut().push('\n');
        }
        let node = self.scalar(start..self.at, value, style);
        self.at = self.line;
        self.next_line();
        Some(node)
    }

    /// The lines indented by `indent`, without the last line break. Moves to the first character of
    /// the line after them.
    fn joined(&mut self, indent: usize, style: Style) -> Option<Cow<'s, str>> {
        let mut value = Cow::Borrowed("");
        let mut breaks = 0;
        loop {
            self.line = self.at;
            self.at += spaces(self.rest()).min(indent);
            if self.peek() == Some(b'\n') {
                self.at += 1;
                breaks += 1;
                continue;
            }
            if self.column() < indent {
                return Some(value);
            }
            let line = &self.rest()[..self.rest().find('\n')?];
            self.at += line.len() + 1;
            if style == Style::Folded && line.starts_with([' ', '\t']) {
                return None;
            }
            if breaks == 0 {
                value = Cow::Borrowed(line);
            } else {
                let value = value.to_mut();
                match breaks {
                    1 if style == Style::Folded => value.push(' '),
                    _ => value.extend(std::iter::repeat_n('\n', breaks - usize::from(style == Style::Folded))),
                }
                value.push_str(line);
            }
            breaks = 1;
        }
    }

    fn scalar(&self, place: std::ops::Range<usize>, value: Cow<'s, str>, style: Style) -> Node<'s> {
        Node { span: Span::from(place), kind: Kind::Scalar(Scalar { value, style }) }
    }
}

fn spaces(text: &str) -> usize {
    text.bytes().take_while(|byte| *byte == b' ').count()
}
