//! Quotes plain strings that YAML truncates or can't parse, and replaces tabs in indentation.

use std::collections::HashMap;
use std::ops::Range;

use errbook_catalog::{Diagnostic, Document, Quoting, Snapshot, Written};

use super::{Proposal, Repair};
use crate::blocks::{line_end, line_start};
use crate::edit::{self, Edit};

/// The rule for plain strings that are truncated by a comment.
pub(super) const RULE: &str = "yaml-comment";

pub(super) fn proposals(snapshot: &Snapshot, found: &[Diagnostic]) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    for (file, findings) in super::by_file(found, |rule| rule == RULE) {
        let text = snapshot.report().text(file);
        let Ok(document) = Document::parse(text) else { continue };
        let mut plain = HashMap::new();
        collect(document.root(), &mut plain);
        proposals.extend(super::propose(file, Repair::Quotes, findings, |span| whole(text, &plain, span.range())));
    }
    proposals
}

/// Collects the plain strings of a value, as the start of each by its end.
fn collect(value: Written<'_>, into: &mut HashMap<usize, usize>) {
    if value.quoting() == Some(Quoting::Plain) {
        into.insert(value.span().end as usize, value.span().start as usize);
    }
    value.items().chain(value.members().map(|(_, value)| value)).for_each(|inside| collect(inside, into));
}

/// Quotes a plain string together with the comment after it. Skips comments such as `#TODO`, which
/// are probably not part of the string.
fn whole(text: &str, plain: &HashMap<usize, usize>, comment: Range<usize>) -> Option<Edit> {
    let word = text.get(comment.clone())?.trim_start_matches('#');
    let word: String = word.chars().take_while(|char| char.is_alphanumeric()).collect();
    if word.is_empty() || word.chars().count() > 1 && word.chars().all(char::is_uppercase) {
        return None;
    }
    let start = *plain.get(&comment.start.checked_sub(1)?)?;
    let end = start + text[start..comment.end].trim_end().len();
    Some(Edit::replace(start..end, quoted(&text[start..end])))
}

