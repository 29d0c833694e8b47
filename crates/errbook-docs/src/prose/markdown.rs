//! Prose as Markdown: kept as it was written, edited only where it must change. Each edit replaces a range of the source.

use std::ops::Range;

use errbook_syntax::edit::{Edit, apply_where_free};
use errbook_syntax::markdown::{self, CodeBlockKind, Event, LinkType, Spanned, Tag, TagEnd, fence_info};

use super::{Scope, bracketed, heading_shift, is_safe, shifted};
use crate::text;

/// Renders prose, without newlines around it; `inline` prose may become a heading.
pub(super) fn render(prose: &str, inline: bool, scope: &mut Scope<'_>) -> String {
    let edited = edited(prose, inline, scope);
    let urls = text::greedy_urls(&edited);
    if urls.is_empty() { edited } else { without(&urls, &edited) }
}

fn edited(prose: &str, inline: bool, scope: &mut Scope<'_>) -> String {
    // Markdown takes a carriage return for the end of a line, wherever it stands.
    let prose = prose.replace("\r\n", "\n").replace('\r', "\n");
    let (mut edited, mut again) = edit(&prose, inline, scope);
    // Escaping one thing can bring to light another: `<a <b>` holds one tag until its end is text. Rarely more than one more round.
    for _ in 0..4 {
        if !again {
            return edited;
        }
        (edited, again) = edit(&edited, inline, scope);
    }
    edited.lines().map(|line| text::markdown(line.trim())).collect::<Vec<_>>().join("\n")
}

/// Escapes those of these places that are text.
fn without(urls: &[usize], markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len() + urls.len());
    let (mut written, mut code) = (0, 0);
    for (event, range) in markdown::events(markdown) {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::Link { link_type: LinkType::Autolink, .. }) => code = range.end,
            Event::Text(_) if range.start >= code => {
                for &at in urls.iter().filter(|at| range.contains(*at)) {
                    out.push_str(&markdown[written..at]);
                    out.push('\\');
                    written = at;
                }
            }
            _ => {}
        }
    }
    out + &markdown[written..]
}

/// Makes one round of edits and tells whether another must look at the result.
fn edit(prose: &str, inline: bool, scope: &mut Scope<'_>) -> (String, bool) {
    let prose = prose.trim_end().trim_start_matches('\n');
    let mut editor = Editor::new(prose, scope);
    let parser = markdown::events(prose);
    for (_, definition) in parser.reference_definitions().iter() {
        editor.definition(&definition.dest, definition.span.clone());
    }
    let events: Vec<_> = parser.collect();
    editor.shift = heading_shift(events.iter().map(|(event, _)| event));
    for at in 0..events.len() {
        editor.event(&events, at);
        let ends_heading = match events.get(at + 1) {
            Some((Event::End(TagEnd::Heading(_)), _)) => true,
            Some((Event::End(TagEnd::Paragraph), _)) => inline,
            _ => false,
        };
        if let (Event::Text(_), range, true) = (&events[at].0, &events[at].1, ends_heading) {
            editor.brace(range);
        }
    }
    let again = editor.again;
    let (edited, complete) = apply_where_free(prose, editor.edits);
    (edited, again || !complete)
}

struct Editor<'w, 's, 't> {
    prose: &'t str,
    scope: &'w mut Scope<'s>,
    edits: Vec<Edit>,
    /// How many blocks are around the place.
    depth: usize,
    /// How many links, headings, images and code blocks are around the place: no terms in these.
    quiet: usize,
    shift: usize,
    /// Another round must look at the result.
    again: bool,
}

impl<'w, 's, 't> Editor<'w, 's, 't> {
    fn new(prose: &'t str, scope: &'w mut Scope<'s>) -> Self {
        Editor { prose, scope, edits: Vec::new(), depth: 0, quiet: 0, shift: 0, again: false }
    }

