//! Mistakes in the layout of a file: lines of a merge conflict, and indentation that YAML doesn't
//! accept.

use super::{Line, key_of, line_of, one};
use crate::diagnostic::{Diagnostic, FileId, Span};
use crate::file_name::is_hidden;
use crate::rule::Rule;

/// The lines that Git writes around the two sides of a conflict.
const MARKERS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

pub(super) fn merge_conflict(file: FileId, text: &str) -> Option<Diagnostic> {
    let marker = |line: &str| {
        let marker = line.trim_end_matches(['\n', '\r']).split(' ').next();
        MARKERS.iter().position(|other| marker == Some(other))
    };
    let mut start = 0;
    let mut found: Option<Diagnostic> = None;
    for line in text.split_inclusive('\n') {
        let place = Span::from(start..start + line.trim_end().len());
        start += line.len();
        match (marker(line), found.as_ref().map(|found| found.labels.len())) {
            (Some(kind), None) => {
                let error = Diagnostic::error(Rule::YamlSyntax, "unresolved merge conflict");
                found = Some(error.at(file, place, if kind == 0 { "starts here" } else { "conflict marker" }));
            }
            (Some(3), Some(1)) => found = found.map(|found| found.at(file, place, "ends here")),
            _ => {}
        }
    }
    found.map(|found| found.help("keep the lines you want, and remove the lines with the markers"))
}

/// Whitespace that YAML doesn't accept, at the start of the line at `at` or after its colon, or of
/// the line above it, which YAML then reads as one text with it.
pub(super) fn unusual_space(file: FileId, text: &str, at: usize) -> Option<Diagnostic> {
    let line = line_of(text, at);
    unusual_space_in(file, text, line).or_else(|| {
        // A line that is indented further is a value of its own, such as a block of text.
        let above = line_of(text, line.start.checked_sub(1)?);
        (indent(above.text) <= indent(line.text)).then(|| unusual_space_in(file, text, above))?
    })
}

fn unusual_space_in(file: FileId, text: &str, line: Line<'_>) -> Option<Diagnostic> {
    let line = without_mark(line);
    let content = line.text.trim_start_matches(is_space);
    let leading = &line.text[..line.text.len() - content.len()];
    if let Some(offset) = leading.find(|char| !matches!(char, ' ' | '\t')) {
        return Some(unusual_indentation(file, text, line.start + offset));
    }
    let offset = leading.len() + key_of(content)?.len() + ":".len();
    let char = line.text[offset..].chars().next().filter(|char| is_space(*char) && !matches!(char, ' ' | '\t'))?;
    let message = format!("{} after a colon is not a space in YAML", named(char));
    let found = Diagnostic::error(Rule::YamlSyntax, message).at(file, one(text, line.start + offset), "");
    Some(found.help("put an ordinary space after the colon"))
}

