//! Prose as Markdown, edited only where necessary. Each edit replaces a range of the source.

use std::ops::Range;

use errbook_syntax::edit::{Edit, apply_where_free};
use errbook_syntax::markdown::{self, CodeBlockKind, Event, FenceInfo, LinkType, Spanned, Tag, TagEnd};

use super::{Scope, bracketed, heading_shift, is_safe, shifted};
use crate::text;

/// Renders prose without surrounding newlines. `inline` prose may become part of a heading.
pub(super) fn render(prose: &str, inline: bool, scope: &mut Scope<'_>) -> String {
    let edited = edited(prose, inline, scope);
    let urls = text::greedy_urls(&edited);
    if urls.is_empty() { edited } else { without(&urls, &edited) }
}

fn edited(prose: &str, inline: bool, scope: &mut Scope<'_>) -> String {
    let (mut edited, mut again) = edit(prose, inline, scope);
    // Escaping can reveal something new: `<a <b>` contains one tag until that tag is escaped. More
    // than one extra round is rare.
    for _ in 0..4 {
        if !again {
            return edited;
        }
        (edited, again) = edit(&edited, inline, scope);
    }
    edited.lines().map(|line| text::markdown(line.trim())).collect::<Vec<_>>().join("\n")
}

/// Escapes those of the URLs that are in text, not in code or autolinks.
fn without(urls: &[usize], markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len() + urls.len());
    let (mut written, mut code, mut urls) = (0, 0, urls);
    for (event, range) in markdown::all_events(markdown).0 {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::Link { link_type: LinkType::Autolink, .. }) => code = range.end,
            Event::Text(_) if range.start >= code => {
                urls = &urls[urls.partition_point(|at| *at < range.start)..];
                for &at in urls.iter().take_while(|at| **at < range.end) {
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

/// Makes one round of edits. Also returns whether another round must check the result.
fn edit(prose: &str, inline: bool, scope: &mut Scope<'_>) -> (String, bool) {
    let prose = prose.trim_end().trim_start_matches('\n');
    let mut editor = Editor::new(prose, scope);
    let (events, definitions) = markdown::all_events(prose);
    for (url, span) in definitions {
        editor.definition(&url, span);
    }
    editor.shift = heading_shift(events.iter().map(|(event, _)| event), editor.scope.top);
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
    /// Number of enclosing blocks.
    depth: usize,
    /// Number of enclosing elements in which glossary terms are not linked, such as links,
    /// headings, images, and code blocks.
    quiet: usize,
    shift: usize,
    /// Whether another round must check the result.
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

    /// Replaces a range. This can change the meaning of the surrounding text, so another round must
    /// check the result.
    fn edit(&mut self, range: Range<usize>, replacement: String) {
        self.again = true;
        self.edits.push(Edit::replace(range, replacement));
    }

    /// Escapes a closing brace at the end of a heading, which some Markdown parsers would read as
    /// the end of its attributes.
    fn brace(&mut self, range: &Range<usize>) {
        let text = &self.prose[range.clone()];
        if let Some(before) = text.strip_suffix('}').filter(|before| !before.ends_with('\\')) {
            let at = range.start + before.len();
            if !self.prose[..at].ends_with('\\') {
                self.edits.push(Edit::insert(at, "\\"));
            }
        }
    }

    /// Links the first uses of glossary terms. In plain text, the link doesn't affect its
    /// surroundings, unless a character before it would change its meaning: `!` would make it an
    /// image.
    fn terms(&mut self, text: &str, start: usize) {
        for (term, href) in self.scope.terms(text) {
            let place = start + term.start..start + term.end;
            let before = &self.prose[..place.start];
            if !before.ends_with(['!', '\\', '[', '<', '&']) && !is_in_url(before) {
                self.edits.push(Edit::replace(place, format!("[{}]({href})", &text[term])));
            }
        }
    }

    /// Removes a definition with an unsafe URL, which could turn brackets in other prose on the
    /// page into a link. Also removes definitions of codes, because links to these are written
    /// inline.
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
            // Underlined headings have only two levels, so write number signs instead of the
            // underline, and join the lines of the text.
            self.edit(range.start..range.start, format!("{} ", "#".repeat(shifted)));
            let text = source.trim_end().rfind('\n').unwrap_or(source.len());
            self.edit(range.start + text..range.start + source.trim_end().len(), String::new());
            for (at, _) in source[..text].match_indices('\n') {
                self.edit(range.start + at..range.start + at + 1, " ".to_owned());
            }
        }
    }

    /// Moves a title to a separate line, because Markdown renderers don't show it, and leaves out
    /// what they don't understand. Also closes a fence that is left open, which would swallow the
    /// rest of the page.
    fn fence(&mut self, info: &str, range: &Range<usize>) {
        let source = &self.prose[range.clone()];
        let opening = source.lines().next().unwrap_or_default();
        let ticks = opening.len() - opening.trim_start_matches(['`', '~']).len();
        let mut parsed = FenceInfo::of(info);
        if parsed.language.is_empty() {
            parsed.language = self.scope.language;
        }
        let lines = self.scope.style.fence_lines.as_deref().filter(|_| !parsed.lines.is_empty());
        let lines = lines.map(|style| format!(" {}", style.replace("{lines}", &parsed.line_ranges())));
        let words = text::fence_words(&parsed) + &lines.unwrap_or_default();
        if let Some(title) = &parsed.title {
            let start = self.prose[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
            let prefix: String =
                self.prose[start..range.start].chars().map(|char| if char == '>' { '>' } else { ' ' }).collect();
            // Without an empty line after the previous block, the title would still parse as its
            // own paragraph, but the source would be hard to read.
            let gap = if self.depth == 0 && start > 0 && !self.prose[..start].ends_with("\n\n") { "\n" } else { "" };
            let replacement = format!(
                "{gap}**{}**\n{}\n{prefix}{}{words}",
                text::markdown(title),
                prefix.trim_end(),
                &opening[..ticks]
            );
            self.edit(range.start..range.start + opening.len(), replacement);
        } else if text::fence_words(&FenceInfo { language: info.trim(), ..FenceInfo::default() }) != words {
            self.edit(range.start + ticks..range.start + opening.len(), words);
        }
        let closing = source.lines().skip(1).last().unwrap_or_default().trim();
        let closed = closing.len() >= ticks && closing.chars().all(|char| opening.starts_with(char));
        if self.depth == 0 && !closed {
            let newline = if source.ends_with('\n') { "" } else { "\n" };
            self.edit(range.end..range.end, format!("{newline}{}", &opening[..ticks]));
        }
    }

    /// Points a link to a code at the code's page. A link with an unsafe URL becomes its text.
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

    /// Replaces something that looks like a tag with a link to a code, or with text.
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

/// Whether a plain URL, which GitHub would link, continues after `before`.
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
