//! Reads a page: front matter, the Markdown of its body, and everything before the first section.
//! `place` makes an entry of it.

use std::ops::Range;

use errbook_syntax::markdown::FenceInfo;

use crate::envelope::{self, Example};
use crate::front_matter::{self, FrontMatter};
use crate::loss_report::LossReport;
use crate::mdx::{self, Dialect};
use crate::model::{File, Place};
use crate::page_map::PageMap;
use crate::prose::{self, Block, Kind};

/// A parsed page.
#[derive(Debug)]
pub(crate) struct Page {
    /// Path in the source.
    pub(crate) file: String,
    /// Path from the root of the docs, without leading or trailing slashes, and without extension.
    pub(crate) path: String,
    pub(crate) front: FrontMatter,
    /// The body as Markdown.
    pub(crate) text: Text,
    /// The source line of each line of the body.
    numbers: Vec<usize>,
    /// Byte ranges of its headings in the body.
    headings: Vec<Range<usize>>,
    /// The source, for pages that can't be imported.
    pub(crate) source: String,
    /// Everything before the first section.
    pub(crate) head: Head,
    /// Losses while the page was read.
    pub(crate) report: LossReport,
}

/// A body with the positions of its lines.
#[derive(Debug)]
pub(crate) struct Text {
    text: String,
    /// Byte offsets of its lines.
    starts: Vec<usize>,
}

impl Text {
    pub(crate) fn new(text: String) -> Text {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Text { text, starts }
    }
}

impl std::ops::Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

/// Everything before the first section. Numbers are indices in the list of blocks.
#[derive(Debug, Default)]
pub(crate) struct Head {
    /// Markdown of the page's title.
    pub(crate) title: Option<(String, usize)>,
    /// The quote below the title.
    pub(crate) summary: Option<usize>,
    /// The code, and its block.
    pub(crate) code: Option<(String, usize)>,
    pub(crate) example: Option<(Example, usize)>,
    /// All other blocks.
    pub(crate) intro: Vec<usize>,
    /// A list of other pages, which hosts add above the title of pages requested by programs.
    pub(crate) foreign: Vec<usize>,
    /// The first block of the first section.
    pub(crate) end: usize,
    /// Heading level of sections.
    pub(crate) level: usize,
}

/// Reads a page. `below` is the path of the imported folder from the root of the docs.
pub(crate) fn read(source: &File, below: &str, dialect: Dialect, map: &PageMap) -> Page {
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{fffd}");
    let front = front_matter::read(&text);
    let body = text.splitn(front.lines + 1, '\n').nth(front.lines).unwrap_or_default();
    let mut report = LossReport::default();
    let lines = mdx::lower(body, front.lines + 1, dialect, &source.path, &mut report);
    let mut markdown = String::with_capacity(body.len());
    let mut numbers = Vec::with_capacity(lines.len());
    for line in lines {
        markdown.push_str(&line.text);
        markdown.push('\n');
        numbers.push(line.number);
    }
    let mut page = Page {
        file: source.path.clone(),
        path: url_path(&source.path, below),
        front,
        text: Text::new(markdown),
        numbers,
        headings: Vec::new(),
        source: text,
        head: Head::default(),
        report,
    };
    let blocks = prose::blocks(&page.text);
    page.headings.extend(blocks.iter().filter_map(|block| match &block.kind {
        Kind::Heading { text, .. } => Some(text.clone()),
        _ => None,
    }));
    page.head = page.head(&page.text, &blocks, map);
    page
}

/// The path of a page on the site: `errors/data/key_not_found`.
fn url_path(file: &str, below: &str) -> String {
    let path = file.rsplit_once('.').map_or(file, |(path, _)| path);
    let path = path.strip_suffix("/index").unwrap_or(if path == "index" { "" } else { path });
    [below.trim_matches('/'), path].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("/")
}

impl Page {
    /// The text of its headings, as Markdown.
    pub(crate) fn headings(&self) -> impl Iterator<Item = &str> {
        self.headings.iter().map(|range| &self.text[range.clone()])
    }

    /// The segments of its path.
    pub(crate) fn parts(&self) -> Vec<&str> {
        self.path.split('/').filter(|part| !part.is_empty()).collect()
    }

    /// The source location of a byte of the body. It also works for a body with replaced links,
    /// because that doesn't change the lines.
    pub(crate) fn place(&self, text: &Text, byte: usize) -> Place {
        let line = text.starts.partition_point(|start| *start <= byte).saturating_sub(1);
        Place { file: self.file.clone(), line: self.numbers.get(line).copied().unwrap_or(1) }
    }

    /// The location of the first line.
    pub(crate) fn start(&self) -> Place {
        Place { file: self.file.clone(), line: 1 }
    }

