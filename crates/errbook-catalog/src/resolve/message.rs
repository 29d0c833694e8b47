//! The public message: a single line, with a param for each placeholder.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use super::known::Known;
use crate::catalog::{Message, MessagePart};
use crate::decode::{Decoder, Text};
use crate::diagnostic::{Diagnostic, Span};
use crate::param_name::is_param_name;
use crate::rule::Rule;

/// Splits the message of an entry at its placeholders, and reports mistakes. The result starts with
/// the message of the family.
pub(super) fn resolve(text: &Text<'_>, known: &Known<'_, '_>, decoder: &mut Decoder<'_>) -> Message {
    let own = split(text, known, decoder);
    match known.family {
        Some(family) => joined(family.message.clone(), own),
        None => own,
    }
}

fn split(text: &Text<'_>, known: &Known<'_, '_>, decoder: &mut Decoder<'_>) -> Message {
    check_line(text, decoder);
    let tokens = tokens(text.as_str());
    let mut message = Message { template: text.as_str().to_owned(), parts: Vec::with_capacity(tokens.len()) };
    let mut literal = String::new();
    let file = decoder.text;
    let locator = LazyCell::new(|| text.scalar.locator(file, text.span));
    let mut unknown = HashSet::new();
    let indexes: HashMap<&str, usize> = known.names().enumerate().map(|(index, name)| (name, index)).collect();
    for token in tokens {
        match token {
            Token::Text(part) => literal.push_str(part),
            Token::Placeholder { at, name } => {
                let Some(&index) = indexes.get(name) else {
                    // One report per name.
                    if unknown.insert(name) {
                        undeclared(name, "the message", locator.span(at..at + name.len()), known, decoder);
                    }
                    continue;
                };
                if !literal.is_empty() {
                    message.parts.push(MessagePart::Text(std::mem::take(&mut literal)));
                }
                message.parts.push(MessagePart::Param(index));
            }
            Token::Stray { at, brace } => stray(brace, "the message", locator.span(at..at + 1), decoder),
        }
    }
    if !literal.is_empty() {
        message.parts.push(MessagePart::Text(literal));
    }
    message
}

/// Two messages as one. Text on both sides of the seam becomes one part.
pub(super) fn joined(mut first: Message, second: Message) -> Message {
    first.template.push_str(&second.template);
    for part in second.parts {
        match (first.parts.last_mut(), part) {
            (Some(MessagePart::Text(text)), MessagePart::Text(more)) => text.push_str(&more),
            (_, part) => first.parts.push(part),
        }
    }
    first
}

pub(super) fn placeholders(template: &str) -> impl Iterator<Item = &str> {
    tokens(template).into_iter().filter_map(|token| match token {
        Token::Placeholder { name, .. } => Some(name),
        _ => None,
    })
}

pub(super) enum Token<'t> {
    Text(&'t str),
    Placeholder { at: usize, name: &'t str },
    Stray { at: usize, brace: char },
}

pub(super) fn tokens(template: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < template.len() {
        let rest = &template[at..];
        if rest.starts_with("{{") || rest.starts_with("}}") {
            tokens.push(Token::Text(&rest[..1]));
            at += 2;
        } else if let Some(rest) = rest.strip_prefix('{') {
            let name = &rest[..rest.find(['{', '}']).unwrap_or(rest.len())];
            let closed = rest[name.len()..].starts_with('}');
            tokens.push(if closed { Token::Placeholder { at: at + 1, name } } else { Token::Stray { at, brace: '{' } });
            at += if closed { name.len() + 2 } else { 1 };
        } else if rest.starts_with('}') {
            tokens.push(Token::Stray { at, brace: '}' });
            at += 1;
        } else {
            let len = rest.find(['{', '}']).unwrap_or(rest.len());
            tokens.push(Token::Text(&rest[..len]));
            at += len;
        }
    }
    tokens
}

/// Reports a brace without its counterpart.
pub(super) fn stray(brace: char, what: &str, span: Span, decoder: &mut Decoder<'_>) {
    let help = format!("write `{brace}{brace}` for a literal brace, or `{{name}}` for a param");
    decoder.error(Rule::MessageForm, format!("unmatched `{brace}` in {what}"), help, span);
}

/// Reports a param that isn't declared.
pub(super) fn undeclared(name: &str, what: &str, span: Span, known: &Known<'_, '_>, decoder: &mut Decoder<'_>) {
    let message = match name {
        "" => format!("empty placeholder `{{}}` in {what}"),
        name => format!("undeclared param `{{{name}}}`"),
    };
    let found = Diagnostic::error(Rule::ParamUndeclared, message);
    let found = match crate::suggest::nearest(name, known.names()) {
        Some(near) => found.help(format!("did you mean `{{{near}}}`?")),
        None if !is_param_name(name) && !name.is_empty() => found.help(
            "name the param with letters, digits, and `_`, such as `{limit}`; write `{{` and `}}` for literal braces",
        ),
        None if name.is_empty() => found.help("name a param, such as `{name}`, or write `{{}}` for literal braces"),
        None => found.help(format!(
            "add `params: {{{name}: {{type: string, example: ...}}}}`, or write `{{{{{name}}}}}` for literal braces"
        )),
    };
    decoder.report(found, span);
}

/// A message must be a single line, since it becomes `detail` and a line in logs.
fn check_line(text: &Text<'_>, decoder: &mut Decoder<'_>) {
    let value = text.as_str();
    let trailing = value.len() - value.trim_end().len();
    if trailing > 0 && value.trim_end().lines().count() == 1 && value.ends_with('\n') {
        let message = "message ends with a line break";
        let help = "quote the message, or start the block with `>-`";
        decoder.error(Rule::MessageForm, message, help, decoder.first_line(text.span));
        return;
    }
    if let Some(at) = value.find(|char: char| char.is_control()) {
        let found = Diagnostic::error(Rule::MessageForm, "message has a line break or another control character");
        let place = text.scalar.locate(decoder.text, text.span, at..at + 1);
        decoder.report(found.help("write it on one line; `>-` folds several lines into one"), place);
    } else if value.trim() != value {
        decoder.error(Rule::MessageForm, "message has leading or trailing whitespace", "remove it", text.span);
    }
}
