//! Writes a body as JSON that knows where its parts come from.

use std::ops::Range;

use crate::placeholder::UNKNOWN;
use crate::word::Word;

/// JSON text while it is written.
#[derive(Debug, Default)]
pub(super) struct JsonText(Word);

impl JsonText {
    pub(super) fn is_empty(&self) -> bool {
        self.0.value.is_empty()
    }

    /// Appends JSON as it is.
    pub(super) fn append(&mut self, json: &Word) {
        self.0.push_part(json, 0..json.value.len());
    }

    /// Appends JSON that stands for a span of the code.
    pub(super) fn push(&mut self, json: &str, code: Range<usize>) {
        self.0.push_for(json, code);
    }

    /// Appends a string.
    pub(super) fn string(&mut self, text: &Word) {
        let Range { start, end } = text.range;
        self.push("\"", start..start);
        for (at, char) in text.value.char_indices() {
            let part = at..at + char.len_utf8();
            match char {
                '"' | '\\' => self.push(&format!("\\{char}"), text.at(part)),
                char if char.is_control() => self.push(&format!("\\u{:04x}", u32::from(char)), text.at(part)),
                _ => self.0.push_part(text, part),
            }
        }
        self.push("\"", end..end);
    }

    /// Appends a value that isn't known.
    pub(super) fn placeholder(&mut self, code: Range<usize>) {
        self.push(UNKNOWN, code);
    }

    pub(super) fn into_word(self) -> Word {
        self.0
    }
}
