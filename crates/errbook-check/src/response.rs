//! Finds handwritten responses in code blocks, by their similarity to the manifest's envelopes, and
//! checks them against what services send.

use std::fmt::Display;

use errbook::envelope::Variable;
use errbook_catalog::{Entry, MessagePart, Response};
use serde_json::{Error, Value};

use crate::context::Context;
use crate::docs_url;
use crate::finding::{Finding, Place};
use crate::names::{Lead, Named};
use crate::prose::Fence;
use crate::shape::{ALIKE, Difference, Shape, Visitor};
use crate::text::{EntryContext, Text, fences};
use errbook_syntax::json::{self, At};

/// A code block that looks like a response.
#[derive(Debug)]
pub(crate) struct Block<'e> {
    text: &'e Text<'e>,
    fence: &'e Fence,
    /// First byte of the body in the code.
    start: usize,
    body: &'e str,
    /// Status of the status line, with its bytes.
    pub(crate) status: Option<(u16, Place)>,
    /// The body, or why it is not valid JSON.
    pub(crate) value: Result<Value, Error>,
}

/// The handwritten responses in an entry.
pub(crate) fn blocks<'e>(context: &Context<'_>, entry: &'e EntryContext<'_>) -> Vec<Block<'e>> {
    let fences = fences(&entry.texts).filter(|(_, fence)| !fence.is_counterexample());
    fences.filter_map(|(text, fence)| block(context, text, fence)).collect()
}

fn block<'e>(context: &Context<'_>, text: &'e Text<'e>, fence: &'e Fence) -> Option<Block<'e>> {
    let language = fence.language.to_ascii_lowercase();
    if !matches!(&*language, "" | "json" | "jsonc" | "json5" | "http") {
        return None;
    }
    let code = fence.code.as_str();
    let (status, start) = head(text, fence);
    let start = start + (code[start..].len() - code[start..].trim_start().len());
    let body = code[start..].trim_end();
    if !body.starts_with('{') {
        return None;
    }
    let value = json::tolerant(body);
    let is_response = match &value {
        Ok(value) => context.shapes.are_like(value),
        Err(_) => context.shapes.are_like_text(body),
    };
    is_response.then_some(Block { text, fence, start, body, status, value })
}

/// The status in the status line of an HTTP message, and the byte at which its body starts.
fn head(text: &Text<'_>, fence: &Fence) -> (Option<(u16, Place)>, usize) {
    let code = fence.code.as_str();
    let Some(rest) = code.strip_prefix("HTTP/") else { return (None, 0) };
    let start =
        code.find("\n\n").map(|at| at + 2).or_else(|| code.find("\r\n\r\n").map(|at| at + 4)).unwrap_or(code.len());
    let word = rest.split_whitespace().nth(1).unwrap_or_default();
    let status = word.parse().ok().and_then(|status| {
        let at = code.find(word)?;
        Some((status, text.at(fence.at(at..at + word.len()))))
    });
    (status, start)
}

impl Block<'_> {
    /// The span of a part of the body.
    pub(crate) fn at(&self, range: std::ops::Range<usize>) -> Place {
        self.text.at(self.fence.at(self.start + range.start..self.start + range.end))
    }

    /// The byte at which the body stops being JSON.
    pub(crate) fn error_place(&self, error: &Error) -> Place {
        let at = json::error_at(self.body, error);
        let length = self.body[at..].chars().next().map_or(0, char::len_utf8);
        self.at(at..at + length)
    }

    fn value_place(&self, path: &[At], name: bool) -> Place {
        if name && path.is_empty() {
            return self.at(0..1);
        }
        // The body was parsed with its placeholders filled in. If a placeholder makes it impossible
        // to locate the value, point to the first line.
        let first_line = 0..self.body.find('\n').unwrap_or(self.body.len());
        self.at(json::locate(self.body, path, name).unwrap_or(first_line))
    }

    /// Differences from the closest response that services send for this code.
    pub(crate) fn differences(&self, context: &Context<'_>, own: &Entry) -> Vec<Finding> {
        let Ok(value) = &self.value else { return Vec::new() };
        let other = self.named_entry(context, value).filter(|other| other.code != own.code);
        let candidates = std::iter::once(own).chain(other);
        let responses = candidates.flat_map(|entry| entry.responses.iter().map(move |response| (entry, response)));
        let compared = responses.filter_map(|(entry, response)| {
            let shape = context.shapes.of(response)?;
            let comparison = Comparison { block: self, context, entry, response };
            (shape.likeness(value) >= ALIKE).then(|| comparison.differences(shape, value))
        });
        compared.min_by_key(Vec::len).unwrap_or_default()
    }

    /// The entry whose code or page URL is in a response.
    fn named_entry<'c>(&self, context: &Context<'c>, value: &Value) -> Option<&'c Entry> {
        let mut names = NamedEntry { context, found: None };
        for (_, _, shape) in &context.shapes.shapes {
            shape.compare(value, &mut names);
        }
        crate::names::entry(context.snapshot, names.found?)
    }
}

