//! Explains YAML syntax errors by what the author most likely meant.

use crate::diagnostic::{Diagnostic, FileId, Span, floor};
use crate::rule::Rule;

mod flow;
mod layout;

pub(super) use layout::{continued_item, is_space, space_around, typographic_quote, unusual_indentation};

/// Explains a syntax error at byte `at`. `info` is the parser's message.
pub(super) fn explain(file: FileId, text: &str, at: usize, info: &str) -> Diagnostic {
    let at = floor(text, at);
    let line = line_of(text, at);
    let value = value_on(line.text);
    let found = layout::merge_conflict(file, text)
        .or_else(|| layout::unusual_space(file, text, at))
        .or_else(|| layout::tab(file, text, at))
        .or_else(|| layout::block_text(file, text, at))
        .or_else(|| layout::missing_space(file, text, at))
        .or_else(|| {
            layout::typographic_quote(
                file,
                text,
                Span::from(line.start + line.text.len() - value.len()..line.start + line.text.len()),
            )
        })
        .or_else(|| flow::unclosed(file, text, at))
        .or_else(|| starts_with_indicator(file, line, value, at))
        .or_else(|| line_without_colon(file, text, line, at));
    if let Some(found) = found {
        return found;
    }
    let is_key = key_of(line.text.trim_start()).is_some_and(|key| text[..at].ends_with(key));
    if (is_key || matches!(text[line.start..at].trim(), "" | "-"))
        && let Some(found) = layout::indentation(file, text, at)
    {
        return found;
    }
    if text[at..].starts_with(':') {
        let found = Diagnostic::error(Rule::YamlSyntax, "`: ` in an unquoted value starts another key").at(
            file,
            one(text, at),
            "",
        );
        return found.help("quote the text, or write it as a block: `key: |`, then the text on indented lines below");
    }
    trailing_after_quote(file, text, line, value, at)
        .or_else(|| unknown_escape(file, text, at, info))
        .or_else(|| unclosed_quote(file, text, at, info))
        .unwrap_or_else(|| plain(file, text, at, info))
}

/// Why a line is text, although it looks like a key with a value.
pub(super) fn text_instead_of_key(file: FileId, text: &str, at: usize) -> Option<Diagnostic> {
    layout::unusual_space(file, text, at).or_else(|| layout::missing_space(file, text, at))
}

/// `name Card expired` on the previous line: YAML reads it and this line as one plain scalar, and
/// fails at the colon of this line.
fn line_without_colon(file: FileId, text: &str, line: Line<'_>, at: usize) -> Option<Diagnostic> {
    let key = text[line.start..at].trim();
    let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if !text[at..].starts_with(':') || !is_key {
        return None;
    }
    let before = text[..line.start].lines().next_back()?;
    let words = before.trim_end();
    let plain =
        !words.trim().is_empty() && !words.contains(':') && !words.trim_start().starts_with(['-', '#', '"', '\'']);
    let start = before.as_ptr() as usize - text.as_ptr() as usize;
    plain.then(|| {
        let found = Diagnostic::error(Rule::YamlSyntax, "line has no `: `");
        let place = Span::from(start + (words.len() - words.trim_start().len())..start + words.len());
        found.at(file, place, "").help("write it as `key: value`")
    })
}

/// Such as `\c` in double quotes.
fn unknown_escape(file: FileId, text: &str, at: usize, info: &str) -> Option<Diagnostic> {
    if !info.contains("escape") {
        return None;
    }
    const KNOWN: &str = "0abtnvfre \"/\\N_LPxuU\n\r\t";
    let rest = &text[at..];
    let mut chars = rest.char_indices();
    while let Some((start, char)) = chars.next() {
        if char != '\\' {
            continue;
        }
        let (_, escaped) = chars.next()?;
        if !KNOWN.contains(escaped) {
            let found = Diagnostic::error(Rule::YamlSyntax, format!("`\\{escaped}` is not an escape in double quotes"));
            let place = Span::from(at + start..at + start + 1 + escaped.len_utf8());
            return Some(found.at(file, place, "").help("double the backslash, or put the text in single quotes"));
        }
    }
    None
}

