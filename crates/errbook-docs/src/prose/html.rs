//! Prose as HTML. Everything except literals in this module is escaped, so no text of the catalog
//! can execute.

use errbook_syntax::markdown::{Alignment, Event, LinkType, Tag, TagEnd, merged_events};

use super::{Scope, bracketed, callout, code_blocks, heading_shift, is_relative, is_safe, plain_text, shifted};
use crate::{code, text};

/// Renders prose. With `inline`, a single paragraph is rendered without `<p>`.
pub(super) fn render(prose: &str, inline: bool, scope: &mut Scope<'_>) -> String {
    let events: Vec<_> = merged_events(prose).collect();
    let mut writer = Writer::new(prose, heading_shift(events.iter(), scope.top), scope);
    writer.write(without_paragraph(&events, inline));
    writer.out
}

/// If `inline` is set and the only block is a paragraph or raw HTML, returns the events in it.
/// Otherwise returns all events.
fn without_paragraph<'e, 't>(events: &'e [Event<'t>], inline: bool) -> &'e [Event<'t>] {
    match events {
        [Event::Start(tag @ (Tag::Paragraph | Tag::HtmlBlock)), inner @ .., Event::End(end)]
            if inline && *end == tag.to_end() && !inner.contains(&Event::End(*end)) =>
        {
            inner
        }
        _ => events,
    }
}

struct Writer<'w, 's> {
    out: String,
    scope: &'w mut Scope<'s>,
    shift: usize,
    /// For each enclosing link, whether it is written as a link.
    links: Vec<bool>,
    heading: bool,
    table_head: bool,
    alignments: Vec<Alignment>,
    cell: usize,
}

impl<'w, 's> Writer<'w, 's> {
    fn new(prose: &str, shift: usize, scope: &'w mut Scope<'s>) -> Self {
        Writer {
            out: String::with_capacity(prose.len() * 5 / 4 + 8),
            scope,
            shift,
            links: Vec::new(),
            heading: false,
            table_head: false,
            alignments: Vec::new(),
            cell: 0,
        }
    }

