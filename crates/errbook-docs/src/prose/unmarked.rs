//! Prose without marks, or with none but code spans, which is most of a catalog: it need not be parsed. What is here is sure of that or says
//! no; all other prose is for pulldown-cmark.

use std::ops::Range;

use errbook_syntax::markdown::{Event, Spanned, Tag, TagEnd};
use memchr::memchr;

use crate::text::find;

/// Whether prose is one line of words in which no reader of Markdown could find a mark: it starts with a letter, and goes on with characters
/// that mean nothing anywhere.
pub(super) fn is_words(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
        && find(text.trim_end().as_bytes(), 0, may_mean).is_none()
}

/// The events of prose that is nothing but paragraphs of words and code spans, with their places: what pulldown-cmark would give.
pub(super) fn paragraphs(prose: &str) -> Option<Vec<Spanned<'_>>> {
    let mut events = Vec::new();
    let mut at = 0;
    while at < prose.len() {
        if prose.as_bytes()[at] == b'\n' {
            at += 1;
        } else {
            at = paragraph(prose, at, &mut events)?;
        }
    }
    Some(events)
}

/// Reads the paragraph at `start`; returns where it ends.
fn paragraph<'t>(prose: &'t str, start: usize, events: &mut Vec<Spanned<'t>>) -> Option<usize> {
    let bytes = prose.as_bytes();
    let opening = events.len();
    events.push((Event::Start(Tag::Paragraph), start..start));
    let mut at = start;
    loop {
        let end = memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length);
        line(prose, at..end, events)?;
        at = (end + 1).min(bytes.len());
        if bytes.get(at).is_none_or(|byte| *byte == b'\n') {
            break;
        }
        events.push((Event::SoftBreak, end..at));
    }
    events[opening].1.end = at;
    events.push((Event::End(TagEnd::Paragraph), start..at));
    Some(at)
}

/// Reads a line. A letter or a code span at its start is no mark of a block, and without a space at its end the line does not break there.
fn line<'t>(prose: &'t str, range: Range<usize>, events: &mut Vec<Spanned<'t>>) -> Option<()> {
    let bytes = &prose.as_bytes()[..range.end];
    if !(bytes[range.start].is_ascii_alphabetic() || bytes[range.start] == b'`') || bytes.ends_with(b" ") {
        return None;
    }
    let mut at = range.start;
    while at < range.end {
        let end = find(bytes, at, may_mean).unwrap_or(range.end);
        if at < end {
            events.push((Event::Text(prose[at..end].into()), at..end));
        }
        at = end;
        if at < range.end {
            let end = code_end(bytes, at)?;
            events.push((Event::Code(prose[at + 1..end - 1].into()), at..end));
            at = end;
        }
    }
    Some(())
}

/// Where the code span at `at` ends, if there is one, and if a reader would take nothing from it: of spaces on both sides it takes one.
fn code_end(bytes: &[u8], at: usize) -> Option<usize> {
    let code = bytes[at..].strip_prefix(b"`")?;
    let code = &code[..memchr(b'`', code)?];
    let end = at + code.len() + 2;
    let is_whole = !code.is_empty() && !code.starts_with(b" ") && !code.iter().any(u8::is_ascii_control);
    (is_whole && bytes.get(end) != Some(&b'`')).then_some(end)
}

/// Whether a byte can mean something to a reader of Markdown, other than at the start of a line.
fn may_mean(byte: u8) -> bool {
    !(byte.is_ascii_alphabetic()
        | matches!(byte, b'\''..=b')')
        // Digits are among these.
        | matches!(byte, b'+'..=b';')
        | (byte == b' ')
        | (byte == b'"')
        | (byte == b'%')
        | (byte == b'?'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use errbook_syntax::markdown;
    use proptest::prelude::*;

    /// Lines of words and code spans, and now and then a character that is a mark.
    fn lines() -> impl Strategy<Value = String> {
        let words = || "[A-Za-z][A-Za-z0-9 .,;:?'\"()/+%-]{0,8}";
        let piece = prop_oneof![8 => words(), 4 => "`[ -~é]{1,4}`", 3 => "\n|\n\n|\n\n\n", 1 => "[ -~\t\ré]{1,3}|www\\.|://|\n---"];
        prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5000))]
        #[test]
        fn paragraphs_are_what_the_parser_reads(text in lines()) {
            if let Some(events) = paragraphs(&text) {
                let parsed: Vec<Spanned<'_>> = markdown::events(&text).collect();
                prop_assert_eq!(events, parsed);
            }
        }
    }

    #[test]
    fn paragraphs_of_words_and_code_are_read() {
        assert_eq!(paragraphs("A `b_c` (d),\n`e`; f.\n\nG\n").map(|events| events.len()), Some(11));
        for other in ["a\n- b", "a  \nb", "a ` b ` c", "``a``", "`a\nb`", "a_b", " a", "1. a", "a\n\n    b", "a|b\n-|-"]
        {
            assert!(paragraphs(other).is_none(), "{other}");
        }
    }
}
