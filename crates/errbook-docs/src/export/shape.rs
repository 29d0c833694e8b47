//! An envelope, which is a flat list of pieces for whoever writes bodies, as the tree that types are made of.

use errbook::envelope::{Piece, Variable};

use crate::templates::Markup;
use crate::view::catalog::{MemberView, ShapeView};

/// The tree of an envelope; `param` tells what a param can be in JSON.
pub(super) fn shape(pieces: &[Piece], param: &dyn Fn(&str) -> Vec<&'static str>) -> ShapeView {
    let mut reader = Reader { tokens: tokens(pieces), at: 0, param };
    reader.value()
}

/// What an envelope is read as: one character of its JSON, or what stands between.
enum Token<'p> {
    Char(char),
    Comma,
    Value(&'p Variable),
    Members(&'p Variable),
    /// The next member can be left out.
    Optional,
}

fn tokens(pieces: &[Piece]) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Json(text) => tokens.extend(text.chars().map(Token::Char)),
            Piece::Comma => tokens.push(Token::Comma),
            Piece::Value(variable) => tokens.push(Token::Value(variable)),
            Piece::Members(variable) => tokens.push(Token::Members(variable)),
            Piece::Optional { .. } => tokens.push(Token::Optional),
        }
    }
    tokens
}

struct Reader<'p> {
    tokens: Vec<Token<'p>>,
    at: usize,
    param: &'p dyn Fn(&str) -> Vec<&'static str>,
}

impl<'p> Reader<'p> {
    fn char(&self) -> Option<char> {
        match self.tokens.get(self.at) {
            Some(Token::Char(char)) => Some(*char),
            _ => None,
        }
    }

    /// Passes over commas and white space, and tells whether what follows can be left out.
    fn gap(&mut self) -> bool {
        let mut optional = false;
        loop {
            match self.tokens.get(self.at) {
                Some(Token::Comma) => {}
                Some(Token::Optional) => optional = true,
                Some(Token::Char(char)) if *char == ',' || char.is_ascii_whitespace() => {}
                _ => return optional,
            }
            self.at += 1;
        }
    }

    fn value(&mut self) -> ShapeView {
        self.gap();
        if let Some(Token::Value(variable) | Token::Members(variable)) = self.tokens.get(self.at) {
            let variable: &'p Variable = variable;
            self.at += 1;
            return self.variable(variable);
        }
        match self.char() {
            Some('{') => self.object(),
            Some('[') => self.array(),
            _ => ShapeView { kind: "constant", json: Some(Markup(self.literal())), ..ShapeView::default() },
        }
    }

    fn object(&mut self) -> ShapeView {
        let mut object = ShapeView { kind: "object", ..ShapeView::default() };
        self.at += 1;
        loop {
            let optional = self.gap();
            match self.tokens.get(self.at) {
                Some(Token::Members(variable)) => object.rest = Some(name(variable)),
                Some(Token::Char('"')) => {
                    let key = self.literal();
                    self.colon();
                    let mut shape = self.value();
                    // It is left out instead.
                    shape.nullable &= !optional;
                    if !optional {
                        object.required.push(unquoted(&key));
                    }
                    object.members.push(MemberView { name: unquoted(&key), optional, shape });
                    continue;
                }
                None | Some(Token::Char('}')) => {
                    self.at += 1;
                    return object;
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    fn array(&mut self) -> ShapeView {
        let mut array = ShapeView { kind: "array", ..ShapeView::default() };
        self.at += 1;
        loop {
            self.gap();
            match self.char() {
                Some(']') => {
                    self.at += 1;
                    return array;
                }
                None if self.at >= self.tokens.len() => return array,
                _ => array.items.push(self.value()),
            }
        }
    }

    fn colon(&mut self) {
        while self.char().is_some_and(|char| char == ':' || char.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// A string, number or word of JSON.
    fn literal(&mut self) -> String {
        let mut text = String::new();
        let string = self.char() == Some('"');
        let mut escaped = false;
        while let Some(char) = self.char() {
            if !string && matches!(char, ',' | '}' | ']' | ':') {
                break;
            }
            text.push(char);
            self.at += 1;
            if string && char == '"' && !escaped && text.len() > 1 {
                break;
            }
            escaped = char == '\\' && !escaped;
        }
        // Nothing is a literal: go on behind it, so that reading ends.
        if text.is_empty() {
            self.at += 1;
        }
        text.trim().to_owned()
    }

    fn variable(&self, variable: &Variable) -> ShapeView {
        let nullable =
            matches!(variable, Variable::RequestId | Variable::Instance | Variable::RetryAfter | Variable::Param(_));
        let types = match variable {
            Variable::Param(name) => (self.param)(name),
            _ => Vec::new(),
        };
        ShapeView { kind: "value", variable: Some(name(variable)), nullable, types, ..ShapeView::default() }
    }
}

fn name(variable: &Variable) -> &'static str {
    let named = Variable::NAMED.iter().find(|(_, named)| named == variable);
    named.map_or("param", |(name, _)| name)
}

fn unquoted(literal: &str) -> String {
    serde_json::from_str(literal).unwrap_or_else(|_| literal.trim_matches('"').to_owned())
}
