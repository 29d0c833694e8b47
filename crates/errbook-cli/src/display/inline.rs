//! The text of a paragraph or a table cell, with the style and the link of each part, and its lines.

use std::ops::Range;

use anstyle::Style;
use textwrap::WordSeparator;
use textwrap::core::{Word, break_words, display_width};
use textwrap::wrap_algorithms::wrap_first_fit;

use crate::terminal::printable;

/// The columns of a text, in which styles take none.
pub(super) fn width_of(text: &str) -> usize {
    display_width(text)
}

/// Text with styles.
#[derive(Debug, Clone, Default)]
pub(super) struct Inline {
    text: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone)]
struct Part {
    range: Range<usize>,
    style: Style,
    link: Option<String>,
}

impl Inline {
    pub(super) fn push(&mut self, text: &str, style: Style, link: Option<String>) {
        let start = self.text.len();
        self.text.push_str(&printable(text).replace('\t', " "));
        self.parts.push(Part { range: start..self.text.len(), style, link });
    }

    pub(super) fn ends_with(&self, text: &str) -> bool {
        self.text.ends_with(text)
    }

    /// This text, a colon, and another text.
    pub(super) fn followed_by(&self, other: &Inline) -> Inline {
        let mut all = self.clone();
        all.push(": ", Style::new(), None);
        let start = all.text.len();
        all.text.push_str(&other.text);
        all.parts.extend(other.parts.iter().cloned().map(|part| part.moved(start)));
        all
    }

    /// Columns of the longest line.
    pub(super) fn width(&self) -> usize {
        self.text.lines().map(width_of).max().unwrap_or_default()
    }

    /// Columns of the longest word.
    pub(super) fn longest_word(&self) -> usize {
        self.text.split_whitespace().map(width_of).max().unwrap_or_default()
    }

    /// The styled lines. `None` wraps none.
    pub(super) fn lines(&self, columns: Option<usize>) -> Vec<String> {
        let mut lines = Vec::new();
        let mut start = 0;
        for line in self.text.split_inclusive('\n') {
            let content = line.trim_end();
            for range in wrapped(content, columns) {
                lines.push(self.styled(start + range.start..start + range.end));
            }
            start += line.len();
        }
        lines
    }

    fn styled(&self, range: Range<usize>) -> String {
        let mut line = String::new();
        for part in &self.parts {
            let (start, end) = (part.range.start.max(range.start), part.range.end.min(range.end));
            if start < end {
                line.push_str(&part.styled(&self.text[start..end]));
            }
        }
        line
    }
}

impl Part {
    fn moved(mut self, by: usize) -> Part {
        self.range = self.range.start + by..self.range.end + by;
        self
    }

    fn styled(&self, text: &str) -> String {
        let style = self.style;
        let styled = format!("{style}{text}{style:#}");
        match &self.link {
            // OSC 8, which ends with the string terminator.
            Some(url) => format!("\u{1b}]8;;{url}\u{1b}\\{styled}\u{1b}]8;;\u{1b}\\"),
            None => styled,
        }
    }
}

/// The ranges of the lines that a text without line breaks becomes. Words that are longer than a
/// line are broken.
fn wrapped(text: &str, columns: Option<usize>) -> Vec<Range<usize>> {
    let Some(columns) = columns else { return std::iter::once(0..text.len()).collect() };
    let words: Vec<Word<'_>> = break_words(WordSeparator::AsciiSpace.find_words(text), columns);
    let mut start = 0;
    let lines = wrap_first_fit(&words, &[columns as f64]).into_iter().map(|line| {
        let length: usize = line.iter().map(|word| word.word.len() + word.whitespace.len()).sum();
        let end = start + length - line.last().map_or(0, |word| word.whitespace.len());
        let range = start..end;
        start += length;
        range
    });
    lines.collect()
}
