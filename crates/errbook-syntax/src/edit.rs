//! Edits of a text: ranges of bytes, and what replaces them.

use std::ops::Range;

/// A range and what replaces it.
pub type Edit = (Range<usize>, String);

/// Applies edits in the order of the text. An edit that starts within a replaced range is skipped.
///
/// Returns the new text, and whether all edits were applied.
pub fn apply(text: &str, mut edits: Vec<Edit>) -> (String, bool) {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(text.len() + 64);
    let mut written = 0;
    let mut complete = true;
    for (range, replacement) in edits {
        if range.start >= written {
            out.push_str(&text[written..range.start]);
            out.push_str(&replacement);
            written = range.end;
        } else {
            complete = false;
        }
    }
    out.push_str(&text[written..]);
    (out, complete)
}
