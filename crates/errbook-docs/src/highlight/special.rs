//! Languages where the meaning of a word depends on its position: JSON and YAML have keys, a shell
//! has commands and flags, and HTTP has lines.

use super::language::{self, Language};
use super::lexer::{Starts, commented, is_word, line_end, next_start, number_end, string, word_end};
use super::{Class, Marks};

/// JSON, including the comments that people write in examples.
pub(super) fn json(language: &Language, code: &str, marks: &mut Marks<'_>) {
    json_from(language, code, 0, marks);
}

fn json_from(language: &Language, code: &str, mut at: usize, marks: &mut Marks<'_>) {
    let bytes = code.as_bytes();
    while let Some((start, starts)) = next_start(bytes, at) {
        let negative = bytes[start] == b'-' && bytes.get(start + 1).is_some_and(u8::is_ascii_digit);
        at = match starts {
            Starts::Quoted if bytes[start] == b'"' => member(language, bytes, start, marks),
            Starts::Word => value(language, code, start, marks),
            Starts::Sign if negative => value(language, code, start, marks),
            Starts::Sign => commented(language, code, start, marks),
            Starts::Quoted | Starts::Nothing => start + 1,
        };
    }
}

/// Highlights a string, or a key if a colon follows, and returns its end.
fn member(language: &Language, bytes: &[u8], at: usize, marks: &mut Marks<'_>) -> usize {
    let end = string(language, bytes, at).unwrap_or(bytes.len());
    let colon = bytes[end..].iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':');
    marks.part(if colon { Class::Name } else { Class::Text }, at, end);
    end
}

/// Highlights a number or a constant, and returns its end.
fn value(language: &Language, code: &str, at: usize, marks: &mut Marks<'_>) -> usize {
    let bytes = code.as_bytes();
    let end = word_end(bytes, at + 1);
    if bytes[at] == b'-' || bytes[at].is_ascii_digit() {
        let end = number_end(bytes, end);
        marks.part(Class::Number, at, end);
        return end;
    }
    if language.is_keyword(&code[at..end]) {
        marks.part(Class::Keyword, at, end);
    }
    end
}

/// YAML: keys, quoted values, and values that are only a number or a constant.
pub(super) fn yaml(language: &Language, code: &str, marks: &mut Marks<'_>) {
    let bytes = code.as_bytes();
    let mut at = 0;
    let mut fresh = true;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'#' && (at == 0 || bytes[at - 1].is_ascii_whitespace()) {
            let end = line_end(bytes, at);
            marks.part(Class::Comment, at, end);
            at = end;
        } else if fresh && matches!(byte, b'"' | b'\'') {
            let end = string(language, bytes, at).unwrap_or(bytes.len());
            marks.part(if is_key(bytes, end) { Class::Name } else { Class::Text }, at, end);
            (at, fresh) = (end, false);
        } else if fresh && (is_word(byte) || byte == b'-') && bytes.get(at + 1) != Some(&b' ') {
            at = yaml_word(language, code, at, marks);
            fresh = false;
        } else {
            fresh = match byte {
                b'\n' | b'[' | b'{' | b',' | b':' => true,
                b' ' | b'-' => fresh,
                _ => false,
            };
            at += 1;
        }
    }
}

fn yaml_word(language: &Language, code: &str, at: usize, marks: &mut Marks<'_>) -> usize {
    let bytes = code.as_bytes();
    let plain = |byte: &u8| is_word(*byte) || matches!(byte, b'-' | b'.' | b'/' | b'$');
    let end = bytes[at..].iter().position(|byte| !plain(byte)).map_or(bytes.len(), |length| at + length);
    let word = &code[at..end];
    let alone = bytes.get(end).is_none_or(|byte| matches!(byte, b'\n' | b'\r' | b',' | b']' | b'}'));
    if is_key(bytes, end) {
        marks.part(Class::Name, at, end);
    } else if alone && language.is_keyword(word) {
        marks.part(Class::Keyword, at, end);
    } else if alone && word.parse::<f64>().is_ok() {
        marks.part(Class::Number, at, end);
    }
    end
}

