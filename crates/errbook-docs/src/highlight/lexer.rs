//! The lexer that most languages share, and the pieces that the others use: comments, strings, numbers, words. It goes over bytes; what is
//! not ASCII is part of a word or of a string, so that every part ends between characters.

use super::language::{Language, Quote};
use super::{Class, Marks};

/// Marks a language whose lexical grammar is all in its [`Language`].
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

/// What a byte can be the start of.
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

/// The first place from `at` on at which something can start, and what.
pub(super) fn next_start(bytes: &[u8], at: usize) -> Option<(usize, Starts)> {
    let mut places = (at..bytes.len()).map(|place| (place, starts(bytes[place])));
    places.find(|(_, starts)| *starts != Starts::Nothing)
}

/// A string, or what else a quotation mark is; returns where it ends.
fn quoted(language: &Language, bytes: &[u8], at: usize, marks: &mut Marks<'_>) -> usize {
    if let Some(end) = string(language, bytes, at) {
        marks.part(Class::Text, at, end);
        return end;
    }
    // A lifetime: its name is no keyword.
    if bytes[at] == b'\'' && language.single == Quote::Char { word_end(bytes, at + 1) } else { at + 1 }
}

/// A comment, if it is one; returns where it ends.
pub(super) fn commented(language: &Language, code: &str, at: usize, marks: &mut Marks<'_>) -> usize {
    let Some(end) = comment(language, code, at) else { return at + 1 };
    marks.part(Class::Comment, at, end);
    end
}

/// A number, a keyword, a call, or a string with a prefix (`r"..."`, `f'...'`); returns where it ends.
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

/// Where a string with the prefix from `at` to `end` ends, if the language has such strings.
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

/// Where a raw string of Rust ends: behind a quotation mark and as many `#` as before it.
fn raw_end(bytes: &[u8], mut at: usize, hashes: usize) -> usize {
    while let Some(length) = bytes[at..].iter().position(|byte| *byte == b'"') {
        at += length + 1;
        if bytes[at..].iter().take(hashes).filter(|byte| **byte == b'#').count() == hashes {
            return at + hashes;
        }
    }
    bytes.len()
}

/// Where the comment at `at` ends, if there is one.
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

/// Where the string at `at` ends, if there is one. One that is never closed ends with its line, or with the code.
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
            // What is escaped is skipped; the rest of a character of several bytes is no quotation mark.
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

/// A character of Rust; `None` for a lifetime.
fn character(bytes: &[u8], at: usize) -> Option<usize> {
    let first = *bytes.get(at + 1)?;
    if first == b'\\' {
        return Some(closed(bytes, at + 1, b'\'', true, false));
    }
    // The longest character has four bytes, all but the first of which continue it.
    let length = 1 + bytes[at + 2..].iter().take_while(|byte| **byte & 0xc0 == 0x80).count();
    (first != b'\'' && bytes.get(at + 1 + length) == Some(&b'\'')).then_some(at + length + 2)
}

/// Goes on behind the whole part of a number: a fraction, an exponent.
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

/// Whether a byte is part of a word.
pub(super) fn is_word(byte: u8) -> bool {
    starts(byte) == Starts::Word
}

pub(super) fn word_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|byte| !is_word(*byte)).map_or(bytes.len(), |length| at + length)
}

pub(super) fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |length| at + length)
}
