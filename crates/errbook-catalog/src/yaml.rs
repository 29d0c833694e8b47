//! Parses YAML into a tree with spans. The only module that uses `granit_parser`.
//!
//! [`fast_path`] reads nearly all files, and granit-parser the rest. YAML features that catalogs
//! don't allow (anchors, aliases, tags, directives, and multiple documents) are reported here, and
//! [`traps`] explains syntax errors by what the author most likely meant.

use std::cell::{Cell, RefCell};
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

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node<'s> {
    pub(crate) span: Span,
    pub(crate) kind: Kind<'s>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind<'s> {
    Scalar(Scalar<'s>),
    Sequence(Vec<Node<'s>>),
    Mapping(Vec<(Node<'s>, Node<'s>)>),
    /// A value whose error is already reported.
    Bad,
}

/// Maximum nesting. Limits the recursion of the decoder.
const DEEPEST: usize = 64;

/// Parses one document. `None` if the text isn't YAML or is empty, which is reported.
pub(crate) fn parse<'s>(file: FileId, text: &'s str, diagnostics: &mut Vec<Diagnostic>) -> Option<Node<'s>> {
    if let Some(found) = control_character(file, text) {
        diagnostics.push(found);
        return None;
    }
    fast_path::read(text).or_else(|| parse_all(file, text, diagnostics))
}

/// Parses one document with granit-parser, which supports all of YAML.
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

/// Parsing stopped because the rest isn't valid YAML, which is reported.
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
        if let Some(Node { span, kind: Kind::Scalar(_) }) = &root
            && let Some(found) = traps::text_instead_of_key(self.file, self.text, span.range().start)
        {
            self.diagnostics.push(found);
            return None;
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
                let scalar = Scalar { value: scalar::with_line_feeds(value), style: style.into() };
                Ok(Node { span, kind: Kind::Scalar(scalar) })
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
            let mut item = self.node(event, span)?;
            self.plain_text(&mut item);
            items.push(item);
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
            self.unusual_space(&key)?;
            let (event, span) = self.next()?;
            let mut value = self.node(event, span)?;
            self.plain_text(&mut value);
            members.push((key, value));
        }
    }

    /// Such as a non-breaking space before a key. It would be part of the key, and what it indents
    /// would be outside its mapping.
    fn unusual_space(&mut self, key: &Node<'s>) -> Result<(), Stop> {
        let is_unusual =
            |scalar: &Scalar<'_>| scalar.style == Style::Plain && scalar.value.starts_with(traps::is_space);
        if !matches!(&key.kind, Kind::Scalar(scalar) if is_unusual(scalar)) {
            return Ok(());
        }
        self.diagnostics.push(traps::unusual_indentation(self.file, self.text, key.span.range().start));
        Err(Stop)
    }

    /// Reports what YAML reads as part of an unquoted text, but the author probably didn't mean as
    /// one.
    fn plain_text(&mut self, value: &mut Node<'_>) {
        let span = value.span;
        let Kind::Scalar(scalar) = &mut value.kind else { return };
        if scalar.style != Style::Plain {
            return;
        }
        self.diagnostics.extend(traps::typographic_quote(self.file, self.text, span));
        self.diagnostics.extend(traps::continued_item(self.file, self.text, span));
        if let Some(found) = traps::space_around(self.file, self.text, span) {
            self.diagnostics.push(found);
            // So that the value isn't reported as well.
            scalar.value = scalar.value.trim_matches(traps::is_space).to_owned().into();
        }
    }

    /// Reports the anchor or tag of a node.
    fn properties(&mut self, event: &Event<'s>, span: Span) {
        if event.tag().is_some() {
            let span = self.property(span, '!');
            self.feature(span, "a YAML tag before this value", "quote text that starts with `!`, or remove the tag");
        }
        if event.anchor_id().is_some() && event.alias_id().is_none() {
            let span = self.property(span, '&');
            self.feature(
                span,
                "a YAML anchor before this value",
                "quote text that starts with `&`, or write the value out",
            );
        }
    }

    /// The word before the value at `span` that starts with `mark`.
    fn property(&self, span: Span, mark: char) -> Span {
        let mut before = &self.text[..span.range().start];
        loop {
            before = before.trim_end();
            let start = before.trim_end_matches(|char: char| !char.is_whitespace()).len();
            match before[start..].chars().next() {
                Some(first) if first == mark => return Span::from(start..before.len()),
                Some('!' | '&') => before = &before[..start],
                _ => return span,
            }
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
        // Text that starts like an alias has just been reported as one. Replace that with the real
        // problem.
        let place = |found: &Diagnostic| found.labels.first().map(|label| (label.file, label.span.start));
        self.diagnostics.pop_if(|last| place(last) == place(&found));
        self.diagnostics.push(found);
    }
}

