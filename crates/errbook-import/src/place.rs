//! Makes an entry from a page: every block goes to a key, a free section, or the report. `parts`
//! decides which sections can be structured: only those whose rendering restores the original text.

mod disagree;
mod head;
mod parts;
mod request;

use crate::ledger;
use crate::loss_report::LossReport;
use crate::manifest::Site;
use crate::model::{Entry, FreeSection, Note};
use crate::page::{Page, Text, slice};
use crate::page_map::{PageMap, Section};
use crate::prose::{self, Block, Kind};
use crate::scheme::{Code, Scheme};

pub(crate) use head::{escaped, status};

/// Facts about the whole catalog that a page needs.
pub(crate) struct World<'w> {
    pub(crate) scheme: &'w Scheme,
    pub(crate) map: &'w PageMap,
    /// The code of the page at a URL or a path from the root of the docs.
    pub(crate) code_at: &'w dyn Fn(&str) -> Option<Code>,
    /// Whether an entry with this code exists.
    pub(crate) exists: &'w dyn Fn(&Code) -> bool,
    /// Where the pages will be published.
    pub(crate) site: Option<&'w Site>,
}

/// A section of a page.
struct Part {
    /// Markdown of its heading.
    heading: String,
    /// Byte offset of the heading. `start` is that of the content.
    at: usize,
    start: usize,
    end: usize,
    blocks: Vec<Block>,
}

/// An entry under construction.
struct Maker<'m> {
    page: &'m Page,
    text: &'m Text,
    world: &'m World<'m>,
    report: &'m mut LossReport,
    entry: Entry,
    /// The last section that has a key.
    last: Option<Section>,
}

/// Makes the entry of a page with a known code.
pub(crate) fn entry(page: &Page, code: &Code, world: &World<'_>, report: &mut LossReport) -> Entry {
    let text = linked(page, world, report);
    let blocks = prose::blocks(&text);
    let head = page.head(&text, &blocks, world.map);
    let entry = Entry { code: code.clone(), place: page.start(), ..Entry::default() };
    let mut maker = Maker { page, text: &text, world, report, entry, last: None };
    let intro = maker.head(&head, &blocks);
    let has_example = head.example.is_some();
    let mut parts = parts_of(&text, &blocks[head.end..], head.level);
    let is_empty = parts.is_empty() && intro.is_empty() && !has_example;
    let notes = maker.take_notes(&mut parts);
    for part in &parts {
        maker.part(part);
    }
    maker.intro(&intro, &blocks);
    maker.entry.notes = notes;
    disagree::find_status(&mut maker.entry, page, &text, maker.report);
    disagree::statuses(&maker.entry, page, &text, &blocks, maker.report);
    maker.draft(is_empty);
    disagree::url(code, page, world, maker.report);
    maker.entry
}

/// The body, in which links to other pages of the source are replaced with links to their codes.
pub(crate) fn linked(page: &Page, world: &World<'_>, report: &mut LossReport) -> Text {
    let text = prose::relinked(&page.text, |url, at| {
        if url.contains(['#', '?']) && !url.starts_with('#') {
            let bare = url.split(['#', '?']).next().unwrap_or_default();
            if resolve(page, bare, world).is_some() {
                report.kept(page.place(&page.text, at), "a link to part of a code's page stays a plain link", url);
            }
            return None;
        }
        let code = resolve(page, url, world)?;
        report.took("link to a code's page", "link to the code");
        Some(world.scheme.text(&code))
    });
    // Only destinations and labels of links differ.
    report.keyed(page.start(), ledger::without(&page.text, &text));
    Text::new(without_definitions(page, text, report))
}

/// Removes the definitions of links, because all links have their destinations now. The lines stay.
fn without_definitions(page: &Page, mut text: String, report: &mut LossReport) -> String {
    let links = prose::references(&page.text);
    for range in prose::gaps(&text) {
        let gap = text[range.clone()].to_owned();
        for (line, definition) in gap.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            // A definition can go on in the next line.
            if links.iter().any(|url| definition.contains(url.as_str())) || !definition.trim_start().starts_with('[') {
                report.keyed(page.start(), definition);
            } else {
                let mut place = page.place(&page.text, range.start);
                place.line += line;
                report.unplaced(place, "no link uses this definition", definition.trim());
            }
        }
        text.replace_range(range, &"\n".repeat(gap.matches('\n').count()));
    }
    text
}

/// The code of the page that a link leads to.
fn resolve(page: &Page, url: &str, world: &World<'_>) -> Option<Code> {
    if url.is_empty() || url.starts_with('#') {
        return None;
    }
    if url.contains("://") {
        return (world.code_at)(url);
    }
    if let Some(code) = world.scheme.read(url).filter(|code| (world.exists)(code)) {
        return Some(code);
    }
    let mut parts: Vec<&str> = if url.starts_with('/') { Vec::new() } else { page.parts() };
    parts.pop();
    for part in url.split('/').filter(|part| !part.is_empty() && *part != ".") {
        match part {
            ".." => drop(parts.pop()),
            other => parts.push(other),
        }
    }
    let path = parts.join("/");
    let path = path.strip_suffix(".mdx").or_else(|| path.strip_suffix(".md")).unwrap_or(&path);
    (world.code_at)(path)
}

