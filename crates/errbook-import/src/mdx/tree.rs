//! Parses a page into a tree of lines and elements. The content of code blocks isn't parsed.
//! Unmatched opening and closing tags are ignored, and their content is kept.

use super::fence::{Code, Walk};
use super::tag::{self, Form, Tag};
use super::{Context, Dialect};

/// Maximum nesting of elements: more than any page needs, and safe for a recursive function.
const DEEPEST: usize = 24;

/// Number of failed searches for an end after which only the same line is searched. Otherwise, a
/// page full of braces would take quadratic time.
const PATIENCE: usize = 200;

/// A part of a page.
#[derive(Debug)]
pub(super) enum Node<'s> {
    Line {
        number: usize,
        text: &'s str,
        /// How the line relates to a code block.
        code: Code,
    },
    Element(Element<'s>),
}

/// An element on its own lines.
#[derive(Debug)]
pub(super) struct Element<'s> {
    pub(super) number: usize,
    /// Columns before its tag.
    pub(super) indent: usize,
    pub(super) tag: Tag<'s>,
    pub(super) children: Vec<Node<'s>>,
}

struct Reader<'s, 'c, 'r> {
    text: &'s str,
    at: usize,
    number: usize,
    /// No comment ends after this byte.
    no_comment_from: usize,
    /// Number of failed searches for the end of a tag or expression.
    in_vain: usize,
    fences: Walk,
    /// Whether the previous line was blank or missing.
    after_blank: bool,
    root: Vec<Node<'s>>,
    /// Elements that aren't closed yet, outermost first.
    open: Vec<Element<'s>>,
    context: &'r mut Context<'c>,
}

/// Parses a page whose only line break is `\n`.
pub(super) fn read<'s>(text: &'s str, first: usize, context: &mut Context<'_>) -> Vec<Node<'s>> {
    let mut reader = Reader {
        text,
        at: 0,
        number: first,
        no_comment_from: usize::MAX,
        in_vain: 0,
        fences: Walk::default(),
        after_blank: true,
        root: Vec::new(),
        open: Vec::new(),
        context,
    };
    while reader.at < text.len() {
        reader.line();
    }
    while let Some(open) = reader.open.pop() {
        reader.unclosed(open);
    }
    reader.root
}

impl<'s> Reader<'s, '_, '_> {
    /// Reads from the start of a line, or from after a tag on it.
    fn line(&mut self) {
        let end = self.text[self.at..].find('\n').map_or(self.text.len(), |len| self.at + len);
        let line = &self.text[self.at..end];
        // The rest of a line after a tag is read separately.
        let code = self.fences.step(line);
        if code != Code::No {
            self.push_line(line, code);
            return self.next_line(end, line);
        }
        let indent = line.len() - line.trim_start().len();
        let special = self.statement(line)
            || self.comment(indent)
            || self.expression(indent)
            || self.tag(line, indent)
            || self.inner_end(line);
        if !special {
            self.text_line(line);
            self.next_line(end, line);
        }
    }

    fn next_line(&mut self, end: usize, line: &str) {
        self.at = (end + 1).min(self.text.len());
        self.number += 1;
        self.after_blank = line.trim().is_empty();
    }

    /// Skips `len` bytes, and the rest of the line if it is blank.
    fn skip(&mut self, len: usize) {
        self.number += self.text[self.at..self.at + len].matches('\n').count();
        self.at += len;
        let rest = &self.text[self.at..];
        let end = rest.find('\n').unwrap_or(rest.len());
        if rest[..end].trim().is_empty() {
            self.at += end;
            if self.at < self.text.len() {
                self.at += 1;
                self.number += 1;
            }
        }
    }

