//! The lexer that most languages share, and the functions that the others reuse for comments,
//! strings, numbers, and words. It works on bytes. Non-ASCII bytes always belong to a word, a
//! string, or a comment, so every part ends on a character boundary.

use super::language::{Language, Quote};
use super::{Class, Marks};

/// Highlights a language that its [`Language`] describes completely.
pub(super) fn code(language: &Language, code: &str, marks: &mut Marks<'_>) {
    let bytes = code.as_bytes();
    let mut at = 0;
    while let Some((start, starts)) = next_start(bytes, at) {
        at = match starts {
            Starts::Quoted => quoted(language, bytes, start, marks),
            Starts::Word => word(language, code, start, marks),
            Starts::Sign => commented(language, code, start, marks),
            Starts::Nothing => start + 1,
        };
    }
}

/// What a byte can start.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Starts {
    Nothing,
    Quoted,
    Word,
    /// A comment in one of the languages, or a negative number.
    Sign,
}

fn starts(byte: u8) -> Starts {
    match byte {
        b'"' | b'\'' | b'`' => Starts::Quoted,
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | 0x80.. => Starts::Word,
        b'/' | b'#' | b'-' => Starts::Sign,
        _ => Starts::Nothing,
    }
}

/// Finds the first byte at or after `at` that can start something.
pub(super) fn next_start(bytes: &[u8], at: usize) -> Option<(usize, Starts)> {
    let mut places = (at..bytes.len()).map(|place| (place, starts(bytes[place])));
    places.find(|(_, starts)| *starts != Starts::Nothing)
}

/// Highlights a string and returns its end. Also skips lifetimes.
fn quoted(language: &Language, bytes: &[u8], at: usize, marks: &mut Marks<'_>) -> usize {
    if let Some(end) = string(language, bytes, at) {
        marks.part(Class::Text, at, end);
        return end;
    }
    // A lifetime, whose name must not be highlighted as a keyword.
    if bytes[at] == b'\'' && language.single == Quote::Char { word_end(bytes, at + 1) } else { at + 1 }
}

/// Highlights a comment, if there is one at `at`, and returns its end.
pub(super) fn commented(language: &Language, code: &str, at: usize, marks: &mut Marks<'_>) -> usize {
    let Some(end) = comment(language, code, at) else { return at + 1 };
    marks.part(Class::Comment, at, end);
    end
}

/// Highlights a number, a keyword, a call, or a prefixed string (`r"..."`, `f'...'`), and returns
/// its end.
fn word(language: &Language, code: &str, at: usize, marks: &mut Marks<'_>) -> usize {
    let bytes = code.as_bytes();
    let end = word_end(bytes, at);
    if bytes[at].is_ascii_digit() {
        let end = number_end(bytes, end);
        marks.part(Class::Number, at, end);
        return end;
    }
    if end - at <= 2
        && let Some(close) = prefixed(language, bytes, at, end)
    {
        marks.part(Class::Text, at, close);
        return close;
    }
    let word = &code[at..end];
    if language.is_keyword(word) {
        marks.part(Class::Keyword, at, end);
    } else if bytes.get(end) == Some(&b'(') || (bytes.get(end) == Some(&b'!') && bytes.get(end + 1) == Some(&b'(')) {
        marks.part(Class::Call, at, end);
    }
    end
}

/// Returns the end of a string with the prefix `at..end`, if the language has such strings.
fn prefixed(language: &Language, bytes: &[u8], at: usize, end: usize) -> Option<usize> {
    let prefix = &bytes[at..end];
    match language.single {
        Quote::Triple if prefix.iter().all(|byte| b"rbfuRBFU".contains(byte)) => string(language, bytes, end),
        Quote::Char if matches!(prefix, b"r" | b"br" | b"cr") => {
            let hashes = bytes[end..].iter().take_while(|byte| **byte == b'#').count();
            let open = end + hashes;
            (bytes.get(open) == Some(&b'"')).then(|| raw_end(bytes, open + 1, hashes))
        }
        Quote::Char if matches!(prefix, b"b" | b"c") => string(language, bytes, end),
        _ => None,
    }
}

