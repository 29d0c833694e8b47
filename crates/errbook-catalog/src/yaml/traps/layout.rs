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
    unusual_space_in(file, text, line)
        .or_else(|| unusual_space_in(file, text, line_of(text, line.start.checked_sub(1)?)))
}

fn unusual_space_in(file: FileId, text: &str, line: Line<'_>) -> Option<Diagnostic> {
    let content = line.text.trim_start_matches(is_space);
    let leading = &line.text[..line.text.len() - content.len()];
    if let Some(offset) = leading.find(|char| !matches!(char, ' ' | '\t')) {
        return Some(unusual_indentation(file, text, line.start + offset));
    }
    let offset = leading.len() + key_of(content)?.len() + ":".len();
    let char = line.text[offset..].chars().next().filter(|char| is_space(*char) && !matches!(char, ' ' | '\t'))?;
    let message = format!("{} does not end a key in YAML", named(char));
    let found = Diagnostic::error(Rule::YamlSyntax, message).at(file, one(text, line.start + offset), "");
    Some(found.help("put an ordinary space after the colon"))
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

/// A line whose indentation is that of no mapping, list, or text that is open above it.
pub(super) fn indentation(file: FileId, text: &str, at: usize) -> Option<Diagnostic> {
    let line = line_of(text, at);
    let (content, indent) = (line.text.trim(), indent(line.text));
    let starts_block = key_of(content).is_some() || content.starts_with("- ");
    let above = levels(&text[..line.start]);
    let mut possible = above.iter().rev().filter(|level| !(starts_block && level.is_text));
    let last = possible.next()?;
    if content.is_empty() || last.len == indent || possible.any(|level| level.len == indent) {
        return None;
    }
    let help = if indent > last.len && starts_block {
        format!("{}, or write the text above as a block (`key: |`) if this line continues it", last.advice())
    } else {
        let outer = above.iter().rev().find(|level| level.len < indent && !level.is_text && starts_block);
        let outer = outer.map_or(String::new(), |level| format!(", or {}", level.advice()));
        format!("{}{outer}", last.advice())
    };
    let found = Diagnostic::error(Rule::YamlSyntax, "indentation does not match any line above");
    let place = Span::from(line.start + indent..line.start + line.text.trim_end().len());
    Some(found.at(file, place, format!("indented by {}", spaces(indent))).help(help))
}

/// An indentation that the next line may have.
struct Level<'t> {
    len: usize,
    /// The key or dash there, or the text.
    name: &'t str,
    is_text: bool,
}

impl Level<'_> {
    fn advice(&self) -> String {
        let like = match self.name {
            _ if self.is_text => "the text above".to_owned(),
            "-" => "the item above".to_owned(),
            key => format!("`{key}`"),
        };
        match self.len {
            0 => format!("remove its indentation, as for {like}"),
            len => format!("indent it by {}, like {like}", spaces(len)),
        }
    }
}

/// The mappings, lists, and text that are open at the end of `above`, outermost first.
fn levels(above: &str) -> Vec<Level<'_>> {
    let mut levels: Vec<Level<'_>> = Vec::new();
    for line in above.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')) {
        let mut len = indent(line);
        levels.retain(|level| level.len < len);
        let mut rest = line.trim_start();
        while let Some(after) = rest.strip_prefix("- ") {
            levels.push(Level { len, name: "-", is_text: false });
            len += rest.len() - after.trim_start().len();
            rest = after.trim_start();
        }
        let key = key_of(rest);
        levels.push(Level { len, name: key.unwrap_or(rest), is_text: key.is_none() });
    }
    levels
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn spaces(count: usize) -> String {
    match count {
        1 => "1 space".to_owned(),
        count => format!("{count} spaces"),
    }
}
