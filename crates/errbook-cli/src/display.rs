//! Shows Markdown in a terminal: wrapped lines, styles instead of markup, and links that a terminal
//! can follow. `inline` has the text of a paragraph, and `table` lays out tables.

use std::collections::HashSet;

use anstream::adapter::strip_str;
use anstyle::{AnsiColor, Style};
use errbook_syntax::markdown::{BlockQuoteKind, Event, HeadingLevel, Tag, TagEnd, merged_events};

use crate::terminal::{CODE, DIM, HEADING, Terminal, printable};

mod inline;
mod table;

use inline::{Inline, width_of};
use table::Table;

/// Narrower terminals wrap lines themselves.
const NARROWEST: usize = 20;

/// What a terminal can show.
#[derive(Debug, Clone, Default)]
pub(crate) struct Display {
    /// Columns of the terminal. `None` if lines must not be wrapped.
    width: Option<usize>,
    colors: bool,
    hyperlinks: bool,
    /// URL of the page, for links to its sections.
    page_url: Option<String>,
}

impl Display {
    /// What results are printed to.
    pub(crate) fn of(terminal: &Terminal, page_url: Option<String>) -> Display {
        Display { width: terminal.width(), colors: terminal.colors(), hyperlinks: terminal.hyperlinks(), page_url }
    }

    /// The text, as the terminal shows it. Code blocks are never wrapped, so they can be copied.
    pub(crate) fn markdown(&self, markdown: &str) -> String {
        let mut page = Page::new(self);
        merged_events(markdown).for_each(|event| page.event(event));
        page.flush();
        if self.colors { page.out } else { strip_str(&page.out).to_string() }
    }

    /// The URL that a link leads to, if a terminal can open it.
    fn url(&self, to: &str) -> Option<String> {
        let url = match to.strip_prefix('#') {
            Some(section) => format!("{}#{section}", self.page_url.as_deref()?),
            None => to.to_owned(),
        };
        if !["https://", "http://", "mailto:"].iter().any(|scheme| url.starts_with(scheme)) {
            return None;
        }
        let plain = |byte: u8| byte.is_ascii_graphic();
        let text = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
        Some(url.bytes().map(text).collect())
    }
}

/// What lines inside of a list item or a quote start with.
struct Margin {
    /// The start of the first line, until it is written.
    first: Option<String>,
    rest: String,
    /// Columns of each of them.
    width: usize,
}

impl Margin {
    fn every(text: String) -> Margin {
        Margin { first: None, width: width_of(&text), rest: text }
    }

    fn item(marker: String) -> Margin {
        let width = width_of(&marker);
        Margin { first: Some(marker), rest: " ".repeat(width), width }
    }
}

/// A page that is being written.
struct Page<'d> {
    display: &'d Display,
    out: String,
    margins: Vec<Margin>,
    /// Whether the first margin is that of a section.
    is_in_section: bool,
    /// The next number of each open list. `None` in a list with bullets.
    lists: Vec<Option<u64>>,
    inline: Inline,
    styles: Vec<Style>,
    links: Vec<Option<String>>,
    /// URLs that were written as text.
    shown: HashSet<String>,
    table: Option<Table>,
    is_code: bool,
    /// Whether an empty line comes before the next block.
    gap: bool,
}

