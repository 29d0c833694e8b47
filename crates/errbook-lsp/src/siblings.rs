//! The members of the mapping around a place, read from lines like everything at the cursor (see
//! [`cursor`](crate::cursor)).

use crate::cursor::{brackets, key_length, unquoted};
use crate::text::line_at;

/// A key, and what follows it on its line.
pub(crate) type Member<'t> = (&'t str, &'t str);

/// The members of the mapping that has a key at a byte, without that key: those of lines in the same
/// column, without a smaller one between, or those in the same braces.
pub(crate) fn of(text: &str, byte: usize) -> Vec<Member<'_>> {
    let (start, line) = line_at(text, byte);
    let column = byte - start;
    if let Some(members) = in_brackets(line, column) {
        return members;
    }
    let mut members = Vec::new();
    // The first key of an item has nothing above it.
    if !line.get(..column).is_some_and(|before| before.trim_start().starts_with('-')) {
        collect(text[..start].lines().rev(), column, true, &mut members);
    }
    collect(text[start + line.len()..].lines().skip(1), column, false, &mut members);
    members
}

/// A scalar as it is written, without quotes and comment.
pub(crate) fn scalar(value: &str) -> &str {
    unquoted(value.split(" #").next().unwrap_or_default().trim())
}

/// Adds the members in a column, until the mapping ends. Above, it starts with the first key of an item.
/// Below, such a key is in the next item.
fn collect<'t>(lines: impl Iterator<Item = &'t str>, column: usize, is_above: bool, members: &mut Vec<Member<'t>>) {
    let is_blank = |line: &&str| line.trim().is_empty() || line.trim_start().starts_with('#');
    for line in lines.filter(|line| !is_blank(line)) {
        let content = line.trim_start_matches([' ', '-']);
        let at = line.len() - content.len();
        let is_item = line.trim_start().starts_with('-');
        if at == column && (is_above || !is_item) {
            members.extend(member(content));
        }
        if at < column || at == column && is_item {
            break;
        }
    }
}

fn member(text: &str) -> Option<Member<'_>> {
    let (key, value) = text.split_at(key_length(text)?);
    Some((unquoted(key), value[1..].trim()))
}

/// An open bracket of a line.
struct Open {
    start: usize,
    is_mapping: bool,
    /// Where the parts between commas start.
    parts: Vec<usize>,
}

/// The members in the brackets around a column. `None` if it isn't in brackets.
fn in_brackets(line: &str, column: usize) -> Option<Vec<Member<'_>>> {
    let content = brackets(line)?;
    let mut open: Vec<Open> = Vec::new();
    let mut quote = None;
    for (at, char) in line[content..].char_indices().map(|(at, char)| (content + at, char)) {
        let is_start = || line[..at].trim_end().ends_with(['{', '[', ',', ':']);
        match (quote, char) {
            (Some(opened), _) => quote = (opened != char).then_some(opened),
            (None, '"' | '\'') if is_start() => quote = Some(char),
            (None, '{' | '[') => open.push(Open { start: at, is_mapping: char == '{', parts: vec![at + 1] }),
            (None, ',') => open.last_mut()?.parts.push(at + 1),
            (None, '}' | ']') => {
                let closed = open.pop()?;
                if (closed.start + 1..=at).contains(&column) {
                    return Some(closed.members(line, at, column));
                }
            }
            _ => {}
        }
    }
    // Brackets that nobody has closed yet.
    open.into_iter().rfind(|open| open.start < column).map(|open| open.members(line, line.len(), column))
}

impl Open {
    fn members<'t>(&self, line: &'t str, end: usize, column: usize) -> Vec<Member<'t>> {
        let ends = self.parts.iter().skip(1).map(|next| next - 1).chain([end]);
        let parts =
            self.parts.iter().zip(ends).filter(|(start, end)| self.is_mapping && !(**start..=*end).contains(&column));
        parts.filter_map(|(start, end)| member(line[*start..end].trim_start())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The members around `¦`.
    fn around(marked: &str) -> String {
        let byte = marked.find('\u{a6}').expect("a place");
        let text = marked.replace('\u{a6}', "");
        let members = of(&text, byte).into_iter().map(|(key, value)| format!("{key}={}", scalar(value)));
        members.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn finds_the_members_of_the_same_mapping() {
        for (text, expected) in [
            ("a: 1\n\u{a6}\n\"b\": '2' # two\n", "a=1 b=2"),
            ("a:\n  x: 1\n  \u{a6}y: 2\n# note\n  z: 3\nb: 4\n", "x=1 z=3"),
            ("- a: 1\n  b: 2\n- \u{a6}a: 3\n  c: 4\n- d: 5\n", "c=4"),
            ("- a: 1\n  \u{a6}b: 2\n- c: 3\n", "a=1"),
            ("a: {b: 1, \u{a6}c: 2, d: {e: 3}}\n", "b=1 d={e: 3}"),
            ("a: {b: 1, c: {d: 2, \u{a6}}, e: 3}\n", "d=2"),
            ("a: {b: 1, c: {d: \"}, x: 9\", \u{a6}\n", "d=}, x: 9"),
            ("a: {b: 1, \u{a6}c: {d: 2\n", "b=1"),
            ("- {b: 1, c: [\u{a6}d, e: 2]}\n", ""),
            ("- {b: [1, 2], \u{a6}}, x: 3\n", "b=[1, 2]"),
            ("a: }, ]\n\u{a6}", "a=}, ]"),
        ] {
            assert_eq!(around(text), expected, "{text:?}");
        }
    }
}
