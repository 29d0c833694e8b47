//! Turns YAML nodes into typed raw values. A value of the wrong type is reported and left out, and
//! the rest of the file is still read.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, FileId, Span};
use crate::json::Json;
use crate::rule::Rule;
use crate::yaml::{self, Core, Kind, Node, Scalar, Style, shown};

#[derive(Debug, Clone)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

/// A string with its YAML style, which is needed to find spans inside it.
#[derive(Debug, Clone)]
pub(crate) struct Text<'s> {
    pub(crate) scalar: Scalar<'s>,
    pub(crate) span: Span,
}

impl Text<'_> {
    pub(crate) fn as_str(&self) -> &str {
        &self.scalar.value
    }
}

/// The keys of a mapping with a fixed set of keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyOrder {
    /// First byte of the mapping.
    pub start: u32,
    /// All allowed keys, in canonical order.
    pub keys: Vec<&'static str>,
}

pub(crate) struct Decoder<'d> {
    pub(crate) file: FileId,
    pub(crate) text: &'d str,
    pub(crate) diagnostics: &'d mut Vec<Diagnostic>,
    /// Codes without a file. They may be aliases, which is known only after all files are read.
    pub(crate) unknown_codes: Vec<Spanned<String>>,
    /// The keys of each mapping with a fixed set of keys, if the caller wants them.
    pub(crate) key_orders: Option<Vec<KeyOrder>>,
}