impl<'d> Page<'d> {
    fn new(display: &'d Display) -> Self {
        Page {
            display,
            out: String::new(),
            margins: Vec::new(),
            is_in_section: false,
            lists: Vec::new(),
            inline: Inline::default(),
            styles: Vec::new(),
            links: Vec::new(),
            shown: HashSet::new(),
            table: None,
            is_code: false,
            gap: false,
        }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.is_code => self.code_block(&text),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::Code(code) => self.code(&code),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.text("\n"),
            Event::Rule => self.separate(),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => self.heading(level),
            Tag::List(first) => {
                self.flush();
                self.lists.push(first);
            }
            Tag::Item => self.item(),
            Tag::BlockQuote(kind) => self.quote(kind),
            Tag::CodeBlock(_) => {
                self.separate();
                self.is_code = true;
            }
            Tag::Table(alignments) => {
                self.separate();
                self.table = Some(Table::new(alignments));
            }
            Tag::TableHead | Tag::TableRow => self.table.iter_mut().for_each(Table::row),
            Tag::Strong => self.styles.push(HEADING),
            Tag::Emphasis => self.styles.push(Style::new().italic()),
            Tag::Strikethrough => self.styles.push(Style::new().strikethrough()),
            Tag::Link { dest_url, .. } => self.links.push(self.display.url(&dest_url)),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.separate(),
            TagEnd::Heading(level) => self.heading_end(level),
            TagEnd::CodeBlock => self.is_code = false,
            TagEnd::List(_) => {
                self.lists.pop();
                self.gap |= self.lists.is_empty();
            }
            TagEnd::Item => {
                self.flush();
                self.margins.pop();
            }
            TagEnd::BlockQuote(_) => {
                self.separate();
                self.margins.pop();
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.inline);
                self.table.iter_mut().for_each(|table| table.cell(cell.clone()));
            }
            TagEnd::Table => self.table(),
            TagEnd::Strong | TagEnd::Emphasis | TagEnd::Strikethrough => drop(self.styles.pop()),
            TagEnd::Link => self.link_end(),
            _ => {}
        }
    }

    /// The text of a section is indented, so its heading stands out without colors too.
    fn heading(&mut self, level: HeadingLevel) {
        self.separate();
        self.styles.push(HEADING);
        if level <= HeadingLevel::H2 && self.margins.len() <= usize::from(self.is_in_section) {
            self.margins.clear();
            self.is_in_section = false;
        }
    }

    fn heading_end(&mut self, level: HeadingLevel) {
        self.flush();
        self.styles.pop();
        self.gap = level == HeadingLevel::H1;
        if level == HeadingLevel::H2 && self.margins.is_empty() {
            self.margins.push(Margin::every("  ".to_owned()));
            self.is_in_section = true;
        }
    }

    fn item(&mut self) {
        let marker = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "- ".to_owned(),
        };
        self.margins.push(Margin::item(marker));
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>) {
        self.separate();
        let (color, title) = match kind {
            None => (DIM, ""),
            Some(BlockQuoteKind::Note) => (color(AnsiColor::Blue), "Note"),
            Some(BlockQuoteKind::Tip) => (color(AnsiColor::Green), "Tip"),
            Some(BlockQuoteKind::Important) => (color(AnsiColor::Magenta), "Important"),
            Some(BlockQuoteKind::Warning) => (color(AnsiColor::Yellow), "Warning"),
            Some(BlockQuoteKind::Caution) => (color(AnsiColor::Red), "Caution"),
        };
        self.open_gap();
        self.margins.push(Margin::every(format!("{color}│{color:#} ")));
        if !title.is_empty() {
            self.inline.push(title, color.bold(), None);
            self.flush();
        }
    }

    fn text(&mut self, text: &str) {
        let style = self.styles.iter().fold(Style::new(), |all, style| combined(all, *style));
        let link = self.links.last().cloned().flatten().filter(|_| self.display.hyperlinks);
        self.inline.push(text, style, link);
    }

    fn code(&mut self, code: &str) {
        let link = self.links.last().cloned().flatten().filter(|_| self.display.hyperlinks);
        // Without colors, the backticks show where code starts and ends.
        let code = if self.display.colors { code.to_owned() } else { format!("`{code}`") };
        self.inline.push(&code, CODE, link);
    }

    /// Writes the URL of a link after its text, once, unless the text is the link or leads to
    /// another code, which the reader can pass to `explain`.
    fn link_end(&mut self) {
        let Some(Some(url)) = self.links.pop() else { return };
        let is_of_site = self.display.page_url.as_deref().is_some_and(|page| is_same_site(page, &url));
        let is_shown = self.inline.ends_with(&url) || self.inline.ends_with(url.trim_start_matches("mailto:"));
        if !self.display.hyperlinks && !is_of_site && !is_shown && self.shown.insert(url.clone()) {
            self.inline.push(&format!(" ({url})"), DIM, None);
        }
    }

    fn code_block(&mut self, code: &str) {
        self.margins.push(Margin::every("  ".to_owned()));
        for line in printable(code).lines() {
            self.line(&if line.is_empty() { String::new() } else { format!("{CODE}{line}{CODE:#}") });
        }
        self.margins.pop();
        self.gap = true;
    }

    fn table(&mut self) {
        let Some(table) = self.table.take() else { return };
        for line in table.lines(self.columns()) {
            self.line(&line);
        }
        self.gap = true;
    }

    /// Ends the text before a block that an empty line separates from it.
    fn separate(&mut self) {
        self.flush();
        self.gap |= self.margins.iter().all(|margin| margin.first.is_none());
    }

    /// Writes the text since the last block.
    fn flush(&mut self) {
        let inline = std::mem::take(&mut self.inline);
        for line in inline.lines(self.columns()) {
            self.line(&line);
        }
    }

    /// Columns that the margins leave.
    fn columns(&self) -> Option<usize> {
        let margins: usize = self.margins.iter().map(|margin| margin.width).sum();
        self.display.width.map(|width| width.max(NARROWEST).saturating_sub(margins).max(1))
    }

    fn line(&mut self, text: &str) {
        self.open_gap();
        for margin in &mut self.margins {
            self.out.push_str(&margin.first.take().unwrap_or_else(|| margin.rest.clone()));
        }
        self.out.push_str(text);
        self.end_line();
    }

    /// Writes the empty line before a block.
    fn open_gap(&mut self) {
        if std::mem::take(&mut self.gap) && !self.out.is_empty() {
            let open = self.margins.iter().take_while(|margin| margin.first.is_none());
            let margin: String = open.map(|margin| margin.rest.as_str()).collect();
            self.out.push_str(&margin);
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.push('\n');
    }
}

fn color(color: AnsiColor) -> Style {
    color.on_default()
}

/// Both styles, of which `over` decides on the color.
fn combined(under: Style, over: Style) -> Style {
    under.effects(under.get_effects() | over.get_effects()).fg_color(over.get_fg_color().or(under.get_fg_color()))
}

fn is_same_site(page: &str, url: &str) -> bool {
    let host = |url: &str| url.split('/').nth(2).map(str::to_owned);
    host(page).is_some() && host(page) == host(url)
}

#[cfg(test)]
mod tests;
