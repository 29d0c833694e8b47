//! Edits a changelog in Markdown. In the section of a version, errbook owns what is between two
//! comments. Everything else is a person's, and stays byte for byte.

use std::ops::Range;

use errbook_syntax::markdown::{Event, HeadingLevel, Spanned, Tag, TagEnd, all_events};

/// The heading of the section without a version.
const UNRELEASED: &str = "Unreleased";

const START: &str = "<!-- errbook: changes since ";
const END: &str = "<!-- errbook: end of changes -->";

/// A changelog.
#[derive(Debug)]
pub(crate) struct Document {
    text: String,
    sections: Vec<Section>,
}

/// From a heading of the second level to the next.
#[derive(Debug)]
struct Section {
    /// The heading as plain text.
    title: String,
    heading: Range<usize>,
    end: usize,
    block: Option<Block>,
}

/// What errbook wrote, with its comments.
#[derive(Debug, Clone)]
struct Block {
    base: String,
    range: Range<usize>,
}

/// A comment without its counterpart, with its line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unpaired(pub(crate) usize);

/// What to write.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry<'e> {
    /// `None` for what is unreleased.
    pub(crate) version: Option<&'e str>,
    pub(crate) date: Option<&'e str>,
    /// What `changes` are compared with.
    pub(crate) base: &'e str,
    /// Markdown with headings from the third level.
    pub(crate) changes: &'e str,
}

impl Document {
    pub(crate) fn read(text: String) -> Result<Document, Unpaired> {
        let line = |at: usize| text[..at].matches('\n').count() + 1;
        let mut sections: Vec<Section> = Vec::new();
        let mut open: Option<(String, usize)> = None;
        for part in parts(&text) {
            match part {
                Part::Heading(title, range) => {
                    if let Some((_, start)) = open {
                        return Err(Unpaired(line(start)));
                    }
                    if let Some(last) = sections.last_mut() {
                        last.end = range.start;
                    }
                    sections.push(Section { title, heading: range, end: text.len(), block: None });
                }
                Part::Start(base, at) => {
                    if let Some((_, start)) = open.replace((base, at)) {
                        return Err(Unpaired(line(start)));
                    }
                }
                Part::End(at) => {
                    let Some((base, start)) = open.take() else { return Err(Unpaired(line(at))) };
                    if let Some(section) = sections.last_mut().filter(|section| section.block.is_none()) {
                        section.block = Some(Block { base, range: start..at + END.len() });
                    }
                }
            }
        }
        match open {
            Some((_, start)) => Err(Unpaired(line(start))),
            None => Ok(Document { text, sections }),
        }
    }

    /// A changelog without sections.
    pub(crate) fn new(title: &str) -> Document {
        Document { text: format!("# Changelog\n\nChanges of the error codes of {title}.\n"), sections: Vec::new() }
    }

    /// What the section of a version was compared with. A version without a section gets that of what is
    /// unreleased.
    pub(crate) fn base(&self, version: Option<&str>) -> Option<&str> {
        let section = self.section(version).or_else(|| self.unreleased_block())?;
        Some(&section.block.as_ref()?.base)
    }

    /// The text with an entry, in place of an earlier one of the same version or of what is unreleased.
    pub(crate) fn with(&self, entry: Entry<'_>) -> String {
        let newline = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        let block = format!("{START}{} -->\n\n{}\n\n{END}", entry.base, entry.changes.trim()).replace('\n', newline);
        let Some(section) = self.section(entry.version).or_else(|| self.unreleased_block()) else {
            return self.inserted(&format!("## {}{newline}{newline}{block}{newline}", heading(entry)), newline);
        };
        let at = section.block.as_ref().map_or(section.content_end(&self.text), |block| block.range.clone());
        let block = if at.is_empty() { format!("{newline}{newline}{block}") } else { block };
        let (before, after) = (&self.text[..at.start], &self.text[at.end..]);
        let after = if at.is_empty() && after.is_empty() { newline } else { after };
        match section.new_heading(entry) {
            Some(heading) => {
                let Range { start, end } = section.heading;
                format!("{}## {heading}{}{block}{after}", &before[..start], &before[end..])
            }
            None => format!("{before}{block}{after}"),
        }
    }

