//! The public messages: single lines, with a param for each placeholder.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use super::known::Known;
use super::profiles;
use super::world::World;
use crate::catalog::{Message, MessagePart, Messages};
use crate::decode::{Decoder, Named, PerProfile, Text};
use crate::diagnostic::{Diagnostic, Span};
use crate::keys::Table as _;
use crate::param_name::is_param_name;
use crate::raw::RawEntry;
use crate::rule::Rule;

/// The messages of an entry, which start with those of the family. `sending` are the profiles that
/// send it.
pub(super) fn resolve(
    world: &World<'_>,
    entry: &RawEntry<'_>,
    known: &Known<'_, '_>,
    sending: &[usize],
    decoder: &mut Decoder<'_>,
) -> Option<Messages> {
    let params: Vec<&str> = known.names().collect();
    let own = match entry.message.as_ref()? {
        PerProfile::All(text) => Messages::new(split(text, "the message", &params, decoder), Vec::new()),
        PerProfile::Each(each) => {
            if !world.profiles_broken {
                check_profiles(world, entry, sending, decoder);
            }
            of_profiles(world, each, &params, decoder)?
        }
    };
    Some(match known.family {
        Some(family) => family.messages.then(&own, sending),
        None => own,
    })
}

/// The messages of profiles that exist, in their order.
fn of_profiles<'s>(
    world: &World<'_>,
    each: &Named<'s, Text<'s>>,
    params: &[&str],
    decoder: &mut Decoder<'_>,
) -> Option<Messages> {
    let index = |name: &Text<'_>| world.profiles.iter().position(|profile| profile.name == name.as_str());
    let texts = each.iter().map(|(name, text)| (index(name), split(text, "the message", params, decoder)));
    let mut messages: Vec<(usize, Message)> =
        texts.filter_map(|(profile, message)| Some((profile?, message))).collect();
    messages.sort_by_key(|(profile, _)| *profile);
    let mut messages = messages.into_iter();
    let (_, first) = messages.next()?;
    Some(Messages::new(first, messages.collect()))
}

/// A map must have a message for exactly the profiles that send the code.
fn check_profiles(world: &World<'_>, entry: &RawEntry<'_>, sending: &[usize], decoder: &mut Decoder<'_>) {
    let named = profiles::names(entry.message.as_ref());
    if let (true, Some(first)) = (sending.is_empty(), named.first()) {
        let message = "messages per profile for a code that no profile sends";
        decoder.error(Rule::ProfileNotSending, message, "write one text: `message: \"...\"`", first.span);
        return;
    }
    profiles::check(world, named.iter().copied(), sending, decoder);
    // A message that can't be read is there.
    if entry.seen().is_wrong("message") {
        return;
    }
    let names = sending.iter().map(|&profile| world.profiles[profile].name.as_str());
    let missing: Vec<&str> = names.filter(|name| named.iter().all(|named| named.as_str() != *name)).collect();
    if let [first, ..] = missing.as_slice() {
        let message = match missing.len() - 1 {
            0 => format!("no message for profile `{first}`"),
            more => format!("no message for profile `{first}` and {more} more"),
        };
        let add: Vec<String> = missing.iter().take(8).map(|name| format!("`{name}: \"...\"`")).collect();
        let help = format!("add {} to `message`, or write one text for all profiles", add.join(" and "));
        decoder.error(Rule::MessageMissing, message, help, named.first().map_or(entry.seen().span, |name| name.span));
    } else if named.is_empty() {
        decoder.error(Rule::MessageMissing, "`message` has no text", "write `message: \"...\"`", entry.seen().span);
    }
}

/// The texts of a message, for all profiles.
pub(super) fn texts<'a, 's>(message: Option<&'a PerProfile<'s, Text<'s>>>) -> Vec<&'a Text<'s>> {
    match message {
        Some(PerProfile::All(text)) => vec![text],
        Some(PerProfile::Each(each)) => each.iter().map(|(_, text)| text).collect(),
        None => Vec::new(),
    }
}

/// Splits a text at its placeholders, and reports mistakes.
///
/// `what` it is for messages, such as `the message`.
pub(super) fn split(text: &Text<'_>, what: &str, params: &[&str], decoder: &mut Decoder<'_>) -> Message {
    check_line(text, what, decoder);
    let tokens = tokens(text.as_str());
    let mut message = Message { template: text.as_str().to_owned(), parts: Vec::with_capacity(tokens.len()) };
    let mut literal = String::new();
    let file = decoder.text;
    let locator = LazyCell::new(|| text.scalar.locator(file, text.span));
    let mut unknown = HashSet::new();
    let indexes: HashMap<&str, usize> = params.iter().enumerate().map(|(index, name)| (*name, index)).collect();
    for token in tokens {
        match token {
            Token::Text(part) => literal.push_str(part),
            Token::Placeholder { at, name } => {
                let Some(&index) = indexes.get(name) else {
                    // One report per name.
                    if unknown.insert(name) {
                        undeclared(name, what, locator.span(at..at + name.len()), params, decoder);
                    }
                    continue;
                };
                if !literal.is_empty() {
                    message.parts.push(MessagePart::Text(std::mem::take(&mut literal)));
                }
                message.parts.push(MessagePart::Param(index));
            }
            Token::Stray { at, brace } => stray(brace, what, locator.span(at..at + 1), decoder),
        }
    }
    if !literal.is_empty() {
        message.parts.push(MessagePart::Text(literal));
    }
    message
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
pub(super) fn undeclared(name: &str, what: &str, span: Span, params: &[&str], decoder: &mut Decoder<'_>) {
    let message = match name {
        "" => format!("empty placeholder `{{}}` in {what}"),
        name => format!("undeclared param `{{{name}}}`"),
    };
    let found = Diagnostic::error(Rule::ParamUndeclared, message);
    let found = match crate::suggest::nearest(name, params.iter().copied()) {
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
fn check_line(text: &Text<'_>, what: &str, decoder: &mut Decoder<'_>) {
    let value = text.as_str();
    let trailing = value.len() - value.trim_end().len();
    if trailing > 0 && value.trim_end().lines().count() == 1 && value.ends_with('\n') {
        let what = bare(what);
        let message = format!("{what} ends with a line break");
        let help = format!("quote the {what}, or start the block with `>-`");
        decoder.error(Rule::MessageForm, message, help, decoder.first_line(text.span));
        return;
    }
    if let Some(at) = value.find(|char: char| char.is_control()) {
        let found = Diagnostic::error(
            Rule::MessageForm,
            format!("{} has a line break or another control character", bare(what)),
        );
        let place = text.scalar.locate(decoder.text, text.span, at..at + 1);
        decoder.report(found.help("write it on one line; `>-` folds several lines into one"), place);
    } else if value.trim() != value {
        let message = format!("{} has leading or trailing whitespace", bare(what));
        decoder.error(Rule::MessageForm, message, "remove it", text.span);
    }
}

fn bare(what: &str) -> &str {
    what.strip_prefix("the ").unwrap_or(what)
}