fn is_key(bytes: &[u8], end: usize) -> bool {
    bytes.get(end) == Some(&b':') && bytes.get(end + 1).is_none_or(u8::is_ascii_whitespace)
}

/// A shell: commands, flags, variables, and strings.
pub(super) fn shell(language: &Language, code: &str, marks: &mut Marks<'_>) {
    let bytes = code.as_bytes();
    let mut at = 0;
    let mut command = true;
    while let Some(&byte) = bytes.get(at) {
        let starts = at == 0 || matches!(bytes[at - 1], b' ' | b'\t' | b'\n' | b'(' | b';');
        if let Some(end) = string(language, bytes, at) {
            marks.part(Class::Text, at, end);
            (at, command) = (end, false);
        } else if byte == b'#' && starts {
            let end = line_end(bytes, at);
            marks.part(Class::Comment, at, end);
            at = end;
        } else if byte == b'\\' {
            // A line continuation, or an escaped character.
            at += 1 + bytes.get(at + 1).map_or(0, |byte| usize::from(byte.is_ascii()));
        } else if byte == b'$' {
            let end = variable_end(bytes, at);
            if end > at + 1 {
                marks.part(Class::Variable, at, end);
            }
            (at, command) = (end, false);
        } else if is_word(byte) || matches!(byte, b'-' | b'/' | b'.' | b'~') {
            at = shell_word(language, code, at, (starts, &mut command), marks);
        } else {
            command = matches!(byte, b'\n' | b'|' | b';' | b'(' | b'&') || command && byte.is_ascii_whitespace();
            at += 1;
        }
    }
}

fn shell_word(
    language: &Language,
    code: &str,
    at: usize,
    (starts, command): (bool, &mut bool),
    marks: &mut Marks<'_>,
) -> usize {
    let bytes = code.as_bytes();
    let plain =
        |byte: &u8| is_word(*byte) || matches!(byte, b'-' | b'/' | b'.' | b'~' | b':' | b'@' | b'%' | b'+' | b',');
    let end = bytes[at..].iter().position(|byte| !plain(byte)).map_or(bytes.len(), |length| at + length);
    if *command && bytes.get(end) == Some(&b'=') {
        marks.part(Class::Variable, at, end);
    } else if *command && language.is_keyword(&code[at..end]) {
        // `command` stays true, because a command can follow a keyword such as `then`.
        marks.part(Class::Keyword, at, end);
        return end;
    } else if starts && bytes[at] == b'-' {
        marks.part(Class::Name, at, end);
    } else if *command {
        marks.part(Class::Call, at, end);
    }
    *command = false;
    end
}

/// Returns the end of `$name` or `${name}`. If it is neither, returns the position after the dollar
/// sign.
fn variable_end(bytes: &[u8], at: usize) -> usize {
    if bytes.get(at + 1) == Some(&b'{') {
        let close = bytes[at..].iter().position(|byte| *byte == b'}');
        return close.map_or(at + 1, |length| at + length + 1);
    }
    word_end(bytes, at + 1)
}

/// HTTP: the first line, the headers, and a body, which is highlighted as JSON if it looks like
/// JSON.
pub(super) fn http(_: &Language, code: &str, marks: &mut Marks<'_>) {
    let bytes = code.as_bytes();
    let first = line_end(bytes, 0);
    let word = word_end(bytes, 0);
    if word > 0 && word < first {
        marks.part(Class::Keyword, 0, word);
        let status = code[word..first].find(' ').map_or(first, |length| word + length + 1);
        let end = word_end(bytes, status);
        if end == status + 3 && bytes[status..end].iter().all(u8::is_ascii_digit) {
            marks.part(Class::Number, status, end);
        }
    }
    let mut at = first + 1;
    while at < bytes.len() {
        let end = line_end(bytes, at);
        if code[at..end].trim().is_empty() {
            if code[end..].trim_start().starts_with(['{', '[']) {
                json_from(&language::JSON, code, end, marks);
            }
            return;
        }
        if let Some(length) = code[at..end].find(':') {
            marks.part(Class::Name, at, at + length);
        }
        at = end + 1;
    }
}
