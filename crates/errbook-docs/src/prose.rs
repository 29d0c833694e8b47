//! Renders prose of the catalog, which is untrusted Markdown, in the format of a target.
//!
//! All formats give the same guarantees: raw HTML becomes text, only http, https, mailto, and
//! relative URLs become links, a link to a code leads to its page, headings start at level three,
//! and a page links the first use of each glossary term.

use std::collections::VecDeque;
use std::ops::Range;

use errbook_catalog::HeadingIds;
use errbook_syntax::markdown::{self as syntax, Event, FenceInfo, HeadingLevel, Tag};

mod glossary;
mod html;
mod markdown;
mod mdx;

pub(crate) use glossary::Glossary;
pub(crate) use syntax::plain;

use crate::target::{Description, Format};

/// What prose needs to know about its page, and what it leaves for later prose on the page.
pub(crate) struct Scope<'a> {
    style: &'a Description,
    /// Language of fences that set none. May be empty.
    language: &'a str,
    /// Resolves a code or an alias to the link to its page.
    resolve: &'a dyn Fn(&str) -> Option<CodeHref>,
    glossary: &'a Glossary,
    /// Link to the glossary page. `None` on that page itself.
    glossary_href: Option<String>,
    /// Whether each glossary term is already linked.
    seen: Vec<bool>,
    /// IDs that headings of the page already use.
    ids: HeadingIds,
    /// IDs of the next headings, which are used before free ones.
    planned: VecDeque<String>,
    headings: Vec<Heading>,
    /// Level of the highest headings.
    top: usize,
}

/// A heading that was rendered.
pub(crate) struct Heading {
    pub(crate) text: String,
    pub(crate) id: String,
}

/// What the prose of a page has used up to some point: first uses of terms, and IDs.
#[derive(Clone)]
pub(crate) struct Used {
    seen: Vec<bool>,
    pub(crate) ids: HeadingIds,
}

/// A link to the page of a code.
pub(crate) struct CodeHref {
    pub(crate) href: String,
    /// Whether it is the current page.
    pub(crate) own: bool,
}

impl<'a> Scope<'a> {
    pub(crate) fn new(
        style: &'a Description,
        resolve: &'a dyn Fn(&str) -> Option<CodeHref>,
        glossary: &'a Glossary,
        glossary_href: Option<String>,
    ) -> Self {
        let (seen, ids) = (vec![false; glossary.len()], HeadingIds::default());
        let (planned, headings) = (VecDeque::new(), Vec::new());
        Scope { style, language: "", resolve, glossary, glossary_href, seen, ids, planned, headings, top: 3 }
    }

    /// The same scope in a catalog that sets a language for fences without one.
    pub(crate) fn with_language(self, language: Option<&'a str>) -> Self {
        Scope { language: language.unwrap_or_default(), ..self }
    }

    /// The same scope for prose whose headings start at this level.
    #[cfg(feature = "targets")]
    pub(crate) fn with_headings_at(self, top: usize) -> Self {
        Scope { top, ..self }
    }

    /// Renders block-level prose.
    pub(crate) fn block(&mut self, text: &str) -> String {
        self.render(text, false)
    }

    /// Renders single-line prose without a paragraph around it.
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

    /// Sets the IDs that the page uses before its first heading.
    pub(crate) fn reserve_ids(&mut self, ids: HeadingIds) {
        self.ids = ids;
    }

    /// Returns an ID that no other heading of the page has.
    pub(crate) fn id(&mut self, heading: &str) -> String {
        let id = self.planned.pop_front().unwrap_or_else(|| self.ids.next(heading));
        self.headings.push(Heading { text: heading.to_owned(), id: id.clone() });
        id
    }

    /// Sets the IDs of the next headings.
    pub(crate) fn plan_ids(&mut self, ids: Vec<String>) {
        self.planned = ids.into();
    }

    /// Returns the headings that were rendered since the last call.
    pub(crate) fn take_headings(&mut self) -> Vec<Heading> {
        std::mem::take(&mut self.headings)
    }

    /// What is used so far.
    pub(crate) fn used(&self) -> Used {
        Used { seen: self.seen.clone(), ids: self.ids.clone() }
    }

    /// Forgets what was used since then.
    pub(crate) fn reset(&mut self, used: Used) {
        self.seen = used.seen;
        self.ids = used.ids;
    }

    /// Returns the destination of a link, or `None` if the link must become text.
    fn destination<'d>(&self, url: &'d str) -> Option<std::borrow::Cow<'d, str>> {
        match (self.resolve)(url) {
            Some(code) => Some(code.href.into()),
            None => is_safe(url).then_some(url.into()),
        }
    }

    /// Finds the first uses of glossary terms in `text`: the range, and the link to the term.
    fn terms(&mut self, text: &str) -> Vec<(Range<usize>, String)> {
        let Some(page) = &self.glossary_href else { return Vec::new() };
        let uses = self.glossary.first_uses(text, &mut self.seen);
        uses.into_iter().map(|(range, term)| (range, format!("{page}#{}", self.glossary.id(term)))).collect()
    }
}

/// Maps a kind of callout to the kinds that notes have: `Note`, `Tip`, `Warning`, and `Danger`.
fn callout(kind: syntax::BlockQuoteKind) -> &'static str {
    use syntax::BlockQuoteKind;
    match kind {
        BlockQuoteKind::Note | BlockQuoteKind::Important => "Note",
        BlockQuoteKind::Tip => "Tip",
        BlockQuoteKind::Warning => "Warning",
        BlockQuoteKind::Caution => "Danger",
    }
}

/// Whether a URL may become a link: `http`, `https`, `mailto`, or relative. Browsers drop tabs and
/// line breaks from a scheme, so the part before the first colon must be exactly one of the three
/// names.
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

/// Returns the text between the angle brackets of something that Markdown parses as a tag, such as
/// `<PAYMENTS-CARD-DECLINED>`.
fn bracketed(html: &str) -> Option<&str> {
    html.strip_prefix('<')?.strip_suffix('>')
}

/// The number of levels to add to headings so the highest one becomes level `top`.
fn heading_shift<'e>(events: impl Iterator<Item = &'e Event<'e>>, top: usize) -> usize {
    let levels = events.filter_map(|event| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(*level as usize),
        _ => None,
    });
    levels.min().map_or(0, |least| top.saturating_sub(least))
}

fn shifted(level: HeadingLevel, shift: usize) -> usize {
    (level as usize + shift).min(6)
}

/// The text of events, without formatting.
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

/// Index of the event that ends the element that the first event starts.
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

/// A code block. An indented one has no language.
struct CodeBlock<'e> {
    info: FenceInfo<'e>,
    code: String,
}

/// Returns the code block at the start of `events` and the number of its events. If it has a title,
/// directly following titled blocks are included. Fences without a language get `default`.
fn code_blocks<'e>(events: &'e [Event<'_>], default: &'e str) -> (Vec<CodeBlock<'e>>, usize) {
    let mut blocks: Vec<CodeBlock<'_>> = Vec::new();
    let mut at = 0;
    while let Some(Event::Start(Tag::CodeBlock(kind))) = events.get(at) {
        let mut info = FenceInfo::of_block(kind);
        if info.language.is_empty() && kind.is_fenced() {
            info.language = default;
        }
        if blocks.first().is_some_and(|first| first.info.title.is_none() || info.title.is_none()) {
            break;
        }
        let end = at + matching(&events[at..]);
        blocks.push(CodeBlock { info, code: plain_text(&events[at + 1..end]) });
        at = end + 1;
    }
    (blocks, at)
}

#[cfg(test)]
mod tests;
