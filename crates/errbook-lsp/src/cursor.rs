//! What is written where the cursor is in a YAML file. Reads lines, not the parsed file, because a
//! file in which somebody is typing often can't be parsed.

use std::ops::Range;

use crate::text::line_at;

/// A step from the whole file to a place in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step<'t> {
    Key(&'t str),
    Item,
}

/// The place of the cursor.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Cursor<'t> {
    /// The keys and items that contain it. The last one is the key whose value it is in.
    pub(crate) path: Vec<Step<'t>>,
    /// Where the steps start.
    pub(crate) starts: Vec<usize>,
    pub(crate) slot: Slot,
    /// The word at the cursor.
    pub(crate) word: Range<usize>,
}

/// What can be at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    /// A key that has a colon already.
    Key,
    /// A key, or a value of the path's last step: nothing says which yet.
    Open,
    /// A value.
    Value,
    /// Between the braces of a placeholder in a value.
    Param,
    /// A comment.
    Comment,
}

impl<'t> Cursor<'t> {
    pub(crate) fn at(text: &'t str, byte: usize) -> Cursor<'t> {
        let (start, line) = line_at(text, byte);
        let parts = parts(line);
        let column = byte - start;
        if let Some(block) = block_above(text, start, line, column) {
            let opener = line_at(text, block).1;
            let parts = self::parts(opener);
            let steps = parts.iter().map(|part| (part.step(opener), block + part.start)).collect();
            let steps = steps_to(text, block, parts.first().map_or(0, |part| part.start), steps);
            return Cursor::in_value(text, byte, start, steps);
        }
        if comment(line).is_some_and(|comment| comment < column) {
            return Cursor::new(Vec::new(), Slot::Comment, byte..byte);
        }
        // The parts before the cursor lead to it.
        let mut steps = Vec::new();
        let mut indent = column.min(line.len() - line.trim_start().len());
        let mut first = true;
        for part in parts.iter().filter(|part| part.end() <= column) {
            if first {
                indent = part.start;
                first = false;
            }
            steps.push((part.step(line), start + part.start));
        }
        if let Some(key) = parts.iter().find(|part| part.is_key() && part.start <= column && column < part.end()) {
            if first {
                indent = key.start;
            }
            let word = start + key.start..start + key.name_end;
            return Cursor::new(steps_to(text, start, indent, steps), Slot::Key, word);
        }
        let is_value = matches!(steps.last(), Some((Step::Key(_), _)));
        let steps = steps_to(text, start, indent, steps);
        if is_value {
            return Cursor::in_value(text, byte, start, steps);
        }
        Cursor::new(steps, Slot::Open, word(text, byte, true))
    }

    fn new(steps: Vec<(Step<'t>, usize)>, slot: Slot, word: Range<usize>) -> Cursor<'t> {
        let (path, starts) = steps.into_iter().unzip();
        Cursor { path, starts, slot, word }
    }

    /// A place in a value, which may be in brackets.
    fn in_value(text: &'t str, byte: usize, line: usize, mut steps: Vec<(Step<'t>, usize)>) -> Cursor<'t> {
        if let Some(param) = param(&text[line..], byte - line) {
            return Cursor::new(steps, Slot::Param, line + param.start..line + param.end);
        }
        let slot = flow(&text[line..byte], line, &mut steps);
        let word = word(text, byte, slot != Slot::Value);
        let is_key = slot == Slot::Open && text[word.end..].starts_with(':');
        Cursor::new(steps, if is_key { Slot::Key } else { slot }, word)
    }

    /// The keys of the path.
    pub(crate) fn keys(&self) -> Vec<&'t str> {
        let key = |step: &Step<'t>| match step {
            Step::Key(key) => Some(*key),
            Step::Item => None,
        };
        self.path.iter().filter_map(key).collect()
    }
}

/// A dash or a key at the start of a line.
struct Part {
    start: usize,
    /// The end of the dash, or of the key's name.
    name_end: usize,
    is_key: bool,
}

impl Part {
    fn is_key(&self) -> bool {
        self.is_key
    }

    /// Where what it contains can start.
    fn end(&self) -> usize {
        self.name_end + 1
    }

    fn step<'t>(&self, line: &'t str) -> Step<'t> {
        if self.is_key { Step::Key(unquoted(&line[self.start..self.name_end])) } else { Step::Item }
    }
}

/// The dashes and the key that a line starts with.
fn parts(line: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = line.len() - line.trim_start_matches(' ').len();
    while line[at..].starts_with("- ") || line[at..] == *"-" {
        parts.push(Part { start: at, name_end: at + 1, is_key: false });
        at = line.len() - line[at + 1..].trim_start_matches(' ').len();
    }
    if let Some(length) = key_length(&line[at..]) {
        parts.push(Part { start: at, name_end: at + length, is_key: true });
    }
    parts
}

