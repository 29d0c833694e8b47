//! Maps offsets in a scalar's value to bytes of the file, also in block scalars. Only used for
//! diagnostics.
//!
//! Source lines are matched with the value one by one. Adding up lengths wouldn't work: a line may
//! end with `\n` or `\r\n`, be folded into its neighbor, or come before the span (the parser's span
//! excludes leading blank lines of a block scalar, but its value has them).

use std::ops::Range;

use super::{Scalar, Style};
use crate::diagnostic::Span;

impl Scalar<'_> {
    /// The bytes of `text` for `range` of the value, or the whole scalar if escapes make them
    /// ambiguous.
    pub(crate) fn locate(&self, text: &str, span: Span, range: Range<usize>) -> Span {
        self.locator(text, span).span(range)
    }

    /// Locates many ranges of the value. Reads the scalar once.
    pub(crate) fn locator<'t>(&self, text: &'t str, span: Span) -> Locator<'t> {
        let pieces = match self.style {
            Style::Literal | Style::Folded => Some(block(&self.value, text, span)),
            Style::DoubleQuoted => double_quoted(text, span),
            Style::Plain => Some(flow(&self.value, text, span.range(), false)),
            Style::SingleQuoted => Some(flow(&self.value, text, inside_quotes(span), true)),
        };
        Locator { text, span, pieces, is_escaped: self.style == Style::DoubleQuoted }
    }
}

/// Maps ranges of a scalar's value to bytes of the file.
#[derive(Debug)]
pub(crate) struct Locator<'t> {
    text: &'t str,
    span: Span,
    /// `None` if escapes and line breaks make them ambiguous.
    pieces: Option<Vec<Piece>>,
    is_escaped: bool,
}

impl Locator<'_> {
    /// The bytes of the file for `range` of the value, or the whole scalar if they are ambiguous.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        let Some(pieces) = &self.pieces else { return self.span };
        let start = to_source(pieces, range.start);
        let end = match range.end > range.start {
            // The end of an escape is where the next piece starts.
            true if self.is_escaped => to_source(pieces, range.end),
            true => to_source(pieces, range.end - 1).map(|at| at + 1),
            false => start,
        };
        match (start, end) {
            (Some(start), Some(end)) if start <= end => Span::from(start..ceil(self.text, end)),
            _ => self.span,
        }
    }
}

/// A run of bytes that is identical in the value and in the file.
#[derive(Debug)]
struct Piece {
    value: usize,
    source: usize,
    len: usize,
}

/// The byte of the file for byte `at` of the value. For a byte that only the value has (a fold),
/// the end of the text before it.
fn to_source(pieces: &[Piece], at: usize) -> Option<usize> {
    let after = pieces.partition_point(|piece| piece.value <= at);
    match after.checked_sub(1) {
        Some(index) => {
            let piece = &pieces[index];
            Some(piece.source + (at - piece.value).min(piece.len))
        }
        None => pieces.first().map(|piece| piece.source),
    }
}

fn ceil(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte += 1;
    }
    byte
}

fn inside_quotes(span: Span) -> Range<usize> {
    let range = span.range();
    (range.start + 1).min(range.end)..range.end.saturating_sub(1).max(range.start + 1)
}

/// The lines of a block scalar, without their common indentation.
fn block(value: &str, text: &str, span: Span) -> Vec<Piece> {
    let start = span.range().start;
    let indent = start - text[..start].rfind('\n').map_or(0, |at| at + 1);
    let mut pieces = Vec::new();
    let (mut source, mut reached) = (start, 0);
    while source < span.range().end {
        let line_end = text[source..].find('\n').map_or(text.len(), |at| source + at);
        let line = text[source..line_end].trim_end_matches('\r');
        match_line(value, line, source, &mut reached, &mut pieces);
        source = line_end + 1;
        source +=
            text.get(source..).map_or(0, |rest| rest.bytes().take(indent).take_while(|&byte| byte == b' ').count());
    }
    pieces
}

/// The lines of a plain or quoted scalar. Whitespace around them is folded, and `''` is `'` in
/// single quotes.
fn flow(value: &str, text: &str, range: Range<usize>, quoted: bool) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut source, mut reached) = (range.start, 0);
    for line in text.get(range).unwrap_or_default().split_inclusive('\n') {
        let mut at = source;
        for part in if quoted { line.split_inclusive("''") } else { line.split_inclusive("\n") } {
            let shown =
                if quoted { part.strip_suffix('\'').filter(|rest| rest.ends_with('\'')).unwrap_or(part) } else { part };
            let content = shown.trim_matches(['\n', '\r']);
            let content = if at == source && source != 0 && !pieces.is_empty() {
                content.trim_start_matches([' ', '\t'])
            } else {
                content
            };
            let offset = part.find(content).unwrap_or(0);
            match_line(value, content.trim_end_matches([' ', '\t']), at + offset, &mut reached, &mut pieces);
            at += part.len();
        }
        source += line.len();
    }
    pieces
}

