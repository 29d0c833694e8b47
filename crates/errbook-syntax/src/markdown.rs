//! Markdown: the parser with its options, and helpers that several crates need. The only module
//! that uses pulldown-cmark.

use std::ops::Range;

pub use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd};
use pulldown_cmark::{BrokenLink, OffsetIter, Options, Parser, TextMergeStream};

/// An event and its span in the source.
pub type Spanned<'t> = (Event<'t>, Range<usize>);

/// The Markdown of a catalog: CommonMark with tables, strikethrough, and callouts.
const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_GFM);

/// Parses a text into events with spans.
pub fn events(text: &str) -> OffsetIter<'_> {
    Parser::new_ext(text, OPTIONS).into_offset_iter()
}

/// Parses a text into events without spans. Adjacent text events are merged.
pub fn merged_events(text: &str) -> impl Iterator<Item = Event<'_>> {
    TextMergeStream::new(Parser::new_ext(text, OPTIONS))
}

/// Parses a text with footnotes enabled, and also returns undefined references: `[text][label]` or
/// `[label][]`. A plain `[label]` doesn't count, since it is often just text in brackets.
pub fn events_and_broken_references(text: &str) -> (Vec<Spanned<'_>>, Vec<(String, Range<usize>)>) {
    let mut broken = Vec::new();
    let mut note = |link: BrokenLink<'_>| {
        use LinkType::{Collapsed, CollapsedUnknown, Reference, ReferenceUnknown};
        if matches!(link.link_type, Reference | ReferenceUnknown | Collapsed | CollapsedUnknown) {
            broken.push((link.reference.to_string(), link.span));
        }
        None
    };
    let options = OPTIONS | Options::ENABLE_FOOTNOTES;
    let parser = Parser::new_with_broken_link_callback(text, options, Some(&mut note));
    let events = parser.into_offset_iter().collect();
    (events, broken)
}

/// Whether an element is part of a paragraph.
pub fn is_inline(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// The text without Markdown markup, on one line.
pub fn plain(text: &str) -> String {
    let mut plain = String::new();
    for (event, _) in events(text) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                plain.push_str(&text)
            }
            // Inline elements end right after their last word, for example before a period.
            Event::End(end) if is_inline(end) => {}
            Event::Start(Tag::CodeBlock(_)) | Event::SoftBreak | Event::HardBreak | Event::End(_) => plain.push(' '),
            _ => {}
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Language and title of a fence: `sql Wrong` is SQL with the title "Wrong".
pub fn fence_info(info: &str) -> (&str, Option<&str>) {
    let info = info.trim();
    info.split_once(char::is_whitespace).map_or((info, None), |(language, title)| (language, Some(title.trim())))
}

/// Language and title of a code block. Indented blocks have neither.
pub fn code_info<'k>(kind: &'k CodeBlockKind<'_>) -> (&'k str, Option<&'k str>) {
    match kind {
        CodeBlockKind::Fenced(info) => fence_info(info),
        CodeBlockKind::Indented => ("", None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_has_no_markup() {
        assert_eq!(plain("# A *b*.\n\n- c `d`\n- [e](f)\n  ```\n  g\n  ```\n"), "A b. c d e g");
    }

    #[test]
    fn finds_undefined_references() {
        let (_, broken) = events_and_broken_references("[a][b], [c][], [d], [e][f]\n\n[f]: g");
        assert_eq!(broken, [("b".to_owned(), 0..6), ("c".to_owned(), 8..11)]);
    }

    #[test]
    fn a_fence_has_a_language_and_a_title() {
        assert_eq!(fence_info(" sql  Wrong query "), ("sql", Some("Wrong query")));
        assert_eq!(fence_info("sql"), ("sql", None));
    }
}
