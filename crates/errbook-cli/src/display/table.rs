//! Lays out a table: columns if they fit, and otherwise a list with a line for each cell.

use errbook_syntax::markdown::Alignment;

use super::inline::{Inline, width_of};
use crate::terminal::HEADING;

/// Space between columns.
const GAP: usize = 2;

/// Columns aren't made narrower than this.
const NARROWEST: usize = 12;

/// A table whose first row is its head.
pub(super) struct Table {
    alignments: Vec<Alignment>,
    rows: Vec<Vec<Inline>>,
}

impl Table {
    pub(super) fn new(alignments: Vec<Alignment>) -> Table {
        Table { alignments, rows: Vec::new() }
    }

    pub(super) fn row(&mut self) {
        self.rows.push(Vec::new());
    }

    pub(super) fn cell(&mut self, cell: Inline) {
        self.rows.iter_mut().rev().take(1).for_each(|row| row.push(cell.clone()));
    }

    /// The lines, none of which is longer than `columns`.
    pub(super) fn lines(&self, columns: Option<usize>) -> Vec<String> {
        match self.widths(columns) {
            Some(widths) => self.rows.iter().enumerate().flat_map(|(at, row)| self.cells(row, at, &widths)).collect(),
            None => self.records(columns),
        }
    }

    /// Widths of the columns. `None` if words don't fit into them.
    fn widths(&self, columns: Option<usize>) -> Option<Vec<usize>> {
        let of = |measure: fn(&Inline) -> usize| -> Vec<usize> {
            let at = |column: usize| self.rows.iter().filter_map(move |row| row.get(column)).map(measure).max();
            (0..self.alignments.len()).map(|column| at(column).unwrap_or_default()).collect()
        };
        let (mut widths, words) = (of(Inline::width), of(Inline::longest_word));
        let Some(columns) = columns else { return Some(widths) };
        let available = columns.saturating_sub(GAP * widths.len().saturating_sub(1));
        while widths.iter().sum::<usize>() > available {
            let can_shrink = |column: &usize| widths[*column] > words[*column].max(NARROWEST);
            let widest = (0..widths.len()).filter(can_shrink).max_by_key(|column| widths[*column])?;
            widths[widest] -= 1;
        }
        Some(widths)
    }

    /// A row, whose cells can have several lines.
    fn cells(&self, row: &[Inline], at: usize, widths: &[usize]) -> Vec<String> {
        let cells: Vec<Vec<String>> =
            row.iter().zip(widths).map(|(cell, width)| cell.lines(Some((*width).max(1)))).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or_default();
        let line = |index: usize| {
            let parts = cells.iter().zip(widths).zip(&self.alignments);
            let parts = parts.map(|((cell, width), alignment)| {
                let text = cell.get(index).map_or("", String::as_str);
                aligned(&emphasized(text, at == 0), *width, *alignment)
            });
            parts.collect::<Vec<_>>().join(&" ".repeat(GAP))
        };
        (0..height).map(line).collect()
    }

    /// A line for each cell of a row, which starts with the head of its column.
    fn records(&self, columns: Option<usize>) -> Vec<String> {
        let Some((head, rows)) = self.rows.split_first() else { return Vec::new() };
        let mut lines = Vec::new();
        for row in rows {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            for (title, cell) in head.iter().zip(row) {
                lines.extend(title.followed_by(cell).lines(columns));
            }
        }
        lines
    }
}

fn emphasized(text: &str, is_head: bool) -> String {
    if is_head && !text.is_empty() { format!("{HEADING}{text}{HEADING:#}") } else { text.to_owned() }
}

fn aligned(text: &str, width: usize, alignment: Alignment) -> String {
    let space = width.saturating_sub(width_of(text));
    let before = match alignment {
        Alignment::Right => space,
        Alignment::Center => space / 2,
        Alignment::None | Alignment::Left => 0,
    };
    format!("{}{text}{}", " ".repeat(before), " ".repeat(space - before))
}
