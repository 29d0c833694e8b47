//! Converts positions of the protocol, which count lines and code units, to bytes and back.

/// What a position counts in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Utf16,
    Utf32,
}

impl Encoding {
    fn units(self, char: char) -> usize {
        match self {
            Encoding::Utf8 => char.len_utf8(),
            Encoding::Utf16 => char.len_utf16(),
            Encoding::Utf32 => 1,
        }
    }
}

/// A line and a column, both from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    pub(crate) line: u32,
    pub(crate) character: u32,
}

/// A text with the starts of its lines.
#[derive(Debug)]
pub(crate) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'t> Lines<'t> {
    pub(crate) fn new(text: &'t str, encoding: Encoding) -> Lines<'t> {
        let bytes = text.as_bytes();
        let ends = |at: &usize| bytes[*at] == b'\n' || bytes[*at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        let starts = std::iter::once(0).chain((0..bytes.len()).filter(ends).map(|at| at + 1)).collect();
        Lines { text, starts, encoding }
    }

    /// The position of a byte, or of the start of the character that contains it.
    pub(crate) fn position(&self, byte: usize) -> Position {
        let byte = floor(self.text, byte);
        let line = self.starts.partition_point(|start| *start <= byte) - 1;
        let before = &self.text[self.starts[line]..byte];
        let units = if self.encoding == Encoding::Utf8 || before.is_ascii() {
            before.len()
        } else {
            before.chars().map(|char| self.encoding.units(char)).sum()
        };
        Position { line: narrow(line), character: narrow(units) }
    }

    /// The byte of a position. One after the end of its line is the end, as the protocol wants.
    pub(crate) fn byte(&self, position: Position) -> usize {
        let line = position.line as usize;
        let Some(&start) = self.starts.get(line) else { return self.text.len() };
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        let content = self.text[start..end].trim_end_matches(['\n', '\r']);
        let mut left = position.character as usize;
        for (at, char) in content.char_indices() {
            if left < self.encoding.units(char) {
                return start + at;
            }
            left -= self.encoding.units(char);
        }
        start + content.len()
    }
}

/// The start of the character that contains `byte`, or the end of `text`.
pub(crate) fn floor(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

/// The line that contains a byte, without its end, and where it starts.
pub(crate) fn line_at(text: &str, byte: usize) -> (usize, &str) {
    let start = text[..byte].rfind('\n').map_or(0, |at| at + 1);
    let end = text[byte..].find('\n').map_or(text.len(), |at| byte + at);
    (start, text[start..end].trim_end_matches('\r'))
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn position(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn columns_count_units_of_the_encoding() {
        let text = "a\u{20ac}\u{1f600}b\r\nc\rd";
        for (encoding, column) in [(Encoding::Utf8, 8), (Encoding::Utf16, 4), (Encoding::Utf32, 3)] {
            let lines = Lines::new(text, encoding);
            assert_eq!(lines.position(8), position(0, column), "{encoding:?}");
            assert_eq!(lines.byte(position(0, column)), 8, "{encoding:?}");
        }
        let lines = Lines::new(text, Encoding::Utf16);
        assert_eq!(lines.position(text.len()), position(2, 1));
        assert_eq!(lines.byte(position(0, 99)), 9, "before the line break");
        assert_eq!(lines.byte(position(0, 3)), 4, "in the middle of a character");
        assert_eq!(lines.byte(position(9, 0)), text.len());
    }

    proptest! {
        #[test]
        fn positions_lead_back_to_their_bytes(text in "[a\u{e4}\u{1f600}\n]{0,20}") {
            for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
                let lines = Lines::new(&text, encoding);
                for (byte, _) in text.char_indices() {
                    prop_assert_eq!(lines.byte(lines.position(byte)), byte);
                }
            }
        }
    }
}