/// The length of the key that a text starts with, without its colon.
pub(crate) fn key_length(text: &str) -> Option<usize> {
    if text.starts_with(['{', '[', '#', '|', '>', '&', '*', '!']) {
        return None;
    }
    let from = match text.chars().next()? {
        quote @ ('"' | '\'') => text[1..].find(quote)? + 2,
        _ => 0,
    };
    let colon = text[from..].match_indices(':').map(|(at, _)| from + at);
    let is_end = |at: &usize| text[at + 1..].is_empty() || text[at + 1..].starts_with(' ');
    let end = colon.into_iter().find(is_end)?;
    (end > 0 && !text[..end].contains(" #")).then_some(end)
}

pub(crate) fn unquoted(name: &str) -> &str {
    name.trim_end().trim_matches(['"', '\''])
}

/// Adds the steps above a line to `steps`. `indent` is the column of the line's first part.
fn steps_to<'t>(text: &'t str, line: usize, indent: usize, steps: Vec<(Step<'t>, usize)>) -> Vec<(Step<'t>, usize)> {
    let mut steps: Vec<_> = steps.into_iter().rev().collect();
    // A dash can be in the column of the key whose value it is in.
    let mut below_dash = matches!(steps.last(), Some((Step::Item, _)));
    let mut limit = indent;
    let mut end = line;
    while end > 0 {
        let (start, above) = line_at(text, end - 1);
        end = start;
        if above.trim().is_empty() || above.trim_start().starts_with('#') {
            continue;
        }
        for part in parts(above).iter().rev() {
            let allowed = if part.is_key && below_dash { limit + 1 } else { limit };
            if part.start < allowed {
                steps.push((part.step(above), start + part.start));
                (limit, below_dash) = (part.start, !part.is_key);
            }
        }
        if limit == 0 && !below_dash {
            break;
        }
    }
    steps.reverse();
    steps
}

/// The start of the line with the key of the block string that contains a line.
fn block_above(text: &str, start: usize, line: &str, column: usize) -> Option<usize> {
    let mut limit = if line.trim().is_empty() { column } else { line.len() - line.trim_start().len() };
    let mut end = start;
    while end > 0 && limit > 0 {
        let (above_start, above) = line_at(text, end - 1);
        end = above_start;
        if above.trim().is_empty() {
            continue;
        }
        let parts = parts(above);
        let indent = above.len() - above.trim_start().len();
        let opener = parts.iter().rfind(|part| part.is_key && part.start < limit);
        if opener.is_some_and(|key| is_block(&above[key.end().min(above.len())..])) {
            return Some(above_start);
        }
        if indent < limit {
            limit = indent;
        }
    }
    None
}

fn is_block(value: &str) -> bool {
    let value = value.trim();
    let rest = value.strip_prefix(['|', '>']).map(|rest| rest.split(" #").next().unwrap_or_default().trim());
    rest.is_some_and(|rest| rest.chars().all(|char| char.is_ascii_digit() || matches!(char, '+' | '-')))
}

/// Where the comment of a line starts.
fn comment(line: &str) -> Option<usize> {
    if line.trim_start().starts_with('#') {
        return line.find('#');
    }
    let quoted = |at: usize| line[..at].matches('"').count() % 2 == 1;
    line.match_indices(" #").map(|(at, _)| at).find(|at| !quoted(*at))
}

/// Where a value in brackets starts in a line, or in its start.
pub(crate) fn brackets(line: &str) -> Option<usize> {
    let value = parts(line).last().map_or(0, |part| part.end().min(line.len()));
    let content = line[value..].trim_start();
    content.starts_with(['{', '[']).then_some(line.len() - content.len())
}

/// Follows the brackets of a value up to the cursor. `line` is where the text before it starts.
fn flow<'t>(before: &'t str, line: usize, steps: &mut Vec<(Step<'t>, usize)>) -> Slot {
    let Some(content) = brackets(before) else { return Slot::Value };
    // Each open bracket: whether it is a mapping, and how many steps lead to it.
    let mut open: Vec<(bool, usize)> = Vec::new();
    let (mut quote, mut word, mut slot) = (None, content, Slot::Value);
    for (at, char) in before[content..].char_indices() {
        let at = content + at;
        match (quote, char) {
            (Some(open), _) => quote = (open != char).then_some(open),
            (None, '"' | '\'') if before[word..at].trim().is_empty() => quote = Some(char),
            (None, '{' | '[') => {
                open.push((char == '{', steps.len()));
                (word, slot) = (at + 1, Slot::Open);
                if char == '[' {
                    steps.push((Step::Item, line + at));
                }
            }
            (None, '}' | ']') => {
                if let Some((_, length)) = open.pop() {
                    steps.truncate(length);
                }
                slot = Slot::Value;
            }
            (None, ',') => {
                let (is_mapping, length) = open.last().copied().unwrap_or_default();
                steps.truncate(length + usize::from(!is_mapping));
                (word, slot) = (at + 1, Slot::Open);
            }
            (None, ':') if open.last().is_some_and(|(mapping, _)| *mapping) && before[at + 1..].starts_with(' ') => {
                let name = before[word..at].trim();
                let start = at - before[word..at].trim_start().len();
                steps.push((Step::Key(unquoted(name)), line + start));
                (word, slot) = (at + 1, Slot::Value);
            }
            _ => {}
        }
    }
    slot
}

