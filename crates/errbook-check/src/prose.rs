//! Parses Markdown for the rules: links, code, headings, and words, each with its byte range.

use std::borrow::Cow;
use std::ops::Range;

use errbook_syntax::markdown::{
    CodeBlockKind, Event, FenceInfo, LinkType, Tag, TagEnd, events_and_broken_references, is_inline,
};
use errbook_syntax::request::{self, Request};
use errbook_syntax::shell;
use errbook_syntax::word::Offsets;

/// A parsed Markdown text.
///
/// ```
/// use errbook_check::prose::Markdown;
///
/// let markdown = Markdown::of("See [the API](https://shop.example/api), and run `shop pay`.");
/// assert_eq!(markdown.links[0].destination, "https://shop.example/api");
/// assert_eq!(markdown.code[0].0, "shop pay");
/// ```
#[derive(Debug, Default)]
pub struct Markdown<'t> {
    /// Links and images.
    pub links: Vec<Link<'t>>,
    /// Code spans, with their ranges.
    pub code: Vec<(Cow<'t, str>, Range<usize>)>,
    /// Code blocks.
    pub fences: Vec<Fence>,
    /// Headings.
    pub headings: Vec<Heading>,
    /// Ranges of paragraphs, headings, items of tight lists, and table cells, without markers.
    pub paragraphs: Vec<Range<usize>>,
    /// Runs of plain text outside code, with their ranges. Raw HTML counts as text.
    pub text: Vec<(Cow<'t, str>, Range<usize>)>,
    /// Undefined references such as `[text][label]` or `[label][]`. Not `[label]`, which is often
    /// plain text.
    pub broken_references: Vec<(String, Range<usize>)>,
    /// Footnotes, `[^1]`: references and definitions.
    pub footnotes: Vec<(String, Range<usize>)>,
    /// Number of words outside code blocks.
    pub words: usize,
}

/// A link or an image.
#[derive(Debug)]
pub struct Link<'t> {
    /// Destination.
    pub destination: Cow<'t, str>,
    /// Whether it is an image.
    pub image: bool,
    /// `<https://…>`.
    pub autolink: bool,
    /// Bytes of the whole link.
    pub range: Range<usize>,
}

/// A code block.
#[derive(Debug)]
pub struct Fence {
    /// Language. Empty if there is none.
    pub language: String,
    /// Title. Empty if there is none.
    pub title: String,
    /// Whether an attribute marks it as wrong on purpose.
    wrong: bool,
    /// Whether it is an indented block, which has no info string.
    pub indented: bool,
    /// The code.
    pub code: String,
    /// Bytes of the code. Empty if there is none.
    pub code_range: Range<usize>,
    /// The bytes of the code in the text. In a list, each line is a part.
    offsets: Offsets,
    /// Bytes of the whole block.
    pub range: Range<usize>,
}

/// A heading.
#[derive(Debug)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its text.
    pub text: String,
    /// Bytes of the whole heading.
    pub range: Range<usize>,
}

impl Link<'_> {
    /// Bytes of the destination, or of the whole link if the destination is elsewhere, as in a
    /// reference link.
    pub fn destination_range(&self, text: &str) -> Range<usize> {
        let source = text.get(self.range.clone()).unwrap_or_default();
        match source.rfind(&*self.destination).filter(|_| !self.destination.is_empty()) {
            Some(at) => self.range.start + at..self.range.start + at + self.destination.len(),
            None => self.range.clone(),
        }
    }
}

