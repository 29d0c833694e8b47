//! Splits block mappings into members with their lines and comments, so edits lose no comment.

use std::ops::Range;

use errbook_catalog::{Document, Quoting, Written};
pub use errbook_syntax::yaml::quoted;

use crate::edit::Edit;

/// The lines of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    /// Empty lines above it.
    pub(crate) gap: Range<usize>,
    /// The comments above its key, the member, and the comments below it that are indented further
    /// than its key.
    pub(crate) lines: Range<usize>,
    /// The line of the key.
    pub(crate) key_line: usize,
}

/// The members of a block mapping as contiguous lines, or `None` if a member doesn't start on its
/// own line.
pub(crate) fn of(text: &str, mapping: &Written<'_>) -> Option<Vec<Block>> {
    if mapping.is_flow() {
        return None;
    }
    let mut blocks: Vec<Block> = Vec::new();
    for (key, value) in mapping.members() {
        let at = key.span().start as usize;
        let line = line_start(text, at);
        if !text[line..at].bytes().all(|byte| byte == b' ') {
            return None;
        }
        let start = blocks.last().map_or_else(|| first_comment(text, line), |last| last.lines.end);
        let empty = if blocks.is_empty() { 0 } else { leading_empty(&text[start..line]) };
        let end = end_of_lines(text, at - line, end_of(text, &key, &value));
        blocks.push(Block { gap: start..start + empty, lines: start + empty..end, key_line: line });
    }
    Some(blocks)
}

/// The end of the value of `key`.
pub(crate) fn end_of(text: &str, key: &Written<'_>, value: &Written<'_>) -> usize {
    let (start, end) = (value.span().start as usize, value.span().end as usize);
    let after_key = key.span().end as usize;
    if value.quoting() == Some(Quoting::Block) {
        return end_of_block(text, after_key, start..end);
    }
    if value.is_flow() {
        return end;
    }
    let last_member = value.members().last().map(|(key, value)| end_of(text, &key, &value));
    let last = last_member.or_else(|| value.items().last().map(|item| end_of(text, &item, &item)));
    // A key without a value ends at its colon.
    last.unwrap_or(if end == start { after_key } else { end })
}

/// The end of a block string. The parser includes the empty lines after it, which belong to it only
/// if its header has `+`.
fn end_of_block(text: &str, after_key: usize, block: Range<usize>) -> usize {
    let written = &text[block.clone()];
    let header = text[..block.start].trim_end_matches([' ', '\n', '\r']);
    let header = &header[line_start(header, header.len())..];
    let keeps = header.split(" #").next().unwrap_or_default().trim_end().rsplit(['|', '>']).next();
    if keeps.is_some_and(|indicators| indicators.contains('+')) {
        let tail = written.rfind('\n').map_or(0, |at| at + 1);
        return if written[tail..].trim().is_empty() { block.start + tail } else { block.end };
    }
    if written.trim().is_empty() { after_key } else { block.start + written.trim_end().len() }
}

/// The end of the line of byte `end`, and of the comments below that are indented further than
/// `indent`.
pub(crate) fn end_of_lines(text: &str, indent: usize, end: usize) -> usize {
    // A block that keeps its empty lines already ends at the start of a line.
    let mut end = if text[..end].ends_with('\n') { end } else { line_end(text, end) };
    let mut at = end;
    while at < text.len() {
        let next = line_end(text, at);
        let line = &text[at..next];
        let content = line.trim_start_matches(' ');
        if content.starts_with('#') && line.len() - content.len() > indent {
            end = next;
        } else if !content.trim().is_empty() {
            break;
        }
        at = next;
    }
    end
}

/// The start of the comments directly above a line. Excludes a `yaml-language-server` line, which
/// belongs to the file, and comments above an empty line.
fn first_comment(text: &str, line: usize) -> usize {
    let mut start = line;
    while start > line_start(text, 0) {
        let above = line_start(text, start - 1);
        let content = text[above..start].trim();
        if !content.starts_with('#') || content.contains("yaml-language-server:") {
            break;
        }
        start = above;
    }
    start
}

