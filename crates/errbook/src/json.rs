//! Writes strings as JSON (RFC 8259, section 7), without allocating beside the output.

use std::fmt::{self, Write as _};

/// Appends `text` as a JSON string, quotes included.
pub(crate) fn string(text: &str, out: &mut String) {
    out.push('"');
    escape(text, out);
    out.push('"');
}

/// Appends what `value` displays as a JSON string, quotes included.
pub(crate) fn display(value: &dyn fmt::Display, out: &mut String) {
    out.push('"');
    // Writing to a String cannot fail; an error of the value's own Display ends the string early, still valid JSON.
    let _ = write!(Escaped(out), "{value}");
    out.push('"');
}

struct Escaped<'a>(&'a mut String);

impl fmt::Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        escape(text, self.0);
        Ok(())
    }
}

fn escape(text: &str, out: &mut String) {
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= 0x20 && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.push_str(&text[copied..at]);
        copied = at + 1;
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            _ => {
                let _ = write!(out, "\\u{byte:04x}");
            }
        }
    }
    out.push_str(&text[copied..]);
}