/// Returns the end of a Rust raw string: after a quotation mark and as many `#` as it started with.
fn raw_end(bytes: &[u8], mut at: usize, hashes: usize) -> usize {
    while let Some(length) = bytes[at..].iter().position(|byte| *byte == b'"') {
        at += length + 1;
        if bytes[at..].iter().take(hashes).filter(|byte| **byte == b'#').count() == hashes {
            return at + hashes;
        }
    }
    bytes.len()
}

/// Returns the end of the comment at `at`, if there is one.
fn comment(language: &Language, code: &str, at: usize) -> Option<usize> {
    let (bytes, start) = (code.as_bytes(), language.comment.as_bytes());
    if bytes[at..].starts_with(start) {
        return Some(line_end(bytes, at));
    }
    if !language.block_comment || bytes.get(at) != Some(&b'/') || bytes.get(at + 1) != Some(&b'*') {
        return None;
    }
    Some(code[at + 2..].find("*/").map_or(code.len(), |length| at + 2 + length + 2))
}

/// Returns the end of the string at `at`, if there is one. An unclosed string ends with its line or
/// with the code.
pub(super) fn string(language: &Language, bytes: &[u8], at: usize) -> Option<usize> {
    let quote = *bytes.get(at)?;
    let kind = match quote {
        b'"' => language.double,
        b'\'' => language.single,
        b'`' => language.back,
        _ => Quote::None,
    };
    match kind {
        Quote::None => None,
        Quote::Line => Some(closed(bytes, at + 1, quote, true, false)),
        Quote::Lines => Some(closed(bytes, at + 1, quote, true, true)),
        Quote::Raw => Some(closed(bytes, at + 1, quote, false, true)),
        Quote::Triple if bytes[at..].starts_with(&[quote; 3]) => Some(tripled(bytes, at + 3, quote)),
        Quote::Triple => Some(closed(bytes, at + 1, quote, true, false)),
        Quote::Char => character(bytes, at),
    }
}

fn closed(bytes: &[u8], mut at: usize, quote: u8, escapes: bool, lines: bool) -> usize {
    while let Some(&byte) = bytes.get(at) {
        match byte {
            _ if byte == quote => return at + 1,
            b'\n' if !lines => return at,
            // Skip the escaped byte. If it starts a multi-byte character, the remaining bytes can't
            // be a quotation mark.
            b'\\' if escapes => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn tripled(bytes: &[u8], mut at: usize, quote: u8) -> usize {
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            _ if bytes[at..].starts_with(&[quote; 3]) => return at + 3,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Returns the end of a Rust character literal, or `None` for a lifetime.
fn character(bytes: &[u8], at: usize) -> Option<usize> {
    let first = *bytes.get(at + 1)?;
    if first == b'\\' {
        return Some(closed(bytes, at + 1, b'\'', true, false));
    }
    // In UTF-8, all bytes of a character except the first are continuation bytes.
    let length = 1 + bytes[at + 2..].iter().take_while(|byte| **byte & 0xc0 == 0x80).count();
    (first != b'\'' && bytes.get(at + 1 + length) == Some(&b'\'')).then_some(at + length + 2)
}

/// Continues after the integer part of a number, with a fraction or an exponent.
pub(super) fn number_end(bytes: &[u8], mut end: usize) -> usize {
    while end + 1 < bytes.len() {
        let dot = bytes[end] == b'.' && bytes[end + 1].is_ascii_digit();
        let exponent = matches!(bytes[end], b'+' | b'-')
            && matches!(bytes[end - 1], b'e' | b'E')
            && bytes[end + 1].is_ascii_digit();
        if !dot && !exponent {
            break;
        }
        end = word_end(bytes, end + 1);
    }
    end
}

pub(super) fn is_word(byte: u8) -> bool {
    starts(byte) == Starts::Word
}

pub(super) fn word_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|byte| !is_word(*byte)).map_or(bytes.len(), |length| at + length)
}

pub(super) fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |length| at + length)
}
