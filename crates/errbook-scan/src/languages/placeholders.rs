//! Finds what stands for a value in a literal: `%s`, `{}`, `{0}`, `{name}`, `${name}`.

use super::skeleton::{Hole, Piece, Skeleton};

impl Skeleton {
    /// Adds a literal to the end. Whether the source formats it, and how, is unknown, so all that could be
    /// a placeholder is one.
    pub(crate) fn push_literal(&mut self, literal: &str) {
        let mut rest = literal;
        while let Some(at) = rest.find(['%', '{', '$', '}']) {
            self.push_text(&rest[..at]);
            rest = &rest[at..];
            match placeholder(rest) {
                Some((length, hole)) => {
                    self.pieces.push(Piece::Hole(hole));
                    rest = &rest[length..];
                }
                None => {
                    self.push_text(&rest[..1]);
                    rest = &rest[1..];
                }
            }
        }
        self.push_text(rest);
    }

    /// Adds another one to the end.
    pub(crate) fn push(&mut self, other: Skeleton) {
        for piece in other.pieces {
            match piece {
                Piece::Text(text) => self.push_text(&text),
                Piece::Hole(_) => self.pieces.push(piece),
            }
        }
    }

    fn push_text(&mut self, more: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Text(text)) => text.push_str(more),
            _ if more.is_empty() => {}
            _ => self.pieces.push(Piece::Text(more.to_owned())),
        }
    }
}

/// The length of the placeholder that a text starts with, and what it stands for.
fn placeholder(text: &str) -> Option<(usize, Hole)> {
    if let Some(rest) = text.strip_prefix('%') {
        return printf(rest).map(|(length, hole)| (length + 1, hole));
    }
    // An escaped brace, or two braces.
    if text.starts_with("{{") || text.starts_with("}}") {
        return Some((2, Hole::default()));
    }
    let start = text.strip_prefix('$').unwrap_or(text);
    let inside = start.strip_prefix('{')?;
    let inside = &inside[..inside.find('}')?];
    let name = inside.split(['!', ':', ',']).next().unwrap_or_default().trim();
    let is_name = name.chars().all(|char| char.is_alphanumeric() || matches!(char, '_' | '.' | '[' | ']' | '-'));
    let length = text.len() - start.len() + inside.len() + 2;
    is_name.then(|| (length, Hole { name: last_name(name), is_number: false }))
}

/// A verb of `printf`, after the percent sign.
fn printf(text: &str) -> Option<(usize, Hole)> {
    if text.starts_with('%') {
        return Some((1, Hole::default()));
    }
    let mut rest = text;
    let mut name = None;
    // Python: `%(name)s`.
    if let Some(inside) = rest.strip_prefix('(') {
        let end = inside.find(')')?;
        name = last_name(&inside[..end]);
        rest = &inside[end + 1..];
    }
    let is_option = |char: char| char.is_ascii_digit() || matches!(char, '-' | '+' | '#' | '.' | '*' | '$');
    rest = rest.trim_start_matches(is_option).trim_start_matches(['h', 'l', 'L', 'z']);
    let verb = rest.chars().next().filter(|verb| "sdvqTxXoOfFeEgGiucbBpwntrSCU@".contains(*verb))?;
    Some((text.len() - rest.len() + verb.len_utf8(), Hole { name, is_number: matches!(verb, 'd' | 'i' | 'u') }))
}

/// The last name in a path such as `order.id`. `None` for numbers.
pub(crate) fn last_name(path: &str) -> Option<String> {
    let name = path.rsplit(['.', '[']).next()?.trim_end_matches(']');
    name.starts_with(|first: char| first.is_alphabetic() || first == '_').then(|| name.to_owned())
}