    /// The range in which an end is searched for something that starts `indent` bytes from here.
    fn window(&self, indent: usize) -> &'s str {
        let rest = &self.text[self.at + indent..];
        let line = if self.in_vain > PATIENCE { rest.find('\n') } else { None };
        &rest[..line.unwrap_or(rest.len())]
    }

    /// The rest of the line on which the next `len` bytes end.
    fn behind(&self, len: usize) -> &'s str {
        let rest = &self.text[self.at + len..];
        rest[..rest.find('\n').unwrap_or(rest.len())].trim()
    }

    fn push(&mut self, node: Node<'s>) {
        match self.open.last_mut() {
            Some(open) => open.children.push(node),
            None => self.root.push(node),
        }
    }

    fn push_line(&mut self, text: &'s str, code: Code) {
        let number = self.number;
        self.push(Node::Line { number, text, code });
    }

    /// A line of text, possibly followed by closing tags.
    fn text_line(&mut self, line: &'s str) {
        let mut text = line.trim_end();
        let mut closing = Vec::new();
        while let Some(at) = text.rfind("</") {
            let Some(tag) = tag::tag(&text[at..]).filter(|tag| tag.source.len() == text.len() - at) else { break };
            // An element that is opened on the same line is inline, so its closing tag is too.
            let opened = text[..at].contains(&format!("<{}", tag.name));
            if opened || !self.open.iter().any(|open| open.tag.name == tag.name) {
                break;
            }
            closing.push(tag);
            text = text[..at].trim_end();
        }
        let text = if closing.is_empty() { line } else { text };
        self.push_line(text, Code::No);
        for tag in closing {
            self.close(&tag);
        }
    }

    /// Text up to the end of an element, if something follows on the same line.
    fn inner_end(&mut self, line: &'s str) -> bool {
        let is_open = |name: &str| self.open.iter().any(|open| open.tag.name == name);
        let ends = line.match_indices("</").filter_map(|(at, _)| Some((at, tag::tag(&line[at..])?)));
        let own = |(at, tag): &(usize, Tag<'_>)| {
            let rest = &line[at + tag.source.len()..];
            is_open(tag.name) && !rest.trim().is_empty() && !line[..*at].contains(&format!("<{}", tag.name))
        };
        // Behind a backtick, it may be code.
        let Some((at, tag)) = ends.take(PATIENCE).find(own).filter(|(at, _)| !line[..*at].contains('`')) else {
            return false;
        };
        if !line[..at].trim().is_empty() {
            self.push_line(&line[..at], Code::No);
        }
        let len = at + tag.source.len();
        self.close(&tag);
        self.skip(len);
        true
    }

    /// `import` and `export`, up to the next blank line.
    fn statement(&mut self, line: &str) -> bool {
        let is_import = line.starts_with("import ")
            && (line.contains(" from ") || line[7..].trim_start().starts_with(['"', '\'', '{']));
        let export = ["const", "let", "var", "function", "default", "async", "class", "{", "*"];
        let is_export = line
            .strip_prefix("export ")
            .is_some_and(|rest| export.iter().any(|word| rest.trim_start().starts_with(word)));
        if self.context.dialect != Dialect::Mdx || !(is_import || is_export) || !self.after_blank {
            return false;
        }
        let rest = &self.text[self.at..];
        let len = rest.find("\n\n").unwrap_or(rest.trim_end_matches('\n').len());
        let what = if is_import { "import" } else { "export" };
        self.context.unplaced(self.number, format!("`{what}` statements are not imported"), &rest[..len]);
        self.skip(len);
        true
    }

    /// `<!-- … -->` on its own lines.
    fn comment(&mut self, indent: usize) -> bool {
        let start = self.at + indent;
        if !self.text[start..].starts_with("<!--") || start >= self.no_comment_from {
            return false;
        }
        let Some(end) = self.text[start..].find("-->") else {
            self.no_comment_from = start;
            return false;
        };
        let len = indent + end + 3;
        if !self.behind(len).is_empty() {
            return false;
        }
        let text = &self.text[start..start + end + 3];
        self.context.unplaced(self.number, "comments are not imported", text);
        self.skip(len);
        true
    }

    /// `{…}` on its own lines.
    fn expression(&mut self, indent: usize) -> bool {
        let rest = self.window(indent);
        if self.context.dialect != Dialect::Mdx || !rest.starts_with('{') {
            return false;
        }
        let Some(len) = tag::expression(rest) else {
            self.in_vain += 1;
            return false;
        };
        if !self.behind(indent + len).is_empty() {
            return false;
        }
        let source = &rest[..len];
        if tag::string(source).is_some_and(|text| !text.trim().is_empty()) {
            return false;
        }
        let what = if tag::is_comment(source) { "comments" } else { "expressions" };
        if source != "{}" {
            self.context.unplaced(self.number, format!("{what} are not imported"), source);
        }
        self.skip(indent + len);
        true
    }

    /// A tag at the start of a line, if it opens or closes a block.
    fn tag(&mut self, line: &'s str, indent: usize) -> bool {
        let rest = self.window(indent);
        if !rest.starts_with('<') {
            return false;
        }
        let Some(tag) = tag::tag(rest) else {
            self.in_vain += 1;
            return false;
        };
        if !self.is_block(&tag, indent) {
            return false;
        }
        // The indentation is unknown after another tag on the same line.
        let fresh = self.at == 0 || self.text[..self.at].ends_with('\n');
        let columns = if fresh { line[..indent].chars().map(|char| if char == '\t' { 4 } else { 1 }).sum() } else { 0 };
        let len = indent + tag.source.len();
        let element = Element { number: self.number, indent: columns, tag, children: Vec::new() };
        match element.tag.form {
            Form::Close => self.close(&element.tag),
            Form::Open if self.open.len() < DEEPEST => self.open.push(element),
            Form::Open => {
                let message = format!("`<{}>` is nested too deeply", element.tag.name);
                self.context.unplaced(self.number, message, element.tag.source);
            }
            Form::Empty => self.push(Node::Element(element)),
        }
        self.skip(len);
        self.after_blank = true;
        true
    }

    /// Whether a tag at the start of a line opens or closes a block. An opening tag doesn't if text
    /// follows its closing tag on the same line.
    fn is_block(&self, tag: &Tag<'_>, indent: usize) -> bool {
        if super::inline::is_inline(tag.name) || !super::inline::is_known(tag, self.context.dialect) {
            return false;
        }
        let behind = self.behind(indent + tag.source.len());
        let closing = format!("</{}>", tag.name);
        match tag.form {
            Form::Close => self.open.iter().any(|open| open.tag.name == tag.name),
            Form::Empty => behind.is_empty() || behind.starts_with('<'),
            Form::Open => match behind.find(&closing) {
                Some(at) => {
                    let after = behind[at + closing.len()..].trim();
                    after.is_empty() || after.starts_with('<')
                }
                None => true,
            },
        }
    }

    /// Closes the innermost element with this name, and all unclosed elements in it.
    fn close(&mut self, tag: &Tag<'s>) {
        if !self.open.iter().any(|open| open.tag.name == tag.name) {
            return;
        }
        while let Some(open) = self.open.pop() {
            if open.tag.name == tag.name {
                return self.push(Node::Element(open));
            }
            self.unclosed(open);
        }
    }

    /// Moves the content of an unclosed element to its parent.
    fn unclosed(&mut self, open: Element<'s>) {
        let message = format!("`<{}>` is not closed", open.tag.name);
        self.context.unplaced(open.number, message, open.tag.source);
        for node in open.children {
            self.push(node);
        }
    }
}
