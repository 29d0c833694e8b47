//! Parses Markdown: blocks with their byte ranges, list items, and plain text.

use std::ops::Range;

pub(crate) use errbook_syntax::markdown::plain;
use errbook_syntax::markdown::{BlockQuoteKind, CodeBlockKind, Event, Tag, TagEnd, events};

mod link;
mod same;

pub(crate) use link::{references, relinked};
pub(crate) use same::same;

/// A top-level block.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub(crate) kind: Kind,
    pub(crate) range: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    Heading {
        level: usize,
        /// Byte range of its Markdown.
        text: Range<usize>,
    },
    Paragraph,
    List {
        /// The first number of a numbered list.
        start: Option<u64>,
        /// Byte range of each item, including its marker.
        items: Vec<Range<usize>>,
    },
    Code {
        /// The info string.
        info: String,
        code: String,
    },
    /// A callout, with its kind in the format.
    Callout(&'static str),
    Quote,
    Other,
}

pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut depth = 0_usize;
    for (event, range) in events(text) {
        match (&event, depth, blocks.last_mut().map(|block| &mut block.kind)) {
            (Event::Start(tag), 0, _) => blocks.push(Block { kind: kind(tag, &range), range }),
            (Event::Rule, 0, _) => blocks.push(Block { kind: Kind::Other, range }),
            (Event::End(_), ..) => {}
            (Event::Start(Tag::Item), 1, Some(Kind::List { items, .. })) => items.push(range),
            (Event::Text(part), 1, Some(Kind::Code { code, .. })) => code.push_str(part),
            (_, 1, Some(Kind::Heading { text, .. })) if text.start == text.end => *text = range,
            (_, 1, Some(Kind::Heading { text, .. })) => text.end = text.end.max(range.end),
            _ => {}
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    for block in &mut blocks {
        // The backslash before an escaped character belongs to no event.
        if let Kind::Heading { text: range, .. } = &mut block.kind
            && text[block.range.start..range.start].ends_with('\\')
        {
            range.start -= 1;
        }
        // A list that ends with a blank line also has the definition below it.
        if let Kind::List { items, .. } = &block.kind
            && let Some(last) = items.last()
        {
            block.range.end = last.end;
        }
    }
    blocks
}

/// What is outside of all blocks, from last to first: definitions of links.
pub(crate) fn gaps(text: &str) -> Vec<Range<usize>> {
    let blocks = blocks(text);
    let starts = std::iter::once(0).chain(blocks.iter().map(|block| block.range.end));
    let ends = blocks.iter().map(|block| block.range.start).chain([text.len()]);
    let mut gaps: Vec<Range<usize>> = starts.zip(ends).map(|(start, end)| start..end).collect();
    gaps.retain(|gap| text.get(gap.clone()).is_some_and(|text| !text.trim().is_empty()));
    gaps.reverse();
    gaps
}

fn kind(tag: &Tag<'_>, range: &Range<usize>) -> Kind {
    match tag {
        Tag::Heading { level, .. } => Kind::Heading { level: *level as usize, text: range.end..range.end },
        Tag::Paragraph => Kind::Paragraph,
        Tag::List(start) => Kind::List { start: *start, items: Vec::new() },
        Tag::CodeBlock(CodeBlockKind::Fenced(info)) => Kind::Code { info: info.to_string(), code: String::new() },
        Tag::CodeBlock(CodeBlockKind::Indented) => Kind::Code { info: String::new(), code: String::new() },
        Tag::BlockQuote(Some(kind)) => Kind::Callout(match kind {
            BlockQuoteKind::Tip => "tip",
            BlockQuoteKind::Warning => "warning",
            BlockQuoteKind::Caution => "danger",
            BlockQuoteKind::Note | BlockQuoteKind::Important => "note",
        }),
        Tag::BlockQuote(None) => Kind::Quote,
        _ => Kind::Other,
    }
}

/// The Markdown of an item, without its marker and indentation.
pub(crate) fn item(text: &str, range: &Range<usize>) -> String {
    let start = text[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
    let source = text[range.clone()].trim_end();
    let marker = source.find([' ', '\t', '\n']).unwrap_or(source.len());
    let spaces = source[marker..].len() - source[marker..].trim_start_matches(' ').len();
    // With more than four spaces, only one belongs to the marker, and the rest starts indented code
    // (CommonMark 0.31.2, section 5.2).
    let width = marker + if (1..=4).contains(&spaces) { spaces } else { spaces.min(1) };
    let margin = range.start - start + width;
    let mut lines = source.split('\n');
    let mut out = lines.next().unwrap_or_default()[width.min(source.len())..].to_owned();
    for line in lines {
        let indent = line.len() - line.trim_start_matches(' ').len();
        out.push('\n');
        out.push_str(&line[indent.min(margin)..]);
    }
    out
}

/// Joins a single paragraph to one line. Returns `None` for anything else, or if it contains a hard
/// line break.
pub(crate) fn one_line(text: &str) -> Option<String> {
    let text = text.trim();
    match blocks(text).as_slice() {
        [block] if block.kind == Kind::Paragraph => {}
        _ => return None,
    }
    let breaks = events(text).any(|(event, _)| matches!(event, Event::HardBreak));
    let line = text.split('\n').map(str::trim).collect::<Vec<_>>().join(" ");
    // A line that starts with a marker could change its meaning when it is joined.
    (!breaks && same(&line, text)).then_some(line)
}

/// The first element of the leading paragraph, and the events after its start.
fn first_element(text: &str) -> Option<(Tag<'_>, Range<usize>, impl Iterator<Item = Event<'_>>)> {
    let mut events = events(text);
    let (Event::Start(Tag::Paragraph), _) = events.next()? else { return None };
    let (Event::Start(tag), range) = events.next()? else { return None };
    Some((tag, range, events.map(|(event, _)| event)))
}

/// The byte range of the text in `**` at the start of a paragraph.
fn leading_bold(text: &str) -> Option<Range<usize>> {
    let (tag, range, _) = first_element(text)?;
    let is_bold = tag == Tag::Strong && range.start == 0 && text.starts_with("**") && range.len() > 4;
    is_bold.then(|| 2..range.end - 2)
}

/// The bold lead of a line, and the text after the colon: `**Lead**: text` or `**Lead:** text`.
pub(crate) fn lead(line: &str) -> Option<(String, String)> {
    let bold = leading_bold(line)?;
    let (lead, rest) = (&line[bold.clone()], &line[bold.end + 2..]);
    let (lead, rest) = match (lead.strip_suffix(':'), rest.strip_prefix(':')) {
        (None, Some(rest)) => (lead, rest),
        (Some(lead), None) => (lead, rest),
        _ => return None,
    };
    let text = rest.trim();
    (rest.starts_with(' ') && !text.is_empty() && !lead.trim().is_empty())
        .then(|| (lead.trim().to_owned(), text.to_owned()))
}

/// The text of an entirely bold paragraph.
pub(crate) fn bold(paragraph: &str) -> Option<String> {
    let paragraph = paragraph.trim();
    let bold = leading_bold(paragraph).filter(|bold| bold.end + 2 == paragraph.len())?;
    let inner = &paragraph[bold];
    (!inner.contains('\n') && inner.trim() == inner).then(|| inner.to_owned())
}

/// The link at the start of a line: its destination, its words, and the text after it.
pub(crate) fn leading_link(line: &str) -> Option<(String, String, &str)> {
    let (Tag::Link { dest_url, .. }, range, events) = first_element(line)? else { return None };
    let words = events.take_while(|event| *event != Event::End(TagEnd::Link)).filter_map(|event| match event {
        Event::Text(text) | Event::Code(text) => Some(text.into_string()),
        _ => None,
    });
    Some((dest_url.to_string(), words.collect(), &line[range.end..]))
}

/// Escapes plain text so that Markdown shows exactly this text.
pub(crate) fn escape(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(text.len() + 8);
    let mut before: Option<char> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let after = chars.peek().map(|(_, next)| *next);
        let word = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
        let escaped = match char {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' => true,
            '_' => !(word(before) && word(after)),
            '&' => after.is_some_and(|next| next == '#' || next.is_ascii_alphanumeric()),
            '#' | '>' | '+' | '-' | '=' => at == 0,
            '.' | ')' => !out.is_empty() && out.bytes().all(|byte| byte.is_ascii_digit()),
            _ => false,
        };
        if escaped {
            out.push('\\');
        }
        out.push(char);
        before = Some(char);
    }
    out
}

#[cfg(test)]
mod tests;
