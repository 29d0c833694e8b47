//! YAML text to a tree whose every value knows its bytes. The only module that names `granit_parser`.
//!
//! [`fast_path`] reads what nearly all files are made of, and the foreign parser the rest.
//! What a catalog does not use (anchors, aliases, tags, directives, several documents) is reported here, and [`traps`] says what a writer of
//! prose most likely meant where YAML read something else.

use std::ops::Range;

use granit_parser::{Event, Parser, ScanError, StrInput};

use crate::diagnostic::{Diagnostic, FileId, Span};
use crate::path::PathStep;
use crate::rule::Rule;

mod fast_path;
mod locate;
mod scalar;
mod traps;

pub(crate) use scalar::{Core, Scalar, Style};

/// A value of the document.
#[derive(Debug, PartialEq)]
pub(crate) struct Node<'s> {
    pub(crate) span: Span,
    pub(crate) kind: Kind<'s>,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Kind<'s> {
    Scalar(Scalar<'s>),
    Sequence(Vec<Node<'s>>),
    Mapping(Vec<(Node<'s>, Node<'s>)>),
    /// A mistake that is already reported.
    Bad,
}

/// Nesting that no catalog reaches: the decoder goes as deep as the text does.
const DEEPEST: usize = 64;

/// Parses one document. `None` when the text is not YAML, or is empty; then `diagnostics` says so.
pub(crate) fn parse<'s>(file: FileId, text: &'s str, diagnostics: &mut Vec<Diagnostic>) -> Option<Node<'s>> {
    if let Some(found) = control_character(file, text) {
        diagnostics.push(found);
        return None;
    }
    fast_path::read(text).or_else(|| parse_all(file, text, diagnostics))
}

/// Parses one document, however it is written.
fn parse_all<'s>(file: FileId, text: &'s str, diagnostics: &mut Vec<Diagnostic>) -> Option<Node<'s>> {
    let mut options = granit_parser::Options::default();
    options.emit_unresolved_aliases = true;
    options.flow_nesting_limit = DEEPEST;
    options.block_nesting_limit = DEEPEST;
    options.set_emit_comments(false);
    let mut reader = Reader { parser: Parser::new_from_str_with_options(text, options), file, text, diagnostics };
    reader.document()
}

struct Reader<'s, 'd> {
    parser: Parser<'s, StrInput<'s>>,
    file: FileId,
    text: &'s str,
    diagnostics: &'d mut Vec<Diagnostic>,
}

/// Reading stops: the text is not YAML from here on, and a diagnostic says so.
struct Stop;

impl<'s> Reader<'s, '_> {
    fn document(&mut self) -> Option<Node<'s>> {
        let mut root = None;
        loop {
            let Ok((event, span)) = self.next() else { return None };
            match event {
                Event::StreamEnd => break,
                Event::StreamStart | Event::DocumentEnd => {}
                Event::DocumentStart(explicit, version) => {
                    if root.is_some() {
                        self.feature(span, "a second document in this file", "keep one document per file");
                        return root;
                    }
                    if explicit && version.is_some() {
                        let line_end = self.text.find('\n').unwrap_or(self.text.len());
                        self.feature(
                            Span::from(0..line_end),
                            "a `%YAML` directive",
                            "remove it; a catalog is always YAML 1.2",
                        );
                    }
                }
                event => root = Some(self.node(event, span).ok()?),
            }
        }
        if root.is_none() {
            let found = Diagnostic::error(Rule::YamlSyntax, "file is empty");
            self.diagnostics.push(
                found.at(self.file, Span::default(), "").help("add at least `message: \"...\"`, or remove the file"),
            );
        }
        root
    }

    fn next(&mut self) -> Result<(Event<'s>, Span), Stop> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => Ok((event, bytes(&span))),
            Some(Err(error)) => {
                self.syntax(&error);
                Err(Stop)
            }
            None => Ok((Event::StreamEnd, Span::from(self.text.len()..self.text.len()))),
        }
    }

    fn node(&mut self, event: Event<'s>, span: Span) -> Result<Node<'s>, Stop> {
        self.properties(&event, span);
        match event {
            Event::Scalar(value, style, _, _) => {
                Ok(Node { span, kind: Kind::Scalar(Scalar { value, style: style.into() }) })
            }
            Event::SequenceStart(..) => self.sequence(span),
            Event::MappingStart(..) => self.mapping(span),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.feature(span, "a YAML alias", "quote text that starts with `*`, or write the value out");
                Ok(Node { span, kind: Kind::Bad })
            }
            _ => Ok(Node { span, kind: Kind::Bad }),
        }
    }

    fn sequence(&mut self, start: Span) -> Result<Node<'s>, Stop> {
        let mut items = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if let Event::SequenceEnd = event {
                let end = items.last().map_or(span.end, |last: &Node<'s>| last.span.end.max(flow_end(span)));
                return Ok(Node { span: Span { start: start.start, end }, kind: Kind::Sequence(items) });
            }
            items.push(self.node(event, span)?);
        }
    }

    fn mapping(&mut self, start: Span) -> Result<Node<'s>, Stop> {
        let mut members = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if let Event::MappingEnd = event {
                let end = members
                    .last()
                    .map_or(span.end, |(_, last): &(Node<'s>, Node<'s>)| last.span.end.max(flow_end(span)));
                return Ok(Node { span: Span { start: start.start, end }, kind: Kind::Mapping(members) });
            }
            let key = self.node(event, span)?;
            let (event, span) = self.next()?;
            members.push((key, self.node(event, span)?));
        }
    }

    /// Reports an anchor or a tag of a node.
    fn properties(&mut self, event: &Event<'s>, span: Span) {
        if event.tag().is_some() {
            self.feature(span, "a YAML tag before this value", "quote text that starts with `!`, or remove the tag");
        }
        if event.anchor_id().is_some() && event.alias_id().is_none() {
            self.feature(
                span,
                "a YAML anchor before this value",
                "quote text that starts with `&`, or write the value out",
            );
        }
    }

    fn feature(&mut self, span: Span, what: &str, help: &'static str) {
        let found = Diagnostic::error(Rule::YamlFeature, format!("{what} is not supported in a catalog"))
            .at(self.file, span, "");
        self.diagnostics.push(found.help(help));
    }

    fn syntax(&mut self, error: &ScanError) {
        let at = error.marker().byte_offset().unwrap_or_default().min(self.text.len());
        let found = traps::explain(self.file, self.text, at, &error.info());
        // An alias that is text after all was reported as an alias a moment ago: what it really is replaces that.
        let place = |found: &Diagnostic| found.labels.first().map(|label| (label.file, label.span.start));
        self.diagnostics.pop_if(|last| place(last) == place(&found));
        self.diagnostics.push(found);
    }
}