impl<'d> Decoder<'d> {
    pub(crate) fn new(file: FileId, text: &'d str, diagnostics: &'d mut Vec<Diagnostic>) -> Decoder<'d> {
        Decoder { file, text, diagnostics, unknown_codes: Vec::new(), key_orders: None }
    }

    pub(crate) fn report(&mut self, found: Diagnostic, span: Span) {
        self.diagnostics.push(found.at(self.file, span, ""));
    }

    pub(crate) fn error(
        &mut self,
        rule: Rule,
        message: impl Into<String>,
        help: impl Into<Cow<'static, str>>,
        span: Span,
    ) {
        self.report(Diagnostic::error(rule, message).help(help), span);
    }

    /// The members of a mapping with arbitrary keys. Duplicate keys are reported and left out.
    pub(crate) fn mapping<'s>(&mut self, node: Node<'s>, what: &str) -> Option<Vec<(Text<'s>, Node<'s>)>> {
        let Kind::Mapping(members) = node.kind else {
            return self.wrong_type(&node, what);
        };
        let mut known: Vec<(Text<'s>, Node<'s>)> = Vec::with_capacity(members.len());
        let mut spans: HashMap<String, Span> = HashMap::new();
        for (key, value) in members {
            let span = key.span;
            let Kind::Scalar(scalar) = key.kind else {
                self.wrong_type::<()>(&key, "a key");
                continue;
            };
            if scalar.value == "<<" && scalar.style == Style::Plain {
                let message = "a YAML merge key is not supported in a catalog";
                self.error(Rule::YamlFeature, message, "write the members out", span);
                continue;
            }
            // Most mappings have few keys, for which a search is faster than hashing.
            let first = if known.len() < FEW {
                known.iter().find(|(of, _)| of.scalar.value == scalar.value).map(|(of, _)| of.span)
            } else {
                if spans.is_empty() {
                    spans.extend(known.iter().map(|(of, _)| (of.scalar.value.to_string(), of.span)));
                }
                let first = spans.get(&*scalar.value).copied();
                spans.entry(scalar.value.to_string()).or_insert(span);
                first
            };
            if let Some(first) = first {
                let found = Diagnostic::error(Rule::DuplicateKey, format!("duplicate key {}", shown(&scalar.value)));
                let found = found.at(self.file, span, "again here").at(self.file, first, "first here");
                self.diagnostics.push(found.help("keep one of the two"));
                continue;
            }
            known.push((Text { scalar, span }, value));
        }
        Some(known)
    }

    /// The items of a sequence, each read by `item`. Items that can't be read are left out.
    pub(crate) fn list<'s, T>(
        &mut self,
        node: Node<'s>,
        what: &str,
        mut item: impl FnMut(&mut Self, Node<'s>) -> Option<T>,
    ) -> Option<Vec<T>> {
        match node.kind {
            Kind::Sequence(items) => Some(items.into_iter().filter_map(|node| item(self, node)).collect()),
            _ => self.wrong_type(&node, what),
        }
    }

    pub(crate) fn scalar<'s>(&mut self, node: Node<'s>, what: &str) -> Option<Text<'s>> {
        match node.kind {
            Kind::Scalar(scalar) => Some(Text { scalar, span: node.span }),
            _ => self.wrong_type(&node, what),
        }
    }

    /// A string that isn't empty. A plain number or `true` isn't a string.
    pub(crate) fn string<'s>(&mut self, node: Node<'s>, what: &str) -> Option<Text<'s>> {
        if let Kind::Scalar(scalar) = &node.kind {
            match scalar.core() {
                Core::String if scalar.value.trim().is_empty() => {
                    let message = format!("expected {what}, found an empty string");
                    self.error(Rule::InvalidValue, message, "fill it in, or remove the key", node.span);
                    return None;
                }
                Core::String => {}
                _ => return self.wrong_type(&node, what),
            }
        }
        self.scalar(node, what)
    }

    /// A string for people. Warns if a comment seems to cut it off.
    pub(crate) fn prose<'s>(&mut self, node: Node<'s>, what: &str) -> Option<Text<'s>> {
        let text = self.string(node, what)?;
        if text.scalar.style == Style::Plain {
            self.cut_by_comment(text.span);
        }
        Some(text)
    }

    /// Reports a name or title of several lines, which lists and headings would break up.
    pub(crate) fn one_line(&mut self, text: Option<&Text<'_>>) {
        if let Some(text) = text.filter(|text| text.as_str().trim_end().contains('\n')) {
            let help = "write it on one line; `>-` folds several lines into one";
            self.error(Rule::InvalidValue, "line break in a name", help, self.first_line(text.span));
        }
    }

    /// Warns about a space, `#`, and no space, as in `see #12`. A comment on purpose usually has a
    /// space after its `#`.
    fn cut_by_comment(&mut self, span: Span) {
        let rest = self.text.get(span.end as usize..).unwrap_or_default();
        let mut following = rest.chars();
        if (following.next(), following.next()) != (Some(' '), Some('#'))
            || following.next().is_none_or(char::is_whitespace)
        {
            return;
        }
        let comment_end = rest.find('\n').map_or(self.text.len(), |at| span.end as usize + at);
        let found = Diagnostic::warning(Rule::YamlComment, "an unquoted ` #` starts a comment and cuts off the text");
        let place = Span { start: span.end + 1, end: u32::try_from(comment_end).unwrap_or(u32::MAX) };
        let found = found.help("quote the text or, if this is a comment, put a space after `#`");
        self.diagnostics.push(found.at(self.file, place, "ignored as a comment"));
    }

    pub(crate) fn integer(&mut self, node: &Node<'_>, what: &str) -> Option<Spanned<i64>> {
        match core(node) {
            Some(Core::Integer(value)) => Some(Spanned { value, span: node.span }),
            _ => self.wrong_type(node, what),
        }
    }

    pub(crate) fn boolean(&mut self, node: &Node<'_>) -> Option<Spanned<bool>> {
        match core(node) {
            Some(Core::Boolean(value)) => Some(Spanned { value, span: node.span }),
            _ => self.wrong_type(node, "`true` or `false`"),
        }
    }

    /// One of a fixed set of words.
    pub(crate) fn word<T: Copy>(&mut self, node: Node<'_>, what: &str, words: &[(&'static str, T)]) -> Option<T> {
        let known = || words.iter().map(|(word, _)| *word);
        if let Kind::Scalar(scalar) = &node.kind
            && !matches!(scalar.core(), Core::String | Core::Null)
        {
            let message = format!("expected {what}, found {}", describe(&node));
            self.error(Rule::WrongType, message, crate::suggest::help(&scalar.value, known()), node.span);
            return None;
        }
        let text = self.string(node, what)?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text.as_str()) {
            return Some(*value);
        }
        let found = Diagnostic::error(Rule::InvalidValue, format!("{} is not {what}", shown(&text.scalar.value)));
        let help = crate::suggest::help(text.as_str(), known());
        self.report(found.help(help), text.span);
        None
    }

    /// The value as JSON. Values that are already reported become `null`.
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

    /// Reports that `node` has the wrong type, unless it is already reported.
    pub(crate) fn wrong_type<T>(&mut self, node: &Node<'_>, what: &str) -> Option<T> {
        if !matches!(node.kind, Kind::Bad) {
            let message = match &node.kind {
                Kind::Scalar(scalar) if what.starts_with("a status") && scalar.unquoted() == Core::String => {
                    format!("invalid status {}", shown(&scalar.value))
                }
                _ => format!("expected {what}, found {}", describe(node)),
            };
            self.error(Rule::WrongType, message, wrong_type_help(node, what), self.first_line(node.span));
        }
        None
    }

    /// The first line of a value, which is enough to show where it is.
    pub(crate) fn first_line(&self, span: Span) -> Span {
        yaml::first_line(self.text, span)
    }
}