fn leading_empty(lines: &str) -> usize {
    lines.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum()
}

/// The start of the line that contains `at`. Skips a byte order mark.
pub(crate) fn line_start(text: &str, at: usize) -> usize {
    let first = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    text[..at].rfind('\n').map_or(first, |at| at + 1)
}

/// The start of the next line after `at`.
pub(crate) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |found| at + found + 1)
}

pub(crate) fn line_break(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// The keys of an entry, in the order of the format.
pub fn entry_order(document: &Document<'_>) -> Vec<&'static str> {
    let start = document.root().span().start;
    document.entry_keys().into_iter().find(|order| order.start == start).map_or(Vec::new(), |order| order.keys)
}

/// Adds a member to a block mapping, at the position of its key in `order`. `lines` have no
/// indentation. Returns `None` if the mapping is in braces.
pub fn insert(text: &str, mapping: &Written<'_>, order: &[&str], key: &str, lines: &[String]) -> Option<Edit> {
    let blocks = of(text, mapping)?;
    let rank = |key: &str| order.iter().position(|of| *of == key);
    let own = rank(key);
    let before = |(name, _): (Written<'_>, Written<'_>)| name.scalar().and_then(rank).is_some_and(|of| Some(of) < own);
    let after = mapping.members().map(before).rposition(|before| before);
    let column = mapping.span().start as usize - line_start(text, mapping.span().start as usize);
    let at = match after {
        Some(index) => blocks[index].lines.end,
        None => blocks.first()?.key_line,
    };
    // The last line may lack a newline.
    let opens = if at > line_start(text, at) { line_break(text) } else { "" };
    let lines = lines.iter().map(|line| format!("{}{line}{}", " ".repeat(column), line_break(text)));
    Some(Edit::insert(at, opens.to_owned() + &lines.collect::<String>()))
}

/// Adds items to a sequence, in brackets or in block style. Returns `None` if the value is not a
/// sequence.
pub fn push(text: &str, list: &Written<'_>, items: &[String]) -> Option<Edit> {
    if !list.is_sequence() {
        return None;
    }
    let start = list.span().start as usize;
    let Some(last) = list.items().last() else {
        return list.is_flow().then(|| Edit::insert(start + 1, items.join(", ")));
    };
    let end = end_of(text, &last, &last);
    if list.is_flow() {
        return Some(Edit::insert(end, items.iter().map(|item| format!(", {item}")).collect::<String>()));
    }
    let column = column_of_dash(text, list.items().next()?.span().start as usize)?;
    let at = end_of_lines(text, column, end);
    let opens = if text[..at].ends_with('\n') { "" } else { line_break(text) };
    let items = items.iter().map(|item| format!("{}- {item}{}", " ".repeat(column), line_break(text)));
    Some(Edit::insert(at, opens.to_owned() + &items.collect::<String>()))
}

/// The column of the dash of the item that starts at byte `item`.
fn column_of_dash(text: &str, item: usize) -> Option<usize> {
    let (mut start, mut end) = (line_start(text, item), item);
    loop {
        let line = text[start..end].trim_end();
        if line.ends_with('-') && line.trim_start_matches([' ', '-']).is_empty() {
            return Some(line.len() - 1);
        }
        // The item may be on a line below its dash, with comments between.
        let dash = line.split(" #").next().unwrap_or_default();
        if dash.trim() == "-" {
            return Some(dash.trim_end().len() - 1);
        }
        if start == line_start(text, 0) || !(line.trim().is_empty() || line.trim_start().starts_with('#')) {
            return None;
        }
        end = start - 1;
        start = line_start(text, end);
    }
}

/// A string as YAML on one line: plain if that is unambiguous, or else quoted.
///
/// ```
/// use errbook_check::blocks::scalar;
///
/// assert_eq!(scalar("checkout"), "checkout");
/// assert_eq!(scalar("yes: no"), "\"yes: no\"");
/// ```
pub fn scalar(text: &str) -> String {
    let plain = text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b':' | b'.' | b'/'))
        && !text.ends_with(':')
        && !matches!(text.to_ascii_lowercase().as_str(), "true" | "false" | "null");
    if plain { text.to_owned() } else { quoted(text) }
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::edit;

    fn lines(text: &str) -> Vec<&str> {
        let document = Document::parse(text).expect("YAML");
        let blocks = of(text, &document.root()).expect("a block mapping");
        blocks.into_iter().map(|block| &text[block.lines]).collect()
    }

    #[test]
    fn member_includes_comments_above_and_indented_comments_below() {
        let text = "# about the file\n\n# about a\na: |\n  x\n\n  # of a\n  # more of a\n\n# about b\nb: # of b\n  c: d # of d\n  # last of b\n# end\n";
        assert_eq!(
            lines(text),
            [
                "# about a\na: |\n  x\n\n  # of a\n  # more of a\n",
                "# about b\nb: # of b\n  c: d # of d\n  # last of b\n"
            ]
        );
    }

    #[test]
    fn trailing_empty_lines_belong_only_to_kept_blocks() {
        assert_eq!(
            lines("a: |+\n  x\n\n\nb: >-\n\n  y\n\nc:\nd: |\ne: [f,\n  g] # h\n"),
            ["a: |+\n  x\n\n\n", "b: >-\n\n  y\n", "c:\n", "d: |\n", "e: [f,\n  g] # h\n"]
        );
    }

    #[test]
    fn language_server_line_stays_with_the_file() {
        assert_eq!(lines("# yaml-language-server: $schema=x\n# of a\na: b\n"), ["# of a\na: b\n"]);
    }

    fn inserted(text: &str, key: &str) -> String {
        let document = Document::parse(text).expect("YAML");
        let order = ["a", "b", "c"];
        let edit = insert(text, &document.root(), &order, key, &[format!("{key}:"), "  - x".into()]).expect("a block");
        edit::apply(text, &[edit]).expect("an edit")
    }

    #[test]
    fn inserts_a_member_in_order() {
        assert_eq!(inserted("a: 1\n# of c\nc: 3\n", "b"), "a: 1\nb:\n  - x\n# of c\nc: 3\n");
        assert_eq!(inserted("a: 1", "b"), "a: 1\nb:\n  - x\n");
        assert_eq!(inserted("# top\n\nb: 1\r\n", "a"), "# top\n\na:\r\n  - x\r\nb: 1\r\n");
        assert_eq!(inserted("\u{feff}b: 1\n", "a"), "\u{feff}a:\n  - x\nb: 1\n");
    }

    fn pushed(text: &str) -> String {
        let document = Document::parse(text).expect("YAML");
        let (_, list) = document.root().members().next().expect("a member");
        edit::apply(text, &[push(text, &list, &["x".into(), "y".into()]).expect("a list")]).expect("an edit")
    }

    #[test]
    fn appends_items() {
        assert_eq!(pushed("a: []\n"), "a: [x, y]\n");
        assert_eq!(pushed("a: [b, c, # of c\n  ]\n"), "a: [b, c, x, y, # of c\n  ]\n");
        assert_eq!(pushed("a:\n- b # of b\n# end\n"), "a:\n- b # of b\n- x\n- y\n# end\n");
        assert_eq!(
            pushed("a:\n  - b: c\n    d: |\n      e\n      # text\n"),
            "a:\n  - b: c\n    d: |\n      e\n      # text\n  - x\n  - y\n"
        );
        assert_eq!(
            pushed("a: # of a\n  - # of b\n    # more\n    b\n"),
            "a: # of a\n  - # of b\n    # more\n    b\n  - x\n  - y\n"
        );
        assert_eq!(pushed("a:\n  - b"), "a:\n  - b\n  - x\n  - y\n");
    }

    #[test]
    fn quotes_strings_only_if_needed() {
        assert_eq!(
            ["err:a:b", "E0042", "1.2", "a b", "null", "a:", "x\"\\\n"].map(scalar).join(" "),
            r#"err:a:b E0042 "1.2" "a b" "null" "a:" "x\"\\\n""#
        );
    }
}
