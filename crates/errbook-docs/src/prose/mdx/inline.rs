//! Content of MDX blocks: text, code spans, links, and emphasis.

use errbook_syntax::markdown::{Event, LinkType, Tag};

use super::Writer;
use crate::prose::{bracketed, is_safe, matching, plain_text};
use crate::text;

impl Writer<'_, '_> {
    /// Writes inline events. `start` tells whether they are at the start of a line.
    pub(super) fn inline(&mut self, events: &[Event<'_>], start: bool) -> String {
        let mut out = String::new();
        let mut at = 0;
        while let Some(event) = events.get(at) {
            let line = start && (out.is_empty() || out.ends_with('\n'));
            match event {
                Event::Start(tag) => {
                    let end = at + matching(&events[at..]);
                    let element = self.element(tag, &events[at + 1..end], line);
                    out.push_str(&element);
                    at = end;
                }
                Event::Text(text) => self.text(text, line, &mut out),
                Event::Code(code) => out.push_str(&self.code(code)),
                Event::InlineHtml(html) => out.push_str(&self.raw(html, line)),
                Event::Html(html) => self.html(html, &mut out),
                Event::SoftBreak => newline(&mut out, ""),
                Event::HardBreak => newline(&mut out, "\\"),
                // The others need parser options that are off, or are not inline events.
                _ => {}
            }
            at += 1;
        }
        // A backslash at the end of a block is not a line break.
        let end = out.trim_end();
        let breaks =
            end.strip_suffix('\\').filter(|rest| (rest.len() - rest.trim_end_matches('\\').len()).is_multiple_of(2));
        breaks.unwrap_or(end).trim_end().to_owned()
    }

    fn element(&mut self, tag: &Tag<'_>, inner: &[Event<'_>], line: bool) -> String {
        match tag {
            Tag::Emphasis => self.marked("*", "_", inner),
            Tag::Strong => self.marked("**", "__", inner),
            Tag::Strikethrough => self.marked("~~", "~~", inner),
            Tag::Link { link_type, dest_url, title, .. } => self.link(*link_type, dest_url, title, inner, line),
            Tag::Image { dest_url, title, .. } => image(dest_url, title, &plain_text(inner), line),
            _ => self.inline(inner, line),
        }
    }

    /// Writes events between `mark`s. If the text starts or ends with `*`, uses `other`, because
    /// adjacent asterisks would be parsed as one delimiter.
    fn marked(&mut self, mark: &str, other: &str, inner: &[Event<'_>]) -> String {
        let text = self.inline(inner, false);
        if text.is_empty() {
            return text;
        }
        let mark = if text.starts_with('*') || text.ends_with('*') { other } else { mark };
        format!("{mark}{text}{mark}")
    }

    /// Writes a link, or only its text if the URL is unsafe.
    fn link(&mut self, kind: LinkType, url: &str, title: &str, inner: &[Event<'_>], line: bool) -> String {
        let code = (self.scope.resolve)(url);
        let to = match &code {
            Some(code) => Some(code.href.clone()),
            None if kind == LinkType::Email => Some(format!("mailto:{url}")),
            None => is_safe(url).then(|| url.to_owned()),
        };
        let Some(to) = to.filter(|_| self.links == 0) else { return self.inline(inner, line) };
        self.links += 1;
        let automatic = matches!(kind, LinkType::Autolink) || inner.is_empty();
        let text = if code.is_some() && automatic { text::code_span(url) } else { self.inline(inner, false) };
        self.links -= 1;
        format!("[{text}]({}{})", destination(&to), link_title(title))
    }

    /// Writes text, and links the first uses of glossary terms.
    fn text(&mut self, text: &str, line: bool, out: &mut String) {
        let uses = if self.quiet > 0 || self.links > 0 { Vec::new() } else { self.scope.terms(text) };
        let mut written = 0;
        for (range, href) in uses {
            let before = &text[written..range.start];
            out.push_str(&text::mdx_line(before, line && written == 0));
            // An exclamation mark before the bracket would make the link an image.
            if out.ends_with('!') {
                out.insert(out.len() - 1, '\\');
            }
            out.push_str(&format!("[{}]({href})", text::mdx_line(&text[range.clone()], false)));
            written = range.end;
        }
        out.push_str(&text::mdx_line(&text[written..], line && written == 0));
    }

    /// Writes a code span. In a table, a bar would end the cell.
    fn code(&self, code: &str) -> String {
        let span = text::code_span(code);
        if self.table { span.replace('|', "\\|") } else { span }
    }

    /// Writes something that looks like a tag: a code in angle brackets, or text.
    fn raw(&mut self, html: &str, line: bool) -> String {
        let code = bracketed(html).and_then(|text| (self.scope.resolve)(text));
        match code.filter(|_| self.links == 0 && self.quiet == 0) {
            Some(code) => format!("[{}]({})", text::code_span(bracketed(html).unwrap_or(html)), code.href),
            None => text::mdx_line(html, line),
        }
    }

    /// Writes a piece of an HTML block as lines of text.
    fn html(&self, html: &str, out: &mut String) {
        for line in html.split_inclusive('\n') {
            if !line.trim().is_empty() {
                out.push_str(&text::mdx_line(line.trim(), true));
            }
            if line.ends_with('\n') && !out.is_empty() && !out.ends_with('\n') {
                newline(out, "");
            }
        }
    }
}

/// Ends a line. Trailing spaces are removed because they could be a hard break.
fn newline(out: &mut String, mark: &str) {
    out.truncate(out.trim_end_matches([' ', '\t']).len());
    out.push_str(mark);
    out.push('\n');
}

fn image(url: &str, title: &str, alt: &str, line: bool) -> String {
    let alt = text::mdx_line(alt, line && !is_safe(url));
    if is_safe(url) { format!("![{alt}]({}{})", destination(url), link_title(title)) } else { alt }
}

/// Escapes a URL for the parentheses of a link.
fn destination(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for char in url.chars() {
        match char {
            '(' | ')' | '<' | '>' | '\\' | '{' | '}' | '|' | '`' => out.push_str(&format!("%{:02X}", u32::from(char))),
            ' ' => out.push_str("%20"),
            control if control.is_control() || control.is_whitespace() => {}
            '&' => out.push_str("&amp;"),
            _ => out.push(char),
        }
    }
    out
}

fn link_title(title: &str) -> String {
    if title.is_empty() {
        return String::new();
    }
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let title = title.replace('\\', "\\\\").replace('"', "\\\"").replace('&', "&amp;");
    format!(" \"{}\"", title.replace('\0', "\u{fffd}"))
}