impl<'t> Markdown<'t> {
    /// Parses a text.
    pub fn of(text: &'t str) -> Markdown<'t> {
        let (events, broken_references) = events_and_broken_references(text);
        let mut markdown = Markdown { broken_references, ..Markdown::default() };
        let (mut fence, mut heading): (Option<Fence>, Option<Heading>) = (None, None);
        let mut paragraph: Option<Range<usize>> = None;
        for (event, range) in events {
            match &event {
                inline if fence.is_none() && is_in_paragraph(inline) => {
                    paragraph = Some(paragraph.map_or(range.clone(), |before| before.start..range.end.max(before.end)));
                }
                _ => markdown.paragraphs.extend(paragraph.take()),
            }
            if let (
                Some(heading),
                Event::Text(part) | Event::Html(part) | Event::InlineHtml(part) | Event::Code(part),
            ) = (&mut heading, &event)
            {
                heading.text.push_str(part);
            }
            match event {
                Event::Start(Tag::Link { link_type, dest_url, .. }) => markdown.links.push(Link {
                    destination: dest_url.into(),
                    image: false,
                    autolink: matches!(link_type, LinkType::Autolink | LinkType::Email),
                    range,
                }),
                Event::Start(Tag::Image { dest_url, .. }) => {
                    markdown.links.push(Link { destination: dest_url.into(), image: true, autolink: false, range });
                }
                Event::FootnoteReference(label) | Event::Start(Tag::FootnoteDefinition(label)) => {
                    markdown.footnotes.push((label.to_string(), range));
                }
                Event::Start(Tag::CodeBlock(kind)) => fence = Some(begin(kind, range)),
                Event::End(TagEnd::CodeBlock) => markdown.fences.extend(fence.take()),
                Event::Start(Tag::Heading { level, .. }) => {
                    heading = Some(Heading { level: level as u8, text: String::new(), range });
                }
                Event::End(TagEnd::Heading(_)) => markdown.headings.extend(heading.take()),
                Event::Text(part) | Event::Html(part) | Event::InlineHtml(part) => match &mut fence {
                    Some(fence) => fence.add(&part, range),
                    None => markdown.add_text(text, part.into(), range),
                },
                Event::Code(part) => markdown.code.push((part.into(), range)),
                _ => {}
            }
        }
        markdown.paragraphs.extend(paragraph);
        let prose = markdown.text.iter().chain(&markdown.code);
        markdown.words = prose.map(|(text, _)| text.split_whitespace().count()).sum();
        markdown
    }

    /// Sets the language of fences that set none.
    pub(crate) fn with_language(mut self, language: Option<&str>) -> Self {
        for fence in self.fences.iter_mut().filter(|fence| !fence.indented && fence.language.is_empty()) {
            fence.language = language.unwrap_or_default().to_owned();
        }
        self
    }

    /// The code block that contains a byte of the text.
    pub fn fence_at(&self, at: usize) -> Option<&Fence> {
        let after = self.fences.partition_point(|fence| fence.range.start <= at);
        after.checked_sub(1).map(|index| &self.fences[index]).filter(|fence| fence.range.contains(&at))
    }

    /// Adds a run of text. Joins runs that the parser splits at `_`, `*`, and `[`, even in words
    /// such as `key_id`.
    fn add_text(&mut self, source: &'t str, part: Cow<'t, str>, range: Range<usize>) {
        let same = |text: &str, range: &Range<usize>| source.get(range.clone()) == Some(text);
        match self.text.last_mut() {
            Some((last, before)) if before.end == range.start && same(last, before) && same(&part, &range) => {
                before.end = range.end;
                *last = Cow::Borrowed(&source[before.clone()]);
            }
            _ => self.text.push((part, range)),
        }
    }
}

/// Whether an event is inside a paragraph. Includes the start and end of inline elements, whose
/// ranges cover the whole element.
fn is_in_paragraph(event: &Event<'_>) -> bool {
    use Event::{Code, FootnoteReference, HardBreak, InlineHtml, SoftBreak, Text};
    match event {
        Text(_) | Code(_) | InlineHtml(_) | Event::Html(_) | SoftBreak | HardBreak | FootnoteReference(_) => true,
        Event::Start(tag) => is_inline(tag.to_end()),
        Event::End(tag) => is_inline(*tag),
        _ => false,
    }
}

fn begin(kind: CodeBlockKind<'_>, range: Range<usize>) -> Fence {
    let indented = kind == CodeBlockKind::Indented;
    let info = FenceInfo::of_block(&kind);
    let (language, title) = (info.language.to_owned(), info.title.as_deref().unwrap_or_default().to_owned());
    let (wrong, code_range) = (info.is_wrong(), range.end..range.end);
    Fence { language, title, wrong, indented, code: String::new(), code_range, offsets: Offsets::default(), range }
}

impl Fence {
    fn add(&mut self, part: &str, range: Range<usize>) {
        if self.code.is_empty() {
            self.code_range.start = range.start;
        }
        self.code_range.end = range.end;
        self.offsets.copy(self.code.len(), range.start..range.start + part.len());
        self.code.push_str(part);
    }