/// A line without the byte order mark that may start a file.
fn without_mark(line: Line<'_>) -> Line<'_> {
    match line.text.strip_prefix('\u{feff}') {
        Some(text) if line.start == 0 => Line { start: line.start + '\u{feff}'.len_utf8(), text },
        _ => line,
    }
}

/// Whitespace, or a character without width, which an editor doesn't show.
pub(in super::super) fn is_space(char: char) -> bool {
    char.is_whitespace() || is_hidden(char)
}

/// Reports the character at `at`, which is in front of a key or item.
pub(in super::super) fn unusual_indentation(file: FileId, text: &str, at: usize) -> Diagnostic {
    let char = text[at..].chars().next().unwrap_or(' ');
    let found = Diagnostic::error(Rule::YamlSyntax, format!("{} cannot indent YAML", named(char)));
    let help = if is_hidden(char) { "remove it" } else { "indent with ordinary spaces" };
    found.at(file, one(text, at), "").help(help)
}

fn named(char: char) -> String {
    match char {
        '\u{a0}' => "a non-breaking space (U+00A0)".to_owned(),
        other if is_hidden(other) => format!("an invisible character (U+{:04X})", u32::from(other)),
        other => format!("the character U+{:04X}", u32::from(other)),
    }
}

/// Typographic quotes around an unquoted value, or one at its start without another one.
pub(in super::super) fn typographic_quote(file: FileId, text: &str, span: Span) -> Option<Diagnostic> {
    const QUOTES: [char; 10] = ['“', '”', '„', '‟', '‘', '’', '‚', '‛', '″', '＂'];
    let value = text.get(span.range())?.trim_end();
    let quote = value.chars().next().filter(|first| QUOTES.contains(first))?;
    let inner = &value[quote.len_utf8()..];
    let closed = inner.strip_suffix(QUOTES).or_else(|| inner.strip_suffix(['"', '\'']));
    let is_apostrophe = closed.is_none() && matches!(quote, '‘' | '’' | '‛');
    if is_apostrophe || closed.unwrap_or(inner).contains(QUOTES) {
        return None;
    }
    let line = value.lines().next().unwrap_or_default();
    let place = Span::from(span.range().start..span.range().start + line.len());
    let found = Diagnostic::error(Rule::YamlSyntax, format!("`{quote}` does not quote a value in YAML"));
    let found = found.at(file, place, "").help("use straight quotes: `\"...\"`");
    Some(found.help("to keep the typographic quotes, put straight quotes around them"))
}

/// Unusual whitespace at the start or end of an unquoted text, which YAML doesn't remove.
pub(in super::super) fn space_around(file: FileId, text: &str, span: Span) -> Option<Diagnostic> {
    let value = text.get(span.range())?;
    let is_unusual = |char: &char| is_space(*char) && !char.is_ascii();
    let first = value.chars().next().filter(is_unusual).map(|char| (span.range().start, char));
    let last = || value.chars().next_back().filter(is_unusual).map(|char| (span.range().end - char.len_utf8(), char));
    let (at, char) = first.or_else(last)?;
    let found = Diagnostic::error(Rule::YamlSyntax, format!("{} is part of the value", named(char)));
    Some(found.at(file, one(text, at), "").help("remove it, or quote the value"))
}

/// `- b` below `- a`, but indented further: YAML reads it as more text of the first item.
pub(in super::super) fn continued_item(file: FileId, text: &str, span: Span) -> Option<Diagnostic> {
    let value = text.get(span.range())?;
    let mut start = span.range().start;
    for line in value.split_inclusive('\n') {
        let content = line.trim_start();
        let at = start + line.len() - content.len();
        start += line.len();
        if content.starts_with("- ") && at > span.range().start {
            let found = Diagnostic::error(Rule::YamlSyntax, "this item is read as text of the one above");
            let place = Span::from(at..at + content.trim_end().len());
            return Some(found.at(file, place, "").help("align its `-` with the item above, or quote the text"));
        }
    }
    None
}

/// A line of a block of text (`key: |`) that isn't indented enough to be part of it.
pub(super) fn block_text(file: FileId, text: &str, at: usize) -> Option<Diagnostic> {
    let line = line_of(text, at);
    let (content, len) = (line.text.trim(), indent(line.text));
    let above = levels(&text[..line.start]);
    let key = above.iter().rposition(|level| level.is_block)?;
    let (key, inner) = (&above[key], above.get(key + 1));
    let ends_block = len <= key.len && (Kind::of(content) != Kind::Text || key_of(content).is_some());
    let is_deep_enough = inner.is_some_and(|inner| len >= inner.len);
    if content.is_empty() || ends_block || is_deep_enough || (inner.is_none() && len > key.len) {
        return None;
    }
    let needed = inner.map_or(key.len + 2, |inner| inner.len);
    let message = format!("text of `{}` is not indented enough", key.name);
    let found = Diagnostic::error(Rule::YamlSyntax, message);
    let place = Span::from(line.start + len..line.start + line.text.trim_end().len());
    let like = if inner.is_some() { ", like the text above" } else { "" };
    let found = found.at(file, place, format!("indented by {}", spaces(len)));
    Some(found.help(format!("indent it by {}{like}", spaces(needed))))
}

/// `key:value`: without a space, YAML reads it as text.
pub(super) fn missing_space(file: FileId, text: &str, at: usize) -> Option<Diagnostic> {
    let line = line_of(text, at);
    let above = line.start.checked_sub(1).map(|end| line_of(text, end));
    above.into_iter().chain([line]).find_map(|line| {
        let content = line.text.trim_start().trim_start_matches("- ");
        let key = key_of(content)?;
        let value = content[key.len() + ":".len()..].chars().next()?;
        let is_key = key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        if !is_key || value.is_whitespace() || value == '/' || value == ':' {
            return None;
        }
        let colon = line.start + line.text.len() - content.len() + key.len();
        let found = Diagnostic::error(Rule::YamlSyntax, "missing space after the colon").at(file, one(text, colon), "");
        Some(found.help(format!("write it as `{key}: ...`")))
    })
}

/// A tab at the start of this line or the next one, which the parser reports at the line before it.
pub(super) fn tab(file: FileId, text: &str, at: usize) -> Option<Diagnostic> {
    let line = line_of(text, at);
    let end = line.start + line.text.len();
    let next = text[end..].find('\n').map(|newline| line_of(text, end + newline + 1));
    [Some(line), next].into_iter().flatten().find_map(|line| {
        let spaces = indent(line.text);
        line.text[spaces..].starts_with('\t').then(|| {
            let place = one(text, line.start + spaces);
            let found = Diagnostic::error(Rule::YamlSyntax, "a tab cannot indent YAML").at(file, place, "");
            found.help("indent with spaces")
        })
    })
}

/// A line whose indentation is that of no mapping, list, or text that is open above it.
pub(super) fn indentation(file: FileId, text: &str, at: usize) -> Option<Diagnostic> {
    let line = line_of(text, at);
    let (content, indent) = (line.text.trim(), indent(line.text));
    let kind = Kind::of(content);
    let above = levels(&text[..line.start]);
    // The innermost key, item, or text that this line could go on with.
    let last = above.iter().rev().find(|level| kind == Kind::Text || level.kind != Kind::Text)?;
    let is_level = |level: &Level<'_>| level.len == indent && (kind == Kind::Text || level.kind == kind);
    if content.is_empty() || above.iter().any(is_level) {
        return None;
    }
    let mut same = above.iter().rev().filter(|level| level.kind == kind);
    let advice = match (same.next(), kind) {
        (Some(level), Kind::Key) if indent > last.len && last.kind == Kind::Key => {
            format!("{}, or write the text above as a block (`key: |`) if this line continues it", level.advice())
        }
        (Some(level), _) => {
            let outer = same.find(|level| level.len < indent && kind != Kind::Text);
            let outer = outer.map_or(String::new(), |level| format!(", or {}", level.advice()));
            format!("{}{outer}", level.advice())
        }
        (None, _) => return None,
    };
    let found = Diagnostic::error(Rule::YamlSyntax, "indentation does not match any line above");
    let place = Span::from(line.start + indent..line.start + line.text.trim_end().len());
    Some(found.at(file, place, format!("indented by {}", spaces(indent))).help(advice))
}

/// What a line starts with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Key,
    Item,
    Text,
}

