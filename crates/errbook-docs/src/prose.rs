//! Prose of the catalog, which is Markdown nobody vouches for, in the format of a target.
//!
//! Both formats keep the same promises: raw HTML is text, only http, https, mailto and relative URLs are links, a link to a code leads to
//! its page, headings start at the third level, and glossary terms are links where a page uses them first.

use std::ops::Range;

use errbook_catalog::HeadingIds;
use errbook_syntax::markdown::{self as syntax, Event, HeadingLevel, Tag};

mod glossary;
mod html;
mod markdown;
mod mdx;

pub(crate) use glossary::Glossary;
pub(crate) use syntax::plain;

use crate::target::{Description, Format};

/// What prose needs to know of the page that it stands on, and what it leaves behind for the prose after it.
pub(crate) struct Scope<'a> {
    /// How the target writes.
    style: &'a Description,
    /// The link to a code's page, when the text is a code or a former one.
    resolve: &'a dyn Fn(&str) -> Option<CodeHref>,
    glossary: &'a Glossary,
    /// Link to the glossary's page; `None` on that page itself.
    glossary_href: Option<String>,
    /// Terms of the glossary that are linked already.
    seen: Vec<bool>,
    /// Ids of headings that are taken.
    ids: HeadingIds,
}

/// Where the page of a code is.
pub(crate) struct CodeHref {
    pub(crate) href: String,
    /// It is the page that the prose stands on.
    pub(crate) own: bool,
}

impl<'a> Scope<'a> {
    pub(crate) fn new(
        style: &'a Description,
        resolve: &'a dyn Fn(&str) -> Option<CodeHref>,
        glossary: &'a Glossary,
        glossary_href: Option<String>,
    ) -> Self {
        Scope { style, resolve, glossary, glossary_href, seen: vec![false; glossary.len()], ids: HeadingIds::default() }
    }

    /// Prose of any number of blocks.
    pub(crate) fn block(&mut self, text: &str) -> String {
        self.render(text, false)
    }

    /// Prose of one line: no paragraph around it.
    pub(crate) fn inline(&mut self, text: &str) -> String {
        self.render(text.trim(), true)
    }

    fn render(&mut self, text: &str, inline: bool) -> String {
        match self.style.format() {
            Format::Html => html::render(text, inline, self),
            Format::Markdown => markdown::render(text, inline, self),
            Format::Mdx => mdx::render(text, self),
        }
    }

    /// Ids that the page has before its first heading.
    pub(crate) fn reserve_ids(&mut self, ids: HeadingIds) {
        self.ids = ids;
    }

    /// An id that no heading of the page has yet.
    pub(crate) fn id(&mut self, heading: &str) -> String {
        self.ids.next(heading)
    }

    /// What a link leads to; `None` where it must become text.
    fn destination<'d>(&self, url: &'d str) -> Option<std::borrow::Cow<'d, str>> {
        match (self.resolve)(url) {
            Some(code) => Some(code.href.into()),
            None => is_safe(url).then_some(url.into()),
        }
    }

    /// First uses of glossary terms in a text: the range, and the link to the term.
    fn terms(&mut self, text: &str) -> Vec<(Range<usize>, String)> {
        let Some(page) = &self.glossary_href else { return Vec::new() };
        let uses = self.glossary.first_uses(text, &mut self.seen);
        uses.into_iter().map(|(range, term)| (range, format!("{page}#{}", self.glossary.id(term)))).collect()
    }
}

/// The kind of a callout as notes have it: `Note`, `Tip`, `Warning`, `Danger`.
fn callout(kind: syntax::BlockQuoteKind) -> &'static str {
    use syntax::BlockQuoteKind;
    match kind {
        BlockQuoteKind::Note | BlockQuoteKind::Important => "Note",
        BlockQuoteKind::Tip => "Tip",
        BlockQuoteKind::Warning => "Warning",
        BlockQuoteKind::Caution => "Danger",
    }
}

/// Whether a URL may be a link: `http`, `https`, `mailto`, or relative. A browser drops tabs and line breaks from a scheme, so whatever
/// stands before the first colon must be one of the three names exactly.
pub(crate) fn is_safe(url: &str) -> bool {
    let end = url.find(['/', '?', '#']).unwrap_or(url.len());
    match url[..end].split_once(':') {
        Some((scheme, _)) => ["http", "https", "mailto"].iter().any(|safe| scheme.eq_ignore_ascii_case(safe)),
        None => true,
    }
}

/// Whether a safe URL stays on this site.
fn is_relative(url: &str) -> bool {
    let end = url.find(['/', '?', '#']).unwrap_or(url.len());
    !url[..end].contains(':') && !url.replace('\\', "/").starts_with("//")
}

/// The text between the angle brackets of something that Markdown takes for a tag, such as `<PAYMENTS-CARD-DECLINED>`.
fn bracketed(html: &str) -> Option<&str> {
    html.strip_prefix('<')?.strip_suffix('>')
}

/// How many levels headings go down, so that the first level in use becomes the third.
fn heading_shift<'e>(events: impl Iterator<Item = &'e Event<'e>>) -> usize {
    let levels = events.filter_map(|event| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(*level as usize),
        _ => None,
    });
    levels.min().map_or(0, |least| 3_usize.saturating_sub(least))
}

fn shifted(level: HeadingLevel, shift: usize) -> usize {
    (level as usize + shift).min(6)
}

/// The text of some events without what they mean.
fn plain_text(events: &[Event<'_>]) -> String {
    let mut plain = String::new();
    for event in events {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => plain.push_str(text),
            Event::SoftBreak | Event::HardBreak => plain.push(' '),
            _ => {}
        }
    }
    plain
}

/// Index of the end of what starts at the first event.
fn matching(events: &[Event<'_>]) -> usize {
    let mut depth = 0_usize;
    for (at, event) in events.iter().enumerate() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) if depth <= 1 => return at,
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    events.len().saturating_sub(1)
}

/// A code block; an indented one has no language.
struct CodeBlock<'e> {
    language: &'e str,
    title: Option<&'e str>,
    code: String,
}

/// The code block at the start of `events`, with all titled ones that follow it directly if it has a title too, and how many events these have.
fn code_blocks<'e>(events: &'e [Event<'_>]) -> (Vec<CodeBlock<'e>>, usize) {
    let mut blocks: Vec<CodeBlock<'_>> = Vec::new();
    let mut at = 0;
    while let Some(Event::Start(Tag::CodeBlock(kind))) = events.get(at) {
        let (language, title) = syntax::code_info(kind);
        if blocks.first().is_some_and(|first| first.title.is_none() || title.is_none()) {
            break;
        }
        let end = at + matching(&events[at..]);
        blocks.push(CodeBlock { language, title, code: plain_text(&events[at + 1..end]) });
        at = end + 1;
    }
    (blocks, at)
}

#[cfg(test)]
mod tests;
