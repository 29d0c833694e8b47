//! A request as it was written, and JSON from YAML.

use crate::decode::{Decoder, Named, Text};
use crate::diagnostic::Span;
use crate::json::Json;
use crate::yaml::{Core, Kind, Node};

/// A request as it was written.
#[derive(Debug)]
pub(crate) struct RawRequest<'s> {
    pub(crate) span: Span,
    pub(crate) text: Option<Text<'s>>,
    pub(crate) operation: Option<Text<'s>>,
    pub(crate) method: Option<Text<'s>>,
    pub(crate) path: Option<Text<'s>>,
    pub(crate) server: Option<Text<'s>>,
    pub(crate) headers: Named<'s, Option<Text<'s>>>,
    pub(crate) query: Named<'s, Text<'s>>,
    pub(crate) body: Option<Json>,
    pub(crate) expect_invalid: bool,
}

const EXPECTATIONS: &[(&str, bool)] = &[("valid", false), ("invalid", true)];

impl Decoder<'_> {
    /// One request or a list of them.
    pub(super) fn requests<'s>(&mut self, node: Node<'s>) -> Vec<RawRequest<'s>> {
        match node.kind {
            Kind::Sequence(items) => items.into_iter().filter_map(|item| self.request(item)).collect(),
            _ => self.request(node).into_iter().collect(),
        }
    }

    fn request<'s>(&mut self, node: Node<'s>) -> Option<RawRequest<'s>> {
        let mut fields = self.fields(node, "a request")?;
        let span = self.first_line(fields.span);
        let text = fields.take("text").and_then(|node| self.prose(node, "text"));
        let operation = fields.take("operation").and_then(|node| self.string(node, "the text of an operation"));
        let method = fields.take("method").and_then(|node| self.string(node, "the text of a method"));
        let path = fields.take("path").and_then(|node| self.string(node, "the text of a path"));
        let server = fields.take("server").and_then(|node| self.string(node, "the text of a URL"));
        let headers = fields.take("headers").and_then(|node| self.headers(node, true)).unwrap_or_default();
        let query = fields.take("query").and_then(|node| self.query(node)).unwrap_or_default();
        let body = fields.take("body").map(|node| self.json(node));
        let expect = fields.take("expect").and_then(|node| self.word(node, "an expectation", EXPECTATIONS));
        fields.finish(self);
        let expect_invalid = expect.is_some_and(|expect| expect.value);
        Some(RawRequest { span, text, operation, method, path, server, headers, query, body, expect_invalid })
    }

    fn query<'s>(&mut self, node: Node<'s>) -> Option<Named<'s, Text<'s>>> {
        let members = self.mapping(node, "a mapping from names to values")?;
        Some(members.into_iter().filter_map(|(name, value)| Some((name, self.scalar(value, "a value")?))).collect())
    }

    /// The value as JSON; what was a mistake and is reported becomes `null`.
    pub(crate) fn json(&mut self, node: Node<'_>) -> Json {
        match node.kind {
            Kind::Bad => Json::Null,
            Kind::Sequence(items) => Json::Array(items.into_iter().map(|item| self.json(item)).collect()),
            Kind::Mapping(_) => {
                let members = self.mapping(node, "an object").unwrap_or_default();
                Json::Object(
                    members
                        .into_iter()
                        .map(|(name, value)| (name.scalar.value.into_owned(), self.json(value)))
                        .collect(),
                )
            }
            Kind::Scalar(scalar) => match scalar.core() {
                Core::Null => Json::Null,
                Core::Boolean(value) => Json::Boolean(value),
                Core::Integer(value) => Json::Number(value.to_string()),
                Core::Number => json_number(&scalar.value),
                Core::String => Json::String(scalar.value.into_owned()),
            },
        }
    }
}

/// A number that JSON can write as it stands (RFC 8259, section 6); infinities and `.5` cannot, and stay strings.
fn json_number(text: &str) -> Json {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let whole = unsigned.bytes().take_while(u8::is_ascii_digit).count();
    let fraction = unsigned[whole..].strip_prefix('.');
    let fits = whole > 0
        && (whole == 1 || !unsigned.starts_with('0'))
        && fraction.is_none_or(|rest| rest.starts_with(|char: char| char.is_ascii_digit()));
    if fits && !text.starts_with('+') { Json::Number(text.to_owned()) } else { Json::String(text.to_owned()) }
}
