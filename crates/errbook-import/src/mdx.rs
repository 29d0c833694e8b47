//! Converts MDX to plain Markdown with the same words. Components with a Markdown equivalent are
//! converted: a callout becomes a quote with a marker, code tabs become titled fences, and steps
//! become a numbered list. For all others, only the content is kept, and the report lists them.
//! Every line keeps its source line number.
//!
//! `tree` splits a page into lines and elements, `element` converts the elements, `inline` does the
//! same within a line, `fence` cleans up the first lines of code blocks, and `tag` parses tags.

mod element;
mod fence;
mod inline;
mod tag;
mod tree;

use std::collections::BTreeMap;

use crate::loss_report::LossReport;
use crate::model::Place;

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Markdown with JSX: every tag is an element, and braces contain expressions.
    Mdx,
    /// Markdown: something that looks like a tag may be a placeholder, and braces have no meaning.
    Markdown,
}

/// A line of Markdown, and the source line that it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) number: usize,
    pub(crate) text: String,
}

impl Line {
    fn new(number: usize, text: impl Into<String>) -> Line {
        Line { number, text: text.into() }
    }

    fn blank(number: usize) -> Line {
        Line::new(number, "")
    }

    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// State shared while a page is converted.
struct Context<'c> {
    dialect: Dialect,
    file: &'c str,
    report: &'c mut LossReport,
    /// Dropped parts of tags and fences that readers don't miss, such as icons: the first line and
    /// their sources. Each is reported once.
    dropped: BTreeMap<String, (usize, Vec<String>)>,
}

/// Converts the body of a page to Markdown. `first` is the number of its first line.
pub(crate) fn lower(body: &str, first: usize, dialect: Dialect, file: &str, report: &mut LossReport) -> Vec<Line> {
    let mut context = Context { dialect, file, report, dropped: BTreeMap::new() };
    let nodes = tree::read(body, first, &mut context);
    let lines = single_spaced(element::lines(nodes, &mut context));
    for (what, (line, sources)) in std::mem::take(&mut context.dropped) {
        let times = if sources.len() > 1 { format!(" ({} times)", sources.len()) } else { String::new() };
        let place = context.place(line);
        context.report.unplaced(place, format!("{what} is not imported{times}"), sources.join(" "));
    }
    lines
}

/// Removes repeated blank lines, which elements leave behind. Code doesn't change.
fn single_spaced(mut lines: Vec<Line>) -> Vec<Line> {
    let mut fences = fence::Walk::default();
    let mut blank = true;
    lines.retain(|line| {
        let is_code = fences.step(&line.text) != fence::Code::No;
        let after_blank = blank;
        blank = !is_code && line.is_blank();
        !(blank && after_blank)
    });
    lines
}

impl Context<'_> {
    fn place(&self, line: usize) -> Place {
        Place { file: self.file.to_owned(), line }
    }

    fn unplaced(&mut self, line: usize, message: impl Into<String>, text: impl Into<String>) {
        let place = self.place(line);
        self.report.unplaced(place, message, text);
    }

    fn kept(&mut self, line: usize, message: impl Into<String>, text: impl Into<String>) {
        let place = self.place(line);
        self.report.kept(place, message, text);
    }

    /// Collects a dropped part that readers don't miss.
    fn drop(&mut self, line: usize, what: String, source: impl Into<String>) {
        self.dropped.entry(what).or_insert((line, Vec::new())).1.push(source.into());
    }

    /// Records syntax that turned into Markdown.
    fn keyed(&mut self, line: usize, text: impl Into<String>) {
        let place = self.place(line);
        self.report.keyed(place, text);
    }
}

#[cfg(test)]
mod tests;
