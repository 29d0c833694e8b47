//! Edits: byte ranges of a text and their replacements. The rest of the text doesn't change.

use std::ops::Range;

/// The replacement of a byte range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to replace. Empty to insert.
    pub range: Range<usize>,
    /// The replacement.
    pub text: String,
}

impl Edit {
    /// Replaces `range` with `text`.
    pub fn replace(range: Range<usize>, text: impl Into<String>) -> Edit {
        Edit { range, text: text.into() }
    }

    /// Inserts `text` before the byte at `at`.
    pub fn insert(at: usize, text: impl Into<String>) -> Edit {
        Edit::replace(at..at, text)
    }
}

/// Why edits can't be applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// Two edits overlap.
    Overlap(Range<usize>, Range<usize>),
    /// An edit is outside the text, or splits a character.
    Outside(Range<usize>),
}

impl std::fmt::Display for Conflict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Conflict::Overlap(one, two) => write!(f, "the edits of bytes {one:?} and {two:?} overlap"),
            Conflict::Outside(range) => write!(f, "the edit of bytes {range:?} is not in the text"),
        }
    }
}

impl std::error::Error for Conflict {}

/// Applies all edits. Insertions at the same byte are applied in their order.
///
/// ```
/// use errbook_syntax::edit::{Edit, apply};
///
/// let edits = [Edit::replace(0..6, "status"), Edit::insert(11, "9")];
/// assert_eq!(apply("sttaus: 40x", &edits), Ok("status: 40x9".to_owned()));
/// assert!(apply("short", &[Edit::insert(9, "x")]).is_err());
/// ```
///
/// # Errors
/// If two edits overlap, or one is outside the text.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, Conflict> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut result = String::with_capacity(text.len());
    let mut last = 0..0;
    for edit in sorted {
        if edit.range.start < last.end {
            return Err(Conflict::Overlap(last, edit.range.clone()));
        }
        let between = text.get(last.end..edit.range.start).filter(|_| text.get(edit.range.clone()).is_some());
        result.push_str(between.ok_or_else(|| Conflict::Outside(edit.range.clone()))?);
        result.push_str(&edit.text);
        last = edit.range.clone();
    }
    result.push_str(&text[last.end..]);
    Ok(result)
}

/// Applies the edits that fit, skipping those that start within a replaced range. Also returns
/// whether all were applied.
pub fn apply_where_free(text: &str, mut edits: Vec<Edit>) -> (String, bool) {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let (mut result, mut last, mut complete) = (String::with_capacity(text.len() + 64), 0, true);
    for Edit { range, text: replacement } in edits {
        if range.start < last {
            complete = false;
            continue;
        }
        result.push_str(&text[last..range.start]);
        result.push_str(&replacement);
        last = range.end;
    }
    result.push_str(&text[last..]);
    (result, complete)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn applies_edits_in_the_order_of_the_text() {
        let edits = [Edit::replace(4..5, "X"), Edit::insert(0, "<"), Edit::replace(1..3, ""), Edit::insert(3, "|")];
        assert_eq!(apply("abcdef", &edits).as_deref(), Ok("<a|dXf"));
        assert_eq!(apply("", &[Edit::insert(0, "a"), Edit::insert(0, "b")]).as_deref(), Ok("ab"));
    }

    #[test]
    fn rejects_overlapping_edits() {
        let edits = [Edit::replace(1..4, ""), Edit::replace(3..5, "")];
        assert_eq!(apply("abcdef", &edits), Err(Conflict::Overlap(1..4, 3..5)));
        assert!(
            apply("abcdef", &[Edit::replace(1..3, ""), Edit::replace(3..5, "")]).is_ok(),
            "neighbours do not overlap"
        );
        assert!(matches!(
            apply("abcdef", &[Edit::replace(1..4, ""), Edit::insert(2, "x")]),
            Err(Conflict::Overlap(..))
        ));
    }

    #[test]
    fn rejects_edits_outside_the_text() {
        assert_eq!(apply("abc", &[Edit::insert(4, "x")]), Err(Conflict::Outside(4..4)));
        assert_eq!(apply("é", &[Edit::insert(1, "x")]), Err(Conflict::Outside(1..1)));
    }

    #[test]
    fn skips_edits_in_a_replaced_range() {
        let edits = vec![Edit::insert(2, "x"), Edit::replace(1..4, "-"), Edit::insert(4, "|")];
        assert_eq!(apply_where_free("abcdef", edits), ("a-|ef".to_owned(), false));
        assert_eq!(apply_where_free("ab", vec![Edit::insert(1, "|")]), ("a|b".to_owned(), true));
    }
}
