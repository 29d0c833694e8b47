//! Compares how two Markdown strings render: the same words in the same blocks, the same code, and
//! the same links.

use errbook_syntax::markdown::{CodeBlockKind, Event, Tag, TagEnd, events};

/// Whether two strings render the same, ignoring whitespace.
pub(crate) fn same(one: &str, other: &str) -> bool {
    shown(one) == shown(other)
}

/// What a string renders to, piece by piece. Tight and loose lists count as equal.
fn shown(text: &str) -> Vec<String> {
    let mut reader = Reader::default();
    for (event, _) in events(text) {
        reader.event(event);
    }
    reader.flush();
    reader.pieces
}

#[derive(Default)]
struct Reader {
    pieces: Vec<String>,
    /// Words of the current paragraph.
    words: String,
    links: Vec<String>,
    code: bool,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Strong) => self.words.push('\u{2}'),
            Event::End(TagEnd::Strong) => self.words.push('\u{3}'),
            Event::Start(Tag::Emphasis) => self.words.push('\u{4}'),
            Event::End(TagEnd::Emphasis) => self.words.push('\u{5}'),
            Event::Start(Tag::Strikethrough) | Event::End(TagEnd::Strikethrough) => self.words.push('\u{6}'),
            Event::Start(Tag::Link { dest_url, .. }) => {
                self.words.push('[');
                self.links.push(dest_url.to_string());
            }
            Event::End(TagEnd::Link) => {
                let link = self.links.pop().unwrap_or_default();
                self.words.push_str(&format!("]({link})"));
            }
            Event::Start(Tag::Image { dest_url, .. }) => self.words.push_str(&format!("![]({dest_url})")),
            Event::End(TagEnd::Image) => {}
            Event::Text(text) => self.words.push_str(&text),
            Event::Code(text) => self.words.push_str(&format!("\u{1}{text}\u{1}")),
            Event::Html(text) | Event::InlineHtml(text) => self.words.push_str(&text),
            Event::SoftBreak => self.words.push(' '),
            Event::HardBreak => self.words.push_str(" \u{7} "),
            Event::Start(tag) => self.open(&tag),
            Event::End(tag) => self.close(tag),
            Event::Rule => {
                self.flush();
                self.pieces.push("rule".to_owned());
            }
            _ => {}
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        self.flush();
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => {}
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.split_whitespace().collect::<Vec<_>>().join(" "),
                    CodeBlockKind::Indented => String::new(),
                };
                self.pieces.push(format!("code {info}"));
                self.code = true;
            }
            other => self.pieces.push(format!("{:?}", other.to_end())),
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::CodeBlock => {
                let code = std::mem::take(&mut self.words);
                self.pieces.push(code.trim_end().to_owned());
                self.code = false;
            }
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.flush(),
            other => {
                self.flush();
                self.pieces.push(format!("/{other:?}"));
            }
        }
    }

    /// Ends a paragraph. A trailing colon may be inside or after bold text.
    fn flush(&mut self) {
        if !self.code {
            let words = std::mem::take(&mut self.words);
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ").replace(":\u{3}", "\u{3}:");
            if !words.is_empty() {
                self.pieces.push(words);
            }
        }
    }
}