    fn event(&mut self, events: &[Spanned<'_>], at: usize) {
        let (event, range) = &events[at];
        match event {
            Event::Start(tag) => {
                match tag {
                    Tag::Heading { level, .. } => self.heading(*level as usize, shifted(*level, self.shift), range),
                    Tag::CodeBlock(CodeBlockKind::Fenced(info)) => self.fence(info, range),
                    Tag::Link { link_type, dest_url, title, .. } => self.link(*link_type, dest_url, title, events, at),
                    Tag::Image { dest_url, .. } if !is_safe(dest_url) => self.image(events, at),
                    _ => {}
                }
                self.depth += usize::from(is_container(&tag.to_end()));
                self.quiet += usize::from(is_quiet(&tag.to_end()));
            }
            Event::End(tag) => {
                self.depth -= usize::from(is_container(tag));
                self.quiet -= usize::from(is_quiet(tag));
            }
            Event::Html(html) => {
                let newline = if html.ends_with('\n') { "\n" } else { "" };
                self.edit(range.clone(), format!("{}{newline}", text::markdown(html.trim())));
            }
            Event::InlineHtml(html) => self.raw(html, range.clone()),
            Event::Text(text) if self.quiet == 0 && self.prose[range.clone()] == **text => {
                self.terms(text, range.start)
            }
            _ => {}
        }
    }

    /// Replaces a range by what may change the meaning of the text around it, so that another round must look.
    fn edit(&mut self, range: Range<usize>, replacement: String) {
        self.again = true;
        self.edits.push(Edit::replace(range, replacement));
    }

    /// Readers that know attributes of headings take braces at the end of one for these.
    fn brace(&mut self, range: &Range<usize>) {
        let text = &self.prose[range.clone()];
        if let Some(before) = text.strip_suffix('}').filter(|before| !before.ends_with('\\')) {
            let at = range.start + before.len();
            if !self.prose[..at].ends_with('\\') {
                self.edits.push(Edit::insert(at, "\\"));
            }
        }
    }

    /// Makes links of the first uses of glossary terms. Within plain text a link changes nothing but itself, unless a mark before it makes
    /// it an image.
    fn terms(&mut self, text: &str, start: usize) {
        for (term, href) in self.scope.terms(text) {
            let place = start + term.start..start + term.end;
            let before = &self.prose[..place.start];
            if !before.ends_with(['!', '\\', '[', '<', '&']) && !is_in_url(before) {
                self.edits.push(Edit::replace(place, format!("[{}]({href})", &text[term])));
            }
        }
    }

    /// A definition of a URL that is not safe could turn brackets of other prose on the page into a link.
    fn definition(&mut self, url: &str, span: Range<usize>) {
        if !is_safe(url) || (self.scope.resolve)(url).is_some() {
            self.edit(span, String::new());
        }
    }

    fn heading(&mut self, level: usize, shifted: usize, range: &Range<usize>) {
        let source = &self.prose[range.clone()];
        if level == shifted {
        } else if source.starts_with('#') {
            self.edit(range.start..range.start, "#".repeat(shifted - level));
        } else if self.depth == 0 {
            // Underlined headings have two levels only: number signs instead of the underline, all lines of the text as one.
            self.edit(range.start..range.start, format!("{} ", "#".repeat(shifted)));
            let text = source.trim_end().rfind('\n').unwrap_or(source.len());
            self.edit(range.start + text..range.start + source.trim_end().len(), String::new());
            for (at, _) in source[..text].match_indices('\n') {
                self.edit(range.start + at..range.start + at + 1, " ".to_owned());
            }
        }
    }

    /// A title goes on a line of its own, because Markdown readers do not show it; a fence that is left open would swallow the page.
    fn fence(&mut self, info: &str, range: &Range<usize>) {
        let source = &self.prose[range.clone()];
        let opening = source.lines().next().unwrap_or_default();
        let ticks = opening.len() - opening.trim_start_matches(['`', '~']).len();
        if let (language, Some(title)) = fence_info(info) {
            let start = self.prose[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
            let prefix: String =
                self.prose[start..range.start].chars().map(|char| if char == '>' { '>' } else { ' ' }).collect();
            // Right after another block the title would still read as its own line, but not look like one in the source.
            let gap = if self.depth == 0 && start > 0 && !self.prose[..start].ends_with("\n\n") { "\n" } else { "" };
            let replacement = format!(
                "{gap}**{}**\n{}\n{prefix}{}{language}",
                text::markdown(title),
                prefix.trim_end(),
                &opening[..ticks]
            );
            self.edit(range.start..range.start + opening.len(), replacement);
        }
        let closing = source.lines().skip(1).last().unwrap_or_default().trim();
        let closed = closing.len() >= ticks && closing.chars().all(|char| opening.starts_with(char));
        if self.depth == 0 && !closed {
            let newline = if source.ends_with('\n') { "" } else { "\n" };
            self.edit(range.end..range.end, format!("{newline}{}", &opening[..ticks]));
        }
    }

    /// Points a link to a code at its page, and takes one with an unsafe URL away from around its text.
    fn link(&mut self, kind: LinkType, url: &str, title: &str, events: &[Spanned<'_>], at: usize) {
        let range = events[at].1.clone();
        let code = (self.scope.resolve)(url);
        if kind == LinkType::Email || (code.is_none() && is_safe(url)) {
            return;
        }
        let inner = if kind == LinkType::Autolink { None } else { self.link_text(&range, events, at) };
        let title = if title.is_empty() { String::new() } else { format!(" \"{}\"", title.replace('"', "\\\"")) };
        match (code, inner) {
            (Some(code), Some(inner)) => {
                self.edit(inner.end..range.end, format!("]({}{title})", code.href));
            }
            (Some(code), None) => {
                self.edit(range, format!("[{}]({}{title})", text::code_span(url), code.href));
            }
            (None, Some(inner)) => {
                self.edit(range.start..inner.start, String::new());
                self.edit(inner.end..range.end, String::new());
            }
            (None, None) if kind == LinkType::Autolink => self.edit(range, text::markdown(url)),
            (None, None) => self.edit(range, String::new()),
        }
    }

    /// The range of the text between a link's brackets, unless it is empty.
    fn link_text(&self, range: &Range<usize>, events: &[Spanned<'_>], at: usize) -> Option<Range<usize>> {
        let end = events[at..].iter().position(|(event, _)| matches!(event, Event::End(TagEnd::Link)))?;
        let last = events[at + end - 1].1.end;
        let close = last + self.prose.get(last..range.end)?.find(']')?;
        (end > 1).then_some(range.start + 1..close)
    }

    fn image(&mut self, events: &[Spanned<'_>], at: usize) {
        let alt: String = events[at + 1..]
            .iter()
            .map_while(|(event, _)| match event {
                Event::End(TagEnd::Image) => None,
                Event::Text(text) | Event::Code(text) => Some(text.to_string()),
                _ => Some(String::new()),
            })
            .collect();
        self.edit(events[at].1.clone(), text::markdown(&alt));
    }

    /// Something that looks like a tag: a code in angle brackets, or text.
    fn raw(&mut self, html: &str, range: Range<usize>) {
        let text = bracketed(html).unwrap_or(html);
        match (self.scope.resolve)(text) {
            Some(code) if self.quiet == 0 => {
                self.edit(range, format!("[{}]({})", text::code_span(text), code.href));
            }
            _ => self.edit(range, text::markdown(html)),
        }
    }
}

/// Whether a plain URL, which GitHub links, goes on behind this text.
fn is_in_url(before: &str) -> bool {
    let word = before.rsplit(|char: char| char.is_ascii_whitespace()).next().unwrap_or_default();
    word.contains("://") || word.contains("www.")
}

fn is_container(tag: &TagEnd) -> bool {
    matches!(tag, TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item)
}

fn is_quiet(tag: &TagEnd) -> bool {
    matches!(tag, TagEnd::Heading(_) | TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock)
}