impl Kind {
    fn of(content: &str) -> Kind {
        match key_of(content) {
            Some(_) => Kind::Key,
            None if content.starts_with("- ") => Kind::Item,
            None => Kind::Text,
        }
    }
}

/// An indentation that the next line may have.
struct Level<'t> {
    len: usize,
    name: &'t str,
    kind: Kind,
    /// Whether a block of text follows the key.
    is_block: bool,
}

impl Level<'_> {
    fn advice(&self) -> String {
        let like = match self.kind {
            Kind::Key => format!("`{}`", self.name),
            Kind::Item => "the item above".to_owned(),
            Kind::Text => "the text above".to_owned(),
        };
        match self.len {
            0 => format!("remove its indentation, like {like}"),
            len => format!("indent it by {}, like {like}", spaces(len)),
        }
    }
}

/// The mappings, lists, and text that are open at the end of `above`, outermost first.
fn levels(above: &str) -> Vec<Level<'_>> {
    let above = above.strip_prefix('\u{feff}').unwrap_or(above);
    let mut levels: Vec<Level<'_>> = Vec::new();
    for line in above.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')) {
        let mut len = indent(line);
        let mut rest = line.trim_start();
        // A list may be in the column of its key.
        let is_item = rest.starts_with("- ");
        levels.retain(|level| level.len < len || (level.len == len && is_item && level.kind == Kind::Key));
        // What looks like a key in a block of text is text.
        if levels.last().is_some_and(|level| level.is_block) {
            levels.push(Level { len, name: rest, kind: Kind::Text, is_block: false });
            continue;
        }
        if levels.last().is_some_and(|level| level.kind == Kind::Text) {
            continue;
        }
        while let Some(after) = rest.strip_prefix("- ") {
            levels.push(Level { len, name: "-", kind: Kind::Item, is_block: false });
            len += rest.len() - after.trim_start().len();
            rest = after.trim_start();
        }
        let key = key_of(rest);
        let value = key.map_or("", |key| rest[key.len() + ":".len()..].trim());
        let marks = value.trim_start_matches(['|', '>']);
        let is_block = marks.len() + 1 == value.len() && marks.trim_start_matches(['-', '+']).trim_start().is_empty();
        let kind = if key.is_some() { Kind::Key } else { Kind::Text };
        levels.push(Level { len, name: key.unwrap_or(rest), kind, is_block });
    }
    levels
}

pub(super) fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn spaces(count: usize) -> String {
    match count {
        1 => "1 space".to_owned(),
        count => format!("{count} spaces"),
    }
}