impl Node<'_> {
    /// The span of the value at `path`, or of `range` in it. If the path can't be followed to its
    /// end, the span of the last value or key that was found.
    pub(crate) fn place<'t>(
        &self,
        text: &'t str,
        path: &[PathStep],
        range: Option<Range<usize>>,
        recent: &Recent<'t>,
    ) -> Span {
        let (mut node, mut reached) = (self, first_line(text, self.span));
        for step in path {
            let next = match (&node.kind, step) {
                (Kind::Mapping(members), PathStep::Key(key)) => {
                    let is = |of: &Node<'_>| matches!(&of.kind, Kind::Scalar(scalar) if scalar.value == *key);
                    let start = if members.len() > LARGE { recent.member.get().min(members.len()) } else { 0 };
                    let found = members[start..].iter().position(|(of, _)| is(of)).map(|at| start + at);
                    let found = found.or_else(|| members[..start].iter().position(|(of, _)| is(of)));
                    if members.len() > LARGE {
                        recent.member.set(found.unwrap_or(start));
                    }
                    found.map(|at| (&members[at].1, members[at].0.span))
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
            (Kind::Scalar(scalar), Some(range)) => recent.locate(scalar, text, node.span, range),
            (Kind::Scalar(_), None) => first_line(text, node.span),
            _ => reached,
        }
    }
}

/// What the last search found. Findings come in the order of the file, so the next one is often in
/// the same value, or after the same key.
#[derive(Debug, Default)]
pub(crate) struct Recent<'t> {
    member: Cell<usize>,
    scalar: RefCell<Option<(Span, locate::Locator<'t>)>>,
}

impl<'t> Recent<'t> {
    fn locate(&self, scalar: &Scalar<'_>, text: &'t str, span: Span, range: Range<usize>) -> Span {
        let mut recent = self.scalar.borrow_mut();
        if recent.as_ref().is_none_or(|(of, _)| *of != span) {
            *recent = Some((span, scalar.locator(text, span)));
        }
        recent.as_ref().map_or(span, |(_, locator)| locator.span(range))
    }
}

/// More members than entries usually have.
const LARGE: usize = 64;

/// The first line of a value, which is enough to show where it is.
pub(crate) fn first_line(text: &str, span: Span) -> Span {
    let value = text.get(span.range()).unwrap_or_default();
    let len = value.find('\n').unwrap_or(value.len());
    Span::from(span.range().start..span.range().start + value[..len].trim_end().len())
}

fn bytes(span: &granit_parser::Span) -> Span {
    span.byte_range().map(Span::from).unwrap_or_default()
}

/// The end of a flow collection is its bracket. A block collection ends with its last value.
fn flow_end(end: Span) -> u32 {
    if end.start == end.end { 0 } else { end.end }
}

/// The first character that YAML doesn't allow (YAML 1.2.2, section 5.1).
fn control_character(file: FileId, text: &str) -> Option<Diagnostic> {
    let is_control = |byte: u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r') || byte == 0x7f;
    // Texts rarely contain one. Without an early exit, the compiler can vectorize this loop.
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

/// The value of a scalar, shortened for a diagnostic.
pub(crate) fn shown(value: &str) -> String {
    const LONGEST: usize = 40;
    if value.chars().count() <= LONGEST {
        return format!("`{value}`");
    }
    let start: String = value.chars().take(LONGEST).collect();
    format!("`{start}…`")
}
