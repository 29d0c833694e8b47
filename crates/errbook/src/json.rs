//! Writes strings as JSON (RFC 8259, section 7), without allocating besides the output.

use std::fmt::{self, Write as _};

/// Appends `text` as a JSON string, including quotes.
pub(crate) fn string(text: &str, out: &mut String) {
    out.push('"');
    escape(text, out);
    out.push('"');
}

/// Appends the `Display` output of `value` as a JSON string, including quotes.
pub(crate) fn display(value: &dyn fmt::Display, out: &mut String) {
    out.push('"');
    // Writing to a `String` can't fail. An error from the value's `Display` ends the string early,
    // which is still valid JSON.
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
    let mut rest = text;
    while let Some(at) = first_special(rest.as_bytes()) {
        out.push_str(&rest[..at]);
        match rest.as_bytes()[at] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            byte => {
                let _ = write!(out, "\\u{byte:04x}");
            }
        }
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// The position of the first byte that needs an escape in a string.
fn first_special(bytes: &[u8]) -> Option<usize> {
    let (chunks, rest) = bytes.as_chunks::<16>();
    let from = chunks.iter().take_while(|chunk| !has_special(chunk)).count() * 16;
    let is_clean_so_far = from + rest.len() == bytes.len();
    if is_clean_so_far && bytes.last_chunk::<16>().is_some_and(|last| !has_special(last)) {
        return None;
    }
    bytes[from..].iter().position(|byte| is_special(*byte)).map(|at| from + at)
}

/// Checks 16 bytes without branches, so compilers can vectorize it.
fn has_special(chunk: &[u8; 16]) -> bool {
    chunk.iter().fold(false, |any, byte| any | is_special(*byte))
}

fn is_special(byte: u8) -> bool {
    (byte < 0x20) | (byte == b'"') | (byte == b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tests the first special byte at every position, including around the ends of chunks.
    #[test]
    fn finds_special_bytes_at_every_position() {
        for length in 0..70 {
            for at in 0..length {
                let mut text = "a".repeat(length);
                text.replace_range(at..at + 1, "\n");
                assert_eq!(first_special(text.as_bytes()), Some(at));
                let mut out = String::new();
                string(&text, &mut out);
                assert_eq!(serde_json::from_str::<String>(&out).ok(), Some(text));
            }
            assert_eq!(first_special("a".repeat(length).as_bytes()), None);
        }
    }
}