/// Adds double quotes, in which lines fold as in a plain string.
fn quoted(written: &str) -> String {
    format!("\"{}\"", written.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Makes invalid YAML valid, and counts the fixes. Returns `None` if it is already valid, or has
/// other errors.
pub(super) fn readable(text: &str) -> Option<(String, Vec<(Repair, usize)>)> {
    if Document::parse(text).is_ok() {
        return None;
    }
    let tabs = text.lines().filter(|line| line.starts_with('\t')).count();
    if tabs == 0 {
        return with_quotes(text).map(|(text, quotes)| (text, vec![(Repair::Quotes, quotes)]));
    }
    // The width of a tab is unknown, so the fix is safe only if every width gives the same result.
    let readings: Vec<(String, usize)> =
        [2, 4, 8].iter().filter_map(|width| with_quotes(&spaced(text, *width))).collect();
    let (first, others) = readings.split_first()?;
    let document = Document::parse(&first.0).ok()?;
    let same = |other: &(String, usize)| Document::parse(&other.0).is_ok_and(|of| of.root().means(&document.root()));
    others.iter().all(same).then(|| {
        let quotes = (Repair::Quotes, first.1);
        (first.0.clone(), [(Repair::Tabs, tabs), quotes].into_iter().filter(|(_, count)| *count > 0).collect())
    })
}

fn spaced(text: &str, width: usize) -> String {
    let line = |line: &str| {
        let rest = line.trim_start_matches('\t');
        " ".repeat((line.len() - rest.len()) * width) + rest
    };
    text.split_inclusive('\n').map(line).collect()
}

/// The text with quotes around values that YAML can't parse, or `None` if that doesn't help.
fn with_quotes(text: &str) -> Option<(String, usize)> {
    /// Maximum number of values to quote. A file with more mistakes needs a manual fix.
    const MOST: usize = 64;
    let mut current = text.to_owned();
    for count in 0..=MOST {
        let found = match Document::parse(&current) {
            Ok(_) => return Some((current, count)),
            Err(found) => found,
        };
        let place = found.first()?.labels.first()?.span.start as usize;
        let edit = value_on_line(&current, place)?;
        current = edit::apply(&current, &[edit]).ok()?;
    }
    None
}

/// Quotes the value on the line of an error, if it is prose.
fn value_on_line(text: &str, at: usize) -> Option<Edit> {
    let start = line_start(text, at.min(text.len()));
    let line = text[start..line_end(text, start)].trim_end();
    let (value_start, value) = value_of(line);
    // Text after ` # ` stays a comment.
    let value = value.find(" # ").map_or(value, |comment| &value[..comment]).trim_end();
    is_text(value).then(|| Edit::replace(start + value_start..start + value_start + value.len(), quoted(value)))
}

/// The part of a line after its dashes and key, with its position.
fn value_of(line: &str) -> (usize, &str) {
    let mut at = line.len() - line.trim_start().len();
    while let Some(rest) = line[at..].strip_prefix("- ") {
        at = line.len() - rest.trim_start().len();
    }
    let rest = &line[at..];
    let key =
        rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')).count();
    match rest[key..].strip_prefix(": ") {
        Some(value) if key > 0 => (line.len() - value.trim_start().len(), value.trim_start()),
        _ => (at, rest),
    }
}

/// Whether a value is prose that YAML misreads. Excludes quoted values and possible aliases,
/// anchors, and tags, which need a manual fix.
fn is_text(value: &str) -> bool {
    let Some(first) = value.chars().next() else { return false };
    let words = value.contains(' ');
    match first {
        '`' | '@' | '%' => true,
        '{' => words && !value.ends_with('}'),
        '[' => words && !value.ends_with(']'),
        '*' => words,
        '&' | '!' => value[1..].starts_with(' '),
        '"' | '\'' | '|' | '>' | '#' | '-' | '?' => false,
        _ => value.contains(": ") && words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        readable(text).map(|(text, _)| text)
    }

    #[test]
    fn quotes_strings_that_yaml_cannot_read() {
        for (before, after) in [
            ("a: `b` is gone\n", "a: \"`b` is gone\"\n"),
            ("a:\n  - lead: *b* and c # why\n", "a:\n  - lead: \"*b* and c\" # why\n"),
            ("a: {b} is a place\n", "a: \"{b} is a place\"\n"),
            ("a: send: \"b\"\nc: @d\n", "a: \"send: \\\"b\\\"\"\nc: \"@d\"\n"),
        ] {
            assert_eq!(read(before).as_deref(), Some(after));
        }
    }

    #[test]
    fn does_not_quote_possible_yaml_syntax() {
        for text in ["a: *b\n", "a: &b c\n", "a: !b c\n", "a: [b\n", "a: \"b\" c: d\n", "a: \"b\n"] {
            assert_eq!(read(text), None, "{text:?}");
        }
    }

    #[test]
    fn replaces_tabs_only_if_their_width_makes_no_difference() {
        assert_eq!(read("a:\n\tb: c\n\td:\n\t\t- e\n").as_deref(), Some("a:\n  b: c\n  d:\n    - e\n"));
        assert_eq!(read("a: |\n\tb:\n\t\tc\n"), None, "the second tab is text");
    }

    #[test]
    fn quotes_a_string_with_the_comment_after_it() {
        let quoted = |text: &str| {
            let document = Document::parse(text).expect("YAML");
            let mut plain = HashMap::new();
            collect(document.root(), &mut plain);
            let comment = text.find('#').expect("a comment")..text.len() - 1;
            whole(text, &plain, comment).map(|edit| edit::apply(text, &[edit]).expect("an edit"))
        };
        let whole = quoted("a: see\n  \"b\" #12 and #13\n");
        assert_eq!(whole.as_deref(), Some("a: \"see\n  \\\"b\\\" #12 and #13\"\n"));
        assert_eq!(quoted("a: b #TODO c\n"), None);
    }
}
