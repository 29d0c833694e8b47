//! MDX as plain Markdown with the same words. Components that Markdown has a form for get it: a callout is a quote with a marker, tabs of code are
//! titled fences, steps a numbered list. All others leave their content, and the report says so. Every line knows where it came from.
//!
//! `tree` splits the text into lines and elements, `element` writes the elements, `inline` does the same within a line, `fence` tidies
//! the first lines of code blocks, and `tag` knows tags.

mod element;
mod fence;
mod inline;
mod tag;
mod tree;

use std::collections::BTreeMap;

use crate::loss_report::LossReport;
use crate::model::Place;

/// What a text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Markdown with JSX: every tag is one, and braces hold expressions.
    Mdx,
    /// Markdown: what looks like a tag may be a placeholder, and braces are braces.
    Markdown,
}

/// A line of Markdown and the line of the source that it came from.
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

/// What all parts of a text share while it is turned into Markdown.
struct Context<'c> {
    dialect: Dialect,
    file: &'c str,
    report: &'c mut LossReport,
    /// What was left out of tags and fences and says nothing to a reader, such as icons: counted, and told once.
    dropped: BTreeMap<String, (usize, usize)>,
}

/// Turns the body of a page, whose first line has number `first`, into Markdown.
pub(crate) fn lower(body: &str, first: usize, dialect: Dialect, file: &str, report: &mut LossReport) -> Vec<Line> {
    let mut context = Context { dialect, file, report, dropped: BTreeMap::new() };
    let nodes = tree::read(body, first, &mut context);
    let lines = single_spaced(element::lines(nodes, &mut context));
    for (what, (line, count)) in std::mem::take(&mut context.dropped) {
        let times = if count > 1 { format!(" ({count} times)") } else { String::new() };
        let place = context.place(line);
        context.report.unplaced(place, format!("{what} is not imported{times}"), "");
    }
    lines
}

/// The lines without blank ones that follow another, which elements leave around them. Code stays as it is.
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

    /// Counts something that is left out and that no reader would miss.
    fn drop(&mut self, line: usize, what: String) {
        let entry = self.dropped.entry(what).or_insert((line, 0));
        entry.1 += 1;
    }
}

#[cfg(test)]
mod tests;