/// The placeholder that contains `at`, in a line.
fn param(line: &str, at: usize) -> Option<Range<usize>> {
    let is_name = |char: char| char.is_ascii_alphanumeric() || char == '_';
    let start = line[..at].rfind(|char| !is_name(char)).filter(|brace| line[*brace..].starts_with('{'))? + 1;
    let before = &line[..start - 1];
    // A mapping in braces starts after a key, a dash, or a bracket. A placeholder is in a text.
    let is_text = before.trim_end().ends_with(|char: char| !matches!(char, ':' | '-' | '[' | ',' | '{'));
    let end = line[at..].find(|char| !is_name(char)).map_or(line.len(), |length| at + length);
    (is_text || before.ends_with(['"', '\''])).then_some(start..end)
}

/// The word at a byte. A word that may be a key ends at a colon.
fn word(text: &str, byte: usize, may_be_key: bool) -> Range<usize> {
    let ends =
        |char: char| char.is_whitespace() || matches!(char, '"' | '\'' | '`' | '{' | '}' | '[' | ']' | '(' | ')' | ',');
    let start = text[..byte].rfind(ends).map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let mut end = text[byte..].find(ends).map_or(text.len(), |length| byte + length);
    let is_key = may_be_key && text[start..end].ends_with(':');
    if is_key && end > byte {
        end -= 1;
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The path, the slot, and the word at `¦`.
    fn at(marked: &str) -> String {
        let byte = marked.find('\u{a6}').expect("a cursor");
        let text = marked.replace('\u{a6}', "");
        let cursor = Cursor::at(&text, byte);
        assert_eq!(cursor.path.len(), cursor.starts.len(), "{marked:?}");
        for (step, start) in cursor.path.iter().zip(&cursor.starts) {
            let found = text[*start..].trim_start_matches(['"', '\'']);
            let is_there = match step {
                Step::Key(key) => found.starts_with(key),
                Step::Item => found.starts_with(['-', '[']),
            };
            assert!(is_there, "{step:?} starts at {start} of {marked:?}");
        }
        let step = |step: &Step<'_>| match step {
            Step::Key(key) => (*key).to_owned(),
            Step::Item => "-".to_owned(),
        };
        let path: Vec<String> = cursor.path.iter().map(step).collect();
        format!("{} {:?} {}", path.join("."), cursor.slot, &text[cursor.word])
    }

    #[test]
    fn finds_keys_and_values() {
        for (text, expected) in [
            ("na\u{a6}", " Open na"),
            ("na\u{a6}me: x\n", " Key name"),
            ("name: x\n\u{a6}", " Open "),
            ("name: \u{a6}", "name Value "),
            ("status: 4\u{a6}04\n", "status Value 404"),
            ("how_to_fix:\n  \u{a6}", "how_to_fix Open "),
            ("how_to_fix:\n  text: x\n  st\u{a6}\n", "how_to_fix Open st"),
            ("how_to_fix:\n  steps:\n    - title: x\n      te\u{a6}\n", "how_to_fix.steps.- Open te"),
            ("related:\n  - code: err:a\u{a6}:b\n", "related.-.code Value err:a:b"),
            ("related:\n- \u{a6}\n", "related.- Open "),
            ("related:\n- code: x\n  wh\u{a6}\n", "related.- Open wh"),
            ("related:\n- code: x\n\u{a6}\n", " Open "),
            ("related: [{code: \u{a6}}]\n", "related.-.code Value "),
            ("related: [{code: err:a:b, w\u{a6}}]\n", "related.- Open w"),
            ("related: [{co\u{a6}de: x}]\n", "related.- Key code"),
            ("profiles: [api, \u{a6}]\n", "profiles.- Open "),
            ("a:\r\n  - \"b\": {c: {}, d: [1, { e : \u{a6}\r\n", "a.-.b.d.-.e Value "),
            ("allow: [{rule: stub}]\nra\u{a6}", " Open ra"),
            ("message: \"Order {or\u{a6}der} is\"\n", "message Param order"),
            ("message: \"{\u{a6}\n", "message Param "),
            ("message: {api: \"a {b\u{a6}\"}\n", "message Param b"),
            ("params: {\u{a6}}\n", "params Open "),
            ("params:\n  x: {type: str\u{a6}}\n", "params.x.type Value str"),
            ("what_happened:\n  text: |\n    Some: text\n\n    mo\u{a6}re\n", "what_happened.text Value more"),
            ("notes:\n  - text: >-\n      a\n      b\u{a6}\n", "notes.-.text Value b"),
            ("a: |\n  x\nb\u{a6}", " Open b"),
            ("name: x # co\u{a6}\n", " Comment "),
            ("groups:\n  a:\n    title: \u{a6}x\n", "groups.a.title Value x"),
        ] {
            assert_eq!(at(text), expected, "{text:?}");
        }
    }
}
