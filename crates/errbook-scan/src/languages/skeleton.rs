//! Compares a message in source code with a text of the catalog, by what is the same in each of their
//! values.
//!
//! A [`Skeleton`] is text with holes: `%s`, `{}`, `${id}`, and expressions. It can be a text of the
//! catalog if that is the skeleton with other text in its holes, or the other way round.

use std::fmt;

use errbook::ParamType;
use errbook_catalog::{Entry, Message, MessagePart, Param};

/// Longer texts aren't compared.
const LONGEST: usize = 2048;

/// A message in source code, whose values are known only at run time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Skeleton {
    pub(crate) pieces: Vec<Piece>,
}

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    Hole(Hole),
}

/// A value that is known only at run time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Hole {
    /// The last name in the expression, such as `id` in `${order.id}`.
    pub(crate) name: Option<String>,
    /// Whether it is a number, as `%d` is.
    pub(crate) is_number: bool,
}

impl Skeleton {
    pub(crate) fn hole(name: Option<String>) -> Skeleton {
        Skeleton { pieces: vec![Piece::Hole(Hole { name, is_number: false })] }
    }

    /// Whether it has text that can be compared.
    pub(crate) fn has_words(&self) -> bool {
        self.texts().any(|text| text.contains(char::is_alphabetic))
    }

    /// Whether it is prose, unlike an identifier.
    pub(crate) fn is_prose(&self) -> bool {
        self.has_words() && self.texts().any(|text| text.contains(char::is_whitespace))
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Text(text) => Some(text.as_str()),
            Piece::Hole(_) => None,
        })
    }

    /// Names the holes without one, if there are as many as names.
    pub(crate) fn name_holes(&mut self, names: &[Option<String>]) {
        let unnamed = self.pieces.iter_mut().filter_map(|piece| match piece {
            Piece::Hole(hole) if hole.name.is_none() => Some(hole),
            _ => None,
        });
        let unnamed: Vec<&mut Hole> = unnamed.collect();
        if unnamed.len() == names.len() {
            unnamed.into_iter().zip(names).for_each(|(hole, name)| hole.name.clone_from(name));
        }
    }
}

/// With `{}` or `{name}` for values.
impl fmt::Display for Skeleton {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces.iter().try_for_each(|piece| match piece {
            Piece::Text(text) => f.write_str(text),
            Piece::Hole(hole) => write!(f, "{{{}}}", hole.name.as_deref().unwrap_or_default()),
        })
    }
}

/// The texts that services may send for a code.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    /// Empty if any text can be sent.
    texts: Vec<Vec<Token>>,
    /// The names of all params, to compare with names of holes.
    params: Vec<String>,
}

impl Texts {
    pub(crate) fn of(entry: &Entry) -> Texts {
        let params: Vec<&Param> = entry.params.iter().chain(entry.wording_params()).collect();
        // The catalog knows only the general shape of a computed wording.
        if entry.wordings.iter().any(|of| of.computed && of.sent) {
            return Texts::default();
        }
        let wordings = entry.wordings.iter().filter(|of| of.sent).map(|of| &of.text);
        let messages = entry.messages.iter().flat_map(|messages| messages.distinct());
        let texts = messages.chain(wordings).map(|message| tokens(message, &params, entry.redact)).collect();
        Texts { texts, params: params.iter().map(|param| plain(&param.name)).collect() }
    }

    /// Whether what the source sends can be one of them.
    pub(crate) fn fit(&self, sent: &Skeleton) -> bool {
        let sent = self.tokens(sent);
        self.texts.is_empty() || sent.len() > LONGEST || self.texts.iter().any(|text| are_one(text, &sent))
    }

    fn tokens(&self, skeleton: &Skeleton) -> Vec<Token> {
        let mut tokens = Vec::new();
        for piece in &skeleton.pieces {
            match piece {
                Piece::Text(text) => tokens.extend(text.chars().map(Token::Char)),
                Piece::Hole(hole) if hole.is_number => tokens.push(Token::Number),
                Piece::Hole(hole) => {
                    let name = hole.name.as_deref().map(plain);
                    let is_param = name.is_some_and(|name| self.params.contains(&name));
                    tokens.push(if is_param { Token::Value } else { Token::Any });
                }
            }
        }
        tokens
    }
}

/// A character, or what a hole can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Char(char),
    /// Any text.
    Any,
    /// Digits, or another hole.
    Number,
    /// Another hole, perhaps in quotes.
    Value,
}

fn tokens(message: &Message, params: &[&Param], redact: bool) -> Vec<Token> {
    let mut tokens = Vec::new();
    for part in &message.parts {
        match part {
            MessagePart::Text(text) => tokens.extend(text.chars().map(Token::Char)),
            MessagePart::Param(index) => {
                let param = params.get(*index).filter(|param| param.is_sent() && !redact);
                let is_number = param.is_some_and(|param| param.ty == ParamType::Integer && param.format.is_none());
                tokens.push(if is_number { Token::Number } else { Token::Any });
            }
        }
    }
    tokens
}

/// Whether one of them is the other with text in its holes. If each had a text that only a hole of the
/// other can stand for, they would have different words.
fn are_one(text: &[Token], sent: &[Token]) -> bool {
    text.len() > LONGEST || covers(text, sent) || covers(sent, text)
}

/// Whether `general` becomes `special` with some text in its holes.
fn covers(general: &[Token], special: &[Token]) -> bool {
    // The ends of `special[..end]` that the tokens so far can cover.
    let mut ends = vec![false; special.len() + 1];
    ends[0] = true;
    for token in general {
        ends = match token {
            Token::Char(_) => {
                let next = special.iter().zip(&ends).map(|(other, end)| *end && other == token);
                std::iter::once(false).chain(next).collect()
            }
            Token::Any => {
                let mut is_open = false;
                ends.iter()
                    .map(|end| {
                        is_open |= *end;
                        is_open
                    })
                    .collect()
            }
            Token::Number | Token::Value => runs(*token, special, &ends),
        };
    }
    ends[special.len()]
}

/// The ends of what a hole that stands for some characters only can cover.
fn runs(hole: Token, special: &[Token], ends: &[bool]) -> Vec<bool> {
    // Whether a run is open, and one with a hole in it.
    let (mut open, mut has_hole) = (false, false);
    let mut next = vec![false];
    for (token, end) in special.iter().zip(ends) {
        (open, has_hole) = match token {
            Token::Char(char) => {
                let fits = match hole {
                    Token::Number => char.is_ascii_digit() || matches!(char, '.' | ',' | '-' | '+' | '_'),
                    _ => !char.is_alphanumeric() && !char.is_whitespace(),
                };
                (fits && (open || *end), fits && has_hole)
            }
            _ => (open || *end, open || has_hole || *end),
        };
        next.push(if hole == Token::Number { open } else { has_hole });
    }
    next
}

/// A name without its style.
pub(crate) fn plain(name: &str) -> String {
    name.chars().filter(|char| *char != '_' && *char != '-').flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests;