/// Up to this many keys, a mapping is searched for repeated ones without hashing.
const FEW: usize = 64;

fn core(node: &Node<'_>) -> Option<Core> {
    match &node.kind {
        Kind::Scalar(scalar) => Some(scalar.core()),
        _ => None,
    }
}

/// A number that is valid JSON (RFC 8259, section 6). Infinities and `.5` aren't, and become
/// strings.
fn json_number(text: &str) -> Json {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let whole = unsigned.bytes().take_while(u8::is_ascii_digit).count();
    let fraction = unsigned[whole..].strip_prefix('.');
    let fits = whole > 0
        && (whole == 1 || !unsigned.starts_with('0'))
        && fraction.is_none_or(|rest| rest.starts_with(|char: char| char.is_ascii_digit()));
    if fits && !text.starts_with('+') { Json::Number(text.to_owned()) } else { Json::String(text.to_owned()) }
}

/// Help that depends on the expected and the actual type.
fn wrong_type_help(node: &Node<'_>, what: &str) -> String {
    let core = match &node.kind {
        Kind::Scalar(scalar) => Some((scalar, scalar.core())),
        _ => None,
    };
    match core {
        Some((_, Core::Null)) => "remove the key, or give it a value".to_owned(),
        Some((scalar, _)) if matches!(&*scalar.value, "yes" | "no" | "on" | "off") && what.contains("`true`") => {
            "use `true` or `false`; `yes`, `no`, `on`, and `off` are strings in YAML 1.2".to_owned()
        }
        _ if what.starts_with("a list") => "start each item on its own line with `- `".to_owned(),
        Some((scalar, core)) if core != Core::String && ["text", "revision"].iter().any(|of| what.contains(of)) => {
            format!("quote it: \"{}\"", scalar.value)
        }
        None if what.contains("text") => {
            "if this is meant as text, quote it or write it as a block (`key: |`)".to_owned()
        }
        _ if what.starts_with("a mapping") || what.starts_with("`{") => {
            "write `key: value` pairs, indented below the key".to_owned()
        }
        Some((scalar, _)) if scalar.style != Style::Plain && scalar.unquoted() != Core::String => {
            "remove the quotes".to_owned()
        }
        _ if what.starts_with("a status") => {
            "use a number from 400 to 599, or one per profile: `{api: 400, gateway: 401}`".to_owned()
        }
        _ => format!("write {what}"),
    }
}

fn describe(node: &Node<'_>) -> String {
    match &node.kind {
        Kind::Mapping(_) => "a mapping".to_owned(),
        Kind::Sequence(_) => "a sequence".to_owned(),
        Kind::Bad => "nothing usable".to_owned(),
        Kind::Scalar(scalar) => match scalar.core() {
            Core::Null => "nothing".to_owned(),
            Core::Boolean(_) => format!("the boolean {}", shown(&scalar.value)),
            Core::Integer(_) | Core::Number => format!("the number {}", shown(&scalar.value)),
            Core::String => format!("the string {}", shown(&scalar.value)),
        },
    }
}

/// A mapping from names to values, in the order of the file.
pub(crate) type Named<'s, T> = Vec<(Text<'s>, T)>;

/// One value for all profiles, or one per profile.
#[derive(Debug, Clone)]
pub(crate) enum PerProfile<'s, T> {
    All(T),
    Each(Named<'s, T>),
}
