//! Texts that are derived from a source, such as a quoted word without its quotes, and map their
//! parts back to it.

use std::ops::Range;

/// The locations in a source of the parts of a derived text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offsets(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    /// First byte in the text.
    text: usize,
    source: Range<usize>,
    /// Whether the source is the same text. Otherwise, it only belongs together.
    is_copy: bool,
}

impl Offsets {
    /// Adds a part that is copied from the source: its first byte in the text, and its span in the
    /// source. Parts are in the order of the text.
    pub fn copy(&mut self, text: usize, source: Range<usize>) {
        match self.0.last_mut() {
            Some(last) if last.is_copy && last.source.end == source.start && text - last.text == last.source.len() => {
                last.source.end = source.end;
            }
            _ => self.0.push(Part { text, source, is_copy: true }),
        }
    }

    /// Adds a part that stands for a span of the source.
    fn stand_in(&mut self, text: usize, source: Range<usize>) {
        self.0.push(Part { text, source, is_copy: false });
    }

    /// Converts a range of the text to one of the source.
    pub fn at(&self, range: Range<usize>) -> Range<usize> {
        let start = self.part(range.start).map_or(0, |part| part.byte(range.start, part.source.start));
        // Use the last byte for the end: the byte after it may be elsewhere.
        let end = self.part(range.end.saturating_sub(1)).filter(|_| !range.is_empty());
        let end = end.map_or(start, |part| part.byte(range.end, part.source.end));
        start..end.max(start)
    }

    /// The part that contains a byte of the text.
    fn part(&self, at: usize) -> Option<&Part> {
        self.0[..self.0.partition_point(|part| part.text <= at)].last()
    }
}

impl Part {
    /// The byte of the source for one of the text.
    fn byte(&self, at: usize, otherwise: usize) -> usize {
        if self.is_copy { self.source.end.min(self.source.start + at - self.text) } else { otherwise }
    }
}

/// A word, or another piece of code, without quotes and escapes.
///
/// ```
/// use errbook_syntax::shell::commands;
///
/// let code = "echo 'a\"b'";
/// let word = &commands(code).unwrap()[0].words[1];
/// assert_eq!(word.value, "a\"b");
/// assert_eq!(&code[word.at(2..3)], "b");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Word {
    /// The text. Expansions such as `$ID` are kept.
    pub value: String,
    /// Span in the code, with quotes.
    pub range: Range<usize>,
    offsets: Offsets,
}

impl Word {
    /// An empty word at a byte of the code.
    pub(crate) fn new(at: usize) -> Word {
        Word { range: at..at, ..Word::default() }
    }

    /// A piece of code as it is.
    pub(crate) fn of(code: &str, range: Range<usize>) -> Word {
        let mut word = Word::new(range.start);
        word.push(&code[range.clone()], range.start);
        word.range = range;
        word
    }

    /// Appends a part of the code, which starts at byte `at`.
    pub(crate) fn push(&mut self, part: &str, at: usize) {
        self.offsets.copy(self.value.len(), at..at + part.len());
        self.value.push_str(part);
    }

    /// Appends a text that stands for a span of the code.
    pub(crate) fn push_for(&mut self, text: &str, code: Range<usize>) {
        self.offsets.stand_in(self.value.len(), code);
        self.value.push_str(text);
    }

    /// Appends a part of another word.
    pub(crate) fn push_part(&mut self, word: &Word, part: Range<usize>) {
        for (index, char) in word.value[part.clone()].char_indices() {
            let at = part.start + index;
            let source = word.at(at..at + char.len_utf8());
            match char.encode_utf8(&mut [0; 4]) {
                copy if source.len() == copy.len() => self.push(copy, source.start),
                text => self.push_for(text, source),
            }
        }
    }

    /// Removes all but the first bytes of the text.
    #[cfg(feature = "json")]
    pub(crate) fn truncate(&mut self, length: usize) {
        self.value.truncate(length);
        self.offsets.0.retain(|part| part.text < length);
        if let Some(last) = self.offsets.0.last_mut().filter(|last| last.is_copy) {
            last.source.end = last.source.end.min(last.source.start + length - last.text);
        }
    }

    /// A part of the word, as a word.
    pub(crate) fn part(&self, part: Range<usize>) -> Word {
        let mut word = Word { range: self.at(part.clone()), ..Word::default() };
        word.push_part(self, part);
        word
    }

    /// Converts a range of the text to one of the code.
    pub fn at(&self, range: Range<usize>) -> Range<usize> {
        self.offsets.at(range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_map_to_the_code() {
        let mut word = Word::new(2);
        word.push("ab", 3);
        word.push("ü", 5);
        word.push_for("\"", 7..9);
        word.push("c", 9);
        assert_eq!(word.value, "abü\"c");
        for (part, code) in [(0..2, 3..5), (1..4, 4..7), (2..5, 5..9), (4..5, 7..9), (5..6, 9..10), (6..6, 10..10)] {
            assert_eq!(word.at(part.clone()), code, "{part:?}");
        }
        let part = word.part(1..5);
        assert_eq!((part.value.as_str(), part.range.clone(), part.at(3..4), part.at(0..2)), ("bü\"", 4..9, 7..9, 4..6));
    }

    #[test]
    fn a_truncated_word_can_go_on() {
        let mut word = Word::of("abcd", 0..4);
        word.truncate(2);
        word.push("d", 3);
        assert_eq!((word.value.as_str(), word.at(1..2), word.at(2..3)), ("abd", 1..2, 3..4));
    }
}