/// The sections after the head.
fn parts_of(text: &str, blocks: &[Block], level: usize) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for block in blocks {
        match &block.kind {
            Kind::Heading { level: of, text: range } if *of <= level => {
                if let Some(last) = parts.last_mut() {
                    last.end = block.range.start;
                }
                let heading = text[range.clone()].replace('\n', " ");
                let (at, start) = (block.range.start, block.range.end);
                parts.push(Part { heading, at, start, end: text.len(), blocks: Vec::new() });
            }
            _ => {
                if let Some(last) = parts.last_mut() {
                    last.blocks.push(block.clone());
                }
            }
        }
    }
    parts
}

impl Maker<'_> {
    /// Reports content at a byte of the body that changed its form.
    fn kept(&mut self, at: usize, message: impl Into<String>, text: impl Into<String>) {
        self.report.kept(self.page.place(self.text, at), message, text);
    }

    /// Records text of the page that turned into a key.
    fn keyed(&mut self, text: &str) {
        self.report.keyed(self.page.start(), text);
    }

    /// Reports content at a byte of the body that isn't in the catalog.
    fn unplaced(&mut self, at: usize, message: impl Into<String>, text: impl Into<String>) {
        self.report.unplaced(self.page.place(self.text, at), message, text);
    }

    /// Turns callouts into notes if they end the last section before the related errors, because
    /// pages show notes there.
    fn take_notes(&mut self, parts: &mut [Part]) -> Vec<Note> {
        let section = |part: &Part| self.world.map.section(&part.heading);
        let related = parts.iter().position(|part| section(part) == Some(Section::Related)).unwrap_or(parts.len());
        let Some(last) = parts[..related].last_mut() else { return Vec::new() };
        let first =
            last.blocks.iter().rposition(|block| !matches!(block.kind, Kind::Callout(_))).map_or(0, |at| at + 1);
        let taken = last.blocks.split_off(first);
        let mut notes = Vec::new();
        for block in &taken {
            let Kind::Callout(kind) = block.kind else { continue };
            let source = &self.text[block.range.clone()];
            let text = parts::unquoted(source);
            self.keyed(&ledger::without(source, &text));
            notes.push(Note { kind, text });
            self.report.took("callout at the end", "notes");
        }
        if let Some(first) = taken.first() {
            last.end = first.range.start;
        }
        notes
    }

    fn part(&mut self, part: &Part) {
        let heading = part.heading.as_str();
        let known = self.world.map.section(heading);
        let in_order = |section: &Section| self.last.is_none_or(|last| last < *section);
        let taken = match known.filter(in_order) {
            Some(section) if self.section(section, part) => Some(section),
            _ => None,
        };
        match taken {
            Some(section) => {
                self.last = Some(section);
                self.report.took(&format!("section {}", section.heading()), section.key());
                self.keyed(heading);
                let same =
                    crate::page_map::normal(&prose::plain(heading)) == crate::page_map::normal(section.heading());
                if !same || heading.contains("](") {
                    self.kept(part.at, format!("this heading becomes `{}`", section.heading()), heading);
                }
            }
            None => self.free(part, known),
        }
    }

    /// Adds a section without a key.
    fn free(&mut self, part: &Part, known: Option<Section>) {
        let heading = part.heading.as_str();
        let text = slice(self.text, part.start..part.end);
        let name = prose::plain(heading);
        if text.is_empty() && known.is_some() {
            return self.unplaced(part.at, "this section is empty", heading);
        }
        if text.is_empty() {
            self.kept(part.at, "this heading without text becomes a paragraph", heading);
            return self.append(heading.trim());
        }
        if name.is_empty() {
            self.kept(part.at, "this heading is empty", "");
            return self.append(text);
        }
        if known.is_none() {
            self.kept(part.at, format!("`{name}` is imported as a free section"), "");
        } else if self.last.is_some_and(|last| known.is_some_and(|known| known <= last)) {
            self.kept(part.at, format!("`{name}` is out of order or repeated: it is imported as a free section"), "");
        }
        let after = self.last.unwrap_or(Section::WhatHappened).key();
        self.entry.sections.push(FreeSection { heading: heading.trim().to_owned(), text: text.to_owned(), after });
    }

    /// Adds text without a heading to the previous section.
    fn append(&mut self, text: &str) {
        let place = match self.entry.sections.last_mut() {
            Some(section) => &mut section.text,
            None => &mut self.entry.what_happened.text,
        };
        if !place.is_empty() {
            place.push_str("\n\n");
        }
        place.push_str(text);
    }
}
