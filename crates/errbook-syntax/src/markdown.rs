//! Markdown: the parser with its options, and helpers that several crates need. The only module
//! that uses pulldown-cmark.

use std::ops::Range;

mod fence;

pub use fence::FenceInfo;
pub use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd};
use pulldown_cmark::{BrokenLink, Options, Parser, TextMergeStream};

/// An event and its span in the source.
pub type Spanned<'t> = (Event<'t>, Range<usize>);

/// The Markdown of a catalog: CommonMark with tables, strikethrough, and callouts.
const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_GFM);

/// Maximum nesting of elements. Limits the recursion of everything that reads the events.
const DEEPEST: usize = 64;

/// Parses a text into events with spans. Elements that are nested too deeply are left out, but not
/// their content.
///
/// ```
/// use errbook_syntax::markdown::{Event, events};
///
/// let code = events("Run `shop pay`.").find(|(event, _)| matches!(event, Event::Code(_)));
/// assert_eq!(code.expect("a code span").1, 4..14);
/// ```
pub fn events(text: &str) -> impl Iterator<Item = Spanned<'_>> {
    let mut nesting = Nesting::default();
    Parser::new_ext(text, OPTIONS).into_offset_iter().filter(move |(event, _)| nesting.keeps(event))
}

/// All events of a text, however deep, and the link reference definitions. For edits of the source,
/// where an event that is left out would stay as it is.
pub fn all_events(text: &str) -> (Vec<Spanned<'_>>, Vec<(String, Range<usize>)>) {
    let parser = Parser::new_ext(text, OPTIONS).into_offset_iter();
    let definitions = parser.reference_definitions().iter();
    let definitions = definitions.map(|(_, of)| (of.dest.to_string(), of.span.clone())).collect();
    (parser.collect(), definitions)
}

/// Parses a text into events without spans. Adjacent text events are merged.
pub fn merged_events(text: &str) -> impl Iterator<Item = Event<'_>> {
    let mut nesting = Nesting::default();
    TextMergeStream::new(Parser::new_ext(text, OPTIONS).filter(move |event| nesting.keeps(event)))
}

/// Which of the open elements are kept.
#[derive(Default)]
struct Nesting {
    open: Vec<bool>,
    depth: usize,
}

impl Nesting {
    fn keeps(&mut self, event: &Event<'_>) -> bool {
        match event {
            Event::Start(tag) => {
                let outer = self.open.last().copied().unwrap_or(true);
                let keeps = match tag {
                    // Nothing without its list or table.
                    Tag::Item | Tag::TableHead | Tag::TableRow | Tag::TableCell => outer,
                    // The content of these isn't Markdown.
                    Tag::CodeBlock(_) | Tag::HtmlBlock => true,
                    _ => self.depth < DEEPEST,
                };
                self.open.push(keeps);
                self.depth += usize::from(keeps);
                keeps
            }
            Event::End(_) => {
                let keeps = self.open.pop().unwrap_or(true);
                self.depth -= usize::from(keeps);
                keeps
            }
            _ => true,
        }
    }
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
    let mut nesting = Nesting::default();
    let events = parser.into_offset_iter().filter(|(event, _)| nesting.keeps(event)).collect();
    (events, broken)
}

/// Whether an element is part of a paragraph.
pub fn is_inline(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// The text without Markdown markup, on one line.
///
/// ```
/// assert_eq!(errbook_syntax::markdown::plain("Send a *valid* [ID](/ids)."), "Send a valid ID.");
/// ```
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
    fn deep_nesting_loses_elements_but_no_text() {
        let deep = [
            "> ".repeat(12_000),
            "- ".repeat(12_000),
            "*_".repeat(6_000),
            "[".repeat(12_000),
            format!("{}\n- ", "1. ".repeat(12_000)),
        ];
        for start in deep {
            let text = format!("{start}x\n\ny");
            let (mut depth, mut deepest) = (0, 0);
            for (event, _) in events(&text) {
                match event {
                    Event::Start(_) => depth += 1,
                    Event::End(_) => depth -= 1,
                    _ => {}
                }
                deepest = deepest.max(depth);
            }
            assert!(deepest <= DEEPEST + 1 && depth == 0, "{deepest} in {:.9}", start);
            assert!(plain(&text).ends_with("x y"), "{:.9}", start);
        }
        assert_eq!(events("> - a").filter(|(event, _)| matches!(event, Event::Start(_))).count(), 3);
    }
}
