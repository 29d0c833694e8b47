//! Prose as MDX. It is written from Markdown events, because MDX parses the same source
//! differently: braces and angle brackets are code, and indented text is not. Everything except
//! literals in this module is escaped, so no text of the catalog becomes code.
//!
//! This module writes blocks. `inline` writes their content.

use errbook_syntax::markdown::{Alignment, Event, FenceInfo, Tag, is_inline, merged_events};

use super::{CodeBlock, Scope, callout, code_blocks, heading_shift, matching, shifted};
use crate::code::WRONG;
use crate::target::Around;
use crate::text;

mod inline;

/// Renders prose without surrounding newlines.
pub(super) fn render(prose: &str, scope: &mut Scope<'_>) -> String {
    let events: Vec<_> = merged_events(prose).collect();
    let shift = heading_shift(events.iter(), scope.top);
    text::mdx_urls(&Writer { scope, shift, links: 0, quiet: 0, table: false }.blocks(&events, false))
}

struct Writer<'w, 's> {
    scope: &'w mut Scope<'s>,
    shift: usize,
    /// Number of enclosing links.
    links: usize,
    /// Number of enclosing elements in which glossary terms are not linked.
    quiet: usize,
    table: bool,
}

/// What the next block must know about a block.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Kind {
    Text,
    List { ordered: bool, other: bool },
    Block,
}