    /// The text with a new section, above those of released versions.
    fn inserted(&self, section: &str, newline: &str) -> String {
        let released = self.sections.iter().find(|section| !section.is_unreleased());
        let text = &self.text;
        match released {
            Some(next) => format!("{}{section}{newline}{}", &text[..next.heading.start], &text[next.heading.start..]),
            None if text.trim().is_empty() => section.to_owned(),
            None => format!("{}{newline}{newline}{section}", text.trim_end()),
        }
    }

    fn section(&self, version: Option<&str>) -> Option<&Section> {
        self.sections.iter().find(|section| match version {
            Some(version) => section.version().is_some_and(|of| plain_version(of) == plain_version(version)),
            None => section.is_unreleased(),
        })
    }

    fn unreleased_block(&self) -> Option<&Section> {
        self.section(None).filter(|section| section.block.is_some())
    }
}

impl Section {
    /// The first word of the heading: `1.2.0` of `[1.2.0] - 2026-11-30`.
    fn version(&self) -> Option<&str> {
        Some(self.title.split_whitespace().next()?.trim_matches(['[', ']', '(', ')', ':']))
    }

    fn is_unreleased(&self) -> bool {
        self.version().is_some_and(|word| word.eq_ignore_ascii_case(UNRELEASED))
    }

    /// After the last line of the section that isn't empty.
    fn content_end(&self, text: &str) -> Range<usize> {
        let end = text[..self.end].trim_end().len().max(self.heading.end);
        end..end
    }

    /// The heading that the section gets, unless it stays: what was unreleased becomes a version, and a
    /// plain heading gets another date.
    fn new_heading(&self, entry: Entry<'_>) -> Option<String> {
        entry.version?;
        let released = self.is_unreleased();
        let dated = entry.date.is_some_and(|date| !self.title.contains(date)) && self.is_plain();
        (released || dated).then(|| heading(entry))
    }

    /// Whether it is just a version, with or without a date.
    fn is_plain(&self) -> bool {
        let mut words = self.title.split_whitespace().skip(1);
        match (words.next(), words.next(), words.next()) {
            (None, ..) => true,
            (Some("-"), Some(date), None) => errbook_catalog::is_since(errbook_catalog::SinceKind::Date, date),
            _ => false,
        }
    }
}

fn heading(entry: Entry<'_>) -> String {
    let date = entry.date.map(|date| format!(" - {date}")).unwrap_or_default();
    format!("{}{date}", entry.version.unwrap_or(UNRELEASED))
}

/// `v1.2.0` and `1.2.0` are the same version.
fn plain_version(version: &str) -> &str {
    version.strip_prefix('v').filter(|rest| rest.starts_with(|first: char| first.is_ascii_digit())).unwrap_or(version)
}

/// What the structure of a changelog consists of.
enum Part {
    Heading(String, Range<usize>),
    Start(String, usize),
    End(usize),
}

/// The headings of the second level, and errbook's comments, without those in code and quotes.
fn parts(text: &str) -> Vec<Part> {
    let (events, _) = all_events(text);
    let (mut parts, mut depth) = (Vec::new(), 0_usize);
    for (at, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) if depth == 0 => {
                let heading = text[range.clone()].trim_end();
                parts.push(Part::Heading(title(&events[at..]), range.start..range.start + heading.len()));
            }
            Event::Html(_) if depth <= 1 => parts.extend(comment(text, range)),
            _ => {}
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    parts
}

/// The text of the heading at the start of the events.
fn title(events: &[Spanned<'_>]) -> String {
    let inner = events.iter().take_while(|(event, _)| !matches!(event, Event::End(TagEnd::Heading(_))));
    let text = inner.map(|(event, _)| match event {
        Event::Text(text) | Event::Code(text) => text.to_string(),
        Event::SoftBreak | Event::HardBreak => " ".to_owned(),
        _ => String::new(),
    });
    text.collect()
}

fn comment(text: &str, range: &Range<usize>) -> Option<Part> {
    let html = text[range.clone()].trim_end();
    if let Some(base) = html.strip_prefix(START).and_then(|rest| rest.strip_suffix(" -->")) {
        return Some(Part::Start(base.to_owned(), range.start));
    }
    (html == END).then_some(Part::End(range.start))
}

#[cfg(test)]
mod tests;
