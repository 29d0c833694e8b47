//! Builds the message of an error from a format whose placeholders have rules of their own.

use super::params::{base_name, free};
use crate::model::Param;
use crate::place::escaped;

/// A message with its params in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pattern {
    /// Has escaped braces.
    pub(crate) text: String,
    pub(crate) params: Vec<Param>,
    /// The argument of each param in the source.
    arguments: Vec<String>,
}

impl Pattern {
    /// A message on one line, from its parts: text, or the index of an argument. Arguments that
    /// occur several times are one param.
    pub(super) fn of(parts: &[Part], arguments: &[Argument]) -> Pattern {
        let mut pattern = Pattern::default();
        for part in parts {
            match part {
                Part::Text(text) => pattern.text.push_str(&escaped(text)),
                Part::Argument(index) => {
                    if let Some(argument) = arguments.get(*index) {
                        let name = pattern.param(argument);
                        pattern.text.push_str(&format!("{{{name}}}"));
                    }
                }
            }
        }
        pattern.text = pattern.text.split_whitespace().collect::<Vec<_>>().join(" ");
        pattern
    }

    fn param(&mut self, argument: &Argument) -> String {
        if let Some(at) = self.arguments.iter().position(|known| *known == argument.source) {
            return self.params[at].name.clone();
        }
        let name = free(base_name(&argument.name), self.params.iter().map(|of| &of.name));
        let example = match argument.ty {
            "integer" | "duration" => "1".to_owned(),
            "decimal" => "1.5".to_owned(),
            "boolean" => "true".to_owned(),
            _ => argument.source.clone(),
        };
        self.params.push(Param { name: name.clone(), ty: argument.ty, example });
        self.arguments.push(argument.source.clone());
        name
    }
}

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Text(String),
    /// Index in a list of arguments.
    Argument(usize),
}

/// What a placeholder stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Argument {
    /// Identifies it in its message, and is the example of a string.
    pub(super) source: String,
    /// A name, a number, or nothing.
    pub(super) name: String,
    pub(super) ty: &'static str,
}

/// Adds text to the last part if that is text too.
pub(super) fn push(parts: &mut Vec<Part>, text: &str) {
    match parts.last_mut() {
        Some(Part::Text(last)) => last.push_str(text),
        _ if text.is_empty() => {}
        _ => parts.push(Part::Text(text.to_owned())),
    }
}
