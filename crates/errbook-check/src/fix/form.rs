//! Fixes line endings and whitespace, without changing what a file means.

use errbook_catalog::{Document, Quoting, Written};

use super::Repair;
use crate::blocks::line_start;

/// Fixes a text, and counts the changes. Returns `None` if there is nothing to fix.
pub(super) type Tidy = fn(&str) -> Option<(String, usize)>;

/// Formatting fixes, in the order in which they are applied.
pub(super) const REPAIRS: &[(Repair, Tidy)] =
    &[(Repair::LineEnds, line_ends), (Repair::LastLine, last_line), (Repair::TrailingSpace, trailing_space)];

/// Makes line endings match the majority. In a tie, `\n` wins.
fn line_ends(text: &str) -> Option<(String, usize)> {
    let windows = text.matches("\r\n").count();
    let unix = text.matches('\n').count() - windows;
    if windows == 0 || unix == 0 {
        return None;
    }
    let plain = text.replace("\r\n", "\n");
    let tidy = if windows > unix { plain.replace('\n', "\r\n") } else { plain };
    same(text, tidy).map(|tidy| (tidy, windows.min(unix)))
}

/// Adds a missing final newline. Can't be checked with [`same`], because a block string at the end
/// gains a line break.
fn last_line(text: &str) -> Option<(String, usize)> {
    if text.is_empty() || text.ends_with('\n') || Document::parse(text).is_err() {
        return None;
    }
    Some((text.to_owned() + crate::blocks::line_break(text), 1))
}

/// Removes trailing whitespace outside strings. In Markdown, two spaces at the end of a line are a
/// line break.
fn trailing_space(text: &str) -> Option<(String, usize)> {
    if !text.lines().any(|line| line.ends_with([' ', '\t'])) {
        return None;
    }
    let document = Document::parse(text).ok()?;
    let mut texts = Vec::new();
    collect(text, document.root(), &mut texts);
    let (mut tidy, mut count, mut start) = (String::with_capacity(text.len()), 0, 0);
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        let kept = content.trim_end_matches([' ', '\t']);
        let end = start + content.len();
        // Strings are sorted. Only the last one that starts before the end of this line can overlap
        // it.
        let within = texts.partition_point(|of| of.start < end);
        let belongs = within.checked_sub(1).map(|index| &texts[index]).filter(|of| of.end > start + kept.len());
        // Of a block string, only indentation can be removed.
        let free = belongs.is_none_or(|of| kept.is_empty() && content.len() <= of.indent);
        if free && kept.len() < content.len() {
            count += 1;
            tidy.push_str(kept);
            tidy.push_str(&line[content.len()..]);
        } else {
            tidy.push_str(line);
        }
        start += line.len();
    }
    if count == 0 { None } else { same(text, tidy).map(|tidy| (tidy, count)) }
}

/// The extent of a string, in which whitespace may matter.
struct Extent {
    start: usize,
    end: usize,
    /// Indentation of a block, in columns.
    indent: usize,
}

fn collect(text: &str, value: Written<'_>, into: &mut Vec<Extent>) {
    let (start, end) = (value.span().start as usize, value.span().end as usize);
    match value.quoting() {
        Some(Quoting::Block) => into.push(Extent { start, end, indent: start - line_start(text, start) }),
        Some(Quoting::Single | Quoting::Double) => into.push(Extent { start, end, indent: 0 }),
        _ => {}
    }
    for (key, value) in value.members() {
        collect(text, key, into);
        collect(text, value, into);
    }
    value.items().for_each(|item| collect(text, item, into));
}

/// `after`, if it means the same as `before`.
pub(super) fn same(before: &str, after: String) -> Option<String> {
    let (one, two) = (Document::parse(before).ok()?, Document::parse(&after).ok()?);
    let same = one.root().means(&two.root());
    drop(two);
    same.then_some(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_follow_the_majority() {
        assert_eq!(line_ends("a: 1\r\nb: 2\n"), Some(("a: 1\nb: 2\n".into(), 1)));
        assert_eq!(line_ends("a: 1\r\nb: |\r\n  x\n"), Some(("a: 1\r\nb: |\r\n  x\r\n".into(), 1)));
        assert_eq!(line_ends("a: 1\r\nb: 2\r\n"), None);
    }

    #[test]
    fn keeps_hard_line_breaks_of_markdown() {
        assert_eq!(trailing_space("a: |\n  x  \n  y\n"), None);
        assert_eq!(trailing_space("a: |\n  x\n \n  y\nb: 'z ' \n"), Some(("a: |\n  x\n\n  y\nb: 'z '\n".into(), 2)));
        assert_eq!(trailing_space("a: |\n  x\n    \n  y\n"), None, "these spaces are text");
        assert_eq!(trailing_space("a: \"x\\ \n  y\"\n"), None, "this space is escaped");
        assert_eq!(trailing_space("a: 1 # b \t\n  \n"), Some(("a: 1 # b\n\n".into(), 2)));
        assert_eq!(trailing_space("a: |\n  x\n  \n"), Some(("a: |\n  x\n\n".into(), 1)));
    }

    #[test]
    fn adds_a_final_newline() {
        assert_eq!(last_line("a: |\r\n  x"), Some(("a: |\r\n  x\r\n".into(), 1)));
        assert_eq!(last_line("a: 1\n"), None);
        assert_eq!(last_line("a: ["), None);
    }
}
