//! Messages and header values, split at their params. What clients must not see is text already.

use errbook::__private::{Token, header_parts, usual_unit};
use errbook::tables::HeaderUnit;
use errbook_catalog::{Entry, Header, Message, MessagePart, Param};

use crate::view::catalog::{NamedPartView, PartView};

pub(super) fn text(text: &str) -> PartView {
    PartView { text: Some(text.to_owned()), param: None, unit: None, quoted: false }
}

/// The parts of a message as services write it.
pub(super) fn message(entry: &Entry, message: &Message) -> Vec<PartView> {
    of_message(entry, message, |param| match param {
        _ if entry.redact => Some(errbook::REDACTED),
        param if !param.is_sent() => Some(errbook::MASKED),
        _ => None,
    })
}

/// The parts of a message as logs show it.
pub(super) fn logged(entry: &Entry, message: &Message) -> Vec<PartView> {
    of_message(entry, message, |param| param.sensitive.then_some(errbook::MASKED))
}

/// The parts of a message. `hidden` returns the text in place of a param that isn't shown.
fn of_message(entry: &Entry, message: &Message, hidden: impl Fn(&Param) -> Option<&'static str>) -> Vec<PartView> {
    let param = |at: usize| match entry.params.get(at).and_then(&hidden) {
        Some(placeholder) => text(placeholder),
        None => PartView { text: None, param: Some(at), unit: None, quoted: false },
    };
    let part = |part: &MessagePart| match part {
        MessagePart::Text(literal) => text(literal),
        MessagePart::Param(at) => param(*at),
    };
    message.parts.iter().map(part).collect()
}

/// The parts of the value of a profile's header.
pub(super) fn of_profile(header: &Header) -> Vec<NamedPartView> {
    let variable = match header.unit {
        Some(HeaderUnit::Seconds) => "header_seconds",
        Some(HeaderUnit::Milliseconds) => "header_milliseconds",
        Some(HeaderUnit::HttpDate) => "header_http_date",
        None if header_parts(&header.value).count() > 1 => "header_part",
        None => "header",
    };
    let part = |(part, quoted): (Token<'_>, bool)| match part {
        Token::Text(literal) => {
            NamedPartView { text: Some(literal.to_owned()), param: None, variable: None, quoted: false }
        }
        Token::Param(name) => {
            NamedPartView { text: None, param: Some(name.to_owned()), variable: Some(variable), quoted }
        }
    };
    header_parts(&header.value).map(part).collect()
}

/// The parts of a header's value. Its params are those that headers can have.
pub(super) fn header(entry: &Entry, header: &Header) -> Vec<PartView> {
    let is_whole = header_parts(&header.value).count() == 1;
    let part = |(part, quoted): (Token<'_>, bool)| match part {
        Token::Text(literal) => text(literal),
        Token::Param(name) => {
            let at = entry.params.iter().position(|param| param.name == name);
            let usual = || usual_unit(entry.params.get(at?)?.example.value(), is_whole);
            let unit = header.unit.or_else(usual);
            PartView { text: None, param: at, unit: unit.map(HeaderUnit::as_str), quoted }
        }
    };
    header_parts(&header.value).map(part).collect()
}
