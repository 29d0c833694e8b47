//! Brackets that are not closed. The parser reports the key or the end after them.

use super::layout::indent;
use super::{Line, key_of, line_of, one, value_on};
use crate::diagnostic::{Diagnostic, FileId};
use crate::rule::Rule;

/// The open bracket in the value that the error at `at` is in, or that ends before it.
pub(super) fn unclosed(file: FileId, text: &str, at: usize) -> Option<Diagnostic> {
    let error = line_of(text, at);
    let mut line = error;
    loop {
        let start = line.start + line.text.len() - value_on(line.text).len();
        if start < text.len() && text[start..].starts_with(['[', '{']) {
            let end = end_of_block(text, line);
            return open_bracket(text, start, end)
                .filter(|_| (start <= at && at < end) || at == text.len() || follows(text, end, error, at))
                .map(|open| found(file, text, open));
        }
        line = line_of(text, line.start.checked_sub(1)?);
    }
}

fn found(file: FileId, text: &str, open: usize) -> Diagnostic {
    let (bracket, close) = if text[open..].starts_with('[') { ('[', ']') } else { ('{', '}') };
    let found = Diagnostic::error(Rule::YamlSyntax, format!("`{bracket}` is not closed"));
    let found = found.at(file, one(text, open), "opened here");
    found.help(format!("close it with `{close}`, or quote the value if it is text"))
}

/// Whether the error is at the first key after byte `end`.
fn follows(text: &str, end: usize, error: Line<'_>, at: usize) -> bool {
    let is_key = key_of(error.text.trim_start()).is_some_and(|key| text[error.start..at].trim_start() == key);
    is_key && text.get(end..error.start).is_some_and(|between| between.trim().is_empty())
}

/// The end of the lines that belong to the key or item of `first`: those that are indented further,
/// and those that start with a closing bracket.
fn end_of_block(text: &str, first: Line<'_>) -> usize {
    let mut end = first.start;
    for (at, line) in text[first.start..].split_inclusive('\n').enumerate() {
        let content = line.trim();
        let belongs = indent(line) > indent(first.text) || content.starts_with([']', '}']) || content.is_empty();
        if at > 0 && !belongs {
            break;
        }
        end += line.len();
    }
    end
}

/// The innermost bracket that is open at the end, or where another kind of bracket closes.
fn open_bracket(text: &str, start: usize, end: usize) -> Option<usize> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut before = '[';
    let mut chars = text[start..end].char_indices();
    while let Some((offset, char)) = chars.next() {
        match char {
            '[' => open.push((start + offset, ']')),
            '{' => open.push((start + offset, '}')),
            ']' | '}' => match open.pop() {
                Some((_, close)) if close == char => {}
                wrong => return wrong.map(|(at, _)| at),
            },
            '#' if before.is_whitespace() => drop(chars.by_ref().find(|(_, char)| *char == '\n')),
            // An apostrophe inside a value isn't a quote.
            '"' | '\'' if text[..start + offset].trim_end().ends_with(['[', '{', ',', ':']) => {
                let mut escaped = false;
                chars.by_ref().find(|(_, inside)| {
                    let ends = *inside == char && !escaped;
                    escaped = char == '"' && *inside == '\\' && !escaped;
                    ends
                })?;
            }
            _ => {}
        }
        if open.is_empty() {
            return None;
        }
        before = char;
    }
    open.pop().map(|(at, _)| at)
}