/// Finds `line` in the value after `reached`, skipping whitespace from folding, and records where
/// it came from.
fn match_line(value: &str, line: &str, source: usize, reached: &mut usize, pieces: &mut Vec<Piece>) {
    if line.is_empty() {
        return;
    }
    let mut at = *reached;
    while !value[at..].starts_with(line) {
        match value.as_bytes().get(at) {
            Some(b' ' | b'\n' | b'\t') => at += 1,
            _ => return,
        }
    }
    pieces.push(Piece { value: at, source, len: line.len() });
    *reached = at + line.len();
}

/// The text between the escapes of a double-quoted scalar on one line. `None` if it has a line
/// break, the escape of a carriage return, which may not be in the value, or an unknown escape.
fn double_quoted(text: &str, span: Span) -> Option<Vec<Piece>> {
    let inside = inside_quotes(span);
    let base = inside.start;
    let inside = text.get(inside)?;
    let mut pieces = vec![Piece { value: 0, source: base, len: 0 }];
    let mut value = 0;
    let mut rest = inside.char_indices();
    while let Some((at, char)) = rest.next() {
        match char {
            '\n' | '\r' => return None,
            '\\' => {
                pieces.push(Piece { value, source: base + at, len: 0 });
                value += escaped_len(&mut rest)?;
                pieces.push(Piece { value, source: base + rest.offset(), len: 0 });
            }
            other => {
                value += other.len_utf8();
                if let Some(piece) = pieces.last_mut() {
                    piece.len += other.len_utf8();
                }
            }
        }
    }
    Some(pieces)
}

/// The length in UTF-8 of the character that an escape after a backslash stands for.
fn escaped_len(rest: &mut std::str::CharIndices<'_>) -> Option<usize> {
    let digits = match rest.next()?.1 {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        '_' | 'N' => return Some(2),
        'L' | 'P' => return Some(3),
        '\n' | '\r' | 'r' => return None,
        _ => return Some(1),
    };
    let mut number = 0;
    for _ in 0..digits {
        number = number * 16 + rest.next()?.1.to_digit(16)?;
    }
    char::from_u32(number).filter(|char| *char != '\r').map(char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, Node, parse};
    use crate::diagnostic::FileId;

    /// The source text of `needle` in the value of the document's only key.
    fn source_of<'t>(text: &'t str, needle: &str) -> &'t str {
        let mut diagnostics = Vec::new();
        let root = parse(FileId(0), text, &mut diagnostics).expect("valid YAML");
        let Kind::Mapping(members) = root.kind else { panic!("a mapping") };
        let (_, Node { span, kind: Kind::Scalar(scalar) }) = &members[0] else { panic!("a scalar") };
        let at = scalar.value.find(needle).expect("in the value");
        let found = scalar.locate(text, *span, at..at + needle.len());
        &text[found.range()]
    }

    #[test]
    fn locates_values_in_every_style() {
        for (text, needle) in [
            ("a: some plain text\n", "plain"),
            ("a: some\n  plain\n   text\n", "text"),
            ("a: 'it is'\n", "is"),
            ("a: 'first\n  second line'\n", "second"),
            ("a: \"tab\\t and more\"\n", "more"),
            ("a: \"é\\u00e9\\U0001F600 x\"\n", "x"),
            ("a: |\n  one\n  two\n", "two"),
            ("a: |\n\n\n  one\n  two\n", "two"),
            ("\u{feff}a: |\r\n  one\r\n\r\n  zwölf é two\r\n", "two"),
            ("a: |2\n    x\n   y\n", "y"),
            ("a: >-\n  one\n  two\n\n  three\n    four\n  five\n", "four"),
            ("a: >\n  one\n  two\n\n\n  three\n", "three"),
            ("a: |\n  one\n  \ttab\n  two\n", "tab"),
        ] {
            assert_eq!(source_of(text, needle), needle, "in {text:?}");
        }
    }

    #[test]
    fn a_doubled_quote_does_not_shift_later_text() {
        assert_eq!(source_of("a: 'it''s here'\n", "here"), "here");
    }
}