impl Node<'_> {
    /// The bytes of the value at `path`, or of a range of its text; where the path ends early, those of the value or key that was reached.
    pub(crate) fn place(&self, text: &str, path: &[PathStep], range: Option<Range<usize>>) -> Span {
        let (mut node, mut reached) = (self, first_line(text, self.span));
        for step in path {
            let next = match (&node.kind, step) {
                (Kind::Mapping(members), PathStep::Key(key)) => {
                    let is = |of: &Node<'_>| matches!(&of.kind, Kind::Scalar(scalar) if scalar.value == *key);
                    members.iter().find(|(of, _)| is(of)).map(|(of, value)| (value, of.span))
                }
                (Kind::Sequence(items), PathStep::Item(index)) => {
                    items.get(*index).map(|item| (item, first_line(text, item.span)))
                }
                (_, PathStep::Item(0)) => Some((node, reached)),
                _ => None,
            };
            let Some((found, span)) = next else { return reached };
            (node, reached) = (found, span);
        }
        match (&node.kind, range) {
            (Kind::Scalar(scalar), Some(range)) => scalar.locate(text, node.span, range),
            (Kind::Scalar(_), None) => first_line(text, node.span),
            _ => reached,
        }
    }
}

/// The first line of a value of several lines: the smallest place that shows it.
pub(crate) fn first_line(text: &str, span: Span) -> Span {
    let value = text.get(span.range()).unwrap_or_default();
    let len = value.find('\n').unwrap_or(value.len());
    Span::from(span.range().start..span.range().start + value[..len].trim_end().len())
}

fn bytes(span: &granit_parser::Span) -> Span {
    span.byte_range().map(Span::from).unwrap_or_default()
}

/// The end of a flow collection is its bracket; a block collection ends where its last value does.
fn flow_end(end: Span) -> u32 {
    if end.start == end.end { 0 } else { end.end }
}

/// The first character that YAML does not allow (YAML 1.2.2, section 5.1).
fn control_character(file: FileId, text: &str) -> Option<Diagnostic> {
    let is_control = |byte: u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r') || byte == 0x7f;
    // Nearly no text has one, and without a way out of it this loop takes many bytes at once.
    if !text.bytes().fold(false, |found, byte| found | is_control(byte)) {
        return None;
    }
    let at = text.bytes().position(is_control)?;
    let byte = text.as_bytes()[at];
    let found =
        Diagnostic::error(Rule::YamlSyntax, format!("the control character U+{byte:04X} is not allowed in YAML"));
    Some(
        found
            .at(file, Span::from(at..at + 1), "")
            .help("remove it, or write it as an escape in double quotes, such as \"\\x07\""),
    )
}

/// The value of `scalar` as the text that a reader sees, for a diagnostic.
pub(crate) fn shown(value: &str) -> String {
    const LONGEST: usize = 40;
    if value.chars().count() <= LONGEST {
        return format!("`{value}`");
    }
    let start: String = value.chars().take(LONGEST).collect();
    format!("`{start}…`")
}