    /// Reads everything before the first section.
    pub(crate) fn head(&self, text: &str, blocks: &[Block], map: &PageMap) -> Head {
        let mut head = Head { level: section_level(text, blocks, map), ..Head::default() };
        head.end = blocks.len();
        let mut code = map.code(&self.front).map(|field| (field.value.clone(), usize::MAX));
        for (index, block) in blocks.iter().enumerate() {
            match &block.kind {
                Kind::Heading { level: 1, text: range }
                    if head.title.is_none() && is_title(index, blocks, text, map) =>
                {
                    head.title = Some((text[range.clone()].to_owned(), index));
                    // Blocks above the title that look like a list of pages aren't part of this
                    // page.
                    let (foreign, intro) =
                        std::mem::take(&mut head.intro).into_iter().partition(|at| is_index(text, &blocks[*at]));
                    (head.foreign, head.intro) = (foreign, intro);
                }
                Kind::Heading { level, .. } if *level <= head.level => {
                    head.end = index;
                    break;
                }
                Kind::Quote if head.summary.is_none() && head.title.as_ref().is_some_and(|(_, at)| at + 1 == index) => {
                    head.summary = Some(index);
                }
                Kind::Callout(_) | Kind::Paragraph if code.is_none() => match self.code(text, block) {
                    Some(found) => code = Some((found, index)),
                    None => head.intro.push(index),
                },
                Kind::Code { info, code: json } if head.example.is_none() && is_json(info) => {
                    match envelope::read(json, &|text| looks_like_code(text)) {
                        Some(example) => head.example = Some((example, index)),
                        None => head.intro.push(index),
                    }
                }
                _ => head.intro.push(index),
            }
        }
        head.code = code;
        head
    }

    /// The code in a block. Except in danger callouts, it must be the whole block, and match the
    /// page's name unless it contains a colon and is in a callout.
    fn code(&self, text: &str, block: &Block) -> Option<String> {
        let plain = prose::plain(&text[block.range.clone()]);
        let word = plain.split_whitespace().find(|word| looks_like_code(word))?;
        let alone = word == plain;
        let last = word.rsplit([':', '/', '.']).next().unwrap_or(word);
        let own = self.parts().last().is_some_and(|part| *part == last || *part == word);
        let split = word.contains(':');
        let is_code = match block.kind {
            Kind::Callout("danger") => alone || split,
            Kind::Callout(_) => alone && (own || split),
            _ => alone && own,
        };
        is_code.then(|| word.to_owned())
    }
}

/// Whether a word can be a code, unlike most words of a sentence.
fn looks_like_code(word: &str) -> bool {
    let word_like = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | ':' | '.' | '/');
    let edges = |char: char| matches!(char, ':' | '.' | '/' | '-');
    word.len() > 2
        && word.chars().all(word_like)
        && !word.starts_with(edges)
        && !word.ends_with(edges)
        && !word.contains("//")
        && word.contains(|char: char| char.is_ascii_alphabetic())
        && (word.contains([':', '_', '.', '/'])
            || word.contains(|char: char| char.is_ascii_digit() || char.is_ascii_uppercase()))
}

fn is_json(info: &str) -> bool {
    let info = FenceInfo::of(info);
    matches!(info.language, "" | "json" | "jsonc" | "JSON" | "http") && info.attributes.is_empty()
}

/// Whether a heading is the title: the first heading, unless it is one of the known sections.
fn is_title(index: usize, blocks: &[Block], text: &str, map: &PageMap) -> bool {
    let is_heading = |block: &Block| matches!(block.kind, Kind::Heading { .. });
    let is_first = !blocks[..index].iter().any(is_heading);
    is_first && heading_text(text, &blocks[index]).is_none_or(|heading| map.section(heading).is_none())
}

fn heading_text<'t>(text: &'t str, block: &Block) -> Option<&'t str> {
    match &block.kind {
        Kind::Heading { text: range, .. } => Some(&text[range.clone()]),
        _ => None,
    }
}

/// The level of the first heading after the title.
fn section_level(text: &str, blocks: &[Block], map: &PageMap) -> usize {
    let headings = blocks.iter().enumerate().filter_map(|(index, block)| match &block.kind {
        Kind::Heading { level, .. } => Some((index, *level)),
        _ => None,
    });
    let without_title = headings.filter(|(index, level)| !(*level == 1 && is_title(*index, blocks, text, map)));
    without_title.map(|(_, level)| level).min().unwrap_or(2)
}

/// Whether a quote links to the site's list of pages for programs (`llms.txt`).
fn is_index(text: &str, block: &Block) -> bool {
    block.kind == Kind::Quote && text[block.range.clone()].contains("llms.txt")
}

/// The source of consecutive blocks.
pub(crate) fn slice(text: &str, range: Range<usize>) -> &str {
    text.get(range).unwrap_or_default().trim_matches('\n').trim_end()
}