impl Writer<'_, '_> {
    /// Writes consecutive blocks. In a `tight` item, text has no paragraph around it, and a list
    /// follows it on the next line.
    fn blocks(&mut self, events: &[Event<'_>], tight: bool) -> String {
        let mut out = String::new();
        let mut before = None;
        let mut at = 0;
        while at < events.len() {
            let (block, kind, after) = self.block(&events[at..], before);
            at += after.max(1);
            if block.is_empty() {
                continue;
            }
            let close = tight && before == Some(Kind::Text) && matches!(kind, Kind::List { .. });
            if !out.is_empty() {
                out.push_str(if close { "\n" } else { "\n\n" });
            }
            out.push_str(&block);
            before = Some(kind);
        }
        out
    }

    /// Writes the block at the start of `events`. Returns it with its kind and its number of
    /// events.
    fn block(&mut self, events: &[Event<'_>], before: Option<Kind>) -> (String, Kind, usize) {
        let Some(Event::Start(tag)) = events.first().filter(|event| is_block(event)) else {
            if let Some(Event::Rule) = events.first() {
                return ("___".to_owned(), Kind::Block, 1);
            }
            let end = events.iter().position(is_block).unwrap_or(events.len()).max(1);
            return (self.inline(&events[..end], true), Kind::Text, end);
        };
        if let Tag::CodeBlock(_) = tag {
            let (blocks, length) = self.code_blocks(events);
            return (blocks, Kind::Block, length);
        }
        let end = matching(events);
        let inner = &events[1..end];
        let (block, kind) = match tag {
            Tag::Heading { level, .. } => (self.heading(shifted(*level, self.shift), inner), Kind::Block),
            Tag::BlockQuote(Some(kind)) => (self.callout(callout(*kind), inner), Kind::Block),
            Tag::BlockQuote(None) => (text::quoted(&self.blocks(inner, false)), Kind::Block),
            Tag::List(start) => {
                let other = matches!(before, Some(Kind::List { ordered, other: false }) if ordered == start.is_some());
                (self.list(*start, other, inner), Kind::List { ordered: start.is_some(), other })
            }
            Tag::Table(alignments) => (self.rows(alignments, inner), Kind::Block),
            _ => (self.inline(inner, true), Kind::Text),
        };
        (block, kind, end + 1)
    }

    fn heading(&mut self, level: usize, inner: &[Event<'_>]) -> String {
        self.quiet += 1;
        let text = self.inline(inner, false).replace('\n', " ");
        self.quiet -= 1;
        // Unescaped number signs at the end would be a closing sequence.
        let end = text.trim_end_matches('#').len();
        let closing = if end < text.len() { "\\" } else { "" };
        format!("{} {}{closing}{}", "#".repeat(level), &text[..end], &text[end..])
    }

    fn callout(&mut self, kind: &str, inner: &[Event<'_>]) -> String {
        let text = self.blocks(inner, false);
        let named = |template: &str| template.replace("{Kind}", kind).replace("{kind}", &kind.to_lowercase());
        match &self.scope.style.callout {
            Some(Around { before, after }) => format!("{}\n\n{text}\n\n{}", named(before), named(after)),
            None => text::quoted(&format!("**{kind}**\n\n{text}")),
        }
    }

    /// Writes a list. `other` selects the other kind of marker, to separate it from a preceding
    /// list that would otherwise merge with it.
    fn list(&mut self, start: Option<u64>, other: bool, events: &[Event<'_>]) -> String {
        let mut items = Vec::new();
        let mut at = 0;
        let mut loose = false;
        while at < events.len() {
            let end = at + matching(&events[at..]);
            let inner = &events[at + 1..end];
            let tight = !matches!(inner.first(), Some(Event::Start(Tag::Paragraph)));
            loose |= !tight;
            let number = start.map(|start| start.saturating_add(items.len() as u64));
            let mark = match (number, other) {
                (None, false) => "- ".to_owned(),
                (None, true) => "* ".to_owned(),
                (Some(number), false) => format!("{number}. "),
                (Some(number), true) => format!("{number}) "),
            };
            let text = self.blocks(inner, tight);
            items.push(format!("{mark}{}", indented(&text, mark.len())).trim_end().to_owned());
            at = end + 1;
        }
        items.join(if loose { "\n\n" } else { "\n" })
    }

    fn rows(&mut self, alignments: &[Alignment], events: &[Event<'_>]) -> String {
        self.table = true;
        let mut rows: Vec<String> = Vec::new();
        let mut at = 0;
        while at < events.len() {
            let end = at + matching(&events[at..]);
            let mut row = String::from("|");
            let mut cell = at + 1;
            while cell < end {
                let cell_end = cell + matching(&events[cell..]);
                row.push_str(&format!(" {} |", self.inline(&events[cell + 1..cell_end], false).replace('\n', " ")));
                cell = cell_end + 1;
            }
            rows.push(row);
            if rows.len() == 1 {
                rows.push(delimiters(alignments));
            }
            at = end + 1;
        }
        self.table = false;
        rows.join("\n")
    }

    /// Writes the code block at the start of `events`, grouped with directly following titled
    /// blocks. Also returns the number of events.
    fn code_blocks(&mut self, events: &[Event<'_>]) -> (String, usize) {
        let (blocks, length) = code_blocks(events, self.scope.language);
        let blocks: Vec<String> = blocks.iter().map(|block| self.fence(block)).collect();
        let group = self.scope.style.code_group.as_ref().filter(|_| blocks.len() > 1);
        let blocks = blocks.join("\n\n");
        let text =
            group.map_or_else(|| blocks.clone(), |Around { before, after }| format!("{before}\n\n{blocks}\n\n{after}"));
        (text, length)
    }

    /// Attributes of the language are left out, because MDX has none. So the title marks code that is
    /// wrong on purpose.
    fn fence(&self, CodeBlock { info, code }: &CodeBlock<'_>) -> String {
        let title = match &info.title {
            Some(title) if info.is_wrong() => Some(format!("{title} ({})", WRONG.to_lowercase()).into()),
            None if info.is_wrong() => Some(WRONG.into()),
            title => title.clone(),
        };
        let info = FenceInfo { title, ..info.clone() };
        let style = &self.scope.style;
        let words = text::fence_info(&info, style.fence_title.as_deref(), style.fence_lines.as_deref());
        let fence = text::fence(&words, code);
        match info.title.filter(|_| style.fence_title.is_none()) {
            Some(title) => format!("**{}**\n\n{fence}", text::mdx(&title)),
            None => fence,
        }
    }
}

fn is_block(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => !is_inline(tag.to_end()),
        Event::Rule => true,
        _ => false,
    }
}

/// Indents all lines except the first.
fn indented(text: &str, by: usize) -> String {
    let space = " ".repeat(by);
    let lines = text.lines().enumerate();
    let lines =
        lines.map(|(at, line)| if at == 0 || line.is_empty() { line.to_owned() } else { format!("{space}{line}") });
    lines.collect::<Vec<_>>().join("\n")
}

fn delimiters(alignments: &[Alignment]) -> String {
    let cells = alignments.iter().map(|alignment| match alignment {
        Alignment::None => " --- |",
        Alignment::Left => " :-- |",
        Alignment::Center => " :-: |",
        Alignment::Right => " --: |",
    });
    format!("|{}", cells.collect::<String>())
}
