//! Compares a text that a service sent with a message of the catalog.

use errbook::__private::{Token, tokens};
use errbook::{Format, OwnedValue, ParamType, characters};
use errbook_catalog::{Message, MessagePart, Param};

/// Longer texts aren't compared.
pub(crate) const MOST_BYTES: usize = 1 << 16;

/// Longer texts aren't added to a catalog.
pub(crate) const LONGEST_PLAIN: usize = 1000;

/// Whether a text is safe to add to a catalog, and to show in a diff: it isn't long, and no character
/// of it moves the cursor or changes the direction of text.
pub(crate) fn is_plain(text: &str) -> bool {
    text.len() <= LONGEST_PLAIN && !text.contains(is_awkward)
}

/// Whether a character moves the cursor or changes the direction of text.
fn is_awkward(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text that a service sent, as reports can show it.
pub(crate) fn visible(text: &str) -> String {
    text.replace(is_awkward, "\u{fffd}")
}

/// How a text fits a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// It is the message, with some values for its params.
    Fits,
    /// It would be, if the param at this index didn't have a value of another type.
    Mistyped(usize),
    /// It would be, if the param at this index were masked.
    Unmasked(usize),
    /// It is another text.
    Other,
}

/// The params of an entry, as its messages refer to them.
#[derive(Debug)]
pub(crate) struct Params<'c> {
    pub(crate) all: Vec<&'c Param>,
    /// Whether texts have none of them.
    pub(crate) redact: bool,
}

impl Params<'_> {
    /// What texts can have in place of a param. `None` if they have its value.
    fn mask(&self, index: usize) -> Option<&'static [&'static str]> {
        if self.redact {
            return Some(&[errbook::REDACTED, errbook::MASKED]);
        }
        self.all.get(index).filter(|param| !param.is_sent()).map(|_| &[errbook::MASKED][..])
    }

    /// Whether reports must not show the values in a text.
    pub(crate) fn has_secrets(&self) -> bool {
        self.redact || self.all.iter().any(|param| param.sensitive)
    }
}

/// How `text` fits a message.
pub(crate) fn fit(message: &Message, params: &Params<'_>, text: &str) -> Fit {
    let values: Vec<usize> = indexes(message);
    if text.len() > MOST_BYTES || fits(message, params, text, &|_| Free::No) {
        return Fit::Fits;
    }
    let masked = values.iter().copied().find(|index| {
        let is_free = |other| if other == *index { Free::OfType } else { Free::No };
        params.mask(*index).is_some() && fits(message, params, text, &is_free)
    });
    if let Some(index) = masked {
        return Fit::Unmasked(index);
    }
    let mistyped = values.iter().copied().find(|index| {
        let is_free = |other| if other == *index { Free::Any } else { Free::No };
        is_typed(params, *index) && fits(message, params, text, &is_free)
    });
    match mistyped {
        Some(index) if params.mask(index).is_some() => Fit::Unmasked(index),
        Some(index) => Fit::Mistyped(index),
        // Several params have a wrong value.
        None if !values.is_empty() && has_words(message) && fits(message, params, text, &|_| Free::Any) => {
            match values.iter().copied().find(|index| params.mask(*index).is_some()) {
                Some(index) => Fit::Unmasked(index),
                None => values.iter().copied().find(|index| is_typed(params, *index)).map_or(Fit::Other, Fit::Mistyped),
            }
        }
        None => Fit::Other,
    }
}

/// What a placeholder can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Free {
    /// What the catalog says.
    No,
    /// Any value of its type, although it should be masked.
    OfType,
    /// Any text.
    Any,
}

fn indexes(message: &Message) -> Vec<usize> {
    let mut indexes: Vec<usize> = Vec::new();
    for part in &message.parts {
        if let MessagePart::Param(index) = part
            && !indexes.contains(index)
        {
            indexes.push(*index);
        }
    }
    indexes
}

fn has_words(message: &Message) -> bool {
    let is_word = |part: &MessagePart| matches!(part, MessagePart::Text(text) if text.contains(char::is_alphabetic));
    message.parts.iter().any(is_word)
}

fn is_typed(params: &Params<'_>, index: usize) -> bool {
    params.all.get(index).is_some_and(|param| !matches!(param.ty, ParamType::String | ParamType::List))
}

/// Whether `text` is the message with some values.
fn fits(message: &Message, params: &Params<'_>, text: &str, free: &dyn Fn(usize) -> Free) -> bool {
    let stands = |index: usize| match (free(index), params.mask(index)) {
        (Free::No, Some(masks)) => Stands::Texts(masks),
        (Free::Any, _) => Stands::Any,
        _ => params.all.get(index).map_or(Stands::Any, |param| Stands::Value(param.ty, param.format)),
    };
    is_made_of(&message.parts, text, &stands)
}

/// Whether `text` is a message with these parts, whose params have these types.
pub(crate) fn covers(parts: &[MessagePart], types: &[ParamType], text: &str) -> bool {
    is_made_of(parts, text, &|index| types.get(index).map_or(Stands::Any, |ty| Stands::Value(*ty, None)))
}