    fn write(&mut self, events: &[Event<'_>]) {
        let mut at = 0;
        while let Some(event) = events.get(at) {
            at += 1;
            match event {
                Event::Start(Tag::CodeBlock(_)) => at = self.code_blocks(events, at - 1),
                Event::Start(Tag::Image { dest_url, .. }) => at = self.image(dest_url, events, at),
                Event::Start(Tag::Heading { level, .. }) => {
                    self.heading_start(shifted(*level, self.shift), &events[at..])
                }
                Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                    let email = *link_type == LinkType::Email;
                    at = self.link_start(dest_url, email, events, at);
                }
                Event::Start(tag) => self.start(tag),
                Event::End(tag) => self.end(*tag),
                Event::Text(text) => self.text(text),
                Event::Code(text) => self.code(text),
                Event::InlineHtml(html) => self.raw(html),
                // Raw HTML is shown as text.
                Event::Html(text) => text::html_body(text, &mut self.out),
                Event::SoftBreak => self.out.push('\n'),
                Event::HardBreak => self.out.push_str("<br>\n"),
                Event::Rule => self.out.push_str("<hr>\n"),
                // The others need parser options that are off.
                _ => {}
            }
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::List(Some(start)) if *start != 1 => self.out.push_str(&format!("<ol start=\"{start}\">\n")),
            Tag::BlockQuote(Some(kind)) => {
                let kind = callout(*kind);
                let class = kind.to_lowercase();
                self.out.push_str(&format!("<aside class=\"callout {class}\" aria-label=\"{kind}\">\n"));
            }
            Tag::Table(alignments) => {
                self.alignments.clone_from(alignments);
                self.out.push_str("<div class=\"table\" tabindex=\"0\"><table>\n");
            }
            Tag::TableHead => {
                self.table_head = true;
                self.cell = 0;
                self.out.push_str("<thead>\n<tr>");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.out.push_str("<tr>");
            }
            Tag::TableCell => {
                let class = match self.alignments.get(self.cell) {
                    Some(Alignment::Center) => " class=\"center\"",
                    Some(Alignment::Right) => " class=\"right\"",
                    _ => "",
                };
                self.out.push_str(if self.table_head { "<th scope=\"col\"" } else { "<td" });
                self.out.push_str(class);
                self.out.push('>');
                self.cell += 1;
            }
            other => self.out.push_str(names(&other.to_end()).0),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                self.heading = false;
                self.out.push_str(&format!("</h{}>\n", shifted(level, self.shift)));
            }
            TagEnd::TableHead => {
                self.table_head = false;
                self.out.push_str("</tr>\n</thead>\n<tbody>\n");
            }
            TagEnd::TableCell => self.out.push_str(if self.table_head { "</th>" } else { "</td>" }),
            TagEnd::Link => {
                if self.links.pop() == Some(true) {
                    self.out.push_str("</a>");
                }
            }
            other => self.out.push_str(names(&other).1),
        }
    }

    fn heading_start(&mut self, level: usize, rest: &[Event<'_>]) {
        self.heading = true;
        let id = self.scope.id(&text_until_end(rest));
        self.out.push_str(&format!("<h{level} id=\"{}\">", text::html(&id)));
    }

    /// Opens a link, unless its URL is unsafe. An autolink of a code shows the code as a code span.
    fn link_start(&mut self, url: &str, email: bool, events: &[Event<'_>], at: usize) -> usize {
        let mail = format!("mailto:{url}");
        let destination = if email { Some(mail.into()) } else { self.scope.destination(url) };
        if let Some(destination) = &destination {
            self.open_link("", destination);
        }
        self.links.push(destination.is_some());
        match events.get(at) {
            Some(Event::Text(text)) if **text == *url && (self.scope.resolve)(url).is_some() => {
                self.code_text(text);
                at + 1
            }
            _ => at,
        }
    }

    /// Writes an image of this site. An image on another host becomes a link, so pages make no
    /// requests to other hosts.
    fn image(&mut self, url: &str, events: &[Event<'_>], at: usize) -> usize {
        let end = at + end_of(&events[at..], |end| end == TagEnd::Image);
        let alt = text_until_end(&events[at..end]);
        if is_safe(url) && is_relative(url) {
            self.out.push_str(&format!("<img src=\"{}\" alt=\"{}\">", text::href(url), text::html(&alt)));
        } else if is_safe(url) && self.links.is_empty() {
            self.open_link("", url);
            text::html_body(if alt.is_empty() { url } else { &alt }, &mut self.out);
            self.out.push_str("</a>");
        } else {
            text::html_body(&alt, &mut self.out);
        }
        end + 1
    }

    /// Writes the code block at `at`. Directly following titled blocks form a group with it.
    fn code_blocks(&mut self, events: &[Event<'_>], at: usize) -> usize {
        let (blocks, length) = code_blocks(&events[at..], self.scope.language);
        let group = blocks.len() > 1;
        if group {
            self.out.push_str("<div class=\"code-group\">\n");
        }
        for block in &blocks {
            self.out.push_str(&code::block(&block.info, &block.code));
        }
        if group {
            self.out.push_str("</div>\n");
        }
        at + length
    }

    /// Writes text, and links the first uses of glossary terms.
    fn text(&mut self, text: &str) {
        let uses = if self.heading || !self.links.is_empty() { Vec::new() } else { self.scope.terms(text) };
        let mut written = 0;
        for (range, href) in uses {
            text::html_body(&text[written..range.start], &mut self.out);
            self.open_link(" class=\"term\"", &href);
            text::html_body(&text[range.clone()], &mut self.out);
            self.out.push_str("</a>");
            written = range.end;
        }
        text::html_body(&text[written..], &mut self.out);
    }

    /// Writes a code span. If it consists of a code, it links to the code's page.
    fn code(&mut self, text: &str) {
        let known = if self.links.is_empty() { (self.scope.resolve)(text).filter(|code| !code.own) } else { None };
        match known {
            Some(code) => self.code_link(text, &code.href),
            None => self.code_text(text),
        }
    }

    /// Writes something that looks like a tag: a code in angle brackets, or text.
    fn raw(&mut self, html: &str) {
        let known =
            if self.links.is_empty() { bracketed(html).and_then(|text| (self.scope.resolve)(text)) } else { None };
        match known {
            Some(code) => self.code_link(bracketed(html).unwrap_or(html), &code.href),
            None => text::html_body(html, &mut self.out),
        }
    }

    fn open_link(&mut self, attributes: &str, href: &str) {
        self.out.push_str(&format!("<a{attributes} href=\"{}\">", text::href(href)));
    }

    fn code_link(&mut self, text: &str, href: &str) {
        self.open_link("", href);
        self.code_text(text);
        self.out.push_str("</a>");
    }

    fn code_text(&mut self, text: &str) {
        self.out.push_str(&text::html_code_span(text));
    }
}

/// Opening and closing tag of an element without attributes.
fn names(tag: &TagEnd) -> (&'static str, &'static str) {
    match tag {
        TagEnd::Paragraph | TagEnd::HtmlBlock => ("<p>", "</p>\n"),
        TagEnd::BlockQuote(Some(_)) => ("", "</aside>\n"),
        TagEnd::BlockQuote(None) => ("<blockquote>\n", "</blockquote>\n"),
        TagEnd::List(true) => ("<ol>\n", "</ol>\n"),
        TagEnd::List(false) => ("<ul>\n", "</ul>\n"),
        TagEnd::Item => ("<li>", "</li>\n"),
        TagEnd::Table => ("", "</tbody>\n</table></div>\n"),
        TagEnd::TableRow => ("<tr>", "</tr>\n"),
        TagEnd::Emphasis => ("<em>", "</em>"),
        TagEnd::Strong => ("<strong>", "</strong>"),
        TagEnd::Strikethrough => ("<del>", "</del>"),
        _ => ("", ""),
    }
}

/// Index of the first end event that matches `is_end`.
fn end_of(events: &[Event<'_>], is_end: impl Fn(TagEnd) -> bool) -> usize {
    events.iter().position(|event| matches!(event, Event::End(end) if is_end(*end))).unwrap_or(events.len())
}

/// The text up to the end of the heading or image.
fn text_until_end(events: &[Event<'_>]) -> String {
    plain_text(&events[..end_of(events, |end| matches!(end, TagEnd::Heading(_)))])
}