/// Finds the code that a response names.
struct NamedEntry<'c> {
    context: &'c Context<'c>,
    found: Option<usize>,
}

impl Visitor for NamedEntry<'_> {
    fn differs(&mut self, _at: &[At], _difference: Difference) {}

    fn value(&mut self, _at: &[At], variable: &Variable, value: &Value) {
        let Some(text) = value.as_str() else { return };
        self.found = self.found.or(match variable {
            Variable::Code => self.context.named(text).position(),
            Variable::Type => {
                let urls = docs_url::in_text(self.context.manifest, text);
                urls.first().and_then(|url| match self.context.lead(url.path) {
                    Lead::Entry(position) => Some(position),
                    _ => None,
                })
            }
            _ => None,
        });
    }
}

/// A handwritten response, compared with one that a service sends.
#[derive(Clone, Copy)]
struct Comparison<'b> {
    block: &'b Block<'b>,
    context: &'b Context<'b>,
    entry: &'b Entry,
    response: &'b Response,
}

/// Collects differences.
struct Differences<'b> {
    comparison: Comparison<'b>,
    leaves_out: bool,
    of_shape: Vec<Finding>,
    of_values: Vec<Finding>,
}

impl Visitor for Differences<'_> {
    fn differs(&mut self, at: &[At], difference: Difference) {
        if !(self.leaves_out && matches!(difference, Difference::Missing(_))) {
            self.of_shape.push(self.comparison.of_shape(at, &difference));
        }
    }

    fn value(&mut self, at: &[At], variable: &Variable, value: &Value) {
        self.of_values.extend(self.comparison.of_value(at, variable, value));
    }
}