/// Whether a text is a template such as that of a header, with any values.
pub(crate) fn is_template(template: &str, text: &str) -> bool {
    let part = |token| match token {
        Token::Text(literal) => MessagePart::Text(literal.to_owned()),
        Token::Param(_) => MessagePart::Param(0),
    };
    is_made_of(&tokens(template).map(part).collect::<Vec<_>>(), text, &|_| Stands::Any)
}

/// What stands in place of a param.
enum Stands {
    /// One of these texts.
    Texts(&'static [&'static str]),
    /// A value of a type.
    Value(ParamType, Option<Format>),
    /// Any text.
    Any,
}

/// Goes through the parts from the last to the first, and keeps the bytes at which the later ones
/// can start.
fn is_made_of(parts: &[MessagePart], text: &str, stands: &dyn Fn(usize) -> Stands) -> bool {
    let bytes = text.as_bytes();
    let mut starts = vec![false; bytes.len() + 1];
    if let Some(last) = starts.last_mut() {
        *last = true;
    }
    for part in parts.iter().rev() {
        starts = match part {
            MessagePart::Text(literal) => before_literal(bytes, literal.as_bytes(), &starts),
            MessagePart::Param(index) => match stands(*index) {
                Stands::Texts(texts) => before_any(bytes, texts, &starts),
                Stands::Value(ty, format) => before_value(text, ty, format, &starts),
                Stands::Any => before_text(&starts),
            },
        };
    }
    starts.first().copied().unwrap_or_default()
}

fn before_any(text: &[u8], literals: &[&str], starts: &[bool]) -> Vec<bool> {
    let mut before = vec![false; text.len() + 1];
    for literal in literals {
        for (is_start, other) in before.iter_mut().zip(before_literal(text, literal.as_bytes(), starts)) {
            *is_start |= other;
        }
    }
    before
}

fn before_literal(text: &[u8], literal: &[u8], starts: &[bool]) -> Vec<bool> {
    let is_start =
        |at: usize| text[at..].starts_with(literal) && starts.get(at + literal.len()).copied().unwrap_or_default();
    (0..=text.len()).map(is_start).collect()
}

/// Any text can stand before each of `starts`, also none.
fn before_text(starts: &[bool]) -> Vec<bool> {
    let last = starts.iter().rposition(|is_start| *is_start);
    (0..starts.len()).map(|at| last.is_some_and(|last| at <= last)).collect()
}

fn before_value(text: &str, ty: ParamType, format: Option<Format>, starts: &[bool]) -> Vec<bool> {
    let (first, others) = characters(ty, format);
    if first.is_empty() {
        return before_text(starts);
    }
    let bytes = text.as_bytes();
    let goes_on = |at: &usize| bytes.get(*at).is_some_and(|byte| others.as_bytes().contains(byte));
    let is_start = |at: usize| {
        let begins = bytes.get(at).is_some_and(|byte| first.as_bytes().contains(byte));
        let ends = (at + 1..).take_while(|end| *end == at + 1 || goes_on(&(end - 1)));
        let mut ends = ends.take_while(|end| *end <= bytes.len());
        begins
            && ends.any(|end| {
                starts[end] && text.get(at..end).is_some_and(|value| OwnedValue::parse(ty, format, value).is_some())
            })
    };
    (0..=bytes.len()).map(is_start).collect()
}

/// The words that differ between a text and the message that is most like it, with `[-removed-]`
/// and `{+added+}` words, as `git diff --word-diff` shows them.
pub(crate) fn diff(message: &Message, params: &Params<'_>, text: &str) -> String {
    let expected = shown(message, params);
    let changes = similar::TextDiff::from_words(&*expected, text);
    let mut parts: Vec<(similar::ChangeTag, String)> = Vec::new();
    for change in changes.iter_all_changes() {
        match parts.last_mut() {
            Some((tag, part)) if *tag == change.tag() => part.push_str(change.value()),
            _ => parts.push((change.tag(), change.value().to_owned())),
        }
    }
    let shown = |(tag, part): &(similar::ChangeTag, String)| match tag {
        similar::ChangeTag::Equal => part.clone(),
        similar::ChangeTag::Delete => format!("[-{part}-]"),
        similar::ChangeTag::Insert if params.has_secrets() => "{+***+}".to_owned(),
        similar::ChangeTag::Insert => format!("{{+{}+}}", visible(part)),
    };
    parts.iter().map(shown).collect()
}

/// How much a text is like a message, from 0 to 1.
pub(crate) fn ratio(message: &Message, params: &Params<'_>, text: &str) -> f32 {
    similar::TextDiff::from_words(&*shown(message, params), text).ratio()
}

/// The message with `{name}` for each param.
fn shown(message: &Message, params: &Params<'_>) -> String {
    let part = |part: &MessagePart| match part {
        MessagePart::Text(literal) => literal.clone(),
        MessagePart::Param(index) => format!("{{{}}}", params.all.get(*index).map_or("", |param| &param.name)),
    };
    message.parts.iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_fit_with_any_values() {
        for (template, text, fits) in [
            ("{a} x", "1 x 2 x", true),
            ("Bearer realm=\"{a}\", x={b}", "Bearer realm=\"a, x=b\", x=c", true),
            ("Bearer {a}", "Basic a", false),
            ("{a}, {b}", "a", false),
            ("a{{}}", "a{}", true),
        ] {
            assert_eq!(is_template(template, text), fits, "{template} {text}");
        }
    }
}
