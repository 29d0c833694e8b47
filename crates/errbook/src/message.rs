//! Displays a code's public message with the params of an error filled in.

use std::fmt;

use crate::fields::Fields;
use crate::tables::Param;

/// Replaces a param's value in a message if clients must not see it.
pub const REDACTED: &str = "[redacted]";

/// Displays a message template with its `{param}` placeholders filled in. `{{` and `}}` become
/// braces.
///
/// ```
/// use errbook::{Fields, Message, Shows};
///
/// let message = Message { template: "{{}} is empty", params: &[], fields: Fields::None, shows: Shows::Insensitive };
/// assert_eq!(message.to_string(), "{} is empty");
/// ```
#[derive(Debug, Clone)]
pub struct Message<'a> {
    /// The template.
    pub template: &'a str,
    /// Its params.
    pub params: &'a [Param],
    /// Their values, in the same order.
    pub fields: Fields<'a>,
    /// The values to show.
    pub shows: Shows,
}

/// Which values a message shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// All but sensitive ones, for logs.
    Insensitive,
    /// Also the sensitive ones that the code reveals, for response bodies.
    Revealed,
    /// None. Each is [`REDACTED`].
    Nothing,
}

/// A part of a message template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token<'t> {
    /// Text, with braces as they are shown.
    Text(&'t str),
    /// The name of a param.
    Param(&'t str),
}

/// The parts of a message template. `{{` and `}}` are braces.
pub fn tokens(template: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = template;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let brace = rest.bytes().position(|byte| matches!(byte, b'{' | b'}'));
            let (token, after) = match brace {
                None => (Token::Text(rest), ""),
                Some(0) if rest[1..].starts_with(&rest[..1]) => (Token::Text(&rest[..1]), &rest[2..]),
                // The loader rejects braces that aren't closed.
                Some(0) => match rest[1..].split_once('}').filter(|_| rest.starts_with('{')) {
                    Some((name, after)) => (Token::Param(name), after),
                    None => (Token::Text(""), &rest[1..]),
                },
                Some(at) => (Token::Text(&rest[..at]), &rest[at..]),
            };
            rest = after;
            if token != Token::Text("") {
                return Some(token);
            }
        }
        None
    })
}

impl fmt::Display for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for token in tokens(self.template) {
            match token {
                Token::Text(text) => f.write_str(text)?,
                Token::Param(name) => self.write_param(name, f)?,
            }
        }
        Ok(())
    }
}

impl Message<'_> {
    fn write_param(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let params = self.params.iter().zip(self.fields.as_slice());
        match params.into_iter().find(|(param, _)| param.name == name) {
            Some(_) if self.shows == Shows::Nothing => f.write_str(REDACTED),
            Some((param, field)) => {
                let is_revealed = param.revealed && self.shows == Shows::Revealed;
                let value = if is_revealed { field.exposed() } else { field.value() };
                write!(f, "{}", value.formatted(param.format))
            }
            None => write!(f, "{{{name}}}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::fields::Field;
    use crate::tables::ParamType;

    fn message(template: &str, redact: bool) -> String {
        let params = [Param::new("role", ParamType::String), Param::new("limit", ParamType::Integer)];
        let shows = if redact { Shows::Nothing } else { Shows::Insensitive };
        let fields = Fields::Two([Field::String(&Cow::Borrowed("{admin}")), Field::Integer(&3)]);
        Message { template, params: &params, fields, shows }.to_string()
    }

    #[test]
    fn fills_in_params_and_keeps_escaped_braces() {
        assert_eq!(message("`{role}` of {limit}", false), "`{admin}` of 3");
        assert_eq!(message("{{role}} {{{limit}}} é", false), "{role} {3} é");
        assert_eq!(message("}}{{", false), "}{");
    }

    #[test]
    fn redacts_values() {
        assert_eq!(message("{role} {{x}}", true), "[redacted] {x}");
    }

    #[test]
    fn displays_invalid_templates() {
        assert_eq!(message("{other} {", false), "{other} ");
    }
}
