//! Writes text on one line of a log or terminal.

use std::fmt;

/// Escapes control characters, line separators, and direction marks, so text stays on one line and
/// can't change how it is displayed.
pub(crate) struct OneLine<'a, 'f>(pub(crate) &'a mut fmt::Formatter<'f>);

impl fmt::Write for OneLine<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some((at, char)) = rest.char_indices().find(|(_, char)| must_be_escaped(*char)) {
            self.0.write_str(&rest[..at])?;
            write!(self.0, "{}", char.escape_default())?;
            rest = &rest[at + char.len_utf8()..];
        }
        self.0.write_str(rest)
    }
}

fn must_be_escaped(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
