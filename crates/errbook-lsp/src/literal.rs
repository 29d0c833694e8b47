//! Codes as they are written: in YAML, in prose, and in the source code of any language.

use std::ops::Range;
use std::path::PathBuf;

use errbook_catalog::{Dependency, Entry, OutsideCode, Snapshot};
use errbook_scan::{FileScan, Scan};

/// A code that is written somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Literal {
    /// Its position in the snapshot's codes.
    pub(crate) position: usize,
    pub(crate) range: Range<usize>,
}

/// The languages whose files can have codes, by extension.
const LANGUAGES: [&str; 12] = ["rs", "go", "ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "py", "java"];

/// Whether a file is source code in which codes can be found.
pub(crate) fn is_source(path: &std::path::Path) -> bool {
    path.extension().and_then(|extension| extension.to_str()).is_some_and(|extension| LANGUAGES.contains(&extension))
}

/// A code of a dependency that is written somewhere.
#[derive(Debug)]
pub(crate) struct Outside<'s> {
    pub(crate) dependency: &'s Dependency,
    pub(crate) code: &'s OutsideCode,
    pub(crate) range: Range<usize>,
}

/// The code of a dependency, or its former name, at a byte of a text.
pub(crate) fn outside_at<'s>(snapshot: &'s Snapshot, text: &str, byte: usize) -> Option<Outside<'s>> {
    let range = word_at(text, byte)?;
    let mut depends = snapshot.manifest()?.depends.iter();
    depends.find_map(|dependency| {
        let code = &dependency.codes[dependency.find(&text[range.clone()])?];
        Some(Outside { dependency, code, range: range.clone() })
    })
}

/// The code, or the former name of a code, at a byte of a text.
pub(crate) fn code_at(snapshot: &Snapshot, text: &str, byte: usize) -> Option<Literal> {
    let range = word_at(text, byte)?;
    Some(Literal { position: position(snapshot, &text[range.clone()])?, range })
}

/// What could be a code at a byte of a text.
fn word_at(text: &str, byte: usize) -> Option<Range<usize>> {
    let ends = |char: char| {
        char.is_whitespace()
            || matches!(char, '"' | '\'' | '`' | '{' | '}' | '[' | ']' | '(' | ')' | ',' | '<' | '>' | '|')
    };
    let start = text[..byte].rfind(ends).map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let end = text[byte..].find(ends).map_or(text.len(), |length| byte + length);
    let word = text[start..end].trim_end_matches([':', '.', ';', '!', '?']);
    (!word.is_empty() && byte <= start + word.len()).then(|| start..start + word.len())
}

/// The generated name of a code at a byte of source code: a variant or a constant in Rust, or a
/// constant in another language.
pub(crate) fn name_at(snapshot: &Snapshot, text: &str, byte: usize) -> Option<Literal> {
    let is_name = |char: char| char.is_ascii_alphanumeric() || char == '_';
    let start = text[..byte]
        .rfind(|char| !is_name(char))
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let end = text[byte..].find(|char| !is_name(char)).map_or(text.len(), |length| byte + length);
    let name = text.get(start..end).filter(|name| name.len() > 2)?;
    let is_named = |entry: &Entry| entry.rust.variant == name || is_exported(&entry.code, name);
    let exact = snapshot.codes().iter().position(|code| code.entry.as_deref().is_some_and(is_named));
    let position = exact.or_else(|| constant(snapshot, text, start, name))?;
    Some(Literal { position, range: start..end })
}

/// The code with a constant in Rust. If several share its name, the module in front of it decides.
fn constant(snapshot: &Snapshot, text: &str, start: usize, name: &str) -> Option<usize> {
    let has = |entry: &Entry| {
        let module = entry.rust.modules.last().map(|module| format!("{module}::"));
        (entry.rust.constant == name).then(|| module.is_some_and(|module| text[..start].ends_with(&module)))
    };
    let codes = snapshot.codes().iter().enumerate();
    let mut found: Vec<(usize, bool)> =
        codes.filter_map(|(at, code)| Some((at, has(code.entry.as_deref()?)?))).collect();
    if found.len() > 1 {
        found.retain(|(_, in_module)| *in_module);
    }
    match found.as_slice() {
        [(position, _)] => Some(*position),
        _ => None,
    }
}

/// Whether a constant of another language is that of a code: `ERR_ORDERS_LOST` for `err:orders:lost`.
fn is_exported(code: &str, name: &str) -> bool {
    let same = |(one, other): (char, char)| {
        if one.is_ascii_alphanumeric() { one.to_ascii_uppercase() == other } else { other == '_' }
    };
    code.len() == name.len() && code.chars().zip(name.chars()).all(same)
}

/// The position of a code, or of the code with this former name.
pub(crate) fn position(snapshot: &Snapshot, code: &str) -> Option<usize> {
    if code.is_empty() {
        return None;
    }
    let has_alias = |entry: &Entry| entry.aliases.iter().any(|alias| alias == code);
    snapshot
        .position(code)
        .or_else(|| snapshot.codes().iter().position(|code| code.entry.as_deref().is_some_and(has_alias)))
}

/// The string literal that contains a byte of source code, without its quotes.
pub(crate) fn string_at(text: &str, byte: usize) -> Option<Range<usize>> {
    let (start, line) = crate::text::line_at(text, byte);
    let mut open: Option<(usize, char)> = None;
    let mut escaped = false;
    for (at, char) in line.char_indices() {
        let at = start + at;
        match open {
            Some((from, quote)) if char == quote && !escaped => {
                if (from..=at).contains(&byte) {
                    return Some(from..at);
                }
                open = None;
            }
            None if matches!(char, '"' | '\'' | '`') => open = Some((at + 1, char)),
            _ => {}
        }
        escaped = char == '\\' && !escaped;
        if open.is_none() && at >= byte {
            return None;
        }
    }
    open.filter(|(from, _)| *from <= byte).map(|(from, _)| from..byte)
}

/// Where scanned files raise a code: path, line, and column in characters, from 1.
pub(crate) fn raised_at(snapshot: &mut Snapshot, files: Vec<FileScan>, position: usize) -> Vec<(PathBuf, u32, u32)> {
    let scan = Scan::of(snapshot, files);
    scan.sites(position).iter().map(|site| (PathBuf::from(&site.path), site.line, site.column)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_string_around_a_byte() {
        let text = "x = f(\"a\", 'b\\'c', `d";
        let string = |byte: usize| string_at(text, byte).map(|range| &text[range]);
        assert_eq!(string(7), Some("a"));
        assert_eq!(string(8), Some("a"), "before the closing quote");
        assert_eq!(string(9), None);
        assert_eq!(string(14), Some("b\\'c"));
        assert_eq!(string(text.len()), Some("d"), "still open");
        assert_eq!(string(3), None);
    }
}