/// A quote that is still open. The span is that of the opening quote.
fn unclosed_quote(file: FileId, text: &str, at: usize, info: &str) -> Option<Diagnostic> {
    if !info.contains("quoted scalar") {
        return None;
    }
    let opened = text[..at].lines().rev().find_map(|line| {
        let value = value_on(line);
        value.starts_with(['"', '\'']).then(|| value.as_ptr() as usize - text.as_ptr() as usize)
    })?;
    let found = Diagnostic::error(Rule::YamlSyntax, "unclosed quote").at(file, one(text, opened), "opened here");
    Some(found.help("close it, indent its text further than its key, and double or escape quotes inside it"))
}

#[derive(Clone, Copy)]
struct Line<'t> {
    start: usize,
    text: &'t str,
}

/// A value that starts with a character that is reserved in YAML.
fn starts_with_indicator(file: FileId, line: Line<'_>, value: &str, at: usize) -> Option<Diagnostic> {
    let first = value.chars().next()?;
    let start = line.start + (line.text.len() - value.len());
    let meant = match first {
        '`' => "an unquoted value cannot start with a backtick".to_owned(),
        '@' | '%' => format!("an unquoted value cannot start with `{first}`"),
        '{' => "`{` starts a flow mapping, and text follows it".to_owned(),
        '[' => "`[` starts a flow sequence, and text follows it".to_owned(),
        '*' => "an unquoted `*` starts a YAML alias".to_owned(),
        '&' => "an unquoted `&` starts a YAML anchor".to_owned(),
        '!' => "an unquoted `!` starts a YAML tag".to_owned(),
        '|' | '>' => format!("`{first}` starts a block, and text follows on the same line"),
        _ => return None,
    };
    if at < start || matches!(first, '{' | '[') && !is_closed(&line.text[start - line.start..at - line.start]) {
        return None;
    }
    let found = Diagnostic::error(Rule::YamlSyntax, meant).at(file, Span::from(start..start + first.len_utf8()), "");
    Some(match first {
        '|' | '>' => found.help("put the text on the lines below, or quote it"),
        _ => found.help("quote the text: `\"...\"`"),
    })
}

/// Whether all brackets of a flow collection are closed, so the rest of the line is text.
fn is_closed(flow: &str) -> bool {
    let opened = flow.matches(['{', '[']).count();
    opened == flow.matches(['}', ']']).count()
}

/// `"a" b`: text after the closing quote.
fn trailing_after_quote(file: FileId, text: &str, line: Line<'_>, value: &str, at: usize) -> Option<Diagnostic> {
    let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''))?;
    let start = line.start + (line.text.len() - value.len());
    if at <= start || at > line.start + line.text.len() {
        return None;
    }
    let found = Diagnostic::error(Rule::YamlSyntax, "text follows the closing quote").at(file, one(text, at), "");
    let other = if quote == '"' { '\'' } else { '"' };
    Some(found.help(format!("quote the whole value with `{other}`, or write it as a block: `key: |`")))
}

fn plain(file: FileId, text: &str, at: usize, info: &str) -> Diagnostic {
    let info = info.replace('\n', " ");
    let found = Diagnostic::error(Rule::YamlSyntax, format!("invalid YAML: {info}")).at(file, one(text, at), "");
    if info.contains("recursion") || info.contains("nest") {
        return found.help("remove levels of nesting");
    }
    if info.contains("expected ':'") || info.contains("expected key") {
        return found.help("write each line of a mapping as `key: value`; indent text of several lines below `key: |`");
    }
    if info.contains("flow") {
        return found
            .help("close the bracket, separate members by commas, and quote text that holds `: `, `,` or brackets");
    }
    found.help("check indentation and quotes; write prose in quotes or as a block (`key: |`)")
}

/// The part of a line after its key and list dashes.
fn value_on(line: &str) -> &str {
    let mut rest = line.trim_start();
    while let Some(after) = rest.strip_prefix("- ") {
        rest = after.trim_start();
    }
    let value = key_of(rest).and_then(|key| rest[key.len()..].strip_prefix(": "));
    value.map_or(rest, str::trim_start)
}

/// The key at the start of `content`.
fn key_of(content: &str) -> Option<&str> {
    let len =
        content.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')).count();
    (len > 0 && content[len..].starts_with(':')).then(|| &content[..len])
}

fn line_of(text: &str, at: usize) -> Line<'_> {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    Line { start, text: text[start..end].trim_end_matches('\r') }
}

/// The character at `at`.
fn one(text: &str, at: usize) -> Span {
    let len = text[at..].chars().next().filter(|&char| char != '\n').map_or(0, char::len_utf8);
    Span::from(at..at + len)
}