impl Comparison<'_> {
    fn differences(&self, shape: &Shape, value: &Value) -> Vec<Finding> {
        let leaves_out = json::leaves_out(self.block.body);
        let mut found = Differences { comparison: *self, leaves_out, of_shape: Vec::new(), of_values: Vec::new() };
        shape.compare(value, &mut found);
        let Differences { of_shape, mut of_values, .. } = found;
        if let Some((status, place)) = &self.block.status
            && *status != self.response.status
        {
            of_values.push(self.expected(place.clone(), "status", status, self.response.status));
        }
        of_shape.into_iter().chain(of_values).collect()
    }

    fn of_shape(&self, at: &[At], difference: &Difference) -> Finding {
        let profile = &self.context.manifest.profiles[self.response.profile].name;
        let (message, help) = match difference {
            Difference::Missing(name) => (
                format!("response has no `{name}`"),
                format!("add it: responses of profile `{profile}` always have it"),
            ),
            Difference::Unknown(name) => (
                format!("unexpected member `{name}` in response"),
                format!("remove it, or add it to the envelope of profile `{profile}` in the manifest"),
            ),
            Difference::Literal(json) => {
                ("unexpected value in response".to_owned(), format!("change it to `{json}`, as in the envelope"))
            }
            Difference::Kind(kind) => {
                ("unexpected value in response".to_owned(), format!("change it to {kind}, as in the envelope"))
            }
        };
        let is_name = matches!(difference, Difference::Unknown(_) | Difference::Missing(_));
        Finding::new(message, self.block.value_place(at, is_name), help)
    }

    fn of_value(&self, at: &[At], variable: &Variable, value: &Value) -> Option<Finding> {
        if value.is_null() || value.as_str().is_some_and(is_placeholder) {
            return None;
        }
        let (name, expected) = match variable {
            Variable::Status => ("status", Value::from(self.response.status)),
            Variable::StatusString => ("status", Value::from(self.response.status.to_string())),
            Variable::Title => ("title", Value::from(self.response.title.as_str())),
            Variable::Code => {
                match self.context.named(value.as_str().unwrap_or_default()) {
                    // The rule `mention-unknown` reports codes that do not exist.
                    Named::Unknown if value.is_string() => return None,
                    _ => ("code", Value::from(self.entry.code.as_str())),
                }
            }
            Variable::Action => ("action", self.entry.action.as_ref().map(|of| of.kind.as_str()).into()),
            Variable::Fix => ("fix", self.entry.fix().into()),
            Variable::Type => return self.of_type(at, value),
            Variable::Detail => return self.of_detail(at, value),
            _ => return self.of_kind(at, variable, value),
        };
        (*value != expected).then(|| self.expected(self.block.value_place(at, false), name, value, expected))
    }

    fn expected(&self, place: Place, name: &str, found: impl Display, expected: impl Display) -> Finding {
        let message = format!("{name} of `{}` is {expected}, not {found}", self.entry.code);
        let help = format!("change it to {expected}, or remove the response: the page already shows a generated one");
        Finding::new(message, place, help)
    }

    fn of_type(&self, at: &[At], value: &Value) -> Option<Finding> {
        let expected = self.context.manifest.type_url(self.entry).unwrap_or_else(|| "about:blank".to_owned());
        let url = value.as_str().and_then(|text| docs_url::in_text(self.context.manifest, text).into_iter().next());
        // The rule `docs-url-dead` reports URLs that lead nowhere.
        let is_dead = url.is_some_and(|url| self.context.lead(url.path) == Lead::Dead);
        let is_other = !is_dead && value.as_str() != Some(&expected);
        is_other.then(|| self.expected(self.block.value_place(at, false), "type", value, Value::from(expected)))
    }

    /// The detail may have any values for the message's params.
    fn of_detail(&self, at: &[At], value: &Value) -> Option<Finding> {
        let message = self.entry.messages.as_ref()?.of(self.response.profile);
        let fits = value.as_str().is_some_and(|text| message_fits(&message.parts, text));
        (!fits).then(|| {
            let help = format!("change it to match the message: `{}`", message.template);
            let place = self.block.value_place(at, false);
            Finding::new(format!("detail does not match the message of `{}`", self.entry.code), place, help)
        })
    }

    fn of_kind(&self, at: &[At], variable: &Variable, value: &Value) -> Option<Finding> {
        let (fits, kind) = match variable {
            Variable::RequestId | Variable::Instance => (value.is_string(), "a string"),
            Variable::Errors => (value.is_array(), "an array"),
            Variable::RetryAfter => (value.is_u64(), "a number of seconds"),
            Variable::Params | Variable::Extensions => (value.is_object(), "an object"),
            _ => (true, ""),
        };
        (!fits).then(|| self.of_shape(at, &Difference::Kind(kind)))
    }
}

/// Whether a value is a placeholder.
fn is_placeholder(text: &str) -> bool {
    text.contains("...") || text.contains('…') || text.starts_with(['<', '$']) || text.contains("{{")
}

/// Whether a string is the message with some values for its params.
///
/// Searches for the literal parts from the left, and for the last one at the end. This finds a
/// match if one exists.
fn message_fits(parts: &[MessagePart], text: &str) -> bool {
    let mut rest = text;
    let mut after_param = false;
    for (index, part) in parts.iter().enumerate() {
        let MessagePart::Text(literal) = part else {
            after_param = true;
            continue;
        };
        if after_param && index + 1 == parts.len() {
            return rest.ends_with(literal.as_str());
        }
        let found =
            if after_param { rest.find(literal.as_str()) } else { rest.starts_with(literal.as_str()).then_some(0) };
        let Some(at) = found else { return false };
        rest = &rest[at + literal.len()..];
        after_param = false;
    }
    after_param || rest.is_empty()
}
