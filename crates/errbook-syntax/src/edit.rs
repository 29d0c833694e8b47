//! Edits: ranges of bytes of a text, and what replaces them. Whatever no edit covers stays as it is.

use std::ops::Range;

/// What stands in the place of some bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Bytes that go; empty where something is only added.
    pub range: Range<usize>,
    /// What comes.
    pub text: String,
}

impl Edit {
    /// Puts `text` in the place of `range`.
    pub fn replace(range: Range<usize>, text: impl Into<String>) -> Edit {
        Edit { range, text: text.into() }
    }

    /// Adds `text` before the byte at `at`.
    pub fn insert(at: usize, text: impl Into<String>) -> Edit {
        Edit::replace(at..at, text)
    }
}

/// Why edits cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// Two edits want the same bytes.
    Overlap(Range<usize>, Range<usize>),
    /// An edit is not in the text, or cuts a letter.
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

/// The text with all edits made. Edits that add at the same byte do so in their order.
///
/// # Errors
/// Where two edits overlap or one lies outside of the text; then none is made.
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

/// The text with those edits made that fit: one that starts within a replaced range is skipped. Also returns whether all were made.
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
    fn edits_are_made_in_the_order_of_the_text() {
        let edits = [Edit::replace(4..5, "X"), Edit::insert(0, "<"), Edit::replace(1..3, ""), Edit::insert(3, "|")];
        assert_eq!(apply("abcdef", &edits).as_deref(), Ok("<a|dXf"));
        assert_eq!(apply("", &[Edit::insert(0, "a"), Edit::insert(0, "b")]).as_deref(), Ok("ab"));
    }

    #[test]
    fn edits_that_overlap_are_refused() {
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
    fn edits_outside_of_the_text_are_refused() {
        assert_eq!(apply("abc", &[Edit::insert(4, "x")]), Err(Conflict::Outside(4..4)));
        assert_eq!(apply("é", &[Edit::insert(1, "x")]), Err(Conflict::Outside(1..1)));
    }

    #[test]
    fn edits_in_a_replaced_range_are_skipped() {
        let edits = vec![Edit::insert(2, "x"), Edit::replace(1..4, "-"), Edit::insert(4, "|")];
        assert_eq!(apply_where_free("abcdef", edits), ("a-|ef".to_owned(), false));
        assert_eq!(apply_where_free("ab", vec![Edit::insert(1, "|")]), ("a|b".to_owned(), true));
    }
}
