//! Reads string literals: quotes, prefixes, escapes, interpolations, and text blocks.

use std::ops::Range;

use tree_sitter::Node;

use super::node::children;
use super::skeleton::Skeleton;

const KINDS: &[&str] =
    &["interpreted_string_literal", "raw_string_literal", "string", "template_string", "string_literal"];

/// Expressions inside of literals.
const INTERPOLATIONS: &[&str] = &["interpolation", "template_substitution", "string_interpolation"];

pub(super) fn is_string(node: Node<'_>) -> bool {
    KINDS.contains(&node.kind())
}

/// The skeleton of a literal in `text`. `name` names the expressions in it. `None` if it has bytes.
pub(super) fn skeleton<'t>(text: &str, node: Node<'t>, name: &dyn Fn(Node<'t>) -> Option<String>) -> Option<Skeleton> {
    let form = Form::of(node.kind(), text.get(node.byte_range())?)?;
    let inside = node.start_byte() + form.open..node.end_byte().checked_sub(form.close)?;
    let mut skeleton = Skeleton::default();
    let mut at = inside.start;
    for hole in interpolations(node) {
        skeleton.push_literal(&form.read(text.get(at..hole.start_byte())?));
        let expression = hole.child_by_field_name("expression").or_else(|| hole.named_child(0));
        skeleton.push(Skeleton::hole(expression.and_then(name)));
        at = hole.end_byte();
    }
    skeleton.push_literal(&form.read(text.get(at..inside.end)?));
    Some(skeleton)
}

/// The value of a literal without interpolations, and the range between its quotes.
pub(super) fn plain(text: &str, node: Node<'_>) -> Option<(String, Range<usize>)> {
    if !is_string(node) || node.has_error() || interpolations(node).next().is_some() {
        return None;
    }
    let form = Form::of(node.kind(), text.get(node.byte_range())?)?;
    let inside = node.start_byte() + form.open..node.end_byte().checked_sub(form.close)?;
    Some((form.read(text.get(inside.clone())?), inside))
}

fn interpolations(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    children(node).filter(|child| INTERPOLATIONS.contains(&child.kind()))
}

/// How a literal is written.
#[derive(Debug)]
struct Form {
    /// Length of the prefix and the opening quotes.
    open: usize,
    close: usize,
    has_escapes: bool,
    /// Whether its indentation isn't part of it, as in Java.
    is_block: bool,
}

impl Form {
    fn of(kind: &str, literal: &str) -> Option<Form> {
        let quoted = literal.trim_start_matches(|char: char| char.is_ascii_alphabetic());
        let prefix = literal[..literal.len() - quoted.len()].to_ascii_lowercase();
        if prefix.contains('b') {
            return None;
        }
        let quotes = if quoted.starts_with("\"\"\"") || quoted.starts_with("'''") { 3 } else { 1 };
        let quotes = if quoted.len() >= 2 * quotes { quotes } else { 1 };
        let is_block = quotes == 3 && kind == "string_literal";
        let has_escapes = !prefix.contains('r') && kind != "raw_string_literal";
        (quoted.len() >= 2 * quotes).then_some(Form {
            open: prefix.len() + quotes,
            close: quotes,
            has_escapes,
            is_block,
        })
    }

    fn read(&self, source: &str) -> String {
        let source = if self.is_block { block(source) } else { source.to_owned() };
        if self.has_escapes { unescaped(&source) } else { source }
    }
}

/// A text block without its first line break and its indentation.
fn block(source: &str) -> String {
    let source = source.strip_prefix("\r\n").or_else(|| source.strip_prefix('\n')).unwrap_or(source);
    let margin = |line: &str| line.len() - line.trim_start().len();
    let last = source.lines().count().saturating_sub(1);
    let shown = source.lines().enumerate().filter(|(at, line)| !line.trim().is_empty() || *at == last);
    let indent = shown.map(|(_, line)| margin(line)).min().unwrap_or_default();
    let lines: Vec<&str> = source.split('\n').map(|line| line.get(indent..).unwrap_or_default().trim_end()).collect();
    lines.join("\n")
}

fn unescaped(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(first) = rest.chars().next() else { break };
        rest = &rest[first.len_utf8()..];
        match first {
            'n' => text.push('\n'),
            't' => text.push('\t'),
            'r' => text.push('\r'),
            's' => text.push(' '),
            '\n' => {}
            'x' | 'u' | 'U' => rest = code_point(first, rest, &mut text),
            other => text.push(other),
        }
    }
    text + rest
}

/// Adds the character of `\xXX`, `\uXXXX`, `\u{X}`, or `\UXXXXXXXX`, and returns what follows.
fn code_point<'s>(kind: char, rest: &'s str, text: &mut String) -> &'s str {
    let (digits, after) = match (rest.strip_prefix('{').and_then(|inside| inside.split_once('}')), kind) {
        (Some((digits, after)), _) => (digits, after),
        (None, kind) => {
            let length = match kind {
                'x' => 2,
                'u' => 4,
                _ => 8,
            };
            let Some(parts) = rest.split_at_checked(length) else { return rest };
            parts
        }
    };
    match u32::from_str_radix(digits, 16).ok().and_then(char::from_u32) {
        Some(char) => {
            text.push(char);
            after
        }
        None => rest,
    }
}