    /// Whether its title or an attribute marks it as wrong on purpose, so its content is not checked.
    pub fn is_counterexample(&self) -> bool {
        let first = self.title.split(|char: char| !char.is_alphabetic()).next().unwrap_or_default().to_lowercase();
        self.wrong || matches!(&*first, "wrong" | "before" | "bad" | "broken" | "incorrect" | "invalid" | "avoid")
    }

    /// The requests in it. None if it is wrong on purpose. Those with an unclosed quote, which another
    /// rule reports, are left out.
    pub(crate) fn requests(&self) -> Vec<Request> {
        if self.is_counterexample() { Vec::new() } else { request::in_code(&self.language, &self.code) }
    }

    /// The requests in it that shell commands send.
    pub(crate) fn commands(&self) -> Vec<Request> {
        if shell::is_shell(&self.language) { self.requests() } else { Vec::new() }
    }

    /// Converts a range in the code to a range in the text.
    pub fn at(&self, range: Range<usize>) -> Range<usize> {
        if self.code.is_empty() { self.code_range.clone() } else { self.offsets.at(range) }
    }
}

/// The words of a text with their ranges: runs of letters, digits, `_`, and apostrophes.
pub fn words(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let is_part = |char: char| char.is_alphanumeric() || matches!(char, '_' | '\'' | '’');
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_part)?;
        at = text[start..].find(|char| !is_part(char)).map_or(text.len(), |len| start + len);
        Some((&text[start..at], start..at))
    })
}

/// The placeholders of a message with their ranges, including braces.
pub fn placeholders(template: &str) -> Vec<(&str, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = template[at..].find('{').map(|open| at + open) {
        if template[open..].starts_with("{{") {
            at = open + 2;
            continue;
        }
        let Some(close) = template[open..].find('}').map(|len| open + len) else { break };
        found.push((&template[open + 1..close], open..close + 1));
        at = close + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Markdown, placeholders, words};

    #[test]
    fn words_have_their_ranges() {
        let found: Vec<_> = words("It's `key_id`, zwölf—ok!").collect();
        assert_eq!(found, [("It's", 0..4), ("key_id", 6..12), ("zwölf", 15..21), ("ok", 24..26)]);
    }

    #[test]
    fn escaped_braces_are_not_placeholders() {
        assert_eq!(placeholders("{{a}} {b}{c} {"), [("b", 6..9), ("c", 9..12)]);
    }

    #[test]
    fn word_with_underscores_is_one_run() {
        let markdown = Markdown::of("set key_id_hash to *one* of &amp; [x]");
        let runs: Vec<&str> = markdown.text.iter().map(|(text, _)| text.as_ref()).collect();
        assert_eq!(runs, ["set key_id_hash to ", "one", " of ", "&", " [x]"]);
        assert_eq!(markdown.words, 7);
    }

    #[test]
    fn finds_all_blocks_of_text() {
        let text = "# Head\n\nOne *two*\nthree `four`.\n\n- five\n  - [six](x)\n- seven\n\n```sh\neight\n```\n\n> nine\n\n| a | b |\n|---|---|\n| c | d |\n";
        let found: Vec<&str> = Markdown::of(text).paragraphs.into_iter().map(|range| &text[range]).collect();
        assert_eq!(
            found,
            ["Head", "One *two*\nthree `four`.", "five", "[six](x)", "seven", "nine", "a", "b", "c", "d"]
        );
    }
}
